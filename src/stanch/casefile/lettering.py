"""What people say of the letters, kept in the case with the time it became known; and what is still to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from stanch.casefile.case import Case
from stanch.records import Said
from stanch.records.said import current


def state(case: Case, said: Iterable[Said], *, by: str, known_at: datetime | None = None) -> list[str]:
    """Record what differs from what was said before; the keys that do. Earlier values stay in the history."""
    before = case.store.get(Said)
    standing = {(one.key, one.language): one.value for one in current(before)}
    moment = known_at or case.clock()
    fresh = [replace(one, by=by, known_at=one.known_at or moment) for one in said if standing.get((one.key, one.language), "") != one.value]
    if fresh:
        case.store.put(Said, [*before, *fresh])
        told = {f"{one.key}{f' ({one.language})' if one.language else ''}": _short(one.value) for one in fresh}
        case.journal.append("letters", fresh[0].source, by=by, details={"changed": told})
    return [one.key for one in fresh]


def _short(value: str) -> str:
    return value if len(value) <= 200 else f"{value[:160]} … ({len(value):,} characters)"


def one_of(case: Case, key: str) -> str:
    """The value of one key that stands; empty where nobody told it."""
    return next((one.value for one in reversed(current(case.store.get(Said))) if one.key == key and not one.language), "")


def names_of(case: Case, key: str) -> list[str]:
    """The names that stand under a key, with commas between."""
    return [name for part in one_of(case, key).split(",") if (name := part.strip())]
