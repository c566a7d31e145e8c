"""What may be claimed under the laws that bind here, and what they have the organisation keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stanch.law.assess import Court, court_on
from stanch.law.instrument import Instrument, Penalty, Rule
from stanch.records import Duty, Facts, Kept, Liability

REGISTER = "register:"


def liabilities(facts: Facts, duties: Sequence[Duty]) -> tuple[Liability, ...]:
    """The claims and penalties of every law under which a duty is owed or open, claims of the people first."""
    court, _ = court_on(facts)
    by_law: dict[str, list[Duty]] = {}
    for duty in duties:
        if duty.required is not False:
            by_law.setdefault(duty.jurisdiction, []).append(duty)
    exposed = {word for group in facts.data for word in group.elements}
    found = [
        _liability(court.laws[code], one, owed, facts)
        for code, owed in by_law.items()
        if code in court.laws
        for one in court.laws[code].penalties
        if not one.elements or exposed & set(one.elements)
    ]
    order = ("private_action", "civil_penalty", "criminal", "no_private_action")
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -(one.most or 0), one.jurisdiction, one.cite)))


def _concerned(law: Instrument, one: Penalty, facts: Facts, counted: int) -> int:
    """Of the people counted, those of whom the elements that the claim is about were exposed."""
    if not one.elements:
        return counted
    held = [group for group in facts.data if set(group.elements) & set(one.elements)]
    if any(group.affected is None for group in held):
        return counted
    places = law.residence or tuple(facts.affected)
    return min(counted, sum((group.affected or {}).get(place, 0) for group in held for place in places))


def _liability(law: Instrument, one: Penalty, owed: Sequence[Duty], facts: Facts) -> Liability:
    told = max((duty.people for duty in owed if duty.recipient == "individuals"), default=0) or max(duty.people for duty in owed)
    people = _concerned(law, one, facts, told)
    least = one.low * people if one.per == "person" and one.low is not None else None
    most = one.high * people if one.per == "person" and one.high is not None else one.high if one.per == "breach" else None
    if one.floor is not None:
        most = max(most or 0, one.floor)
    if one.cap is not None:
        least = None if least is None else min(least, one.cap)
        most = one.cap if most is None else min(most, one.cap)
    return Liability(
        jurisdiction=law.code,
        law=law.instrument,
        who=one.who,
        kind=one.kind,
        what=one.what,
        cite=one.cite,
        per=one.per,
        low=one.low,
        high=one.high,
        cap=one.cap,
        currency=one.currency,
        people=people,
        least=least,
        most=most,
        is_owed=any(duty.required is True for duty in owed),
        verified=one.verified,
        note=one.note,
    )


def kept(facts: Facts) -> tuple[Kept, ...]:
    """What must be recorded and kept: registers of breaches and risk assessments, and findings of no harm, with their periods."""
    court, day_laws = court_on(facts)
    found: list[Kept] = []
    for law in day_laws:
        if law.status == "enacted" and court.concerned(law):
            found += _registers(court, law)
            found += _findings(court, law)
    return tuple(found)


def _registers(court: Court, law: Instrument) -> Iterator[Kept]:
    for duty in court.listed(law):
        if duty.recipient.startswith(REGISTER) and duty.required is not False:
            rule = next((one for one in law.rules if one.id == duty.rule), None)
            if rule is None:  # drawn from an exemption: told by `_findings`, with those that are still open
                continue
            yield Kept(
                jurisdiction=law.code,
                law=law.instrument,
                kind=duty.recipient.removeprefix(REGISTER),
                point=rule.point,
                cite=duty.cite,
                years=rule.retain_years or (rule.months // 12 if rule.months else None),
                contents=duty.contents,
                is_owed=duty.required is True,
                questions=duty.questions,
                verified=duty.verified,
            )


def _findings(court: Court, law: Instrument) -> Iterator[Kept]:
    """Findings of no harm that take a duty away and must be put in writing: where one holds, or may once it is made."""
    told = {rule.recipient.removeprefix(REGISTER) for rule in law.rules if rule.recipient.startswith(REGISTER)}
    case = court.case(law)
    for one in law.exemptions:
        if one.kind != "harm" or not one.document or "no_harm_determination" in told:
            continue
        outcome = case.judge(one.when)
        removed = [rule for rule in law.rules if rule.id in one.removes and _would_be_owed(court, law, rule)]
        if outcome.answer != "no" and removed:
            yield Kept(
                jurisdiction=law.code,
                law=law.instrument,
                kind="no_harm_determination",
                point=one.point,
                cite=one.cite,
                years=one.retain_years,
                is_owed=outcome.answer == "yes",
                questions=outcome.questions,
                verified=law.verified,
            )


def _would_be_owed(court: Court, law: Instrument, rule: Rule) -> bool:
    """Whether the rule's own grounds hold or may hold, so that the finding takes something away."""
    found = court.finding(law, rule)
    return found.trigger.answer != "no" and (found.threshold is None or found.threshold.answer != "no")
