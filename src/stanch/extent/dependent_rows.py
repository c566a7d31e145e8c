"""Lists of families with a row for each member: the subscriber's name stands in one column, a dependant's in the next, never both.

    Subscriber   Dependent    DOB         SSN
    Ann Lee                   04/05/1980  …
                 Bob          06/07/1979  …

What else such a row tells is the dependant's, who has the surname of the subscriber above where only a given name is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import pyarrow as pa

from stanch.extent.couples import PARTICLES
from stanch.extent.headings import claims
from stanch.records import FINDING_SCHEMA

LEAST, MOST_ROWS = 2, 100_000
_OWN, _THEIRS = ("", "guarantor"), ("dependent", "spouse")
_GIVEN = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?(?: [^\W\d_]\.?)?")

Cells = list[str | None]


def completed(table: pa.Table) -> tuple[pa.Table, frozenset[int], str]:
    """The table with the dependants' whole names, the rows (from 0) that are theirs, and their role; no rows where it is no such list."""
    nothing = table, frozenset[int](), ""
    if table.num_columns < len("abc") or not 2 * LEAST <= table.num_rows <= MOST_ROWS:
        return nothing
    own, theirs = _columns(table.column_names)
    if own is None or theirs is None:
        return nothing
    names, others = table.column(own).to_pylist(), table.column(theirs).to_pylist()
    rows = [at for at, (one, other) in enumerate(zip(names, others, strict=True)) if not _said(one) and _said(other)]
    both = sum(bool(_said(one) and _said(other)) for one, other in zip(names, others, strict=True))
    if both or len(rows) < LEAST or sum(map(bool, map(_said, names))) < LEAST or _said(names[0]) == "":
        return nothing
    column = pa.array(_whole(names, others, rows), pa.string())
    made = table.set_column(theirs, table.column_names[theirs], column)
    return made, frozenset(rows), claims(table.column_names[theirs])[2]


def _said(cell: str | None) -> str:
    return (cell or "").strip()


def _columns(headers: Sequence[str]) -> tuple[int | None, int | None]:
    """The column of names and that of the dependants' names, where there is one of each and no others."""
    told = [
        (at, role) for at, header in enumerate(headers) for kinds, _, role in (claims(header),) if any(one.kind == "name" for one in kinds)
    ]
    parted = any(one.kind in ("given_name", "family_name") for header in headers for one in claims(header)[0])
    own, theirs = ([at for at, role in told if role in some] for some in (_OWN, _THEIRS))
    return (own[0], theirs[0]) if len(own) == len(theirs) == 1 and len(told) == len("ab") and not parted else (None, None)


def _whole(names: Sequence[str | None], others: Cells, rows: Collection[int]) -> Cells:
    """The dependants' names, a given name alone with the surname of the name above."""
    found, surname, wanted = list(others), "", frozenset(rows)
    for at, name in enumerate(names):
        surname = _surname(_said(name)) or surname
        given = _said(others[at])
        if at in wanted and surname and _GIVEN.fullmatch(given):
            found[at] = f"{given} {surname}"
    return found


def _surname(name: str) -> str:
    """`Lee` of `Ann B. Lee`, of `Lee, Ann B.` and of `Ann Lee Jr.`; with its particles."""
    family, comma, _ = name.partition(",")
    if comma and family.strip():
        return family.strip()
    words = [word for word in name.split() if not re.fullmatch(r"(?i)(?:jr|sr|ii|iii|iv)\.?", word)]
    if len(words) < len(("given", "family")):
        return ""
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def theirs(found: pa.Table, first: int, rows: frozenset[int], role: str) -> pa.Table:
    """The findings, those of the dependants' rows with the dependant's record."""
    if not rows:
        return found
    said = [
        f"row/{row}/{role}" if row is not None and row - first in rows and record in (None, f"row/{row}") else record
        for row, record in zip(found.column("row").to_pylist(), found.column("record").to_pylist(), strict=True)
    ]
    place = found.schema.get_field_index("record")
    return found.set_column(
        place, found.schema.field("record"), pa.array(said, FINDING_SCHEMA.field("record").type).cast(found.schema.field("record").type)
    )
