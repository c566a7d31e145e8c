"""What a breach may cost before courts and authorities: the claim or penalty of one law, with its sums and its section."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Liability:
    """A claim or penalty that a law which binds here names.

    `kind`: private_action, civil_penalty, criminal, no_private_action. `low` and `high` are the law's own sums `per`
    person, person_day, day, violation or breach; `least` and `most` are them times the `people` (for `person` alone;
    never more than `cap`, no less than the sum for the whole breach where the law lets that stand), else null.
    `is_owed` tells that some duty of the law is firmly owed, not only possibly.
    """

    jurisdiction: str
    law: str
    who: str
    kind: str
    what: str
    cite: str
    per: str = ""
    low: float | None = None
    high: float | None = None
    cap: float | None = None
    currency: str = "USD"
    people: int = 0
    least: float | None = None
    most: float | None = None
    is_owed: bool = True
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that a law has the organisation make and keep: the register of breaches, or a finding of no harm.

    `kind`: internal, no_harm_determination, risk_assessment. `years` is null where the law names no period; `point` says
    in our words what is kept, `contents` are words of the contents. `is_owed` false: it turns on `questions`.
    """

    jurisdiction: str
    law: str
    kind: str
    point: str
    cite: str
    years: int | None = None
    contents: tuple[str, ...] = ()
    is_owed: bool = True
    questions: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Shift:
    """What a supposition does to one duty: owed before and after, due before and after (ISO 8601), hours moved, hours overdue.

    `moved_hours` is negative where the clock ends earlier; null where one side has no moment. `overdue_hours` is how long
    the supposed moment has passed, 0 where it has not.
    """

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    required_before: bool | str
    required_after: bool | str
    due_before: str | None
    due_after: str | None
    moved_hours: float | None
    overdue_hours: float
    was_overdue: bool
