"""Who stands beside another in one record: a guardian beside the child, a spouse beside the customer. The two are never one person.

A row that names somebody and, in other columns, somebody's guardian speaks of two people, whatever their names and addresses are: a
daughter has her mother's name, address and telephone. Roles that one may have for oneself (who pays one's own bill, who writes to
himself) say nothing, save that a child pays for nobody.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROLE = re.compile(r"(.+\|.+)/([a-z_]+)(?:/[0-9]+)?")
OWN = frozenset(("sender", "recipient", "manager", "provider", "guarantor", "subscriber"))  # roles that one may have for oneself
PAYING = frozenset(("guarantor", "subscriber"))  # but no child has these
MAJORITY = 18
Ints = npt.NDArray[np.int64]
NOBODY: Ints = np.empty(0, dtype=np.int64)


def beside(partial: pa.Table, as_of: date | None = None) -> tuple[Ints, Ints]:
    """Row numbers of `partial`: whose record it is, and who stands in it beside them. `as_of`: the day that tells who is a child."""
    keys = partial.column("key")
    told = np.flatnonzero(pc.match_substring_regex(keys, r"\|.+/[a-z_]+(/[0-9]+)?$").to_numpy(zero_copy_only=False))
    if not len(told):
        return NOBODY, NOBODY
    listed = zip(told.tolist(), keys.take(pa.array(told)).to_pylist(), strict=True)
    found = [(number, match[1], match[2]) for number, key in listed if (match := ROLE.fullmatch(key))]
    owners = pc.index_in(pa.array([base for _, base, _ in found], pa.string()), value_set=keys).to_pylist()
    born = partial.column("dob").take(pa.array(owners, pa.int64())).to_pylist()
    # A day that does not exist is compared as text and never asked of the calendar.
    grown = f"{as_of.year - MAJORITY:04d}-{as_of:%m-%d}" if as_of else "9999"
    pairs = [
        (owner, number)
        for (number, _, role), owner, day in zip(found, owners, born, strict=True)
        if owner is not None and (role not in OWN or (role in PAYING and (day or "") > grown))
    ]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return first, second


def told_apart(connection: DuckDBPyConnection, rows: tuple[Ints, Ints]) -> None:
    """In table `prepared`: who stands beside another with the very same content becomes another record than the other's."""
    if not len(rows[0]):
        return
    connection.register("standing", pa.table({"own": rows[0], "beside": rows[1]}))
    connection.execute(
        "CREATE TABLE same_content AS SELECT DISTINCT o.h, o.g FROM standing JOIN prepared o ON o.row_number = own "
        "JOIN prepared b ON b.row_number = beside WHERE o.h = b.h AND o.g = b.g"
    )
    connection.execute(
        "UPDATE prepared SET g = hash(g, 'beside') WHERE row_number IN (SELECT beside FROM standing) "
        "AND EXISTS (SELECT 1 FROM same_content s WHERE s.h = prepared.h AND s.g = prepared.g)"
    )
    connection.execute("DROP TABLE same_content")
    connection.unregister("standing")


def apart(rows: tuple[Ints, Ints], member_of: Ints) -> tuple[Ints, Ints]:
    """The same as pairs of distinct records, each once."""
    if not len(rows[0]):
        return NOBODY, NOBODY
    pairs = np.unique(np.stack([member_of[rows[0]], member_of[rows[1]]], axis=1), axis=0)
    return pairs[:, 0].copy(), pairs[:, 1].copy()
