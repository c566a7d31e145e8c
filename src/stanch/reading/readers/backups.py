"""Backups of databases: pg_dump's custom format, and SQL Server's BACPAC."""

from __future__ import annotations

import datetime as dt
import re
import struct
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import ROWS, tables, texts
from stanch.reading.readers.cell_files import as_cell
from stanch.reading.readers.dump_rows import unescaped
from stanch.reading.readers.dumps import plain_name_of
from stanch.reading.readers.kept_files import is_file
from stanch.reading.source import MEMBER, RATIO, RATIO_FROM, Source
from stanch.records import Unit

Found = Iterator["Unit | Source"]
MOST_ENTRIES = 1_000_000


class _Archive:
    """A custom-format archive as pg_backup_archiver writes it: numbers carry a sign byte, strings their length."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 5
        major, minor, self.revision = self.byte(), self.byte(), self.byte()
        self.version = (major, minor)
        self.wide, self.offset = self.byte(), self.byte()
        self.form = self.byte()
        if not 1 <= self.wide <= 8 or not 1 <= self.offset <= 8:
            raise EvidenceError("damaged", "a PostgreSQL archive with a broken header")

    def byte(self) -> int:
        """One byte."""
        if self.at >= len(self.content):
            raise EvidenceError("damaged", "a PostgreSQL archive that ends too soon")
        self.at += 1
        return self.content[self.at - 1]

    def number(self) -> int:
        """A signed number."""
        sign = self.byte()
        value = int.from_bytes(self.take(self.wide), "little")
        return -value if sign else value

    def take(self, size: int) -> bytes:
        """So many bytes."""
        if size < 0 or self.at + size > len(self.content):
            raise EvidenceError("damaged", "a PostgreSQL archive that ends too soon")
        self.at += size
        return self.content[self.at - size : self.at]

    def text(self) -> str:
        """A string; empty where there is none."""
        size = self.number()
        return self.take(size).decode("utf-8", "replace") if size > 0 else ""


@dataclass(slots=True)
class _Entry:
    tag: str
    kind: str
    definition: str
    copy: str
    schema: str


def pg_custom(source: Source) -> Found:
    """Each table of the archive; definitions, comments and functions as text."""
    source.media_type = "application/x-postgresql-archive"
    archive = _Archive(source.whole())
    if archive.form != 1:
        raise EvidenceError("unsupported", "a PostgreSQL archive of another form than custom (its data stand in other files)")
    packing = archive.byte() if archive.version >= (1, 15) else (1 if archive.number() else 0)  # 0 none, 1 gzip, 2 lz4, 3 zstd
    for _ in range(7):
        archive.number()  # the moment
    heading = [archive.text() for _ in range(3)]
    entries = dict(_entry(archive) for _ in range(min(archive.number(), MOST_ENTRIES)))
    said = "\n".join(one.definition for one in entries.values() if one.definition.strip())
    yield from texts(source, f"database: {heading[0]}\n{said}\n")
    while archive.at < len(archive.content):
        kind, number = archive.byte(), archive.number()
        if kind == 3:
            yield from _objects(source, archive, packing)
            continue
        if kind != 1:
            return
        entry = entries.get(number)
        content = _unpacked(_chunks(archive), packing)
        if entry is not None:
            yield from _copied(source, entry, content)


def _entry(archive: _Archive) -> tuple[int, _Entry]:
    number = archive.number()
    archive.number()
    archive.text()
    archive.text()
    tag, kind = archive.text(), archive.text()
    if archive.version >= (1, 11):
        archive.number()  # section
    definition = archive.text()
    archive.text()
    copy, schema = archive.text(), archive.text()
    archive.text()  # tablespace
    if archive.version >= (1, 14):
        archive.text()  # access method
    if archive.version >= (1, 16):
        archive.number()  # kind of relation
    archive.text()  # owner
    archive.text()  # with oids
    while (length := archive.number()) >= 0:  # dependencies, up to a string that is none
        archive.take(length)
    archive.byte()
    archive.take(archive.offset)
    return number, _Entry(tag, kind, definition, copy, schema)


def _chunks(archive: _Archive) -> bytes:
    found = []
    while (size := archive.number()) > 0:
        found.append(archive.take(size))
    return b"".join(found)


def _unpacked(content: bytes, packing: int) -> bytes:
    if packing == 0 or not content:
        return content
    if packing == 1:
        opened = zlib.decompressobj()
        out = opened.decompress(content, MEMBER)
        if opened.unconsumed_tail or (len(out) > RATIO_FROM and len(out) > len(content) * RATIO):
            raise EvidenceError("too_large", f"a table that unpacks to more than {MEMBER >> 20} MB")
        return out
    if packing == 3:
        import zstandard

        return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(content).read(MEMBER)
    raise EvidenceError("unsupported", "a PostgreSQL archive packed by LZ4")


def _copied(source: Source, entry: _Entry, content: bytes) -> Found:
    name = f"{entry.schema}.{entry.tag}" if entry.schema else entry.tag
    columns = re.search(r"\((.*)\)\s+FROM", entry.copy, re.DOTALL)
    names = [plain_name_of(one) for one in columns[1].split(",")] if columns else []
    lines = content.decode("utf-8", "replace").split("\n")
    rows = ([None if cell == "\\N" else unescaped(cell) for cell in line.split("\t")] for line in lines if line and line != "\\.")
    yield from tables(source, names, rows, part=f"#{name}")


def _objects(source: Source, archive: _Archive, packing: int) -> Found:
    while number := archive.number():
        content = _unpacked(_chunks(archive), packing)
        if content:
            yield source.inner(f"large_object_{number}", content)


# Bytes before a value in SQL Server's native format: (where it may not be null, where it may). Fixed types then have their own width.
FIXED: dict[str, tuple[int, int, int]] = {
    "int": (0, 1, 4), "bigint": (0, 1, 8), "smallint": (0, 1, 2), "tinyint": (0, 1, 1), "bit": (0, 1, 1), "float": (0, 1, 8), "real": (0, 1, 4),
    "datetime": (0, 1, 8), "smalldatetime": (0, 1, 4), "money": (0, 1, 8), "smallmoney": (0, 1, 4), "uniqueidentifier": (1, 1, 16),
    "decimal": (1, 1, 19), "numeric": (1, 1, 19), "date": (1, 1, 3), "time": (1, 1, 5), "datetime2": (1, 1, 8), "datetimeoffset": (1, 1, 10),
}  # fmt: skip
VARIABLE = {
    "char": 2,
    "varchar": 2,
    "nchar": 2,
    "nvarchar": 2,
    "binary": 2,
    "varbinary": 2,
    "timestamp": 2,
    "rowversion": 2,
    "text": 4,
    "ntext": 4,
    "image": 4,
    "xml": 8,
}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str
    nullable: bool
    widest: bool  # declared (max): a prefix of eight bytes
    scale: int = 7

    def prefix(self) -> int:
        """Bytes of length before the value."""
        if self.kind in FIXED:
            return FIXED[self.kind][self.nullable]
        return 8 if self.widest else VARIABLE.get(self.kind, 8)


def bacpac(source: Source) -> Found:
    """Each table's rows, by the columns of the model; a table that does not fit them is given as the text in it."""
    from stanch.reading.readers.office import Package

    source.media_type = "application/x-bacpac"
    package = Package(source)
    columns = _columns(package.part("model.xml"))
    files: dict[str, list[str]] = {}
    for name in package.matching(r"Data/[^/]+/.*\.BCP"):
        files.setdefault(name.split("/")[1], []).append(name)
    yield from texts(source, "\n".join(f"{table}: {', '.join(one.name for one in found)}" for table, found in columns.items()) + "\n")
    for table, names in files.items():
        first = 1
        for name in names:
            content = package.part(name)
            try:
                rows = list(_native(content, columns.get(table, [])))
            except (EvidenceError, struct.error, ValueError, OverflowError):
                yield source.inner(name, content)
                continue
            for start in range(0, len(rows), ROWS):
                piece = rows[start : start + ROWS]
                yield from tables(source, [one.name for one in columns[table]], piece, part=f"#{table}", first=first)
                first += len(piece)


