"""Writes the pack: brief and hold notice as PDF and Word, and the sheet of answers as CSV. Readable by its owner alone."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable
from pathlib import Path

from stanch import safe_csv
from stanch.errors import WrongCall
from stanch.report.counsel.answers import read_answers
from stanch.report.counsel.brief import Brief, brief
from stanch.report.counsel.hold import hold_notice
from stanch.report.counsel.word import word
from stanch.report.press import pressed


def makers(it: Brief) -> dict[str, Callable[[], bytes]]:
    """The files of the pack by name, each made when it is asked for."""
    now = it.contents.now
    return {
        "brief.pdf": lambda: pressed(brief(it), now),
        "brief.docx": lambda: word(brief(it), now),
        "hold-notice.pdf": lambda: pressed(hold_notice(it), now),
        "hold-notice.docx": lambda: word(hold_notice(it), now),
        "answers.csv": lambda: answer_sheet(it).encode("utf-8-sig"),
    }


ANSWERED = ("answers.csv", "brief.docx")


def set_aside(folder: Path) -> list[Path]:
    """Move sheets that somebody has filled in aside, so that a pack written anew takes no answer with it; where they are now."""
    kept = []
    for name in ANSWERED:
        sheet = folder / name
        if sheet.is_file() and _answered(sheet):
            numbers = (sheet.with_name(f"{sheet.stem}-answered-{number}{sheet.suffix}") for number in itertools.count(1))
            free = next(path for path in numbers if not path.exists())
            sheet.rename(free)
            kept.append(free)
    return kept


def _answered(sheet: Path) -> bool:
    """Does it hold an answer? One that cannot be read was changed by somebody, and is kept as well."""
    try:
        return bool(read_answers(sheet))
    except WrongCall:
        return True


def write_pack(it: Brief, folder: Path) -> list[Path]:
    """Write all files; returns their paths. Sheets with answers in them are set aside first."""
    set_aside(folder)
    files = {name: make() for name, make in makers(it).items()}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        target = folder / name
        target.write_bytes(content)
        target.chmod(0o600)
        written.append(target)
    return written


def answer_sheet(it: Brief) -> str:
    """The decisions asked for, a line each, with empty columns for the answer and its grounds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("ref", "asked", "choices", "answer", "grounds", "seen"))
    for ask in it.asks:
        writer.writerow(
            [safe_csv.cell(text) for text in (ask.ref, f"{ask.asked} {ask.why}".strip(), " / ".join(ask.choices), "", "", ask.seen)]
        )
    return out.getvalue()
