"""Records that name nobody: an order or an invoice with a street, and the one person who lives there.

A shop's orders repeat the customer's address and number, not the name. Taken by themselves they would count as people of
their own. They go to the named person of that very address where there is exactly one; in a household of several they stay apart.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Mapping
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
SIGNED = "one record gives a given name alone, and the mailbox is that of one person who is called so"
# Whoever has one of these is somebody by himself, name or not.
OWN = ("dob", "email", "phone", "national", "document", "account", "health")


def adopt(partial: pa.Table, owner: Ints, connection: DuckDBPyConnection) -> tuple[Ints, dict[int, tuple[str, ...]]]:
    """The owner of each record, nameless ones with the person of their address or mailbox; and for each adopter why."""
    owner, signed = _of_mailbox(partial, owner, connection)
    owner, housed = _of_home(partial, owner, connection)
    return owner, signed | {one: (*signed.get(one, ()), *why) for one, why in housed.items()}


def _of_mailbox(partial: pa.Table, owner: Ints, connection: DuckDBPyConnection) -> tuple[Ints, dict[int, tuple[str, ...]]]:
    """`Thanks, Christopher` below a message goes to the one person of that mailbox who is called so, unless something tells them apart."""
    whole = pc.coalesce(partial.column("full_name"), partial.column("given"))
    is_bare = pc.and_(pc.is_null(partial.column("family")), pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(whole), r"[\s,]")))
    signs = pc.fill_null(pc.and_(is_bare, pc.is_valid(partial.column("email"))), False)
    if not pc.any(signs).as_py():
        return owner, {}
    boxes = pc.unique(partial.column("email").filter(signs))
    owners = pc.unique(pa.array(owner).filter(pc.is_in(partial.column("email").combine_chunks(), value_set=boxes)))
    chosen = pc.is_in(pa.array(owner), value_set=owners)
    rows = comparable(partial.filter(chosen)).append_column("owner", pa.array(owner).filter(chosen))
    connection.register("signing", rows.select(["owner", "given", "family", "email", "dob", "national"]))
    found = connection.execute(
        # A lone word is parsed as a family name.
        "WITH bare AS (SELECT owner, min(coalesce(given, family)) AS given, min(email) AS email, min(dob) AS dob, "
        "min(national) AS national FROM signing GROUP BY owner HAVING (count(family) = 0 OR count(given) = 0) "
        "AND count(DISTINCT coalesce(given, family)) = 1 AND count(DISTINCT email) = 1), "
        "said AS (SELECT owner, max(dob) AS dob, max(national) AS national FROM signing GROUP BY owner), "
        "called AS (SELECT DISTINCT n.owner, n.given, e.email, said.dob, said.national FROM signing n JOIN signing e USING (owner) "
        "JOIN said USING (owner) WHERE n.given IS NOT NULL AND n.family IS NOT NULL AND e.email IS NOT NULL) "
        "SELECT b.owner, min(c.owner) FROM bare b JOIN called c USING (email, given) GROUP BY b.owner HAVING count(DISTINCT c.owner) = 1 "
        "AND NOT bool_or(coalesce(b.dob <> c.dob, false) OR coalesce(b.national <> c.national, false)) ORDER BY b.owner"
    ).fetchnumpy()
    connection.unregister("signing")
    return _taken_in(owner, found, SIGNED)


def _of_home(partial: pa.Table, owner: Ints, connection: DuckDBPyConnection) -> tuple[Ints, dict[int, tuple[str, ...]]]:
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
    return _taken_in(owner, found, WHY)


def _taken_in(owner: Ints, found: Mapping[str, Ints], why: str) -> tuple[Ints, dict[int, tuple[str, ...]]]:
    orphans, adopters = (np.asarray(column, dtype=np.int64) for column in found.values())
    if not len(orphans):
        return owner, {}
    at = np.clip(np.searchsorted(orphans, owner), 0, len(orphans) - 1)
    return np.where(orphans[at] == owner, adopters[at], owner), dict.fromkeys(adopters.tolist(), (why,))
