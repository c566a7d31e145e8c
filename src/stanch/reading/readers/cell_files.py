r"""Files in the cells of tables, whatever format the table came in: a scan in a database, a letter in an export's base64 or hexadecimal.

A reader hands on what its format holds (`0x25504446…`, `\x25504446…`, `JVBERi0…`, and raw bytes as `as_cell` writes them). Here the file is
taken out, its name stands in the cell, and it is read as what it is.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.reading.readers.kept_files import BEGINS, LEAST, MOST, is_file, unpacked
from stanch.reading.readers.rtf import plain
from stanch.reading.source import Source
from stanch.records import Unit, pack_cells, unpack_cells

RTF = b"{\\rtf"
SHORTEST = LEAST * 4 // 3  # characters of a cell that may hold a file
_HEX = re.compile(r"(?:0[xX]|\\+x|[xX]')?((?:[0-9A-Fa-f]{2})+)'?")


def as_cell(content: bytes) -> str:
    """Bytes that are a file, as a cell says them."""
    return "data:;base64," + base64.b64encode(content).decode()


def _sixths(begin: bytes) -> str:
    """The letters of base64 that these bytes alone decide."""
    return base64.b64encode(begin).decode()[: len(begin) * 8 // 6]


# What a cell with a file begins with; whether it is one is looked at then. A moving picture or HEIC says `ftyp` after four bytes.
_MAY_BEGIN = (
    r"^\s*(?:\{\\rtf|(?:data:[\w/+.;=-]{0,120};base64,)?(?:"
    + "|".join(re.escape(_sixths(one)) for one in BEGINS)
    + r"|[A-Za-z0-9+/]{8}eX)|(?i:(?:0x|\\{1,2}x|x')?(?:"
    + "|".join(one.hex() for one in BEGINS)
    + r"|[0-9a-f]{8}66747970)))"
)


def content_of(cell: str) -> bytes:
    """The file that a cell's text stands for; empty where it is none."""
    if cell.lstrip().startswith(RTF.decode()):
        return cell.strip().encode("cp1252", "replace")
    if found := _HEX.fullmatch(cell.strip()):
        content = bytes.fromhex(found[1])
        if is_file(content):
            return content
    return unpacked(cell.strip())


def apart(source: Source, unit: Unit) -> Iterator[Unit | Source]:
    """A piece of a table without the files in its cells, and each of those; any other unit as it is."""
    if unit.cells is None:
        yield unit
        return
    table = unpack_cells(unit.cells)
    found: list[Source] = []
    changed = False
    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if _is_long(column) and (rows := _begun(column)):
            cells = column.to_pylist()
            for row in rows:
                called = name_of(unit.locator.removeprefix(source.locator), name, unit.start + row)
                content = content_of(cells[row])
                if content.startswith(RTF):  # a note in its row: whose it is stands beside it
                    cells[row] = plain(content).strip()
                elif content and len(found) < MOST:
                    found.append(source.inner(called, content))
                    cells[row] = f"[file {called}]"
            table, changed = table.set_column(place, name, pa.array(cells, pa.string())), True
    yield replace(unit, cells=pack_cells(table)) if changed else unit
    yield from found


def name_of(part: str, column: str, row: int) -> str:
    """What a file is called that is taken out of a cell: `people.scan_17`, so that whoever reads of it knows whose row it was in.

    `part` is the table within its file (`#people`), or nothing. `people.held_files` reads these names.
    """
    table = part.removeprefix("#")
    return f"{table}.{column}_{row}".replace("/", "_") if table else f"{column}_{row}".replace("/", "_")


def _is_long(column: pa.ChunkedArray) -> bool:
    """Whether some cell has room for a file; told by the offsets, without a look at the cells."""
    for chunk in column.chunks:
        ends = np.frombuffer(chunk.buffers()[1], np.int32, len(chunk) + 1, chunk.offset * 4) if len(chunk) else ()
        if len(ends) and int(np.diff(ends).max(initial=0)) >= SHORTEST:
            return True
    return False


def _begun(column: pa.ChunkedArray) -> list[int]:
    """The rows whose cell begins as one with a file does."""
    may = pc.and_kleene(pc.greater_equal(pc.binary_length(column), SHORTEST), pc.match_substring_regex(column, _MAY_BEGIN))
    return pc.indices_nonzero(pc.fill_null(may, False)).to_pylist()  # type: ignore[no-any-return]
