"""Rows of SQLite where no table shows them: deleted ones in free space, and pages in a write-ahead log or a rollback journal.

By the file format alone (sqlite.org/fileformat2.html): a row is its sizes, the kinds of its cells, then the cells.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stanch.reading.pieces import tables, texts
from stanch.reading.source import Source
from stanch.records import Unit, Unread

LEAF, HEAD = 0x0D, 100
SEARCHED = 4 << 20  # bytes of free space in which rows are looked for byte by byte
MOST_CELLS, MOST_ROWS = 200, 500_000
HEAD_LOST = 4  # bytes of a freed row that are written over
LEAST_NAMELESS = 5  # rows of a table without names, of which columns can still be told by their cells
MASTER = ("type", "name", "tbl_name", "rootpage", "sql")
_CREATED = re.compile(r"(?i)create\s+table\s+[^;]+\Z")
_LENGTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
Row = tuple[str | None, ...]


def _number(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends; (-1, end) past the end."""
    value = 0
    for count in range(9):
        if at >= len(page):
            return -1, at
        byte = page[at]
        at += 1
        if count == len("of nine."):
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, at


def _length(kind: int) -> int:
    return _LENGTHS.get(kind, -1) if kind < 12 else (kind - 12) // 2


def _cell(kind: int, content: bytes) -> str | None:
    """A cell as text. Raises `ValueError` where its bytes are no such cell."""
    if kind == 0:
        return None
    if kind in (8, 9):
        return str(kind - 8)
    if kind == 7:
        import struct

        return repr(struct.unpack(">d", content)[0])
    if kind < 12:
        return str(int.from_bytes(content, "big", signed=True))
    text = content.decode("utf-8") if kind % 2 else content.decode("utf-8", "replace")
    if kind % 2 and any(ord(char) < 32 and char not in "\t\r\n" for char in text):
        raise ValueError(text)
    return text


def _cells(page: bytes, kinds: Sequence[int], at: int) -> Row | None:
    """The cells of these kinds from a place on; None where they go over the end or are no text."""
    found: list[str | None] = []
    for kind in kinds:
        size = _length(kind)
        if size < 0 or at + size > len(page):
            return None
        try:
            found.append(_cell(kind, page[at : at + size]))
        except ValueError:
            return None
        at += size
    return tuple(found)


def _kinds(page: bytes, at: int, end: int) -> list[int] | None:
    kinds: list[int] = []
    while at < end and len(kinds) <= MOST_CELLS:
        kind, at = _number(page, at)
        kinds.append(kind)
    return kinds if at == end and kinds and min(kinds) >= 0 and not {10, 11} & set(kinds) else None


def _row(page: bytes, at: int) -> tuple[Row, int] | None:
    """The whole row that begins at a place, and where it ends; None where none does."""
    payload, begin = _number(page, at)
    _, begin = _number(page, begin)
    size, kinds_at = _number(page, begin)
    if payload < 2 or not 2 <= size <= payload or begin + payload > len(page):
        return None
    kinds = _kinds(page, kinds_at, begin + size)
    if kinds is None or size + sum(map(_length, kinds)) != payload:
        return None
    cells = _cells(page, kinds, begin + size)
    return (cells, begin + payload) if cells is not None else None


def of_page(page: bytes, start: int = 0) -> list[Row]:
    """The rows of a page of rows, as its list of places says."""
    if page[start : start + 1] != bytes([LEAF]):
        return []
    many = int.from_bytes(page[start + 3 : start + 5], "big")
    places = (int.from_bytes(page[at : at + 2], "big") for at in range(start + 8, min(start + 8 + 2 * many, len(page) - 1), 2))
    return [found[0] for at in places if (found := _row(page, at))]


def in_space(space: bytes, widths: Iterable[int]) -> list[Row]:
    """Rows of so many cells in bytes that are no longer of any table: whole, or without the four bytes that a freed row loses."""
    wanted = sorted(set(widths), reverse=True)
    return [row for piece in _EMPTY.split(space) for row in _in_piece(piece, wanted)]


_EMPTY = re.compile(rb"\x00{8,}")


def _in_piece(space: bytes, wanted: Sequence[int]) -> list[Row]:
    found: list[Row] = []
    at = 0
    while at < len(space):
        told = _row(space, at)
        if told and len(told[0]) in wanted and _says(told[0]):
            found.append(told[0])
            at = told[1]
            continue
        lost = next((one for width in wanted if (one := _without_head(space, at, width))), None)
        if lost:
            found.append(lost[0])
            at = lost[1]
        else:
            at += 1
    return found


def _without_head(space: bytes, at: int, width: int) -> tuple[Row, int] | None:
    """A row whose sizes, and perhaps the kind of its first cell, were written over; the first is then a key, or what is left over."""
    for lost, exact in ((0, True), (1, False), (0, False)):
        kinds: list[int] = []
        place = at
        for _ in range(width - lost):
            kind, place = _number(space, place)
            kinds.append(kind)
        if not kinds or min(kinds) < 0 or {10, 11} & set(kinds):
            continue
        end = place + sum(map(_length, kinds))
        if end > len(space) or (exact and end != len(space)):
            continue
        # What a freed row is longer than its other cells is its first.
        first = len(space) - end if lost and at < HEAD_LOST else 0
        whole = [13 + 2 * first] * bool(first) + kinds
        cells = _cells(space, whole, place) if sum(kind > 12 and kind % 2 for kind in whole) > 1 else None
        if cells is not None and _says(cells) and not (first and not (cells[0] or "")[:1].isalnum()):
            return (None,) * (width - len(cells)) + cells, end + first
    return None


