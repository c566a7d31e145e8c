"""Records that name nobody: an order or an invoice with a street, and the one person who lives there.

A shop's orders repeat the customer's address and number, not the name. Taken by themselves they would count as people of
their own. They go to the named person of that very address where there is exactly one; in a household of several they stay apart.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.people.partial import comparable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Ints = npt.NDArray[np.int64]
WHY = "the record names nobody, and one person alone lives at its address"
# Whoever has one of these is somebody by himself, name or not.
OWN = ("dob", "email", "phone", "national", "document", "account", "health")


def adopt(partial: pa.Table, owner: Ints, connection: DuckDBPyConnection) -> tuple[Ints, dict[int, tuple[str, ...]]]:
    """The owner of each record, nameless ones with the person of their address; and for each adopter why."""
    named = pc.or_(
        pc.is_valid(partial.column("full_name")), pc.or_(pc.is_valid(partial.column("given")), pc.is_valid(partial.column("family")))
    )
    if pc.all(named).as_py() or not pc.any(pc.is_valid(partial.column("street"))).as_py():
        return owner, {}
    rows = comparable(partial).append_column("owner", pa.array(owner)).append_column("named", named)
    connection.register("adoptable", rows.select(["owner", "named", "street", "postcode", "city", *OWN]))
    nobody = " AND ".join(f"count({column}) = 0" for column in OWN)
    place = "street || '|' || coalesce(postcode, city)"
    found = connection.execute(
        f"WITH somebody AS (SELECT owner, bool_or(named) AS named, {nobody} AS bare FROM adoptable GROUP BY owner), "
        f"home AS (SELECT {place} AS place, min(owner) AS adopter FROM adoptable JOIN somebody s USING (owner) WHERE s.named "
        f"AND {place} IS NOT NULL GROUP BY 1 HAVING count(DISTINCT owner) = 1) "
        f"SELECT owner, min(adopter) FROM adoptable JOIN somebody s USING (owner) JOIN home ON {place} = place "
        "WHERE NOT s.named AND s.bare GROUP BY owner HAVING count(DISTINCT adopter) = 1 ORDER BY owner"
    ).fetchnumpy()
    connection.unregister("adoptable")
    orphans, adopters = (np.asarray(column, dtype=np.int64) for column in found.values())
    if not len(orphans):
        return owner, {}
    at = np.clip(np.searchsorted(orphans, owner), 0, len(orphans) - 1)
    return np.where(orphans[at] == owner, adopters[at], owner), dict.fromkeys(adopters.tolist(), (WHY,))