def _columns(model: bytes) -> dict[str, list[_Column]]:
    from lxml import etree

    root: Any = etree.fromstring(model, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    found: dict[str, list[_Column]] = {}
    for table in root.iter("{*}Element") if root is not None else ():
        if table.get("Type") != "SqlTable":
            continue
        name = re.sub(r"[\[\]]", "", table.get("Name", ""))
        for column in table.findall("{*}Relationship[@Name='Columns']/{*}Entry/{*}Element"):
            if column.get("Type") == "SqlSimpleColumn":
                found.setdefault(name, []).append(_column(column))
    return found


def _column(node: Any) -> _Column:
    said = {one.get("Name"): one.get("Value") for one in node.iter("{*}Property")}
    kinds = [one.get("Name", "").strip("[]").lower() for one in node.iter("{*}References")]
    kind = next((one for one in kinds if one in FIXED or one in VARIABLE), kinds[0] if kinds else "nvarchar")
    scale = said.get("Scale") or ""
    return _Column(
        re.findall(r"\[([^\]]*)\]", node.get("Name", "") or "[column]")[-1], kind, said.get("IsNullable", "True") == "True",
        said.get("IsMax") == "True", int(scale) if scale.isdigit() else 7,
    )  # fmt: skip


def _native(content: bytes, columns: list[_Column]) -> Iterator[list[str | None]]:
    if not columns:
        raise EvidenceError("damaged", "a table that the model does not know")
    at = 0
    while at < len(content):
        row: list[str | None] = []
        for column in columns:
            wide = column.prefix()
            size = int.from_bytes(content[at : at + wide], "little") if wide else FIXED[column.kind][2]
            at += wide
            if wide and size == (1 << 8 * wide) - 1:
                row.append(None)
                continue
            if size > len(content) - at:
                raise EvidenceError("damaged", "rows that do not fit the columns")
            row.append(_value(content[at : at + size], column))
            at += size
        yield row


def _value(raw: bytes, column: _Column) -> str:
    kind = column.kind
    if kind in ("nchar", "nvarchar", "ntext", "xml"):
        return raw.decode("utf-16-le", "replace").rstrip(" " if kind == "nchar" else "")
    if kind in ("char", "varchar", "text"):
        return raw.decode("cp1252", "replace").rstrip(" " if kind == "char" else "")
    if kind in ("int", "bigint", "smallint"):
        return str(int.from_bytes(raw, "little", signed=True))
    if kind in ("tinyint", "bit"):
        return str(int.from_bytes(raw, "little"))
    if kind in ("float", "real"):
        return repr(struct.unpack("<d" if len(raw) == 8 else "<f", raw)[0])
    if kind == "uniqueidentifier":
        return str(uuid.UUID(bytes_le=raw))
    if kind in ("decimal", "numeric") and len(raw) > 3:
        number = Decimal(int.from_bytes(raw[3:], "little")).scaleb(-raw[1])
        return str(number if raw[2] else -number)
    if kind in ("money", "smallmoney"):
        half = len(raw) // 2
        whole = int.from_bytes(raw[:half] if half < 4 else raw[4:], "little", signed=True) if len(raw) == 8 else 0
        units = (whole << 32 | int.from_bytes(raw[:4], "little")) if len(raw) == 8 else int.from_bytes(raw, "little", signed=True)
        return str(Decimal(units).scaleb(-4))
    return _moment(raw, kind)


def _moment(raw: bytes, kind: str) -> str:
    if kind == "datetime" and len(raw) == 8:
        days, ticks = struct.unpack("<iI", raw)
        return (dt.datetime(1900, 1, 1) + dt.timedelta(days=days, milliseconds=ticks * 10 / 3)).isoformat(sep=" ", timespec="seconds")  # noqa: DTZ001 as stored
    if kind == "smalldatetime" and len(raw) == 4:
        days, minutes = struct.unpack("<HH", raw)
        return (dt.datetime(1900, 1, 1) + dt.timedelta(days=days, minutes=minutes)).isoformat(sep=" ", timespec="minutes")  # noqa: DTZ001 as stored
    if kind in ("date", "datetime2", "datetimeoffset") and len(raw) >= 3:
        day = raw[-5:-2] if kind == "datetimeoffset" else raw[-3:]
        return (dt.date(1, 1, 1) + dt.timedelta(days=int.from_bytes(day, "little"))).isoformat()
    return as_cell(raw) if is_file(raw) else raw[:1000].hex()
