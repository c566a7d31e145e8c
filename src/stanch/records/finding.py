"""An element of personal data at a place: masked, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Finding:
    """One element at one place.

    `kind` is a word of `vocabulary/elements.yaml`. In a text `start`/`end` are character offsets in the whole text at
    `locator` and point at the exact value; in a table `row` (as in `Unit.start`) and `column` (the header) are set; what
    stands in the locator itself (a folder called after somebody) has none of these.
    `masked` may be shown to anyone; `token` is equal for equal normalised values of one kind under one key.
    `text` holds the normalised value of contact kinds only (`Element.contact`), else null: there is no field for other
    values, so nobody can log them. `detector` names the file that found it; `context` the word nearby that supported it.
    `record` ties findings of one unit that extent knows to speak of one person (`row/12`, `row/12/guardian`, `from`,
    `form/3`, `address/2`), null where unknown. `seen_on` (ISO date) is how recent the source says the value is.
    `confidence` runs from 0 to 1.
    """

    exhibit: str
    locator: str
    kind: str
    start: int | None
    end: int | None
    row: int | None
    column: str | None
    masked: str
    token: str
    confidence: float
    detector: str
    context: str | None = None
    record: str | None = None
    seen_on: str | None = None
    text: str | None = None


FINDING_SCHEMA = pa.schema(
    [
        ("exhibit", pa.string()),
        ("locator", pa.string()),
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("masked", pa.string()),
        ("token", pa.string()),
        ("confidence", pa.float32()),
        ("detector", pa.string()),
        ("context", pa.string()),
        ("record", pa.string()),
        ("seen_on", pa.string()),
        ("text", pa.string()),
    ],
)
TOKEN_BYTES = 16
# As findings are made: tokens are their bytes, or nothing in a table where `text` tells them (`vault.is_told`). As FINDING_SCHEMA has
# them, in hexadecimal digits, they are when parts are read (`Parts`).
FINDING_MADE = pa.schema([pa.field("token", pa.binary(TOKEN_BYTES)) if one.name == "token" else one for one in FINDING_SCHEMA])
# Of many findings these have few values (of `record` a table has one a row, for all its columns): as numbers of a dictionary they are made,
# held and written faster, and read back as texts.
_FEW = ("exhibit", "locator", "kind", "column", "masked", "detector", "context", "record", "seen_on")
FINDING_CODED = pa.schema(
    [pa.field(one.name, pa.dictionary(pa.int32(), one.type)) if one.name in _FEW else one for one in FINDING_MADE],
)
