"""The people of a case by sorts: alike in all that laws, ways of telling and counts ask of them. Nobody is named in it.

A million people fall into some hundred sorts. What an answer would change, the ways weighed, and the numbers of the first page are
worked out over these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import msgspec

from stanch import law
from stanch.casefile import keeping
from stanch.casefile.case import Case
from stanch.casefile.keeping import Sum
from stanch.casefile.streamed import mark as rows_mark
from stanch.records import Alike, Attack, Contact, DoubtfulPair, Exposure, Facts, Offer, Person, PostalAddress, Reach, Role, Share
from stanch.records.person import UNSURE

PAGE = 1000
# In the place of what is somebody's own: a sort has a name, a mailbox and an address, or has none.
SOMEBODY, MAILBOX, STREET = "somebody", "somebody@example.com", "somewhere"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Each sort with its number; `unsure` are ids of people whose own page somebody should look at."""

    sorts: tuple[tuple[Person, int], ...]
    unsure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helped:
    """The sorts told apart by what is offered to them too, and the offers by number: (service, months, required, reason, cite, people)."""

    sorts: tuple[tuple[Person, int], ...]
    offers: tuple[Offer, ...]  # one of each service for each sort, by the sort's id
    counted: tuple[tuple[str, int | None, bool, str, str, int], ...]
    by_service: dict[str, int]
    people: int


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str


@dataclass(frozen=True, slots=True)
class Glance:
    """As much of a person as a sort is told by; what else stands in the record is passed over."""

    id: str
    name: str
    dob: date | None = None
    minor: bool = False
    deceased: bool = False
    email: str | None = None
    postal_address: PostalAddress | None = None
    residence: str | None = None
    elements: tuple[str, ...] = ()
    exposures: tuple[_Kind, ...] = ()
    confidence: float = 1.0
    relation: str | None = None
    roles: tuple[Role, ...] = ()
    clients: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    joined_by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    returned: str = ""


_GLANCE = msgspec.json.Decoder(Glance, strict=False)
G = TypeVar("G", bound=Glance)
Key = tuple[Any, ...]


def sort_of(one: Glance | Person) -> Key:
    """All by which people are told apart here."""
    place = one.postal_address
    return (
        one.relation, one.elements, bool(one.name), one.roles, one.minor, one.dob if one.minor else None, one.deceased, one.residence,
        place.country if place and place.is_deliverable else None, bool(one.email), tuple(sorted({shown.kind for shown in one.exposures})),
        one.clients, tuple((share.client, share.elements) for share in one.shares),
    )  # fmt: skip


def _standing_for(key: Key, identity: str) -> Person:
    """One who stands for a sort."""
    relation, elements, named, roles, minor, dob, deceased, residence, country, mailbox, kinds, clients, shares = key
    return Person(
        identity,
        SOMEBODY if named else "",
        dob=dob,
        minor=minor,
        deceased=deceased,
        email=MAILBOX if mailbox else None,
        postal_address=None if country is None else PostalAddress(STREET, STREET, "", "", country),
        residence=residence,
        elements=elements,
        exposures=tuple(Exposure(kind, None, "", 1.0, ()) for kind in kinds),
        relation=relation,
        roles=roles,
        clients=clients,
        shares=tuple(Share(client, held) for client, held in shares),
    )


def glances(case: Case) -> Iterator[list[Glance]]:
    """Everybody, a page at a time."""
    return everybody_as(case, _GLANCE)


def everybody_as(case: Case, form: msgspec.json.Decoder[G]) -> Iterator[list[G]]:
    """Everybody in the form of the decoder, a page at a time."""
    from stanch.casefile.models import PersonRow

    rows, after = PersonRow.objects.using(case.alias).order_by("place").values_list("place", "record"), -1
    while page := list(rows.filter(place__gt=after)[:PAGE]):
        after = page[-1][0]
        yield [form.decode(text) for _, text in page]


