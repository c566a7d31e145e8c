"""Writes the pack: brief and hold notice as PDF and Word, and the sheet of answers as CSV. Readable by its owner alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from stanch.report.counsel.brief import Brief, brief
from stanch.report.counsel.hold import hold_notice
from stanch.report.counsel.register import guarded
from stanch.report.counsel.word import word
from stanch.report.press import pressed


def write_pack(it: Brief, folder: Path) -> list[Path]:
    """Write all files; returns their paths."""
    now = it.contents.now
    told, hold = brief(it), hold_notice(it)
    files = {
        "brief.pdf": pressed(told, now),
        "brief.docx": word(told, now),
        "hold-notice.pdf": pressed(hold, now),
        "hold-notice.docx": word(hold, now),
        "answers.csv": answer_sheet(it).encode("utf-8-sig"),
    }
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
        writer.writerow([guarded(text) for text in (ask.ref, f"{ask.asked} {ask.why}".strip(), " / ".join(ask.choices), "", "", ask.seen)])
    return out.getvalue()
