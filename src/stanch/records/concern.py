"""Which duties are owed to which person: by residence for the laws of places, by what was exposed for the regimes.

The law room says what the organisation owes; a duty towards individuals then concerns those of them who live where that
law rules (or who fall under the regime: patients under HIPAA, people in the Union under the GDPR) and of whom elements
were exposed that make the duty. Notices and protection both ask, and rooms do not import each other, so it stands here.
"""

from __future__ import annotations

from collections.abc import Iterable

from stanch.records.duty import Duty
from stanch.records.person import Person

# In which role a duty is the organisation's own, where it is owner of some data and processor of others (`Duty.role`).
OWNER, PROCESSOR = "owner", "processor"
# Elements that alone make nobody an affected individual: they identify or reach the person.
_WEAK = frozenset({"name", "contact", "email", "business_contact"})
# What a health-care provider's or plan's record of a person shows (45 CFR 160.103, "health information").
_HEALTH = frozenset({"medical", "health_insurance", "insurance_data", "billing_data", "genetic"})
# Laws of who keeps health records: they protect whose record it is, wherever they live.
_KEEPERS = frozenset({
    "US-HIPAA", "US-PART2", "US-CA-HSC", "CA-AB-HIA", "CA-MB-PHIA", "CA-NB-PHIPAA", "CA-NL-PHIA", "CA-NS-PHIA", "CA-ON-PHIPA", "CA-PE-HIA",
    "CA-QC-HEALTH",
})  # fmt: skip
_PATIENT = frozenset({"patient", "resident", "member", "policyholder", "insured", "child"})
# Who may be a patient or insured as well: a bill names a customer, and of many nobody knows what they are.
_MAYBE_PATIENT = frozenset({"customer", None})


class Concerns:
    """Answers, for each person, which of the duties are owed to that person. Built once for a case."""

    def __init__(self, duties: Iterable[Duty], prefix: tuple[str, ...] = ("individuals",)) -> None:
        """Keep the duties (required or conditional) whose recipient starts with one of `prefix`."""
        self._duties = [duty for duty in duties if duty.required and duty.recipient.startswith(prefix)]
        self._known: dict[tuple[object, ...], tuple[Duty, ...]] = {}

    def of(self, person: Person) -> tuple[Duty, ...]:
        """The duties owed to this person, in the order of the law's list."""
        key = (person.residence, person.elements, person.own_elements, person.relation, person.deceased)
        if key not in self._known:
            self._known[key] = tuple(duty for duty in self._duties if concerns(duty, person))
        return self._known[key]


def is_exposed(person: Person) -> bool:
    """Whether anything was exposed of this person beside the name: who is told where everybody is, whatever the laws order.

    What was exposed in clients' data alone, the clients tell.
    """
    return any(word != "name" for word in person.own_elements)


def concerns(duty: Duty, person: Person) -> bool:
    """Whether a duty towards individuals is owed to this person."""
    return _rules_over(duty, person) and _exposed(duty, person) and not _beyond(duty, person)


def _beyond(duty: Duty, person: Person) -> bool:
    """Has the person died, under a law that protects the living?"""
    return person.deceased and duty.living_only and (person.residence or "") not in duty.dead_too


def _exposed(duty: Duty, person: Person) -> bool:
    """Whether an element was exposed that makes the duty. A duty that names none concerns all.

    Name and address count only where the duty names nothing else: beside a number they merely identify. That somebody is a
    patient is health information by itself, so of a patient whatever a covered entity holds counts (45 CFR 160.103).
    """
    held = _held(duty, person)
    named = set(duty.elements)
    if not named or "*" in named:
        return bool(held) or not person.clients
    telling = named if duty.jurisdiction == "US-HIPAA" and person.relation in _PATIENT else named - _WEAK or named
    return bool(telling & set(held))


def _held(duty: Duty, person: Person) -> tuple[str, ...]:
    """The elements on which the duty turns: where the organisation is an owner beside others' processor, those in its own data."""
    return person.own_elements if duty.role == OWNER else person.elements


def _rules_over(duty: Duty, person: Person) -> bool:
    jurisdiction, residence = duty.jurisdiction, person.residence or ""
    if jurisdiction == residence:
        return True
    if duty.residents:
        return residence in duty.residents
    if jurisdiction == "EU-GDPR":
        return residence.startswith("EU-")
    if jurisdiction in _KEEPERS and _has_record(duty, person):
        return True
    if jurisdiction in ("US-HIPAA", "US-PART2", "US-CA-HSC"):
        return False
    if jurisdiction == "US-HBNR":
        return bool(_HEALTH & set(_held(duty, person)))
    if jurisdiction in _places():
        return False
    # A regime of a country (US-FCC, CA-PIPEDA): everybody who lives there.
    return residence.split("-")[0] == jurisdiction.split("-", maxsplit=1)[0]


def _has_record(duty: Duty, person: Person) -> bool:
    """Is it this person's health information?"""
    doubtful = duty.jurisdiction == "US-HIPAA" and person.relation in _MAYBE_PATIENT
    return doubtful or person.relation in _PATIENT or bool(_HEALTH & set(_held(duty, person)))


def _places() -> frozenset[str]:
    from stanch import vocabulary

    return frozenset(vocabulary.jurisdictions())
