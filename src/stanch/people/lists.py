"""Lists that the organisation hands in, laid on the people found: addresses it knows, who was told already, whom not to contact.

A row is a person's only where a name agrees together with something that a namesake does not share (e-mail, day of birth,
telephone, the place), or by the person's id. A row that fits two people, or whose name contradicts, changes nothing and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from stanch.people import mailing, residence
from stanch.people.likeness import families_alike, places_alike
from stanch.people.names import alike, distinct, fold, parse
from stanch.records import Listed, Match, Person, PostalAddress

NAMES = {"known": "known people", "notified": "already notified", "do_not_contact": "do not contact"}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The people with what lists say of them, and the rows that met nobody or more than one, each with the reason."""

    people: tuple[Person, ...]
    unmet: tuple[tuple[Listed, str], ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Every mailbox, telephone and address that the evidence tells of somebody; a letter goes to one of them."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()


def reconcile(
    people: Sequence[Person],
    listed: Sequence[Listed],
    *,
    lifted: Iterable[str] = (),
    homes: tuple[str, ...] = (),
    reached: Mapping[str, Reached] = MappingProxyType({}),
) -> Reconciled:
    """Lay the lists on the people.

    `lifted`: ids of those to whom a letter goes although a list says no, by a decision; `homes`: the organisation's countries;
    `reached`: by id, how else people are reached than the way chosen. Who has met a row once, by what is not kept, has met it.
    """
    if not listed:
        return Reconciled(tuple(people), ())
    index = _Index(people, reached)
    rows: dict[str, list[Listed]] = {}
    unmet = []
    for row in listed:
        found = index.find(row)
        if len(found) == 1:
            rows.setdefault(found[0].id, []).append(row)
        else:
            unmet.append((row, _why_not(row, found)))
    free = frozenset(lifted)
    made = (_laid(person, rows[person.id], is_lifted=person.id in free, homes=homes) if person.id in rows else person for person in people)
    return Reconciled(tuple(made), tuple(unmet))


class _Index:
    """People by what a row may name."""

    def __init__(self, people: Sequence[Person], reached: Mapping[str, Reached]) -> None:
        self.by_id: dict[str, Person] = {}
        self.by_key: dict[str, list[Person]] = {}
        self.met: dict[tuple[str, str], list[Person]] = {}
        self.reached = {person.id: _ways(person, reached.get(person.id, Reached())) for person in people}
        for person in people:
            for name in (person.id, *person.former_ids):
                self.by_id[name] = person
            for match in person.matches:
                self.met.setdefault((match.kind, match.place), []).append(person)
            names = (person.name, *person.other_names)
            for key in _keys(self.reached[person.id], person.dob, names):
                self.by_key.setdefault(key, []).append(person)

    def find(self, row: Listed) -> list[Person]:
        """Everybody whom the row may be about."""
        if row.person:
            known = self.by_id.get(row.person)
            return [known] if known and (not row.name or _names_agree(row.name, known)) else []
        near: dict[str, Person] = {}
        told = Reached((row.email,) * bool(row.email), (row.phone,) * bool(row.phone), (row.postal_address,) if row.postal_address else ())
        for key in _keys(told, row.dob, (row.name,)):
            near.update((person.id, person) for person in self.by_key.get(key, ()))
        found = [person for person in near.values() if _same(row, person, self.reached[person.id])]
        return found or self.met.get((row.kind, row.place), [])


def _ways(person: Person, more: Reached) -> Reached:
    """How a person is reached: as chosen, and what else is told."""
    return Reached(
        tuple({one.casefold().strip() for one in (person.email, *more.emails) if one}),
        tuple({one for one in (person.phone, *more.phones) if one}),
        tuple({one for one in (person.postal_address, *more.addresses) if one}),
    )


def _keys(told: Reached, dob: object, names: Iterable[str]) -> set[str]:
    found = {f"email {email.casefold().strip()}" for email in told.emails}
    found |= {f"phone {digits[-10:]}" for phone in told.phones if len(digits := re.sub(r"\D", "", phone)) >= 7}
    for name in names:
        family = parse(name).family if name else ""
        found |= {f"born {dob} {family[:3]}"} if dob and family else set()
        for address in told.addresses:
            if family and (address.postcode or address.city):
                found.add(f"at {fold(address.postcode)[:5] or fold(address.city)} {family[:3]}")
    return found


def _same(row: Listed, person: Person, reached: Reached) -> bool:
    if row.name and person.name and not _names_agree(row.name, person):
        return False
    if row.dob and person.dob and row.dob != person.dob:
        return False
    if not (row.name and person.name):
        # An address of a mailbox that a couple shares names nobody: without a name it must be the only thing known.
        return row.email.casefold().strip() in reached.emails
    return bool(
        (row.dob and row.dob == person.dob)
        or row.email.casefold().strip() in reached.emails
        or (row.phone and any(re.sub(r"\D", "", row.phone)[-10:] == re.sub(r"\D", "", phone)[-10:] for phone in reached.phones))
        or any(_same_place(row.postal_address, address) for address in reached.addresses)
    )


def _names_agree(name: str, person: Person) -> bool:
    row = parse(name)
    for other in map(parse, (person.name, *person.other_names)):
        if row.suffix != other.suffix and (row.suffix and other.suffix):
            continue
        givens = sorted((row.given, other.given))
        if not families_alike(*sorted((row.family, other.family))) or not alike(*givens) or distinct(*givens):
            continue
        if row.middle and other.middle and row.middle[0] != other.middle[0]:
            continue
        return True
    return False


def _same_place(one: PostalAddress | None, other: PostalAddress | None) -> bool:
    if not one or not other or not one.street or not other.street:
        return False
    same_town = (
        fold(one.postcode)[:5] == fold(other.postcode)[:5] if one.postcode and other.postcode else fold(one.city) == fold(other.city)
    )
    streets = sorted((mailing.for_mail(one).address.street.casefold(), mailing.for_mail(other).address.street.casefold()))
    numbers = [re.findall(r"\d+", street)[:1] for street in streets]
    return same_town and numbers[0] == numbers[1] and places_alike(*streets)


def _why_not(row: Listed, found: Sequence[Person]) -> str:
    if len(found) > 1:
        return f"fits {len(found)} people ({', '.join(sorted(person.id for person in found)[:4])}): settle it by the person's id"
    return (
        "nobody on the list of affected people has this id with this name"
        if row.person
        else "nobody on the list of affected people agrees in the name and one thing more"
    )


def _laid(person: Person, rows: Sequence[Listed], *, is_lifted: bool, homes: tuple[str, ...]) -> Person:
    matches: list[Match] = []
    for row in sorted(rows, key=lambda one: (one.kind != "known", one.place)):
        if row.kind == "known":
            person, match = _completed(person, row, homes)
            matches.append(match)
        else:
            matches.append(_bound(person, row, is_lifted=is_lifted))
    return replace(person, matches=tuple(matches))


def _completed(person: Person, row: Listed, homes: tuple[str, ...]) -> tuple[Person, Match]:
    """Fill what is missing from the organisation's own record; the evidence's address is replaced only where no letter could go."""
    now, theirs = mailing.for_mail(person.postal_address), mailing.for_mail(row.postal_address)
    told = []
    if theirs.is_deliverable and not now.is_deliverable and row.postal_address:
        person = replace(person, postal_address=residence.complete(row.postal_address, residence.Grounds(homes=homes)))
        told.append("postal address completed")
    for name in ("email", "phone"):
        if getattr(row, name) and not getattr(person, name):
            person = replace(person, **{name: getattr(row, name)})
            told.append(f"{'e-mail' if name == 'email' else 'telephone'} added")
    if row.dob and not person.dob:
        told.append("date of birth known, not taken over: it decides who is addressed, so a person should")
    if "postal address completed" in told and person.postal_address:
        home = residence.resolve(residence.Grounds((person.postal_address,), homes=homes))
        if home.code and home.confidence > person.residence_confidence:
            ground = f"{home.reason}, taken from the list of known people"
            person = replace(person, residence=home.code, residence_reason=ground, residence_confidence=home.confidence)
            told.append("residence told by it")
    return person, Match("known", row.place, "; ".join(told) or "agrees; nothing to add", is_binding=False)


def _bound(person: Person, row: Listed, *, is_lifted: bool) -> Match:
    """What an entry on a list of no letters means for this person."""
    noted = f" ({row.note})" if row.note else ""
    if row.kind == "do_not_contact":
        says = f"on the list of people not to be contacted{noted}"
        return Match(row.kind, row.place, says + (": lifted by a decision" if is_lifted else ""), row.on, is_binding=not is_lifted)
    day = f" on {row.on.isoformat()}" if row.on else ""
    more = sorted(set(person.elements) - set(row.elements) - {"name", "contact"}) if row.elements else []
    if more:
        return Match(row.kind, row.place, f"told already{day}, but not of {', '.join(more)}: a letter is due", row.on, is_binding=False)
    checked = "" if row.elements else "; what that letter named is not on the list, so check that it named everything"
    return Match(
        row.kind,
        row.place,
        f"told already{day}{noted}{checked}" + (": lifted by a decision" if is_lifted else ""),
        row.on,
        is_binding=not is_lifted,
    )


def by_list(unmet: Iterable[tuple[Listed, str]]) -> Mapping[str, int]:
    """How many rows of each list met nobody."""
    counted: dict[str, int] = {}
    for row, _ in unmet:
        counted[row.kind] = counted.get(row.kind, 0) + 1
    return counted
