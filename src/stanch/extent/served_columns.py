"""Columns of whoever serves the row's person: what a cell tells besides a name is not the person's own.

`Contact owner: Olaf Desk (olaf@example.com)`: a letter to the customer would go to the salesman.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.grouping_logins import SECRETS
from stanch.extent.table_column import Column

SERVING = ("manager", "provider")


def apart(notes: pa.Table, role: str) -> pa.Table:
    """The findings in the cells of a column of this role, told of whoever serves."""
    if role not in SERVING:
        return notes
    place = notes.schema.get_field_index("record")
    records = pc.replace_substring_regex(notes.column(place).cast(pa.string()), r"^(row/\d+)$", rf"\1/{role}")
    return notes.set_column(place, "record", records.cast(notes.schema.field(place).type))


def tell_passwords(columns: Sequence[Column]) -> bool:
    """Whether a password stands in each row: then its login is the row's own; else `User` may be the clerk who entered it."""
    return any(one.detector is not None and one.detector.kind in SECRETS for one in columns)