def _crowd(case: Case) -> Crowd:
    reach = next((attack.reach for attack in case.store.get(Attack)), Reach())
    # Files and rows that speak of somebody, one list for each contact: whoever asks by these is told what the person's own would tell.
    sources: dict[Contact, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    counted: Counter[tuple[Key, Contact]] = Counter()
    unsure = []
    for page in glances(case):
        for one in page:
            contact = reach.of_somebody(one.sources, one.records) if reach else "not_known"
            sources.setdefault(contact, (one.sources, one.records))
            counted[sort_of(one), contact] += 1
            if one.returned or (one.confidence < UNSURE and len(one.records) > 1 and one.joined_by):
                unsure.append(one.id)
    sorts = enumerate(counted.items())
    heads = tuple(
        (replace(_standing_for(key, f"sort-{at}"), sources=sources[contact][0], records=sources[contact][1]), number)
        for at, ((key, contact), number) in sorts
    )
    return Crowd(heads, tuple(unsure))


def _numbered(counted: Counter[Key]) -> tuple[tuple[Person, int], ...]:
    return tuple((_standing_for(key, f"sort-{place}"), number) for place, (key, number) in enumerate(counted.items()))


PEOPLE = Sum("people by sorts", Crowd, _crowd, lambda case: rows_mark(case, Person, Attack))


def _helped(case: Case) -> Helped:
    from django.db.models import Count

    from stanch.casefile.models import OfferRow

    rows = OfferRow.objects.using(case.alias)
    sorts: Counter[tuple[Key, tuple[tuple[str, int | None, bool], ...]]] = Counter()
    for page in glances(case):
        theirs: dict[str, list[tuple[str, int | None, bool]]] = {}
        for text in rows.filter(person__in=[one.id for one in page]).order_by("place").values_list("record", flat=True):
            offer = _OFFER.decode(text)
            theirs.setdefault(offer.person, []).append((offer.service, offer.months, offer.required))
        for one in page:
            sorts[sort_of(one), tuple(theirs.get(one.id, ()))] += 1
    heads = [(_standing_for(key, f"sort-{place}"), number) for place, ((key, _), number) in enumerate(sorts.items())]
    offers_of = tuple(
        Offer(f"sort-{place}", service, months, required, "")
        for place, (_, offers) in enumerate(sorts)
        for service, months, required in offers
    )
    by_service = dict(rows.values_list("service").annotate(number=Count("person", distinct=True)).order_by("service"))
    everybody = rows.aggregate(number=Count("person", distinct=True))["number"]
    return Helped(tuple(heads), offers_of, _offers_counted(rows), by_service, everybody)


def _offers_counted(rows: Any) -> tuple[tuple[str, int | None, bool, str, str, int], ...]:
    counted: Counter[tuple[str, int | None, bool, str, str]] = Counter()
    for text in rows.order_by("place").values_list("record", flat=True).iterator(chunk_size=PAGE):
        offer = _OFFER.decode(text)
        counted[offer.service, offer.months, offer.required, offer.reason, offer.cite] += 1
    return tuple((*key, number) for key, number in counted.items())


_OFFER = msgspec.json.Decoder(Offer, strict=False)
HELPED = Sum("people by what is offered", Helped, _helped, lambda case: rows_mark(case, Person, Offer))


def _doubts(case: Case) -> tuple[tuple[DoubtfulPair, int], ...]:
    from stanch.casefile.models import DoubtfulPairRow

    decode = msgspec.json.Decoder(DoubtfulPair, strict=False).decode
    counted: Counter[bool] = Counter()
    heads: dict[bool, DoubtfulPair] = {}
    rows = DoubtfulPairRow.objects.using(case.alias).order_by("place").values_list("record", flat=True)
    for text in rows.iterator(chunk_size=PAGE):
        pair = decode(text)
        counted[pair.is_household] += 1
        heads.setdefault(pair.is_household, DoubtfulPair("", "", pair.probability, pair.evidence))
    return tuple((head, counted[household]) for household, head in heads.items())


DOUBTS = Sum("doubtful pairs by sorts", tuple[tuple[DoubtfulPair, int], ...], _doubts, lambda case: rows_mark(case, DoubtfulPair))


def people(case: Case) -> Alike[Person]:
    """Everybody, by sorts."""
    return Alike(keeping.current(case, PEOPLE).sorts)


def situation(case: Case, persons: Sequence[Person] | None = None) -> Facts:
    """The facts as people gave them, completed by what the evidence shows; as `line.situation`, without going through everybody.

    `persons`: other people than the case's, where somebody asks what would be so.
    """
    facts, attacks = case.store.get(Facts), case.store.get(Attack)
    return law.merge_facts(facts[0] if facts else Facts(), attacks[0] if attacks else None, people(case) if persons is None else persons)


def without(crowd: Iterable[tuple[Person, int]], gone: Iterable[Person], come: Iterable[Person]) -> Alike[Person]:
    """The sorts when some people are others: `gone` are taken out of theirs, `come` are added."""
    counted: Counter[Key] = Counter()
    for head, number in crowd:
        counted[sort_of(head)] += number
    for one in gone:
        counted[sort_of(one)] -= 1
    for one in come:
        counted[sort_of(one)] += 1
    return numbered(+counted)


def numbered(counted: Counter[Key]) -> Alike[Person]:
    """Everybody by sorts, so many of each."""
    return Alike(_numbered(counted))
