"""When a law lets notice be given to all instead of one by one, and by when: decided from plain counts, done by people.

`unreached` are the people to whom that duty is owed and who have no usable address, or whose letter came back without a
newer address; `owed` all to whom it is owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stanch.records import Duty, SubstituteRule

# How each way is said; the words of the statute files.
WAYS = {
    "email": "e-mail to those whose address is known",
    "website": "a conspicuous notice on the website",
    "website_30_days": "a conspicuous notice on the website for at least 30 days",
    "website_90_days": "a conspicuous notice on the website for at least 90 days",
    "statewide_media": "notice to statewide media",
    "major_media": "notice in major print or broadcast media where the people likely live",
    "print_and_broadcast_media": "notice in print and in broadcast media",
    "toll_free_number": "a toll-free number that answers for at least 90 days",
    "notice_at_premises_30_days": "a notice at the premises for at least 30 days",
    "notice_at_premises": "a notice at the premises",
    "mailing_lists": "mailing lists that the people read",
    "contact_desk": "a contact desk that people can ask",
    "equally_effective_public_communication": "if one by one is out of proportion: a public communication that informs them as well",
    "publicity": "publicity of the notice",
    "public_notice": "public notice",
    "public_communication": "public communication that can be expected to reach the people",
    "one_other_medium": "one other medium",
}


@dataclass(frozen=True, slots=True)
class Substitution:
    """What one law says now. `met`: its condition for substitute notice is met; `why` in words; `due` is the duty's own clock."""

    duty: str
    jurisdiction: str
    cite: str
    unreached: int
    owed: int
    met: bool
    why: str
    ways: tuple[str, ...]
    due: datetime | None


def judge(duty: Duty, rule: SubstituteRule | None, *, unreached: int, owed: int, cost: float | None = None) -> Substitution:
    """Whether substitute notice may be given under this duty. `cost` is what telling all one by one would cost, where known."""
    met, why, ways = _judged(rule, unreached, owed, cost)
    due = duty.deadline.due if duty.deadline else None
    return Substitution(duty.id, duty.jurisdiction, (rule.cite if rule else "") or duty.cite, unreached, owed, met, why, ways, due)


def _judged(rule: SubstituteRule | None, unreached: int, owed: int, cost: float | None) -> tuple[bool, str, tuple[str, ...]]:
    if rule is None:
        return False, "this law names no substitute: look for another address, another way the law allows, and ask counsel", ()
    ways = tuple(WAYS.get(one, one.replace("_", " ")) for one in rule.ways)
    if rule.persons_over is not None and owed > rule.persons_over:
        return True, f"more than {rule.persons_over:,} people are to be told ({owed:,})", ways
    if rule.cost_over is not None and cost is not None and cost > rule.cost_over:
        return True, f"telling them one by one costs more than {rule.cost_over:,.0f} ({cost:,.0f})", ways
    if rule.without_contact_from is not None and unreached:
        if unreached >= rule.without_contact_from:
            return True, f"{_people(unreached)} cannot be reached ({rule.without_contact_from} or more)", ways
        few = f"{_people(unreached)} cannot be reached (fewer than {rule.without_contact_from}), so no public notice is needed"
        return True, few, ("another form of written notice, telephone, or other means",)
    if rule.disproportionate_effort and unreached:
        why = f"{_people(unreached)} cannot be reached; write down why finding them one by one would be out of proportion"
        return True, why, ways
    if rule.without_contact and unreached:
        return True, f"for {_people(unreached)} there is not enough contact information", ways
    return False, "everybody can be reached one by one", ()


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
