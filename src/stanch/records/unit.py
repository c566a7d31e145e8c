"""What was read from an exhibit: a text or a table; and what could not be read.

A **locator** names the way down: `share.zip!/hr/mail.mbox!/17!/salaries.xlsx#Sheet1`: `!/` enters a container,
`#` names a sheet, table, page range or part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

REASONS = ("encrypted", "damaged", "too_large", "too_deep", "timed_out", "unsupported", "empty")


@dataclass(frozen=True, slots=True)
class Unit:
    """A text or a table at one locator; a long one comes as several units of the same locator in order.

    kind "text": `text` holds it; `start` is the character offset of this piece in the whole text (0 for most).
    kind "table": `cells` is an Arrow IPC stream of string columns (null = empty), named by the header (unique, as the
    header says; `column_1` … where there is none); `start` is the row number, counted from 1 as a person sees it in the
    source (spreadsheet row; CSV record with the header as 1; database row from 1), of the first row in this piece.
    `properties`: what the container knows: `mail.from`, `mail.to`, `mail.date` (ISO), `title`, `author`, `modified`
    (ISO), `reader`, `ocr` ("yes"), `language`, `listing` ("members": names of files in an archive), `copy_of` (the locator of
    identical bytes that were read in its stead), `fingerprint` (of a long text: nearly the same texts differ in few bits).
    `references` (of a table of a database: the columns declared to be keys of others; each on a line of its own with that table and
    its column, tabs between). `attribute_ids`, `attribute_values` (of a table that tells by number what its values are): those columns.
    `hidden` says that a person who opens the file would not see this, and why: `sheet`, `rows 3; columns B`, `white text`,
    `hidden`, `deleted`, `comments`, `notes`, `slide`, `annotations`, `alternative body`, `fields`, `embedded`, `properties` …
    All untrusted text.
    """

    exhibit: str
    locator: str
    kind: Literal["text", "table"]
    media_type: str
    start: int = 0
    text: str = ""
    cells: bytes | None = None
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read (or scanned), never skipped in silence. `reason` is one of `REASONS`.

    `step` is the step of the line that gave up on it.
    """

    exhibit: str
    locator: str
    reason: str
    detail: str
    step: str = "reading"


UNIT_SCHEMA = pa.schema(
    [
        ("exhibit", pa.string()),
        ("locator", pa.string()),
        ("kind", pa.string()),
        ("media_type", pa.string()),
        ("start", pa.int64()),
        ("text", pa.large_string()),
        ("cells", pa.large_binary()),
        ("properties", pa.map_(pa.string(), pa.string())),
    ],
)
UNREAD_SCHEMA = pa.schema([(name, pa.string()) for name in ("exhibit", "locator", "reason", "detail")])


def pack_cells(table: pa.Table) -> bytes:
    """The bytes of `Unit.cells`."""
    # Measured first, and laid down once: a sink that grows is copied each time, and a piece of a table has eight megabytes.
    measure = pa.MockOutputStream()
    _write_stream(measure, table)
    whole = pa.allocate_buffer(measure.size())
    _write_stream(pa.FixedSizeBufferWriter(whole), table)
    return whole.to_pybytes()  # type: ignore[no-any-return]


def _write_stream(sink: pa.NativeFile, table: pa.Table) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def unpack_cells(cells: bytes) -> pa.Table:
    """The table of string columns in `Unit.cells`."""
    return pa.ipc.open_stream(pa.py_buffer(cells)).read_all()
