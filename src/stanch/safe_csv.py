"""CSV that spreadsheet programs read as text: no cell begins as a formula would, and what was marked comes back as it was.

A cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return is run as a formula by some programs (CWE-1236), so an
apostrophe is put before it; `plain` takes it away again. The wide forms of these signs count too: some programs make narrow ones of them.
Line ends within a cell become spaces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from stanch.errors import BrokenDataFile, Fault

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
BLANKS = " \u00a0"  # what programs skip before they look
LONGEST = 10_000  # characters of a cell that comes back; an address or a reason is far shorter
UNCLOSED = 100_000  # characters: a cell as long as that is a quote that was never closed; the csv module's own limit is the process's
MOST_ROWS = 5_000_000
MOST_FAULTS = 50


def cell(value: object) -> str:
    """The value as a cell that no program runs."""
    text = " ".join(str("" if value is None else value).replace("\r", "\n").split("\n"))
    return f"'{text}" if _runs(text) or text.startswith("'") else text


def plain(text: str) -> str:
    """What `cell` was made of."""
    return text[1:] if text.startswith("'") and (_runs(text[1:]) or text[1:].startswith("'")) else text


def _runs(text: str) -> bool:
    return text.startswith(STARTS) or text.lstrip(BLANKS).startswith(STARTS)


def write(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a header and rows, row by row."""
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)


def read(text: str, name: str, needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row's line number and its cells by column (in small letters, `_` for blanks). Raises `BrokenDataFile` where a column is missing.

    Handles a byte order mark and semicolons or tabs as separators; other people's programs write all of them.
    """
    head = text.removeprefix("\ufeff").split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff").replace("\0", "")), delimiter=separator)
    try:
        columns = [plain(one).strip().casefold().replace(" ", "_") for one in next(reader, [])]
        lacking = [one for one in needed if one not in columns]
        if lacking:
            raise BrokenDataFile([Fault(name, 1, 1, f"column {one!r} is missing; needed: {', '.join(needed)}") for one in lacking])
        for row in reader:
            if any(len(one) > UNCLOSED for one in row):
                raise BrokenDataFile(
                    [Fault(name, reader.line_num, 1, f"a cell of more than {UNCLOSED:,} characters: is a quote not closed?")]
                )
            if any(one.strip() for one in row):
                cells = (plain(one).strip()[:LONGEST] for one in row)
                yield reader.line_num, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise BrokenDataFile([Fault(name, reader.line_num, 1, f"this is no CSV: {error}")]) from None
