"""Who must or should be offered what, for how long, and why.

First what the law orders (a duty whose recipient is `service:…`, with its months), then good practice by what was
exposed (`services/*.yaml`). One offer of each service a person; where several ask for it the longest time wins, and the
law that asks for it is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stanch.protection.services import Service, calls_for, services
from stanch.records import Concerns, Duty, Facts, Offer, Person
from stanch.vocabulary import elements

# A child has no credit file to watch: the offer takes the form made for children (one looks whether a file exists).
# Why a law's offer is made, in the pieces that its reason is put together of.
ORDERED, EXPOSED, DOUBT = "{jurisdiction} orders it", ": exposed {exposed}", " (if the open questions on this duty are answered so)"
_FOR_MINORS = {"credit_monitoring": "minor_monitoring"}


def offer(duties: Iterable[Duty], people: Iterable[Person], facts: Facts) -> list[Offer]:
    """The offers to each person, in the order of people; within a person what the law requires comes first."""
    del facts  # what is owed stands in the duties, what helps in what was exposed
    concerns = Concerns(duties, prefix=("service:",))
    offers: list[Offer] = []
    for person in people:
        best: dict[str, Offer] = {}
        for one in (*_required(person, concerns), *_good_practice(person)):
            known = best.get(one.service)
            best[one.service] = one if known is None else _longer(known, one)
        offers += sorted(best.values(), key=lambda one: (not one.required, one.service))
    return offers


def _required(person: Person, concerns: Concerns) -> Iterator[Offer]:
    for duty in concerns.of(person):
        service = duty.recipient.partition(":")[2]
        if person.minor:
            service = _FOR_MINORS.get(service, service)
        settled = duty.required is True
        # No law makes an exception for the deceased: the offer goes to the estate, beside the alert (good practice).
        doubt = "" if settled else DOUBT
        yield Offer(
            person=person.id,
            service=service,
            months=duty.months,
            required=settled,
            reason=ORDERED.replace("{jurisdiction}", duty.jurisdiction) + _because(person, duty) + doubt,
            cite=duty.cite,
            duty=duty.id,
        )


def _because(person: Person, duty: Duty) -> str:
    named = [word for word in person.elements if word in duty.elements]
    return EXPOSED.replace("{exposed}", _words(named)) if named else ""


def _good_practice(person: Person) -> Iterator[Offer]:
    for service in services():
        found = calls_for(service, person)
        if found is not None:
            yield _offered(person, service, found)


def _offered(person: Person, service: Service, found: tuple[str, ...]) -> Offer:
    return Offer(
        person=person.id,
        service=service.id,
        months=service.months,
        required=False,
        reason=service.reason.replace("{exposed}", _words(found)),
        cite=f"{service.source.title} <{service.source.url}>",
    )


def _longer(one: Offer, other: Offer) -> Offer:
    """The longer of two offers; at equal length the one that the law requires.

    A law's shorter term still makes the longer offer a required one: it is kept to by giving more.
    """
    first, second = sorted((one, other), key=lambda each: (each.months or 0, each.required), reverse=True)
    if second.required and not first.required:
        reason = f"{second.reason} ({second.months} months); {first.reason} ({first.months} months)"
        return Offer(first.person, first.service, first.months, True, reason, second.cite, second.duty, first.code or second.code)
    return first


def _words(facts_words: Iterable[str]) -> str:
    labels = {element.fact: element.label for element in reversed(elements().values()) if element.fact}
    return ", ".join(labels.get(word, word.replace("_", " ")) for word in facts_words)
