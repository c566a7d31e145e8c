"""Texts and tables as units: cleaned, and cut into pieces that fit in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import pyarrow as pa

from stanch.reading.source import Source
from stanch.records import Unit, pack_cells

PIECE = 1_000_000  # characters
ROWS = 50_000
CELLS = 1_000_000  # of a piece: wide tables get fewer rows
CHARACTERS = 32 << 20  # of a piece: cells may hold scans
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that can be stored and sent: no NUL, no lone surrogate; of the same length."""
    if text.isascii() and "\x00" not in text:  # most text is, and to be told so costs next to nothing
        return text
    return _UNCLEAN.sub("\ufffd", text)


def split(text: str, size: int = PIECE) -> Iterator[tuple[int, str]]:
    """(offset, piece): pieces of at most `size` characters that end at line ends where there are any."""
    start = 0
    while len(text) - start > size:
        end = text.rfind("\n", start + size // 2, start + size) + 1
        end = end or text.rfind(" ", start + size // 2, start + size) + 1 or start + size
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def texts(source: Source, content: str, *, part: str = "", properties: Mapping[str, str] | None = None) -> Iterator[Unit]:
    """The units of one text, its lines ended as everywhere."""
    content = content.replace("\r\n", "\n").replace("\r", "\n") if "\r" in content else content
    kept = {key: clean(value)[:2000] for key, value in (properties or {}).items() if value}
    for start, piece in split(clean(content)):
        yield Unit(source.exhibit, clean(source.locator + part), "text", source.media_type, start, piece, None, kept)


def header(names: Sequence[object]) -> list[str]:
    """Column names: as the header says, unique; `column_1` where it says nothing."""
    found: list[str] = []
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        wanted = clean(" ".join(str(name).split())) if name is not None else ""
        wanted = wanted or f"column_{place}"
        unique, number = wanted, 2
        while unique in seen:
            unique, number = f"{wanted}_{number}", number + 1
        seen.add(unique)
        found.append(unique)
    return found


def tables(
    source: Source, names: Sequence[object], rows: Iterable[Sequence[str | None]], *, part: str = "", first: int = 1,
    properties: Mapping[str, str] | None = None,
) -> Iterator[Unit]:  # fmt: skip
    """The units of one table, from rows as they come; a row longer than the header widens it."""
    names = list(names)
    stream = iter(rows)
    start, given = first, False
    kept = {key: clean(value)[:2000] for key, value in (properties or {}).items() if value}
    while True:
        piece = _piece(stream, rows_of_piece(len(names)))
        if not piece and (given or not names):
            return
        width = max(len(names), max((len(row) for row in piece), default=0))
        widened = [*names, *[None] * (width - len(names))]
        cells = [
            pa.array([clean(row[place]) if place < len(row) and row[place] not in (None, "") else None for row in piece], pa.string())  # type: ignore[arg-type]
            for place in range(width)
        ]
        table = pa.Table.from_arrays(cells, names=[str(place) for place in range(width)])
        yield table_unit(source, widened, table, start, part=part, properties=kept)
        start, given = start + len(piece), True
        if not piece:
            return


def size_of(row: Sequence[str | None]) -> int:
    """The characters of its cells."""
    return sum(map(len, filter(None, row)))


def _piece(stream: Iterator[Sequence[str | None]], most: int) -> list[Sequence[str | None]]:
    """So many rows at most, and fewer where they are very long."""
    piece: list[Sequence[str | None]] = []
    size = 0
    for row in islice(stream, most):
        piece.append(row)
        size += size_of(row)
        if size >= CHARACTERS:
            break
    return piece


def rows_of_piece(width: int) -> int:
    """How many rows of so many cells make a piece."""
    return max(100, min(ROWS, CELLS // max(width, 1)))


def table_unit(
    source: Source, names: Sequence[object], cells: pa.Table, start: int, *, part: str = "", properties: Mapping[str, str] | None = None
) -> Unit:
    """One piece of a table: text columns in the order of `names`, whatever they are called; `start` is its first row's number."""
    named = header(names)
    packed = pack_cells(cells.combine_chunks().rename_columns(named))
    kept = {**(properties or {}), **_attribute_ids(named)}
    return Unit(source.exhibit, clean(source.locator + part), "table", source.media_type, start, "", packed, kept)


_ATTRIBUTE_ID = re.compile(
    r"(?i)\w*?(?:attribute|attr|field|property|question|element|concept|variable|merkmal|feld)s?(?:_?(?:type|def|definition|config))?_?(?:id|nr|no)"
)
_ANSWER = re.compile(
    r"(?i)(?:\w*_)?(?:value|val|data|answer|response|content|wert|valeur|valor)(?:_?(?:text|string|str|varchar|char|date|datetime|num|numeric))?"
    r"|(?:text|string|str|char|varchar|date|answer)_?(?:value|text|response)"
)


def _attribute_ids(names: Sequence[str]) -> dict[str, str]:
    """A table that tells by number what its values are (`fieldid`, `data`): the columns of the numbers, and those of the values."""
    numbers = [name for name in names if _ATTRIBUTE_ID.fullmatch(name)]
    values = [name for name in names if _ANSWER.fullmatch(name)] if numbers else []
    return {"attribute_ids": "\t".join(numbers), "attribute_values": "\t".join(values)} if values else {}


_VALUE = re.compile(r"\d{3}|\d[-/.]\d|@")
_YEAR = re.compile(r"(?<=[^\W\d])[ _-]?(?:19|20)\d\d(?!\d)")  # `Fee 2025`, `FY2025`: a header


def headed(rows: Iterator[tuple[int, list[str | None]]]) -> tuple[list[str | None], int, Iterator[list[str | None]]]:
    """Find the header of a sheet among its first rows: (names, number of the first row below it, rows below it).

    The header is the first row that is as wide as the rows below it and holds words only; what stands above it (titles)
    is not lost: then the sheet is given without a header, from its first row.
    """
    front = list(islice(rows, 30))
    filled = [(place, [cell for cell in row if cell]) for place, (_, row) in enumerate(front)]
    widest = max((len(cells) for _, cells in filled), default=0)
    for place, cells in filled[:12]:
        if (
            place + 1 < len(front)  # a row with nothing below it heads nothing
            and len(cells) >= max(1, widest * 0.6)
            and not any(map(_is_value, cells))
            and not any(len(above) >= max(2, widest * 0.6) for _, above in filled[:place])  # rows of values head nothing: a form
            and (names := _named(front[place][1], front[place - 1][1] if place else []))
        ):
            above = [cell for _, row in front[:place] for cell in row if cell]
            number = front[place][0]
            if above:  # a title is kept as the first row, so that nothing is lost
                front = [(number, [" ".join(above)]), *front[place + 1 :]]
                return names, number, _below(front, rows, number)
            return names, number + 1, _below(front[place + 1 :], rows, number + 1)
    start = front[0][0] if front else 1
    return [None] * widest, start, _below(front, rows, start)


def _is_value(cell: str) -> bool:
    """A cell that no header is; `G26.3 valid until` is one, with few figures among its letters."""
    if _FORM.fullmatch(cell):
        return False
    figures, letters = (sum(map(kind, cell)) for kind in (str.isdigit, str.isalpha))
    return bool(_VALUE.search(_YEAR.sub("", cell))) and ("@" in cell or figures >= letters or figures > MOST_FIGURES)


MOST_FIGURES = 3
# Forms of the tax office and sections by which plans are called, as headers call columns: `1099?`, `401(k)`.
_FORM = re.compile(r"(?i)\s*(?:form )?(?:10(?:40|42|95|98|99)|94[0-5]|401|403|457|529)[ ]?\(?[a-z]{0,4}\)?[ ]?(?:y/n|yes/no)?[?#]?\s*")


def _named(row: list[str | None], band: list[str | None]) -> list[str | None]:
    """The names that a row gives, with the band above them where it repeats itself: `First` below `Employee` and `Spouse`; [] for none."""
    cells = [cell for cell in row if cell]
    if len(set(cells)) == len(cells):
        return row
    if len([cell for cell in band if cell]) < LEAST_BANDS or any(cell and _is_value(cell) for cell in band):
        return []
    over: str | None = None
    told: list[str | None] = []
    for place, cell in enumerate(row):
        over = (band[place] if place < len(band) else None) or over
        told.append(f"{over} {cell}" if cell and over else cell)
    filled = [name for name in told if name]
    return told if len(set(filled)) == len(filled) else []


LEAST_BANDS = 2


def _below(
    front: list[tuple[int, list[str | None]]], rest: Iterator[tuple[int, list[str | None]]], number: int
) -> Iterator[list[str | None]]:
    return below(chain(front, rest), number)


def below(rows: Iterable[tuple[int, list[str | None]]], number: int) -> Iterator[list[str | None]]:
    """Rows in order from `number` on, with empty ones where numbers are left out, so that row numbers stay true."""
    for at, row in rows:
        while number < at:
            yield []
            number += 1
        yield row
        number += 1
