"""What laws threaten, in their own terms and for this case, and how an option stands to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stanch.records import Duty, Liability
from stanch.records.option import Exposed

# Sums over all people, or for the breach as a whole; others are named for each (violation, day) and are not added up.
_ADDED = ("person", "breach")


@dataclass(frozen=True, slots=True)
class Threat:
    """A penalty or claim that a law names: who may claim or fine, how much, where it stands.

    `low` and `high` are sums over the `people` of whom the claim is, or for `each` violation, day, or person and day.
    """

    jurisdiction: str
    who: str
    what: str
    cite: str
    people: int = 0
    low: float | None = None
    high: float | None = None
    each: str = ""
    currency: str = "USD"
    verified: bool = True


def threat_of(one: Liability) -> Threat:
    """What a law threatens, from what the law room worked out for this case."""
    whole = one.per in _ADDED
    low, high = (one.least, one.most) if whole or one.most is not None else (one.low, one.high)
    each = "" if whole or one.most is not None else one.per
    return Threat(one.jurisdiction, one.who, one.what, one.cite, one.people, low, high, each, one.currency, one.verified)


def exposed(threats: Iterable[Threat], duties: Sequence[Duty], missed: set[str]) -> tuple[Exposed, ...]:
    """The threats of the laws under which something is owed; those of a law whose duty is missed first."""
    owed = {one.jurisdiction for one in duties if one.required}
    rows = [
        Exposed(
            one.jurisdiction,
            one.who,
            one.what,
            one.cite,
            one.jurisdiction in missed,
            one.people,
            one.low,
            one.high,
            one.each,
            one.currency,
            one.verified,
        )
        for one in threats
        if one.jurisdiction in owed
    ]
    return tuple(sorted(rows, key=lambda row: (not row.missed, row.jurisdiction, row.cite)))
