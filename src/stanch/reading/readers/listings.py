"""Tables in text that stand in a frame of their own: below other lines, between bars, set apart by spaces, one after another (IIF)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.aligned import layout_of
from stanch.reading.readers.flat_records import fields_of
from stanch.reading.readers.printed import in_order, printed, stacked
from stanch.reading.readers.records import dialect_of
from stanch.reading.readers.text import decode, text
from stanch.reading.source import Source
from stanch.records import Unit

LARGEST = 50 << 20
LEAST_ROWS, LEAST_CELLS, MOST_LEAD = 3, 4, 15
_BARRED = re.compile(r"\s*\|(?P<cells>.*)\|\s*")
_RULE = re.compile(r"[\s|+:=-]*")
_FILLED = 0.7


def form_of(head: str, *, cut: bool) -> str:
    """How the tables of these lines are set apart: `iif`, `barred`, `led`, `aligned`, `flat`; "" where there are none."""
    lines = _lines(head)
    if cut:
        lines = lines[:-1]
    if re.match(r"!\w{2,12}\t", head):
        return "iif"
    told = [line for line in lines if not _RULE.fullmatch(line)]
    barred = sum(bool(_BARRED.fullmatch(line)) for line in told)
    if barred >= LEAST_ROWS and barred >= len(told) * _FILLED:
        return "barred"
    if _lead(lines):
        return "led"
    return "aligned" if layout_of(lines) or stacked(lines) else "flat" if fields_of(lines) else ""


def _lines(written: str) -> list[str]:
    """The lines; a new page (a form feed) begins none of its own."""
    return written.replace("\f", "").splitlines()


def listing(source: Source) -> Iterator[Unit]:
    """Each of the tables; what stands around them as text."""
    if source.size > LARGEST:
        yield from text(source)
        return
    written = decode(source.whole())[0]
    form = form_of(written[: 1 << 16], cut=len(written) > 1 << 16)
    source.media_type = "text/plain"
    lines = _lines(written)
    yield from (
        {"iif": _iif, "barred": _barred, "led": _led, "aligned": _aligned, "flat": _flat}[form](source, lines) if form else text(source)
    )


def _iif(source: Source, lines: Sequence[str]) -> Iterator[Unit]:
    """QuickBooks: `!CUST` names the columns of the lines that begin with `CUST`."""
    heads: dict[str, list[str]] = {}
    rows: dict[str, list[list[str]]] = {}
    for cells in csv.reader(lines, delimiter="\t"):
        if cells and cells[0].startswith("!"):
            heads[cells[0][1:]] = cells[1:]
        elif cells and cells[0] in heads:
            rows.setdefault(cells[0], []).append(cells[1:])
    for name, held in rows.items():
        yield from tables(source, heads[name], held, part=f"#{name}")


def _barred(source: Source, lines: Sequence[str]) -> Iterator[Unit]:
    """Lists that a program prints between bars (SAP, MySQL): a head, a row a line, both again on each page.

    Where rules stand between rows, what stands between two of them is one row: its cells go on from line to line.
    """
    if _is_boxed(lines):
        yield from texts(source, "\n".join(said for line in lines if (said := _unboxed(line)) is not None) + "\n")
        return
    lines = _joined(lines) if _are_ruled(lines) else lines
    head: list[str] = []
    rows: list[list[str]] = []
    begin, number = 0, 0
    other: list[str] = []
    for at, line in enumerate(lines, 1):
        match = _BARRED.fullmatch(line)
        if match is None or _RULE.fullmatch(line):
            other += [] if _RULE.fullmatch(line) else [line]
            continue
        cells = [cell.strip().replace(NEXT, "\n") for cell in match["cells"].split("|")]
        if len(cells) != len(head):
            if rows:
                number += 1
                yield from tables(source, head, rows, part=f"#{number}", first=begin)
            head, rows = cells, []
        elif cells != head:
            begin = begin if rows else at
            rows.append(cells)
    if rows:
        yield from tables(source, head, rows, part=f"#{number + 1}" if number else "", first=begin)
    if other:
        yield from texts(source, "\n".join(other) + "\n")


def _is_boxed(lines: Sequence[str]) -> bool:
    """Whether the bars are those of a form's boxes: a line or two of a width, then two of another."""
    wide = [match["cells"].count("|") for line in lines[:ROWS] if (match := _BARRED.fullmatch(line)) and not _RULE.fullmatch(line)]
    runs = [len(list(run)) for _, run in groupby(wide)]
    return len(runs) >= LEAST_WIDTHS and len(wide) <= len(runs) * 4 and max(runs) <= MOST_OF_A_WIDTH


