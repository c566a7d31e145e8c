"""What the actor reached, exhibit by exhibit and person by person, in words and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from stanch.records import CONTACTS, Contact, Exhibit, Person, Reach, Reached, ReachedRows, Unread, Watched, numbered
from stanch.report.phrase import Phrase
from stanch.report.wording import counted

WORDS: dict[Contact, str] = {
    "acquired": "a copy left",
    "accessed": "opened or gathered; no copy is seen to leave",
    "not_known": "not known",
    "not_reached": "not reached",
}
LEFT = ("acquired", "accessed")
SHOWN = 12  # rows of a table that are told by number


@dataclass(frozen=True, slots=True)
class Standing:
    """A place of the evidence: the contact, what says so, and in words why. `part_of` an exhibit, or the exhibit itself."""

    locator: str
    contact: Contact
    why: str
    first: datetime | None = None
    last: datetime | None = None
    evidence: tuple[str, ...] = ()


def exhibits(reach: Reach, held: Iterable[Exhibit]) -> Iterator[Standing]:
    """Every exhibit of the evidence, then the tables and files inside one that were reached by themselves, and rows of tables."""
    names = [exhibit.name for exhibit in held if exhibit.role == "evidence"]
    known = set(names)
    yield from (standing(reach, name) for name in names)
    parts = (one.locator for one in reach.reached if one.locator not in known and ("#" in one.locator or "!/" in one.locator))
    yield from (standing(reach, name) for name in parts)
    yield from (Standing(row_words(one), one.contact, in_words(one), one.first, one.last, one.evidence) for one in reach.rows)


def row_words(told: ReachedRows) -> str:
    """Rows of a table, the first of them by number."""
    more = f" and {len(told.rows) - SHOWN:,} more" if len(told.rows) > SHOWN else ""
    return f"{told.locator}, {counted(len(told.rows), 'row')}: {', '.join(map(str, told.rows[:SHOWN]))}{more}"


def standing(reach: Reach, name: str) -> Standing:
    """One place, with the reason in words."""
    contact, told = reach.why(name)
    whole = reach.of_exhibit(name)
    if whole != contact:
        return Standing(name, whole, "A part of it was reached; see the part.")
    if isinstance(told, Reached):
        return Standing(name, contact, in_words(told), told.first, told.last, told.evidence)
    if isinstance(told, Watched):
        return Standing(name, contact, f"Every read is logged ({told.kind}), and none of them is the actor's.", told.first, told.last)
    return Standing(name, contact, blind(reach))


def in_words(told: Reached | ReachedRows) -> str:
    """Why a place counts as reached."""
    if told.why:
        return f"{told.why[0].upper()}{told.why[1:]}."
    times = "once" if told.count == 1 else f"{told.count:,} times"
    named = "; the log names the records one by one" if isinstance(told, ReachedRows) else ""
    return f"{told.action} ({told.kind}), {times}{named}."


def blind(reach: Reach) -> str:
    """Why nothing is known of a place."""
    holes = _holes(reach)
    return f"No log shows it either way{' (' + holes + ')' if holes else ''}."


def _holes(reach: Reach) -> str:
    return "; ".join(f"{kind}: {hole}" for kind, hole in sorted(reach.blind.items()))


def contact_of(reach: Reach, person: Person) -> Contact:
    """The gravest contact of the places and rows that speak of somebody; a part of a file that left counts as the file."""
    return reach.of_somebody(person.sources, person.records)


def unreadable(reach: Reach, unread: Iterable[Unread]) -> list[str]:
    """Places that were reached and could not be read: nobody knows whom they concern."""
    return sorted({one.locator for one in unread if reach.of(one.locator) in LEFT})


def counts(reach: Reach, held: Iterable[Exhibit], people: Iterable[Person]) -> list[tuple[Contact, int, int]]:
    """(contact, exhibits, people), the graver first. Nothing where no log tells of anything."""
    if not reach:
        return []
    files = Counter(reach.of_exhibit(exhibit.name) for exhibit in held if exhibit.role == "evidence")
    persons: Counter[Contact] = Counter()
    for person, number in numbered(people):
        persons[contact_of(reach, person)] += number
    return [(contact, files[contact], persons[contact]) for contact in CONTACTS]


def sentences(reach: Reach, held: Iterable[Exhibit], people: Iterable[Person]) -> list[str]:
    """What is known of it, one sentence for each contact that there is."""
    said = {
        "acquired": "A copy left of",
        "accessed": "Opened or gathered, without a sign that a copy left:",
        "not_reached": "Not reached, as far as logs that hold every read tell:",
    }
    return [
        f"{said[contact]} {counted(files, 'file')}, about {counted(persons, 'person', 'people')}."
        for contact, files, persons in counts(reach, held, people)
        if contact in said and (files or persons)
    ]


def open_points(reach: Reach, held: Iterable[Exhibit], people: Iterable[Person], unread: Iterable[Unread]) -> list[str]:
    """What is not known of it."""
    holes = _holes(reach)
    why = Phrase("no log shows it either way (%(holes)s).", holes=holes) if holes else Phrase("no log shows it either way.")
    told: list[str] = [
        Phrase(
            "Whether the intruder reached %(files)s, about %(people)s: %(why)s",
            files=counted(files, "file"),
            people=counted(persons, "person", "people"),
            why=why,
        )
        for contact, files, persons in counts(reach, held, people)
        if contact == "not_known" and (files or persons)
    ]
    lost = unreadable(reach, unread)
    if lost:
        few = ", ".join(lost[:3])
        told.append(
            Phrase(
                "Who is in %(files)s that the intruder reached and nobody could read (%(few)s).", files=counted(len(lost), "file"), few=few
            )
        )
    if reach.elsewhere_count:
        told.append(
            Phrase(
                "What is in %(things)s that the intruder took and nobody handed in (%(few)s): take them into custody too.",
                things=counted(reach.elsewhere_count, "thing"),
                few=", ".join(reach.elsewhere[:3]),
            )
        )
    return told
