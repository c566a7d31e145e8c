"""What is still to be asked: missing facts, places without a statute on file, questions ranked by what turns on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from stanch.law import bound
from stanch.law.instrument import Instrument
from stanch.records import Duty, Facts
from stanch.vocabulary import jurisdictions

ASKED = (
    ("org.role", "Does the organisation own the data (controller), or hold it for another (service provider, processor)?"),
    ("incident.confidentiality", "Were the data acquired, only accessed, lost, or made unavailable?"),
    ("incident.medium", "Were the data electronic or on paper?"),
    ("incident.discovered", "On which day was the breach discovered?"),
)

PEOPLE = "How many people of which countries are affected?"  # as the facts on residence ask it: told once
WIDE = {"EU": "European Union", "US": "United States", "CA": "Canada"}


def missing(facts: Facts) -> Iterator[str]:
    """A line for each fact that most duties turn on and that is not given."""
    if not facts.affected:
        yield f"affected is missing: {PEOPLE}"
    if not facts.data:
        yield "data is missing: which kinds of personal data were exposed, with names or not, encrypted or not?"
    for name, question in ASKED:
        part, _, key = name.partition(".")
        if getattr(getattr(facts, part), key) is None:
            yield f"{name} is missing: {question}"
    if facts.without_residence:
        people = "1 person has" if facts.without_residence == 1 else f"{facts.without_residence:,} people have"
        yield f"{people} no known residence and count under no law: find out where they live, or tell them by the strictest."
    if not facts.org.establishment:
        yield "org.establishment is missing: in which places is the organisation established?"


def left_out(countries: set[str], facts: Facts) -> Iterator[str]:
    """A line for the countries whose laws nothing but one untold fact could bring in: never passed over in silence."""
    if not countries:
        return
    many = "1 country or union" if len(countries) == 1 else f"{len(countries)} countries or unions"
    names = ", ".join(sorted(WIDE.get(code) or jurisdictions()[code].name for code in countries))
    if not bound.homes(facts):
        other = "other " if facts.org.establishment else ""
        yield f"Nobody was counted yet: the laws of {other}US states, and of {many}, are left out until `affected` tells where: {names}."
    else:
        yield f"The laws of {many} without people known to be affected are left out until org.establishment is told: {names}."


def once(lacking: Iterable[str], opened: Iterable[str]) -> Iterator[str]:
    """Both lists, each question once: with the key that answers it, and with what turns on it."""
    rest = list(opened)
    for line in lacking:
        question = line.partition(" is missing: ")[2]
        same = next((one for one in rest if question and one.startswith(f"{question} (")), None)
        if same:
            rest.remove(same)
        yield line + (same or "")[len(question) :]
    yield from rest


def uncovered(facts: Facts, laws: Sequence[Instrument]) -> Iterator[str]:
    """A line for each residence with no law in force on file: never passed over in silence."""
    covered = {place for law in laws if law.status == "enacted" for place in law.residence}
    for place, number in sorted(facts.affected.items()):
        if number and place not in covered:
            name = jurisdictions()[place].name if place in jurisdictions() else place
            yield f"{place}: no breach law of {name} is on file; ask counsel what {number:,} people there are owed."


def open_questions(duties: Iterable[Duty]) -> Iterator[str]:
    """The questions of conditional duties, those first on which most duties turn."""
    turning: Counter[str] = Counter()
    for duty in duties:
        if duty.required == "conditional":
            turning.update(duty.questions)
    for question, number in sorted(turning.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{question} ({number} {'duty turns' if number == 1 else 'duties turn'} on it.)"
