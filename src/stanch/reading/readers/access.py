"""Access databases as tables: values shown, deleted rows apart, files in fields and attachments read as what they are."""

from __future__ import annotations

import contextlib
import struct
import uuid
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers.cell_files import name_of
from stanch.reading.readers.jet import CATALOGUE, Column, Store, Table
from stanch.reading.readers.kept_files import MOST, is_file
from stanch.reading.source import Source
from stanch.records import Unit, Unread

DELETED = 100_000  # rows of one table
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 Access knows no zones
OBJECT, MEMO, TEXT, SYSTEM = 11, 12, 10, 0x80000002
_BEGINS = b"%P\xd0\x89\xff{B"  # first bytes of files that stand behind what OLE writes
_WIDE = {2: "<B", 3: "<h", 4: "<i", 6: "<f", 7: "<d", 18: "<i", 19: "<q"}


def access(source: Source) -> Iterator[Unit | Unread | Source]:
    """Every table of a database; one that cannot be read is told, and costs the others nothing."""
    source.media_type = "application/x-msaccess"
    with source.open() as stream:
        store = Store(stream, source.passwords)
        catalogue = store.table(CATALOGUE)
        names = [column.name for column in catalogue.columns]
        if not {"Id", "Name", "Type", "Flags"} <= set(names):
            raise EvidenceError("damaged", "an Access database whose list of tables says nothing")
        links: list[str] = []
        present, dropped = dict[int, str](), dict[int, str]()
        for deleted, cells in store.rows(catalogue):
            row = {name: _value(store, column, cell) for name, column, cell in zip(names, catalogue.columns, cells, strict=True)}
            name, flags = row["Name"] or "", int(row["Flags"] or 0)
            links += [f"{name}: {row[key]}" for key in ("Connect", "Database", "ForeignName") if row.get(key) and not deleted]
            kept = name.startswith("f_") and flags & SYSTEM  # where attachments are
            if row["Type"] == "1" and not name.startswith("MSys") and (kept or not flags & SYSTEM):
                (dropped if deleted else present)[int(row["Id"] or 0) & 0xFFFFFF] = name
        for page, name in present.items():
            try:
                yield from _table(source, store, name, page, hidden=name.startswith("~TMPCLP"))
            except EvidenceError as error:
                yield Unread(source.exhibit, f"{source.locator}#{name}", error.reason, error.detail)
        for page, name in dropped.items():
            with contextlib.suppress(EvidenceError):  # its pages are another's by now
                yield from _table(source, store, name, page, hidden=True) if page not in present else ()
    if links:  # where other tables are to be had, at times with the password
        yield from texts(source, "\n".join(links) + "\n", part="#links", properties={"hidden": "properties"})


def _table(source: Source, store: Store, name: str, page: int, *, hidden: bool) -> Iterator[Unit | Source]:
    table = store.table(page)
    files: list[Source] = []
    gone: list[list[str | None]] = []

    def present() -> Iterator[list[str | None]]:
        number = 0
        for deleted, cells in store.rows(table):
            place = (f"#{name}, deleted", len(gone) + 1) if deleted else (f"#{name}", number + 1)
            shown = _shown(source, store, table, cells, files, at=place)
            if not deleted:
                number += 1
                yield shown
            elif len(gone) < DELETED and _is_said(shown):
                gone.append(shown)

    titles = [column.name for column in table.columns]
    yield from tables(source, titles, present(), part=f"#{name}", properties={"hidden": "deleted"} if hidden else {})
    if gone:
        yield from tables(source, titles, gone, part=f"#{name}, deleted", properties={"hidden": "deleted"})
    yield from files


def _is_said(row: list[str | None]) -> bool:
    """A row of words and numbers, not of what was written over it."""
    said = [cell for cell in row if cell]
    return bool(said) and all(
        cell.replace("\r", "").replace("\n", "").replace("\t", "").isprintable() and "\ufffd" not in cell for cell in said
    )


