"""What people decided about who is who; it binds every later run of the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verdict = Literal["one", "apart", "nobody", "somebody", "write"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on records of people.

    `verdict`: `one` (the records of all `groups` are one person), `apart` (records of different groups are never one person),
    `nobody` (who holds these records is no affected person), `somebody` (takes that back, also for who was set aside by a
    rule), `write` (a letter goes although a list says not to contact). `groups` are keys of records (`Person.records`), a
    group for each person or part as it was seen; `people` the ids as they were seen. `seen` are the kinds of data that were
    held then: who is `nobody` comes back when other kinds join; of one person's records that are `apart` they say that a part is
    left with nothing to tell (without them both are told). Later rulings take the place of earlier ones.
    """

    id: str
    verdict: Verdict
    groups: tuple[tuple[str, ...], ...]
    people: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    grounds: str = ""
    by: str = ""
    at: datetime | None = None
