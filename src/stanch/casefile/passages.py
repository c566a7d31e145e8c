"""Findings where they stand: the places of a kind, the passages of one place with their values masked, one value revealed.

Values are masked in what these functions give; `reveal` alone gives one in the clear, for a reason, and journals it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch.casefile.case import Case
from stanch.engine import Parts
from stanch.errors import WrongCall
from stanch.records import own_rows, unpack_cells
from stanch.report.phrase import Phrase
from stanch.vault import Keys, sealed_file
from stanch.vocabulary import elements

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

AROUND = 120  # characters before and after a finding
LONGEST = 20_000  # characters that a finding may have begun before those that are shown
SHOWN = 100  # findings of one page of a place
NEAR = 200  # rows from the first in which examples of a column are looked for
EXAMPLES = 5
PARTS = 4096  # of which the names of files are kept at hand
COLUMNS = ["kind", "start", "end", "row", "column", "masked", "confidence", "detector", "context"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One finding at its place: `start`/`end` in a text, `row`/`column` in a table."""

    kind: str
    start: int | None
    end: int | None
    row: int | None
    column: str | None
    masked: str
    confidence: float
    detector: str
    context: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: plain words, or a masked value of a kind."""

    text: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text around findings, or a row of a table; `where` says which."""

    where: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One place: a page of its findings in order, how many there are in all, and the passages of those shown.

    `before`: how many findings stand on earlier pages; `number` of `sheets` is this page.
    """

    spots: tuple[Spot, ...]
    total: int
    passages: tuple[Passage, ...]
    before: int = 0
    number: int = 1
    sheets: int = 1


def look(case: Case, locator: str, *, count: int = SHOWN, number: int = 1) -> Look:
    """A page of the findings at one locator and the passages in which they stand: about `count`, so that no row is cut in two.

    What is not listed is not shown either: a passage lies between the findings of the page before and those of the page after. Of a page
    that there is not the last one is given.
    """
    page = _page(case.store.get_parts("findings"), locator, count, number)
    found: list[Passage] = []
    for unit in rows_of(case.store.get_parts("units"), locator, ["kind", "start", "text", "cells"]) if page.spots else ():
        if unit["kind"] == "text":
            found += _texts(unit["text"], unit["start"], page)
        else:
            found += _cells(unit["cells"], unit["start"], page.spots)
    return Look(tuple(page.spots), page.total, tuple(found), page.first, page.number, page.sheets)


def around(case: Case, locator: str, one: Spot) -> tuple[Passage, ...]:
    """The words around one finding of a text (of a cell's, its row), or the first rows of a table in which its column has such findings.

    All values are masked but the one asked about, where letters need it and lists show it (a name, an address): whether `B*** E***` is a
    name nobody can say.
    """
    import pyarrow as pa

    if one.start is None and one.row is None:  # it stands in the locator (`extent.named_paths`)
        return (Passage(Phrase("in the name of the file or of its folder"), (Piece(locator),)),)
    near = ("start", (one.start or 0) - LONGEST, (one.end or 0) + AROUND) if one.row is None else ("row", one.row, one.row + NEAR)
    tables = list(_tables(case.store.get_parts("findings"), locator, COLUMNS, within=near))
    if not tables:
        return ()
    found = [Spot(**row) for row in pa.concat_tables(tables).sort_by([("row", "ascending"), ("start", "ascending")]).to_pylist()]
    if one.row is not None:
        alike = list(dict.fromkeys(spot.row for spot in found if (spot.kind, spot.column) == (one.kind, one.column)))[:EXAMPLES]
        # A cell that holds a text tells nothing of the next one.
        found = [spot for spot in found if (spot.row == one.row if one.start is not None else spot.row in alike)]
    return _passages_around(case.store.get_parts("units"), locator, one, found)


def _passages_around(units: Parts | None, locator: str, one: Spot, found: Sequence[Spot]) -> tuple[Passage, ...]:
    shown: list[Passage] = []
    for unit in rows_of(units, locator, ["kind", "start", "text", "cells"]):
        offset: int = unit["start"]
        if unit["kind"] == "table":
            shown += _cells(unit["cells"], offset, found, clear=one)
            if len(shown) >= len({spot.row for spot in found}):
                break
        elif one.start is not None and one.end is not None and offset <= one.start and one.end <= offset + len(unit["text"]):
            text: str = unit["text"]
            begin, end = max(0, one.start - offset - AROUND), min(len(text), one.end - offset + AROUND)
            near = [spot for spot in found if (spot.end or 0) > offset + begin and (spot.start or 0) < offset + end]
            pieces = _pieces(text, offset, begin, end, _own_first(near, one))
            if is_shown(one.kind):
                pieces = (Piece(text[one.start - offset : one.end - offset], one) if piece.spot is one else piece for piece in pieces)
            return (Passage(Phrase("character %(start)s", start=one.start), tuple(pieces)),)
    return tuple(shown)


def is_shown(kind: str) -> bool:
    """Whether lists show the values of this kind, since letters need them."""
    known = elements().get(kind)
    return known is not None and known.contact


def _own_first(near: Sequence[Spot], one: Spot) -> list[Spot]:
    """In the order of the text; where findings lie over each other, the one asked about is the one that is marked."""
    apart = [spot for spot in near if (spot.end or 0) <= (one.start or 0) or (spot.start or 0) >= (one.end or 0)]
    return sorted([*apart, one], key=lambda spot: (spot.start or 0, -(spot.end or 0)))


@dataclass(frozen=True, slots=True)
class _Page:
    """Findings from `first` on, out of `total`; `after` and `until` are where in the text those end that come before, and those begin that
    follow.
    """

    spots: Sequence[Spot]
    total: int
    first: int
    number: int
    sheets: int
    after: int | None
    until: int | None


def _page(parts: Parts | None, locator: str, count: int, number: int) -> _Page:
    """Whole rows of findings, as many as one page holds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tables = list(_tables(parts, locator, COLUMNS))
    if not tables:
        return _Page((), 0, 0, 1, 1, None, None)
    order = [(name, "ascending") for name in ("row", "start", "column", "kind")]
    whole = pa.concat_tables(tables).sort_by(order)
    bounds = _bounds(whole["row"].to_numpy(zero_copy_only=False), count)
    number = min(max(1, number), len(bounds) - 1)
    first, end = bounds[number - 1], bounds[number]
    spots = [Spot(**row) for row in whole.slice(first, end - first).to_pylist()]
    after = pc.max(whole["end"].slice(0, first)).as_py() if first else None
    until = whole["start"][end].as_py() if end < whole.num_rows else None
    return _Page(spots, whole.num_rows, first, number, len(bounds) - 1, after, until)


def _bounds(rows: NDArray[Any], count: int) -> list[int]:
    """Where each page begins, and the end of the last: rows of a table (those of a text have no number) are not cut in two."""
    found, total = [0], len(rows)
    while found[-1] < total:
        end = min(found[-1] + count, total)
        while end < total and rows[end] is not None and rows[end] == rows[end - 1]:
            end += 1
        found.append(end)
    return found


def reveal(case: Case, locator: str, spot: Spot, *, by: str, reason: str) -> str:
    """One value in the clear, re-read from what was read. Raises `WrongCall` without a reason, or where nothing stands there."""
    if not reason.strip():
        raise WrongCall("a reason must be given", do="Say why this value must be seen; it stands in the journal.")
    place = {"kind": spot.kind, "start": spot.start, "row": spot.row, "column": spot.column, "reason": reason}
    case.journal.append("reveal value", locator, by=by, details=place)
    for unit in rows_of(case.store.get_parts("units"), locator, ["kind", "start", "text", "cells"]):
        value = _value(unit, spot)
        if value is not None:
            return value
    raise WrongCall("this value does not stand there any more", where=locator, do="Run `stanch respond` again.")


def rows_of(parts: Parts | None, locator: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of one locator."""
    for table in _tables(parts, locator, columns):
        yield from table.to_pylist()


def _tables(parts: Parts | None, locator: str, columns: list[str], *, within: tuple[str, int, int] | None = None) -> Iterator[pa.Table]:
    """The rows of one locator as tables; row groups that do not hold it are not unsealed. `within`: a column, and from where to where."""
    import pyarrow.compute as pc

    for path in parts.paths if parts else ():
        groups = [at for at, names in enumerate(_names(path, parts.keys)) if pc.index(names, locator).as_py() >= 0]  # type: ignore[union-attr]
        for group in groups:
            source = sealed_file(path, parts.keys)  # type: ignore[union-attr]
            table = _read(source, group, columns)
            held = table.filter(pc.equal(table["locator"], locator)).drop(["locator"])
            if within:
                held = held.filter(pc.and_(pc.greater_equal(held[within[0]], within[1]), pc.less_equal(held[within[0]], within[2])))
            if held.num_rows:
                yield held


def of_files(parts: Parts | None, locators: Collection[str], columns: list[str], *, most: int) -> Iterator[pa.Table]:
    """The rows of these locators, a table for each row group that holds any: each is unsealed once, and of `most` at most; where there are
    more, nothing is given, because what is not looked at must not pass for nothing.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(sorted(locators), pa.string())
    held = [
        (path, at)
        for path in (parts.paths if parts else ())
        for at, names in enumerate(_names(path, parts.keys))  # type: ignore[union-attr]
        if pc.any(pc.is_in(names, wanted)).as_py()
    ]
    for path, group in held if len(held) <= most else ():
        table = _read(sealed_file(path, parts.keys), group, columns)  # type: ignore[union-attr]
        yield table.filter(pc.is_in(table["locator"], wanted))


def _read(source: pq.ParquetFile, group: int, columns: list[str]) -> pa.Table:
    """These columns of a row group and its locators, records written out."""
    more = own_rows.beside(columns)
    return own_rows.written_out(source.read_row_group(group, columns=[*columns, *more, "locator"])).drop_columns(more)


@lru_cache(maxsize=PARTS)
def _names(path: Path, keys: Keys) -> tuple[pa.Array, ...]:
    """The locators of each row group of a part. A part never changes: it is named by what it was made from."""
    import pyarrow as pa

    source = sealed_file(path, keys, coded=("locator",))
    groups = (source.read_row_group(group, columns=["locator"])["locator"] for group in range(source.num_row_groups))
    return tuple(column.cast(pa.string()).unique() for column in groups)


def _texts(text: str, offset: int, page: _Page) -> Iterator[Passage]:
    """Windows around findings; windows that touch are one."""
    text = text if page.until is None else text[: max(0, page.until - offset)]
    begin = max(0, page.after - offset) if page.after is not None else 0
    inside = [spot for spot in page.spots if spot.start is not None and offset <= spot.start and (spot.end or 0) <= offset + len(text)]
    windows: list[tuple[int, int, list[Spot]]] = []
    for spot in sorted(inside, key=lambda one: (one.start or 0, -(one.end or 0))):
        first, last = max(begin, (spot.start or 0) - offset - AROUND), min(len(text), (spot.end or 0) - offset + AROUND)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]), [*windows[-1][2], spot])
        elif first < last:
            windows.append((first, last, [spot]))
    for first, last, spots_ in windows:
        yield Passage(Phrase("character %(start)s", start=offset + first), tuple(_pieces(text, offset, first, last, spots_)))