def _shown(
    source: Source, store: Store, table: Table, cells: list[bytes | bool | None], files: list[Source], *, at: tuple[str, int]
) -> list[str | None]:
    """A row as text; a file in it goes to `files`, and its name stands in the cell. `at`: the table and the row in it."""
    row = [_value(store, column, cell) if column.type != OBJECT else None for column, cell in zip(table.columns, cells, strict=True)]
    named = next((shown for column, shown in zip(table.columns, row, strict=True) if column.name == "FileName" and shown), "")
    for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        if column.type == OBJECT and isinstance(cell, bytes) and (content := _file(store.long(cell))) and len(files) < MOST:
            name = named or name_of(at[0], column.name, at[1])
            row[place] = f"[file {name}]"
            files.append(source.inner(name, content))
    return row


def _file(content: bytes) -> bytes:
    """The file in an object's field: as it is, within an attachment (perhaps deflated), or behind what OLE writes in front."""
    if len(content) > 12 and content[:4] in (b"\x00\x00\x00\x00", b"\x01\x00\x00\x00"):
        body = content[8:]
        try:
            body = zlib.decompressobj().decompress(body, 400 << 20) if content[0] else body
        except zlib.error:
            return content
        head = int.from_bytes(body[:4], "little")
        return body[head:] if 12 <= head < 1000 else body
    if is_file(content):
        return content
    begins = (at for at in range(min(len(content), 1024)) if content[at] in _BEGINS and _is_kept(content[at : at + 64]))
    return content[next(begins, 0) :]


def _is_kept(start: bytes) -> bool:
    return is_file(start) or (start[:2] == b"BM" and start[6:10] == bytes(4))  # pictures of the time are bitmaps


def _value(store: Store, column: Column, cell: bytes | bool | None) -> str | None:
    """A cell as text; None where it says nothing."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell)
    try:
        if column.type == MEMO:
            return _text(store.long(cell), store)
        if column.type == TEXT:
            return _text(cell, store)
        return _counted(column, cell)
    except (struct.error, OverflowError, ValueError):
        return None


def _counted(column: Column, cell: bytes) -> str | None:
    """Numbers, money, moments, identifiers."""
    if column.type in _WIDE:
        value = struct.unpack_from(_WIDE[column.type], cell)[0]
        return format(value, ".15g" if column.type == 7 else ".7g") if isinstance(value, float) else str(value)
    if column.type == 5:
        return _scaled(struct.unpack_from("<q", cell)[0], 4)
    if column.type == 8:
        return _moment(struct.unpack_from("<d", cell)[0])
    if column.type == 15:
        return str(uuid.UUID(bytes_le=cell[:16]))
    if column.type == 16 and len(cell) >= 17:  # a sign, and sixteen bytes in words of four
        whole = int.from_bytes(b"".join(cell[at : at + 4][::-1] for at in range(1, 17, 4)), "big")
        return _scaled(-whole if cell[0] & 0x80 else whole, min(column.scale, 28))
    if column.type == 20:
        return cell.decode("ascii", "replace").strip("\x00")
    return cell.decode("cp1252", "replace") if cell else None


def _scaled(value: int, scale: int) -> str:
    digits = str(abs(value)).rjust(scale + 1, "0")
    whole, rest = (digits[:-scale], digits[-scale:].rstrip("0")) if scale else (digits, "")
    return ("-" if value < 0 else "") + whole + ("." + rest if rest else "")


def _moment(days: float) -> str:
    """Days since the end of 1899; before it, the fraction still counts forwards."""
    if not abs(days) <= 3_000_000:  # nor is it where there is no number
        raise ValueError("no moment")
    whole = int(days)
    moment = EPOCH + timedelta(days=whole) + timedelta(seconds=round(abs(days - whole) * 86_400))
    if not whole and days:
        return moment.strftime("%H:%M:%S")
    return moment.date().isoformat() if moment.time() == EPOCH.time() else moment.isoformat(sep=" ")


def _text(content: bytes, store: Store) -> str:
    """Text in a code page, or in UTF-16 of which runs are written in a byte each."""
    if store.old or content[:2] != b"\xff\xfe":
        return content.decode(store.encoding, "replace")
    out, at, short = list[str](), 2, True
    while at < len(content):
        if short:
            end = content.find(b"\x00", at)
            end = end if end >= 0 else len(content)
            out.append(content[at:end].decode("latin-1"))
        else:
            end = at
            while end + 1 < len(content) and content[end] != 0:
                end += 2
            out.append(content[at:end].decode("utf-16-le", "replace"))
            if end + 1 >= len(content):
                break
        at, short = end + 1, not short
    return "".join(out)
