"""Ids that stay: a person who was listed before keeps the id when evidence is added, whatever the linkage makes of it.

An earlier person is found again by their records. Where two earlier people become one, the id under which somebody was
already told stays, else that which a decision names first, else that of more records; the other is kept as a former id, and
comes back where the two are parted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.rulings import places_of
from stanch.records import MOST_RECORDS, Person, Ruling

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Kept:
    """`ids`: owners who were listed before, with the id they keep; `former`: ids that others had who are now this owner; `records`: the keys known."""  # noqa: E501

    ids: dict[int, str] = field(default_factory=dict)
    former: dict[int, tuple[str, ...]] = field(default_factory=dict)
    records: dict[int, tuple[str, ...]] = field(default_factory=dict)


def kept(
    keys: pa.ChunkedArray, owner: Ints, before: Sequence[Person], *, told: Collection[str] = (), rulings: Sequence[Ruling] = ()
) -> Kept:
    """Which owner is which earlier person."""
    rows = places_of((key for person in before for key in person.records), keys)
    if not rows:
        return Kept()
    claims: dict[int, list[Person]] = {}
    parted: list[tuple[str, int, Person]] = []
    for person in before:
        owners = _owners(person, rows, owner)
        if not owners:
            continue
        # Who once was several and is several again: the records stand in the order in which those were put together.
        best = owners[0] if person.former_ids and len(set(owners)) > 1 else _best(owners)
        claims.setdefault(best, []).append(person)
        others = (one for one in dict.fromkeys(owners) if one != best)
        parted += [(old, one, person) for old, one in zip(person.former_ids, others, strict=False)]
    first = {ruling.people[0]: at for at, ruling in enumerate(rulings, 1) if ruling.verdict == "one" and ruling.people}
    ids, former, records = {}, {}, {}
    for one, people in claims.items():
        ranked = sorted(people, key=lambda person: (person.id not in told, -first.get(person.id, 0), -len(person.records), person.id))
        ids[one] = ranked[0].id
        former[one] = tuple(
            dict.fromkeys([*(person.id for person in ranked[1:]), *(old for person in ranked for old in person.former_ids)])
        )
        known = (key for person in ranked for key in person.records if key in rows and int(owner[rows[key]]) == one)
        records[one] = tuple(dict.fromkeys(known))
    for old, one, person in parted:
        if one not in ids and old not in ids.values():
            ids[one], former[one] = old, ()
            records[one] = tuple(key for key in person.records if key in rows and int(owner[rows[key]]) == one)
    named = set(ids.values())
    return Kept(ids, {one: tuple(old for old in listed if old not in named) for one, listed in former.items()}, records)


def _owners(person: Person, rows: Mapping[str, int], owner: Ints) -> list[int]:
    """Whose the person's records are now, the oldest first."""
    return [int(owner[rows[key]]) for key in person.records if key in rows]


def _best(owners: Sequence[int]) -> int:
    """The owner of most of the records; among equals that of the oldest record."""
    counted = Counter(owners)
    return max(counted, key=lambda one: (counted[one], -owners.index(one)))


def records_of(known: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """The keys to remember: those known before, then new ones."""
    return tuple(dict.fromkeys([*known, *now]))[:MOST_RECORDS]
