"""Dumps of MongoDB: collections (.bson), whole archives (`mongodump --archive`), and the files kept in them (GridFS).

Sources: BSON 1.1 (bsonspec.org), the archive format of mongo-tools (`common/archive`), the GridFS specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.databases import shown
from stanch.reading.readers.objects import Listed, kinds_of
from stanch.reading.readers.records import record_table
from stanch.reading.readers.text import runs
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit, Unread

LARGEST = 48 << 20  # bytes of a document; a server takes 16 MB, its own ones somewhat more
SMALLEST = 5
HELD, HELD_BYTES = 10_000, 32 << 20  # documents, and their bytes, of one piece of a table
ARCHIVE = b"\x6d\xe2\x99\x81"
ENDS = b"\xff\xff\xff\xff"
DEEPEST = 60


def collection(source: Source) -> Iterator[Unit | Unread | Source]:
    """The documents of one collection as a table; the pieces of files as the files."""
    source.media_type = "application/bson"
    held = _Collection(source, "")
    with source.open() as stream:
        while raw := stream.read(4):
            document = _document(stream, raw)
            if document is None:
                yield from held.out()
                yield from _damaged(source, stream)
                return
            yield from held.take(document)
    yield from held.out()


def archive(source: Source) -> Iterator[Unit | Unread | Source]:
    """Every collection of an archive; documents of several stand among one another."""
    source.media_type = "application/x-mongodump-archive"
    held: dict[str, _Collection] = {}
    with source.open() as stream:
        stream.read(len(ARCHIVE))
        current: _Collection | None = None
        begins, is_prelude, was_read = True, True, False
        while raw := stream.read(4):
            if raw == ENDS:
                begins, is_prelude = True, False
                continue
            document = _document(stream, raw)
            if document is None:
                break
            if is_prelude:  # versions, and how each collection is set up
                continue
            if begins:
                told = _said(document)
                current = held.setdefault(name, _Collection(source, f"#{name}")) if (name := _space(told)) else None
                begins = False
            elif current is not None:
                was_read = True
                yield from current.take(document)
        else:
            document = b""
        for one in held.values():
            yield from one.out()
        if document is None:
            yield from _damaged(source, stream)
    if not was_read and document is not None:
        raise EvidenceError("empty", "an archive of MongoDB without documents")


def _space(told: dict[str, Any]) -> str:
    name, base = told.get("collection"), told.get("db")
    return f"{base}.{name}" if base else str(name or "")


def _document(stream: BinaryIO, raw: bytes) -> bytes | None:
    """The next document; None where its length cannot be, or it is cut."""
    size = int.from_bytes(raw, "little")
    if len(raw) < 4 or not SMALLEST <= size <= LARGEST:
        return None
    document = raw + stream.read(size - 4)
    return document if len(document) == size and document[-1] == 0 else None


def _said(document: bytes) -> dict[str, Any]:
    """What a document says, in plain values. Raises `ValueError` where it cannot be told."""
    import bson
    from bson.codec_options import CodecOptions, DatetimeConversion

    options: CodecOptions[dict[str, Any]] = CodecOptions(
        unicode_decode_error_handler="replace", datetime_conversion=DatetimeConversion.DATETIME_AUTO, tz_aware=False
    )
    try:
        return {str(key): _plain(value) for key, value in bson.decode(document, options).items()}
    except (bson.errors.BSONError, ArithmeticError, RecursionError, TypeError) as error:
        raise ValueError(str(error)) from error


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON would say it; bytes stay bytes."""
    from bson import DBRef

    if isinstance(value, DBRef):
        return _plain(value.id, depth)
    if depth < DEEPEST and isinstance(value, dict):
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    if depth < DEEPEST and isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, str | bool | None):
        return value
    if isinstance(value, bytes):
        return _uuid(value) or bytes(value)
    if isinstance(value, int | float):
        return shown(value)
    return shown(value.pattern if hasattr(value, "pattern") else value)


def _uuid(value: bytes) -> str:
    """A number drawn to be the only one (subtypes 3 and 4)."""
    from uuid import UUID

    return str(UUID(bytes=bytes(value))) if getattr(value, "subtype", 0) in (3, 4) and len(value) == 16 else ""


@dataclass(slots=True)
class _Collection:
    """Documents on their way to tables; pieces of a file (`files_id`, `n`, `data`) on their way to the file."""

    source: Source
    part: str
    held: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    first: dict[str, int] = field(default_factory=dict)
    lost: list[bytes] = field(default_factory=list)
    file: str = ""
    pieces: list[bytes] = field(default_factory=list)

    def take(self, document: bytes) -> Iterator[Unit | Source]:
        """One more document."""
        try:
            told = _said(document)
        except ValueError:
            self.lost.append(document[:HELD])
            return
        if {"files_id", "n", "data"} <= told.keys() and isinstance(told["data"], bytes):
            yield from self._piece(str(told["files_id"]), told["data"])
            return
        self.held.append({key: _as_cells(value) for key, value in told.items()})
        self.size += len(document)
        if len(self.held) >= HELD or self.size >= HELD_BYTES:
            yield from self._tables()

    def _piece(self, file: str, data: bytes) -> Iterator[Source]:
        if file != self.file:
            yield from self._whole()
            self.file = file
        if sum(map(len, self.pieces)) + len(data) <= MEMBER:
            self.pieces.append(data)

    def _whole(self) -> Iterator[Source]:
        if self.pieces:
            yield self.source.inner(f"{self.part.removeprefix('#')}/{self.file}" if self.part else self.file, b"".join(self.pieces))
        self.pieces = []

    def _tables(self) -> Iterator[Unit]:
        for one in kinds_of(Listed("", self.held), certain=True):
            part = f"{self.part or '#'}.{one.path}".replace("#.", "#") if one.path else self.part
            first = self.first.get(one.path, 0)
            yield from record_table(self.source, one.records, part, first + 1)
            self.first[one.path] = first + len(one.records)
        self.held, self.size = [], 0

    def out(self) -> Iterator[Unit | Unread | Source]:
        """What is still held."""
        if self.held:
            yield from self._tables()
        yield from self._whole()
        if self.lost:
            lines = [line for document in self.lost for line in runs(document)]
            yield from texts(self.source, "\n".join(lines) + "\n", part=f"{self.part}#damaged", properties={"reader": "strings"})
            where = f" of {self.part.removeprefix('#')}" if self.part else ""
            yield Unread(self.source.exhibit, self.source.locator, "damaged", f"{len(self.lost):,} documents{where} cannot be told")


def _as_cells(value: Any) -> Any:
    """Bytes within a value as a cell says them."""
    if isinstance(value, bytes):
        return shown(value)
    if isinstance(value, dict):
        return {key: _as_cells(one) for key, one in value.items()}
    return [_as_cells(one) for one in value] if isinstance(value, list) else value


def _damaged(source: Source, stream: BinaryIO) -> Iterator[Unit | Unread]:
    """What stands behind the place from which on no document can be told: runs of letters in it."""
    place = stream.tell()
    lines = runs(stream.read(LARGEST))
    if lines:
        yield from texts(source, "\n".join(dict.fromkeys(lines)) + "\n", part="#damaged", properties={"reader": "strings"})
    yield Unread(source.exhibit, source.locator, "damaged", f"cut or damaged before byte {place:,}; what follows was searched for letters")
