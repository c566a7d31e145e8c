"""SQLite, Parquet, Arrow, ORC, Avro, dBASE: tables by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from stanch.reading.pieces import tables, texts
from stanch.reading.readers import sqlite_rows
from stanch.reading.readers.cell_files import as_cell
from stanch.reading.readers.kept_files import LEAST, is_file
from stanch.reading.readers.text import encoding_of
from stanch.reading.source import Source, at_path
from stanch.records import Unit, Unread

FREE_PAGES = 20_000
LOOKED_AT = 200_000  # pages whose free space is searched
LEAF = 0x0D  # a page of rows
HELD = 64 << 20  # bytes of rows that are held at a time


def shown(value: Any) -> str | None:
    """A cell as text: whole numbers whole, bytes as the text they may be."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, bytes | bytearray):
        if is_file(bytes(value[:LEAST])):
            return as_cell(bytes(value))
        return bytes(value[:100_000]).decode("utf-8", "replace")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def sqlite(source: Source) -> Iterator[Unit | Source | Unread]:
    """Every table of an SQLite file, opened as unchangeable."""
    source.media_type = "application/vnd.sqlite3"
    if source.path is not None:
        base = sqlite3.connect(source.path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    else:
        base = sqlite3.connect(":memory:")
        base.deserialize(source.whole())
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        names = [
            row[0]
            for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
        ]
        described: list[list[str]] = []
        for name in names:
            quoted = name.replace('"', '""')
            rows = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 a quoted name out of the file's own list
            columns = [column[0] for column in rows.description]
            described.append(columns)
            keys = _references(base, quoted)
            yield from tables(source, columns, ([shown(cell) for cell in row] for row in rows), part=f"#{name}", properties=keys)
    finally:
        base.close()
    from stanch.reading.readers.text import runs

    told, rest = _deleted(source, described)
    yield from told.units(source, "#deleted", "deleted")
    if told.left_out:
        yield Unread(source.exhibit, source.locator, "too_large", f"{told.left_out:,} deleted rows were left out")
    deleted = list(dict.fromkeys([*told.lines(), *(line for piece in rest for line in runs(piece))]))
    if deleted:
        yield from texts(source, "\n".join(deleted) + "\n", part="#deleted", properties={"hidden": "deleted", "reader": "strings"})


def _references(base: sqlite3.Connection, quoted: str) -> dict[str, str]:
    """The columns of a table that are declared to be keys of others: column, table, its column, one in a line."""
    lines = []
    for _, _, table, column, named, *_ in base.execute(f'PRAGMA foreign_key_list("{quoted}")'):
        other = table.replace('"', '""')
        # Without a name it is the other's primary key.
        key = named or next((one[1] for one in base.execute(f'PRAGMA table_info("{other}")') if one[5]), "")
        lines += [f"{column}\t{table}\t{key}"] if key else []
    return {"references": "\n".join(lines)}


def _deleted(source: Source, described: Sequence[Sequence[str]]) -> tuple[sqlite_rows.Rows, list[bytes]]:
    """The deleted rows that can be told, and the free bytes in which none is."""
    rows, rest, left = sqlite_rows.Rows(), list[bytes](), sqlite_rows.SEARCHED
    for columns in described:
        rows.know(columns)
    for piece in (*free_pages(source), *free_space(source)):
        told = sqlite_rows.of_page(piece)
        if is_space := not told and left > 0:
            left -= len(piece)
            told = sqlite_rows.in_space(piece, (*rows.names, len(sqlite_rows.MASTER)))
        rows.add(told, in_space=is_space)
        rest += [] if told else [piece]
    return rows, rest


def free_pages(source: Source) -> Iterator[bytes]:
    """Pages that the file no longer uses: rows that were deleted stand there until they are written over (SQLite file format 1.5)."""
    with source.open() as stream:
        head = stream.read(100)
        size = int.from_bytes(head[16:18], "big")
        size = 65_536 if size == 1 else size
        trunk, seen = int.from_bytes(head[32:36], "big"), set[int]()
        if size < 512:
            return
        while trunk and trunk not in seen and len(seen) < FREE_PAGES:
            seen.add(trunk)
            stream.seek((trunk - 1) * size)
            page = stream.read(size)
            count = min(int.from_bytes(page[4:8], "big"), size // 4)
            yield page[8 + 4 * count :]  # a page that lists free ones keeps the rest of what it held
            leaves = [int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * count, 4)]
            for leaf in leaves:
                if leaf not in seen and len(seen) < FREE_PAGES:
                    seen.add(leaf)
                    stream.seek((leaf - 1) * size)
                    yield stream.read(size)
            trunk = int.from_bytes(page[:4], "big")


def free_space(source: Source) -> Iterator[bytes]:
    """What pages of tables hold beside their rows: a row that was deleted alone stays there (SQLite file format 1.6)."""
    with source.open() as stream:
        head = stream.read(100)
        size = int.from_bytes(head[16:18], "big")
        size = 65_536 if size == 1 else size
        stream.seek(0)
        place = 0
        while size >= 512 and place < LOOKED_AT and len(page := stream.read(size)) == size:
            place += 1
            start = 100 if place == 1 else 0
            if page[start] != LEAF:
                continue
            rows, content = int.from_bytes(page[start + 3 : start + 5], "big"), int.from_bytes(page[start + 5 : start + 7], "big") or 65_536
            gap = page[start + 8 + 2 * rows : content]
            if gap.strip(b"\x00"):
                yield gap
            yield from _freed(page, int.from_bytes(page[start + 1 : start + 3], "big"))


def _freed(page: bytes, at: int) -> Iterator[bytes]:
    """The chain of freed blocks of a page: place of the next, length, what is left of the row."""
    seen = set[int]()
    while at and at not in seen and at + 4 <= len(page):
        seen.add(at)
        yield page[at + 4 : at + int.from_bytes(page[at + 2 : at + 4], "big")]
        at = int.from_bytes(page[at : at + 2], "big")


def _batches(source: Source, batches: Iterator[pa.RecordBatch]) -> Iterator[Unit]:
    first = 1
    for batch in batches:
        columns = [[shown(cell) for cell in column.to_pylist()] for column in batch.columns]
        yield from tables(source, batch.schema.names, list(zip(*columns, strict=True)), first=first)
        first += batch.num_rows


def _rows_at_once(metadata: Any) -> int:
    """As many rows as take some memory: a row may hold a scan."""
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    widest = max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=0)
    return max(1, min(20_000, HELD // max(1, widest)))


def parquet(source: Source) -> Iterator[Unit]:
    """A Parquet file in batches."""
    import pyarrow.parquet as pq

    source.media_type = "application/vnd.apache.parquet"
    with source.open() as stream:
        file = pq.ParquetFile(stream)
        yield from _batches(source, file.iter_batches(batch_size=_rows_at_once(file.metadata)))
        kept = {
            key: value
            for key, value in (file.schema_arrow.metadata or {}).items()
            if key not in (b"ARROW:schema", b"pandas", b"huggingface")
        }
        lines = [f"{key.decode('utf-8', 'replace')}: {value[:10_000].decode('utf-8', 'replace')}" for key, value in kept.items()]
        yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"}) if lines else ()


def arrow(source: Source) -> Iterator[Unit]:
    """An Arrow file, or a stream of Arrow's messages."""
    with source.open() as stream:
        if not source.head().startswith(b"ARROW1"):
            yield from _batches(source, iter(pa.ipc.open_stream(stream)))
            return
        file = pa.ipc.open_file(stream)
        yield from _batches(source, (file.get_batch(place) for place in range(file.num_record_batches)))


def orc(source: Source) -> Iterator[Unit]:
    """An ORC file, a stripe at a time."""
    from pyarrow import orc as reader

    with source.open() as stream:
        file = reader.ORCFile(stream)
        yield from _batches(source, (file.read_stripe(place) for place in range(file.nstripes)))


def avro(source: Source) -> Iterator[Unit]:
    """An Avro file."""
    import fastavro

    from stanch.reading.readers.flattened import flat

    with source.open() as stream:
        reader = fastavro.reader(stream)
        schema: Any = reader.writer_schema
        names = [one["name"] for one in schema.get("fields", [])]
        rows = (row for row in reader if isinstance(row, dict))
        yield from tables(source, names, ([_cell(row.get(name), flat) for name in names] for row in rows))


def _cell(value: Any, flat: Callable[[dict[str, Any]], dict[str, str]]) -> str | None:
    return str(flat(value)) if isinstance(value, dict) else shown(value)


def dbase(source: Source) -> Iterator[Unit]:
    """A dBASE table."""
    import dbfread

    with at_path(source, copied=True) as (place, _):
        content = source.whole()  # which names no code page in its head mostly is in that of the country
        said = None if content[29:30].strip(b"\x00") else encoding_of(content[int.from_bytes(content[8:10], "little") :][: 1 << 16])
        base = dbfread.DBF(place, encoding=said, ignorecase=False, ignore_missing_memofile=True, char_decode_errors="replace")
        names = base.field_names
        yield from tables(source, names, ([shown(row[name]) for name in names] for row in base))
        # A row that was deleted is marked, and stays until the file is packed anew.
        gone = ([shown(row[name]) for name in names] for row in base.deleted)
        yield from tables(source, names, gone, part="#deleted", properties={"hidden": "deleted"}) if len(base.deleted) else ()
