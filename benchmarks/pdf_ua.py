"""Holds what is printed against an open PDF/UA validator: every letter text in each voice, every paper, every filing.

    python benchmarks/pdf_ua.py --validator /path/to/outloud [--keep FOLDER]

The validator is a program of its own and no part of Stanch: `outloud` (Apache-2.0; it needs PyMuPDF, which is AGPL, so give it an
environment of its own) reads the machine-checkable checkpoints of the Matterhorn Protocol 1.1. Each file is checked for conformance; the
links that an address in print does not have are no part of it (letters bear none on purpose). Prints the files that fail, and the counts.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from stanch.notices.form import VOICES, Text, texts
from stanch.notices.press import look_of
from stanch.notices.rendering import _write
from stanch.notices.wording import chosen
from stanch.records import Notice

DAY = date(2026, 11, 26)
ADDRESS = ("Mary Ann Carter", "12 Elm Street", "Springfield, IL 62701")


def notices_of(text: Text) -> list[Notice]:
    """One filled notice of the text for each voice it has, with the fields of its own example."""
    fields = {**text.example.fields, "org_name": "Brightwater Dental Group", "org_address": "400 Harbor Road, Portland, ME 04101",
              "date_of_notice": "November 26, 2026", "name": "Mary Ann Carter", "greeting": "Dear Mary Ann Carter:"}  # fmt: skip
    given = frozenset(text.example.given) - set(VOICES)
    plain = Notice(f"check-{text.id}", "filing", "individuals", "", (), text.language, text.place, fields=fields, status="draft")
    if text.kind == "form":
        return [plain]
    if text.kind == "public":
        return [replace(plain, sections=chosen(text, given, frozenset()))]
    return [
        replace(plain, id=f"letter-{text.language}-{text.id}-{voice}", form="letter", person=f"{text.language}-{text.id}-{voice}",
                address=ADDRESS, fields=fields | {"voice": voice}, sections=chosen(text, given | {voice}, frozenset()))
        for voice in VOICES
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validator", required=True)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = given.keep or Path(work)
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for print_ in ("usual", "large"):
            look = look_of({"notice.print": print_})
            for text in texts().values():
                for one in notices_of(text):
                    name = f"{print_}-{one.id}-{one.language}.pdf"
                    _write(replace(one, file=name), folder, DAY, look)
                    files.append(folder / name)
        call = [given.validator, "--layer", "conformance", "--quiet", *map(str, files)]
        report = subprocess.run(call, capture_output=True, text=True, check=False)
        rows = [line.split(maxsplit=1) for line in report.stdout.splitlines() if ".pdf:" in line]
        for verdict, line in rows:
            if verdict != "PASS":
                print(verdict, line)
        print(f"{len(files)} files: {dict(Counter(verdict for verdict, _ in rows))}")
        if len(rows) != len(files):
            print(report.stderr[-500:])


if __name__ == "__main__":
    main()
