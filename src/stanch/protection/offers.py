"""Who must or should be offered what, for how long, and why.

First what the law orders (a duty whose recipient is `service:…`, with its months), then good practice by what was
exposed (`services/*.yaml`). One offer of each service a person; where several ask for it the longest time wins, and the
law that asks for it is named. Where the way of telling people that was chosen helps everybody, whoever is told is offered
what anybody in the case is, for the longest term.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from stanch.protection.services import Service, calls_for, services, suits
from stanch.records import Concerns, Duty, Facts, Offer, Person, is_exposed
from stanch.vocabulary import elements, jurisdictions, regimes

# Why an offer is made, in the pieces that its reason is put together of.
ORDERED, EXPOSED, DOUBT = "{jurisdiction} orders it", ": exposed {exposed}", " (if the open questions on this duty are answered so)"
CHOSEN = "The way of telling people that was chosen offers it to everybody who is told"
# A child has no credit file to watch: the offer takes the form made for children (one looks whether a file exists).
_FOR_MINORS = {"credit_monitoring": "minor_monitoring"}


def offer(
    duties: Iterable[Duty], people: Iterable[Person], facts: Facts, *, everybody: bool = False, without: Collection[str] = ()
) -> list[Offer]:
    """The offers to each person, in the order of people; within a person what the law requires comes first.

    `everybody`: whoever is told is offered all that runs for a term, as long as anybody's runs. `without`: services that the
    organisation does not offer; what a law orders is offered all the same.
    """
    del facts  # what is owed stands in the duties, what helps in what was exposed
    duties, people = tuple(duties), tuple(people)
    concerns = Concerns(duties, prefix=("service:",))
    alike = {_sort_of(person): person for person in people}
    found = {sort: _best((*_required(one, concerns), *_good_practice(one, without))) for sort, one in alike.items()}
    if everybody:
        told, terms = Concerns(duties, prefix=("individuals", "service:")), _longest(found.values())
        found = {sort: _best((*theirs, *_to_all(alike[sort], terms, told))) for sort, theirs in found.items()}
    return [_for(person, one) for person in people for one in found[_sort_of(person)]]


def _sort_of(person: Person) -> tuple[object, ...]:
    """All that offers turn on: asked once for all who are alike in it."""
    return person.residence, person.elements, person.own_elements, person.relation, person.minor, person.deceased


def _for(person: Person, one: Offer) -> Offer:
    return Offer(person.id, one.service, one.months, one.required, one.reason, one.cite, one.duty)


def _best(offers: Iterable[Offer]) -> list[Offer]:
    """One offer of each service, for the longest term."""
    best: dict[str, Offer] = {}
    for one in offers:
        known = best.get(one.service)
        best[one.service] = one if known is None else _longer(known, one)
    return sorted(best.values(), key=lambda one: (not one.required, one.service))


def _longest(found: Iterable[Iterable[Offer]]) -> dict[str, int]:
    """The services that run for a term, and the longest that anybody is offered; a child's as long as a grown-up's."""
    terms: dict[str, int] = {}
    for one in (one for theirs in found for one in theirs if one.months):
        terms[one.service] = max(one.months or 0, terms.get(one.service, 0))
    for grown, child in _FOR_MINORS.items():
        if most := max(terms.get(grown, 0), terms.get(child, 0)):
            terms[grown] = terms[child] = most
    return terms


def _to_all(person: Person, terms: Mapping[str, int], told: Concerns) -> Iterator[Offer]:
    """What this person is offered because everybody is. Nobody watches over the credit of the deceased: their estate has the alert."""
    if person.deceased or not (told.of(person) or not person.residence or is_exposed(person)):
        return
    known = {one.id: one for one in services()}
    for service, months in terms.items():
        if service not in known or suits(known[service], person):
            yield Offer(person.id, service, months, required=False, reason=CHOSEN)


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
            reason=ORDERED.replace("{jurisdiction}", _law(duty.jurisdiction)) + _because(person, duty) + doubt,
            cite=duty.cite,
            duty=duty.id,
        )


def _law(code: str) -> str:
    """A jurisdiction or regime as people call it: they know no codes."""
    return jurisdictions()[code].name if code in jurisdictions() else regimes().get(code, code)


def _because(person: Person, duty: Duty) -> str:
    named = [word for word in person.elements if word in duty.elements]
    return EXPOSED.replace("{exposed}", _words(named)) if named else ""


def _good_practice(person: Person, without: Collection[str]) -> Iterator[Offer]:
    if person.is_clients_alone:
        return  # whom a client tells, that client helps
    person = person.as_held_by("") if person.own_elements else person
    for service in services():
        found = calls_for(service, person)
        if found is not None and service.id not in without:
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
