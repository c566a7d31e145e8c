"""Whole files in the cells of a table (a scanned passport in a BLOB): put aside as exhibits of their own, as they come."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa

from stanch.custody.live.store import Shelf

SMALL = 64  # bytes; shorter ones are flags, keys and hashes
MEMORY = 32 << 20  # held before it is added


class FilesInCells:
    """Replaces binary cells by what they say, or by a reference to the file that was in them."""

    def __init__(self, shelf: Shelf, record: dict[str, Any], name: str) -> None:
        self._shelf, self._record, self._name = shelf, record, name
        self._held: list[tuple[str, bytes]] = []
        self._rows = self._bytes = self._count = 0
        self._packs: list[tuple[str, int, int, Any]] = []

    def without(self, rows: pa.Table) -> pa.Table:
        """The rows with text in every cell; files that stood in cells are kept for `add`."""
        columns = []
        for name, column in zip(rows.column_names, rows.columns, strict=True):
            if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
                columns.append(column.cast(pa.string()))
                continue
            cells = [self._cell(name, self._rows + place, value) for place, value in enumerate(column.to_pylist(), start=1)]
            columns.append(pa.chunked_array([pa.array(cells, pa.string())]))
        self._rows += rows.num_rows
        return pa.Table.from_arrays(columns, names=rows.column_names)

    def _cell(self, column: str, row: int, value: bytes | None) -> str | None:
        if value is None:
            return None
        text = _text(value)
        if text is not None:
            return text
        if len(value) <= SMALL:
            return value.hex()
        self._count += 1
        name = f"{self._name}/{column.replace('/', '_')}/{row}"
        self._held.append((name, value))
        self._bytes += len(value)
        if self._bytes > MEMORY:
            self._spill()
        return f"[file of {len(value)} bytes: row {row}]"

    def _spill(self) -> None:
        """Sealed already while the table is being read: a table of scans is larger than memory."""
        from stanch.vault import pack_writer

        path = self._shelf.folder / f"cells-{hashlib.blake2b(self._name.encode(), digest_size=4).hexdigest()}-{len(self._packs)}.spill"
        with pack_writer(path, self._shelf.keys) as pack:
            self._packs += [(name, *pack.add([value]), (path, len(value))) for name, value in self._held]
        self._held, self._bytes = [], 0

    def add(self) -> None:
        """Put the files on the shelf."""
        from stanch.vault import open_pack

        for name, first, end, (path, size) in self._packs:
            with open_pack(path, first, end, size, self._shelf.keys) as stream:
                self._one(name, iter(lambda: stream.read(1 << 20), b""), size)
        for name, value in self._held:
            self._one(name, [value], len(value))
        for path in {path for _, _, _, (path, _) in self._packs}:
            path.unlink(missing_ok=True)

    def _one(self, name: str, blocks: Any, size: int) -> None:
        mark = f"{self._record['mark']}\0{name}"
        if any(held.mark == mark for held in self._shelf.held):  # a run that was killed had put it there already
            return
        self._shelf.add_file({**self._record, "mark": mark, "name": name, "note": "from a cell"}, blocks, size=size)

    def note(self) -> str:
        """How many there were."""
        return f"{self._count} files in its cells" if self._count else ""


def _text(value: bytes) -> str | None:
    """What the bytes say, where they are text."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    return text if all(char.isprintable() or char in "\r\n\t" for char in text) else None
