"""Why the list says what it says of one person, or of two: in words, with the decisions that touch them. No value of the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from stanch import line
from stanch import people as people_room
from stanch.casefile.case import Case
from stanch.casefile.rulings import WORDS, standing, touches
from stanch.errors import WrongCall
from stanch.people.mailing import for_mail
from stanch.records import Aside, DoubtfulPair, Person, Ruling


def why(case: Case, found: Sequence[Person]) -> tuple[list[str], list[Ruling]]:
    """Why the records of one person are one, or what speaks for and against two being one; and the rulings that speak of them.

    Asks the linkage again, so that it takes as long as the step `people` does.
    """
    pairs = case.store.get(DoubtfulPair) if len(found) == 2 else []
    told = _of_two(found, pairs) if len(found) == 2 else _of_one(found[0], _aside_of(case, found[0]))
    told += _linkage(case, found)
    touching = [one for one in standing(case.alias) if touches(one, found)]
    told += [f"Decided ({one.id}): {WORDS[one.verdict]}. {one.by}: {one.grounds}" for one in touching]
    return told, touching


def _linkage(case: Case, found: Sequence[Person]) -> list[str]:
    """What the linkage itself says, with weights; nothing where the people are one, or set aside as a company."""
    findings = case.store.get_parts("findings")
    if findings is None or len({one.id for one in found}) < len(found):
        return []
    try:
        told = people_room.why_in(findings, *(one.id for one in found), bench=case.bench(), given=line.given(case.store))
    except WrongCall:
        return []
    return list(told.sentences())


def _aside_of(case: Case, person: Person) -> Aside | None:
    return next((one for one in case.store.get(Aside) if one.id == person.id), None)


def _of_one(person: Person, aside: Aside | None) -> list[str]:
    told = [f"Set aside: {aside.reason}"] if aside else []
    if person.returned:
        told.append(person.returned)
    told.append(_records(len(person.records), len(person.sources)))
    told += [f"One person because: {one}" for one in person.joined_by] or ["One record alone: nothing was joined"]
    told.append(f"Residence {person.residence or 'not known'} ({person.residence_confidence:.2f}): {person.residence_reason}")
    told.append(f"Language {person.language}: {person.language_reason}")
    mail = for_mail(person.postal_address)
    told += [f"Not deliverable: {fault}" for fault in mail.faults] + [f"Address to be checked: {doubt}" for doubt in mail.doubts]
    told += [f"List, {match.place}: {match.says}" for match in person.matches]
    told += [f"Held before as {old}" for old in person.former_ids]
    return told


def _records(number: int, places: int) -> str:
    # Sentences of their own: pages know each again by its pattern.
    if number == 1:
        return "1 record, in 1 place" if places == 1 else f"1 record, in {places} places"
    return f"{number} records, in 1 place" if places == 1 else f"{number} records, in {places} places"


def _of_two(people: Sequence[Person], pairs: list[DoubtfulPair]) -> list[str]:
    left, right = sorted(one.id for one in people)
    if left == right:
        return ["They are one person on the list now"]
    pair = next((one for one in pairs if (one.left, one.right) == (left, right)), None)
    if pair:
        return [f"Perhaps one person ({pair.probability:.2f})", *(f"Evidence: {one}" for one in pair.evidence)]
    return ["No comparison of their records came near one person, or they were decided"]