def _says(row: Row) -> bool:
    """Whether at least two cells are words or numbers of some length."""
    return sum(bool(cell) and len(cell or "") > 2 for cell in row) > 1


@dataclass(slots=True)
class Rows:
    """Rows by how many cells they have, each once, and the names of columns that tables of that width are known to have."""

    names: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    found: dict[int, dict[Row, None]] = field(default_factory=dict)
    many: int = 0
    left_out: int = 0

    def know(self, columns: Sequence[str]) -> None:
        """A table has these columns."""
        if (one := tuple(columns)) not in self.names.setdefault(len(one), []):
            self.names[len(one)].append(one)

    def add(self, rows: Iterable[Row], *, in_space: bool = False) -> None:
        """Take rows; those that create a table tell its columns. `in_space`: of no page's list of places, so that what has the width of the
        list of tables, which is looked for in any case, may be chance.
        """
        for row in rows:
            if len(row) == len(MASTER) and row[0] in ("table", "index", "view", "trigger"):
                if row[0] == "table" and (columns := _created(row[-1] or "")):
                    self.know(columns)
                continue
            is_chance = in_space and len(row) not in self.names
            if len(row) == len(MASTER) and (is_chance or (row[-1] or "").lstrip().upper().startswith("CREATE ")):
                continue  # or of the list of tables, its head written over
            kept = self.found.setdefault(len(row), {})
            if row not in kept and self.many >= MOST_ROWS:
                self.left_out += 1
            elif row not in kept:
                kept[row] = None
                self.many += 1

    def units(self, source: Source, part: str, hidden: str) -> Iterator[Unit]:
        """A table of each width; its columns are named where only one table can be meant."""
        for width, rows in self.found.items():
            known = self.names.get(width, [])
            names: Sequence[str | None] = known[0] if len(known) == 1 else [None] * width
            place = part if len(self.found) == 1 else f"{part} {width}"
            if not self._is_prose(width):
                yield from tables(source, names, list(rows), part=place, properties={"hidden": hidden})

    def lines(self) -> list[str]:
        """What makes no table, a row a line."""
        prose = (rows for width, rows in self.found.items() if self._is_prose(width))
        return [", ".join(filter(None, row)) for rows in prose for row in rows]

    def _is_prose(self, width: int) -> bool:
        return width == 1 or (len(self.names.get(width, [])) != 1 and len(self.found[width]) < LEAST_NAMELESS)


def _created(sql: str) -> list[str]:
    if not _CREATED.match(sql) or "select" in sql.lower() or len(sql) > 100_000:
        return []
    base = sqlite3.connect(":memory:")
    try:
        base.execute(sql)
        name = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()[0].replace('"', '""')
        return [one[1] for one in base.execute(f'PRAGMA table_info("{name}")')]
    except (sqlite3.Error, TypeError):
        return []
    finally:
        base.close()


def wal(source: Source) -> Iterator[Unit | Unread]:
    """A write-ahead log: what was written last and is not in the database yet, and what stood on the pages before."""
    source.media_type = "application/vnd.sqlite3"
    content = source.whole()
    size = int.from_bytes(content[8:12], "big")
    pages = ((int.from_bytes(content[at : at + 4], "big"), content[at + 24 : at + 24 + size]) for at in range(32, len(content), size + 24))
    yield from _of_pages(source, pages if size >= 512 else iter(()), "write-ahead log")


def journal(source: Source) -> Iterator[Unit | Unread]:
    """A rollback journal: pages as they were before the last change."""
    source.media_type = "application/vnd.sqlite3"
    content = source.whole()
    sector, size = (int.from_bytes(content[at : at + 4], "big") for at in (20, 24))
    starts = range(max(sector, 28), len(content), size + 8) if size >= 512 else ()
    pages = ((int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 4 + size]) for at in starts)
    yield from _of_pages(source, pages, "rollback journal")


def _of_pages(source: Source, pages: Iterator[tuple[int, bytes]], hidden: str) -> Iterator[Unit | Unread]:
    rows = Rows()
    for columns in _beside(source):
        rows.know(columns)
    for number, page in pages:
        rows.add(of_page(page, HEAD if number == 1 else 0))
    yield from rows.units(source, "#rows", hidden)
    if lines := rows.lines():
        yield from texts(source, "\n".join(lines) + "\n", part="#rows", properties={"hidden": hidden})
    if rows.left_out:
        yield Unread(source.exhibit, source.locator, "too_large", f"{rows.left_out:,} rows beyond the first {MOST_ROWS:,} were left out")
    if not rows.found:
        yield from texts(source, "\n", properties={"hidden": hidden})


def _beside(source: Source) -> Iterator[list[str]]:
    """The columns of the tables of the database that lies beside this file, as far as it can be opened."""
    if source.path is None:
        return
    path = source.path.with_name(re.sub(r"-(?:wal|journal)$", "", source.path.name))
    if path == source.path or not path.is_file():
        return
    base = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            quoted = name.replace('"', '""')
            yield [one[1] for one in base.execute(f'PRAGMA table_info("{quoted}")')]
    except sqlite3.Error:
        return
    finally:
        base.close()