def _unboxed(line: str) -> str | None:
    """A line without its bars, its boxes apart by tabs; None for a rule."""
    match = _BARRED.fullmatch(line)
    if match is None or _RULE.fullmatch(line):
        return None if line.strip() and _RULE.fullmatch(line) else line
    return "\t".join(cell.strip() for cell in match["cells"].split("|"))


LEAST_WIDTHS, MOST_OF_A_WIDTH = 4, 12  # a list's title and its sums are of another width too
NEXT = "\x1e"  # between the lines of a cell


def _are_ruled(lines: Sequence[str]) -> bool:
    """Whether rules stand between rows, and some row takes several lines of which one begins with an empty cell."""
    told = "".join(
        "-" if _RULE.fullmatch(line) and line.strip() else "c" if _GOES_ON.match(line) else "|" if _BARRED.fullmatch(line) else " "
        for line in lines[:ROWS]
    )
    return told.count("-|-") >= 2 and "|c" in told


_GOES_ON, ROWS = re.compile(r"\s*\|\s*\|"), 2_000


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines, each row as one."""
    found: list[str] = []
    for line in lines:
        before = _BARRED.fullmatch(found[-1]) if found and not _RULE.fullmatch(found[-1]) else None
        match = _BARRED.fullmatch(line) if before and not _RULE.fullmatch(line) else None
        above, cells = (before["cells"].split("|"), match["cells"].split("|")) if before and match else ([], [])
        if not cells or len(cells) != len(above):
            found.append(line)
            continue
        found[-1] = f"|{'|'.join(NEXT.join(filter(None, map(str.strip, pair))) for pair in zip(above, cells, strict=True))}|"
    return found


def _lead(lines: Sequence[str]) -> tuple[int, str] | None:
    """How many lines stand before a table that fills the rest, and what parts its cells."""
    for at in range(1, min(MOST_LEAD, len(lines) - LEAST_ROWS) + 1):
        if lines[at - 1].strip() and at > 1:
            continue  # an empty line parts them
        mark = dialect_of("\n".join(lines[at:]), sure=False, cut=False)
        if mark and lines[at].strip():
            cells = next(csv.reader([lines[at]], delimiter=mark))
            words = all(cell.strip() and not cell.strip().isdigit() and "@" not in cell for cell in cells)
            return (at, mark) if len(cells) >= LEAST_CELLS and words else None
    return None


def _led(source: Source, lines: Sequence[str]) -> Iterator[Unit]:
    """A table below lines that are none: settings, a title, who printed it."""
    found = _lead(lines)
    if found is None:
        yield from texts(source, "\n".join(lines) + "\n")
        return
    at, mark = found
    rows = csv.reader(lines[at:], delimiter=mark)
    yield from tables(source, next(rows), rows, first=at + 2)
    yield from texts(source, "\n".join(lines[:at]) + "\n")


def _aligned(source: Source, lines: Sequence[str]) -> Iterator[Unit]:
    """A table whose columns are set apart by spaces, over all its pages; what does not fit its columns stays text."""
    found = printed(lines)
    if found is None:
        yield from texts(source, "\n".join(lines) + "\n")
        return
    yield from tables(source, found.header, in_order(found.rows), first=found.rows[0][0] + 1)
    if found.rest:
        yield from texts(source, "\n".join(found.rest) + "\n")


def _flat(source: Source, lines: Sequence[str]) -> Iterator[Unit]:
    """Records of fixed width without a header; what is none of them stays text."""
    fields = fields_of(lines)
    if fields is None:
        yield from texts(source, "\n".join(lines) + "\n")
        return
    are = [one for at in range(0, len(lines), AT_ONCE) for one in fields.has(lines[at : at + AT_ONCE])]
    rows = [(at, fields.cells(line)) for at, (line, one) in enumerate(zip(lines, are, strict=True)) if one]
    yield from tables(source, fields.names, in_order(rows), first=rows[0][0] + 1)
    if other := [line for line, one in zip(lines, are, strict=True) if not one and line.strip()]:
        yield from texts(source, "\n".join(other) + "\n")


AT_ONCE = 10_000
