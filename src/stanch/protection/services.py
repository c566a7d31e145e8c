"""Loads the services that help people: one file each in `services/`, with its source and its own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stanch import datafile, vocabulary
from stanch.errors import BrokenDataFile, Fault
from stanch.records import Person

FOLDER = Path(__file__).parent / "services"


@dataclass(frozen=True, slots=True)
class When:
    """Whom good practice gives the service: any of `exposed` (words of Facts), where they live, and their state.

    `places` are beginnings of jurisdiction codes (`US`, `EU-IE`, `UK`); empty is everywhere. `all_of`: each group needs
    one exposed word. `minor`/`deceased`: null does not care.
    """

    exposed: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    minor: bool | None = None
    deceased: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the advice was read."""

    title: str
    url: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody, and whether the service is offered."""

    name: str
    elements: tuple[str, ...]
    offered: bool
    residence: str | None = "US-NY"
    minor: bool = False
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A service or piece of help. `reason` is said to the person: `{exposed}` stands for the words that called for it."""

    id: str
    label: str
    reason: str
    when: When
    source: Source
    examples: tuple[Example, ...]
    months: int | None = None


@cache
def services() -> tuple[Service, ...]:
    """All services in the order of their file names."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.yaml")))


def named(word: str) -> str:
    """The label of a service; nothing where no file has that id."""
    return next((one.label for one in services() if one.id == word), "")


def load(path: Path) -> Service:
    """One service, checked against the vocabulary. Raises `BrokenDataFile`."""
    service = datafile.read(path, Service)
    facts = {element.fact for element in vocabulary.elements().values()} | {"medical", "health_insurance"}
    asked = set(service.when.exposed).union(*service.when.all_of) if service.when.all_of else set(service.when.exposed)
    faults = [Fault(str(path), 1, 1, f"exposed: {word!r} is no word of Facts") for word in sorted(asked - facts)]
    if service.id != path.stem:
        faults.append(Fault(str(path), 1, 1, f"id {service.id!r} is not the file's name"))
    if faults:
        raise BrokenDataFile(faults)
    return service


def suits(service: Service, person: Person) -> bool:
    """Whether the service helps such a person at all, whatever was exposed. Who lives nobody knows where may live anywhere."""
    when, place = service.when, person.residence
    if when.minor not in (None, person.minor) or when.deceased not in (None, person.deceased):
        return False
    return not place or not (
        (when.places and not any(_within(place, code) for code in when.places)) or any(_within(place, code) for code in when.not_places)
    )


def calls_for(service: Service, person: Person) -> tuple[str, ...] | None:
    """The exposed words for which good practice gives this person the service; None where it does not."""
    when, exposed = service.when, set(person.elements)
    if not suits(service, person) or (when.places and not person.residence):
        return None
    if not all(exposed.intersection(group) for group in when.all_of):
        return None
    found = tuple(word for word in when.exposed if word in exposed)
    return found if found or not when.exposed else None


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The service file's own examples, and that there is one of each sort."""
    service = load(path)
    yield "has an example offered and one not", lambda: _both(service)
    for example in service.examples:
        yield example.name, lambda example=example: _holds(service, example)  # type: ignore[misc]


def _within(place: str, code: str) -> bool:
    return place == code or place.startswith(f"{code}-")


def _both(service: Service) -> None:
    if {example.offered for example in service.examples} != {True, False}:
        raise AssertionError(f"{service.id}: give an example that is offered the service and one that is not")


def _holds(service: Service, example: Example) -> None:
    person = Person(
        id="example",
        name="Example",
        residence=example.residence,
        elements=example.elements,
        minor=example.minor,
        deceased=example.deceased,
    )
    if (calls_for(service, person) is not None) != example.offered:
        raise AssertionError(f"{service.id}: {example.name}: offered is not {example.offered}")
