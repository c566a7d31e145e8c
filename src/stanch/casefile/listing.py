"""The notification list: who is to be told, how they are reached, what is known of them and from what; and who is not on it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stanch.casefile.case import Case
from stanch.notices import lacks
from stanch.people import lists, mailing
from stanch.records import Aside, DoubtfulPair, Listed, Notice, Person
from stanch.vocabulary import elements, jurisdictions

COLUMNS = (
    "standing", "id", "former_ids", "name", "other_names", "addressed_to", "street", "city", "state", "postcode", "country",
    "deliverable", "address_faults", "address_doubts", "email", "phone", "language", "language_from", "dob", "minor", "deceased",
    "guardian", "residence", "residence_name", "residence_from", "residence_confidence", "kinds_exposed", "elements", "masked_values",
    "relation", "clients", "letters", "letter_status", "no_letter_because", "lists", "open_doubts", "confidence", "joined_by", "sources",
)  # fmt: skip
STANDING = {"company": "company", "test_account": "set aside", "own_mailbox": "set aside", "decided": "set aside", "refuted": "set aside"}
CAUSES = {
    "company": "companies, as parties of their own kind",
    "test_account": "test accounts",
    "own_mailbox": "mailboxes of the organisation's own",
    "decided": "decided to be no affected person",
    "refuted": "people of whom review left nothing",
}
MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class NotificationList:
    """`rows` by column: people first, then companies, then those set aside with the reason. `unmet`: rows of lists that met nobody."""

    rows: tuple[dict[str, Any], ...]
    unmet: tuple[dict[str, Any], ...]
    account: tuple[tuple[str, int, str], ...]

    def of(self, standing: str) -> list[dict[str, Any]]:
        """The rows of one standing: `person`, `company`, `set aside`."""
        return [row for row in self.rows if row["standing"] == standing]


@dataclass(frozen=True, slots=True)
class _Written:
    """Of a letter what the list tells; the letters themselves are read one after another and not held."""

    id: str
    status: str
    fault: str

    @classmethod
    def of(cls, notice: Notice) -> _Written:
        # What holds it is a check that failed, or a person's decision; what merely has to be filled in does not.
        faults = (gap for gap in notice.missing if gap.endswith(("by this letter", "must not be said")))
        return cls(notice.id, notice.status, next(faults, ""))


def build(case: Case) -> NotificationList:
    """The list as the case stands now."""
    store = case.store
    people, asides, listed = store.get(Person), store.get(Aside), store.get(Listed)
    written: dict[str, list[_Written]] = {}
    for notice in store.each(Notice):
        if notice.person:
            written.setdefault(notice.person, []).append(_Written.of(notice))
    # Members of one household are no doubt that anybody has to settle.
    doubts = Counter(end for pair in store.get(DoubtfulPair) if not pair.is_household for end in (pair.left, pair.right))
    by_id = {person.id: person for person in people}
    rows = [_row(person, "person", by_id, written.get(person.id, ()), doubts[person.id]) for person in people]
    rows += [
        _row(aside.person, STANDING[aside.cause], by_id, (), 0) | {"no_letter_because": aside.reason} for aside in asides
    ]  # fmt: skip
    unmet = lists.reconcile(people, listed).unmet
    told = tuple({"list": lists.NAMES[row.kind], "place": row.place, "name": row.name, "why": why} for row, why in unmet)
    return NotificationList(tuple(rows), told, tuple(account(people, asides, listed, rows, unmet=lists.by_list(unmet))))


def account(
    people: Iterable[Person], asides: Iterable[Aside], listed: Iterable[Listed], rows: Iterable[dict[str, Any]], *, unmet: Mapping[str, int]
) -> list[tuple[str, int, str]]:
    """(what, how many, meaning): every person found is in exactly one line of the first block, so that none is lost from sight."""
    persons = [row for row in rows if row["standing"] == "person"]
    causes = Counter(aside.cause for aside in asides)
    found = [("people affected", len(persons), "on the list")]
    found += [(CAUSES[cause], number, "not among the people affected; each with its reason") for cause, number in sorted(causes.items())]
    without = Counter(row["no_letter_because"] for row in persons if row["no_letter_because"])
    grouped = Counter(reason.partition(" (")[0] for reason in without.elements())
    found.append(
        ("people with a letter to go", sum(not row["no_letter_because"] for row in persons), "drafted, and no list speaks against it")
    )
    found += [("people without", number, reason) for reason, number in grouped.most_common()]
    found.append(("people whose residence is not known", sum(not row["residence"] for row in persons), "no law can be told for them"))
    lost = [row for row in persons if row["deliverable"] == "no"]
    by_mail = f"of these, {sum(bool(row['email']) for row in lost)} have an e-mail address"
    found.append(("people without a deliverable address", len(lost), by_mail))
    met = Counter(match.kind for person in people for match in person.matches)
    total = Counter(row.kind for row in listed)
    found += [
        (f"rows of the list: {lists.NAMES[kind]}", number, f"{met[kind]} met a person, {unmet.get(kind, 0)} met nobody or several")
        for kind, number in sorted(total.items())
    ]
    return found


def _row(person: Person, standing: str, people: Mapping[str, Person], notices: Sequence[_Written], doubts: int) -> dict[str, Any]:
    guardian = people.get(person.guardian or "")
    # A child who has no address of their own is written to at the guardian's.
    own = person.postal_address or (guardian.postal_address if guardian else None)
    mail = mailing.for_mail(own)
    places = jurisdictions()
    kinds = sorted({one.kind for one in person.exposures})
    known = elements()
    return {
        **dict(zip(COLUMNS, (standing, person.id, list(person.former_ids), person.name, list(person.other_names)), strict=False)),
        "addressed_to": addressed(person, guardian),
        **{name: getattr(mail.address, name) for name in ("street", "city", "state", "postcode", "country")},
        "deliverable": "yes" if mail.is_deliverable else "no",
        "address_faults": list(mail.faults),
        "address_doubts": list(mail.doubts),
        "email": person.email or "",
        "phone": person.phone or "",
        "language": person.language,
        "language_from": person.language_reason,
        "dob": person.dob.isoformat() if person.dob else "",
        "minor": "yes" if person.minor else "",
        "deceased": "yes" if person.deceased else "",
        "guardian": person.guardian or "",
        "residence": person.residence or "",
        "residence_name": places[person.residence].name if person.residence in places else "",
        "residence_from": person.residence_reason,
        "residence_confidence": round(person.residence_confidence, 2),
        "kinds_exposed": [known[kind].label if kind in known else kind for kind in kinds],
        "elements": list(person.elements),
        "masked_values": list(dict.fromkeys(f"{one.kind} {one.masked}" for one in person.exposures if one.masked.strip("* "))),
        "relation": person.relation or "",
        "clients": list(person.clients),
        "letters": [notice.id for notice in notices],
        "letter_status": "; ".join(sorted({notice.status for notice in notices})),
        "no_letter_because": _silence(person, notices),
        "lists": [f"{lists.NAMES[match.kind]} ({match.place}): {match.says}" for match in person.matches],
        "open_doubts": doubts + bool(person.returned),
        "confidence": round(person.confidence, 4),
        "joined_by": list(person.joined_by),
        "sources": list(person.sources[:MOST_PLACES])
        + [f"and {len(person.sources) - MOST_PLACES} more"] * (len(person.sources) > MOST_PLACES),
    }


def addressed(person: Person, guardian: Person | None) -> str:
    """Whose name stands on the envelope: the person, the parent or guardian of a child, the estate of one who has died."""
    name = person.name or "(name not known)"
    if person.deceased:
        return f"The family or estate of {name}"
    if person.minor:
        return f"{guardian.name}, parent or guardian of {name}" if guardian and guardian.name else f"The parent or guardian of {name}"
    return name


def _silence(person: Person, notices: Sequence[_Written]) -> str:
    """Why no letter goes to this person as things stand; empty where one is drafted that may go."""
    binding = [match for match in person.matches if match.is_binding]
    if binding:
        return "; ".join(f"{match.says} ({match.place})" for match in binding)
    if not notices and person.is_clients_alone:
        return lacks.CLIENTS.format(clients=", ".join(person.clients))
    if not notices:
        return "no law on file asks for a letter to this person"
    if any(notice.status != "held" for notice in notices):
        return ""
    return f"held: {next((notice.fault for notice in notices if notice.fault), 'by a decision')}"
