"""People for whom a law may have an answer of its own: those who have died, and children."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.law import answers
from stanch.law.answers import Answer
from stanch.law.instrument import Apart, Instrument
from stanch.records import DataSet, Facts

# Words of `age` in Facts: from which age (inclusive) to which (exclusive).
AGES = {
    "under_13": (0, 13), "aged_13": (13, 14), "aged_14_to_15": (14, 16), "aged_16_to_17": (16, 18), "minor": (0, 18), "adult": (18, 200),
}  # fmt: skip
MAJORITY = 18
CHILDREN = ("child", "pupil")
WHERE = "Where did the people live who have died? Write a data set for each place."
SILENT = "this law does not speak of the dead; they count here, on the safe side, and their letters go to the family or estate."
FREEZE = "A parent or guardian may have the credit file of a child under 16 frozen free of charge (15 U.S.C. § 1681c-1(j))."
CREDIT = frozenset(("ssn", "tax_id"))


def word_of(age: int) -> str:
    """The word of Facts for an age in years."""
    return next(word for word, (low, high) in AGES.items() if low <= age < high)


def below(group: DataSet, limit: int) -> Answer:
    """Are these people children below that age? Who is called a child and has no age told is taken for one of any age."""
    if group.age is None:
        return "unknown" if group.person_category is None else answers.of(group.person_category in CHILDREN)
    low, high = AGES[group.age]
    return "yes" if high <= limit else "no" if low >= limit else "unknown"


def is_child(group: DataSet) -> bool:
    """Are these people children, as far as anybody said?"""
    return AGES[group.age][0] < MAJORITY if group.age else group.person_category in CHILDREN


def within(group: DataSet, facts: Facts, dead: Apart | None) -> Answer:
    """Does the law speak of these people, where they have died? A law that says nothing of the dead is taken to."""
    if not group.deceased or dead is None or dead.counted:
        return "yes"
    counts = facts.affected if group.affected is None else group.affected
    inside = {place in dead.places for place, number in counts.items() if number}
    if inside == {True, False}:
        return "unknown"
    return answers.of(inside == {True})


def follows(law: Instrument, *, children: int, deceased: int, counted: int, elements: tuple[str, ...]) -> Iterator[str]:
    """What follows for the dead and for children among the people of a duty to tell people, a sentence or two each.

    `counted`: those of the dead who count under this law.
    """
    if deceased:
        who = "1 of the people has died" if deceased == 1 else f"{deceased:,} of the people have died"
        if law.deceased is not None and not law.deceased.counted:
            who += ", where the law of the place takes them in" if counted == deceased else f"; {deceased - counted:,} of them do not count"
        yield f"{who}: {_says(law.deceased, SILENT)}"
    if children:
        who = "1 of the people is a child" if children == 1 else f"{children:,} of the people are children"
        yield f"{who}: {_says(law.children, 'letters go to a parent or guardian.')}"
        if law.code.startswith("US-") and CREDIT & set(elements):
            yield FREEZE


def _says(one: Apart | None, silent: str) -> str:
    return silent if one is None else f"{one.says} ({one.cite}{', as accounts tell' if one.accounts else ''})."
