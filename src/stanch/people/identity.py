"""Ids that stay: a person who was listed before keeps the id when evidence is added, whatever the linkage makes of it.

An earlier person is found again by their records. Where two earlier people become one, the id under which somebody was
already told stays, else that which a decision names first, else that of more records; the other is kept as a former id.
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
    for person in before:
        best = _best(person, rows, owner)
        if best is not None:
            claims.setdefault(best, []).append(person)
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
    named = set(ids.values())
    return Kept(ids, {one: tuple(old for old in listed if old not in named) for one, listed in former.items()}, records)


def _best(person: Person, rows: Mapping[str, int], owner: Ints) -> int | None:
    """The owner of most of the person's records; among equals that of the oldest record."""
    owners = [int(owner[rows[key]]) for key in person.records if key in rows]
    if not owners:
        return None
    counted = Counter(owners)
    return max(counted, key=lambda one: (counted[one], -owners.index(one)))


def records_of(known: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """The keys to remember: those known before, then new ones."""
    return tuple(dict.fromkeys([*known, *now]))[:MOST_RECORDS]