def _pieces(text: str, offset: int, first: int, last: int, found: Sequence[Spot]) -> Iterator[Piece]:
    here = first
    for spot in found:
        start, end = (spot.start or 0) - offset, (spot.end or 0) - offset
        if end <= here:  # inside one that is masked already
            continue
        if start > here:
            yield Piece(text[here:start])
        yield Piece(spot.masked, spot)
        here = end
    if here < last:
        yield Piece(text[here:last])


def _cells(cells: bytes, first: int, seen: Sequence[Spot], *, clear: Spot | None = None) -> Iterator[Passage]:
    """Rows with findings; each cell with its header, and those with findings masked, but those of the one that may be `clear`."""
    table = unpack_cells(cells)
    by_row: dict[int, list[Spot]] = {}
    for spot in seen:
        if spot.row is not None and first <= spot.row < first + table.num_rows:
            by_row.setdefault(spot.row, []).append(spot)
    for number, found in sorted(by_row.items()):
        pieces: list[Piece] = []
        for name, value in table.slice(number - first, 1).to_pylist()[0].items():
            masked = [spot for spot in found if spot.column == name]
            if masked and clear and all((spot.kind, spot.column) == (clear.kind, clear.column) for spot in masked) and is_shown(clear.kind):
                pieces += [Piece(f"{name}: "), Piece(value or "", masked[0]), Piece("; ")]
            elif masked:
                pieces += [Piece(f"{name}: "), *(Piece(spot.masked, spot) for spot in masked), Piece("; ")]
            elif value:
                pieces.append(Piece(f"{name}: {value[:AROUND]}; "))
        yield Passage(Phrase("row %(row)s", row=number), tuple(pieces))


def _value(unit: dict[str, Any], spot: Spot) -> str | None:
    first: int = unit["start"]
    if unit["kind"] == "text" and spot.start is not None and spot.end is not None:
        text: str = unit["text"]
        inside = first <= spot.start and spot.end <= first + len(text)
        return text[spot.start - first : spot.end - first] if inside else None
    if unit["kind"] == "table" and spot.row is not None:
        table = unpack_cells(unit["cells"])
        inside = first <= spot.row < first + table.num_rows and spot.column in table.column_names
        return str(table[spot.column][spot.row - first].as_py()) if inside else None
    return None
