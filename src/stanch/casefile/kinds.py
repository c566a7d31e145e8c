"""Which record stands in which table, and what its columns hold. Imported only when a case is open (it loads the models)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from stanch.casefile.models import (
    ActionRow,
    AsideRow,
    AttackRow,
    ClientRow,
    DerivedRow,
    DoubtfulPairRow,
    DraftedRow,
    DutyRow,
    EvidenceRow,
    ExhibitRow,
    LinkageRow,
    ListedRow,
    NotedRow,
    NoticeRow,
    OfferRow,
    OrganisationRow,
    OwnFieldRow,
    OwnValueRow,
    PersonRow,
    SaidRow,
    TaskRow,
    UnreadRow,
    WordingRow,
)
from stanch.casefile.texts import storable
from stanch.records import (
    Action,
    Aside,
    Attack,
    Client,
    DoubtfulPair,
    Duty,
    Evidence,
    Exhibit,
    Linkage,
    Listed,
    Noted,
    Notice,
    Offer,
    Organisation,
    OwnField,
    OwnValue,
    Person,
    Said,
    Task,
    Unread,
    Wording,
)

LONGEST_KEY = 600  # characters


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of record, its table, its identity, and its columns.

    `beside` is a table with the same columns where rows wait that take long to make: they are written a lot at a time, and others
    write between.
    """

    model: type[DerivedRow]
    identity: Callable[[Any], str]
    columns: Callable[[Any], dict[str, Any]]
    beside: type[Model] | None = None


def _exhibit(row: Exhibit) -> dict[str, Any]:
    return {"name": storable(row.name), "role": row.role, "form": row.form, "sha256": row.sha256, "size": row.size}


def _unread(row: Unread) -> dict[str, Any]:
    return {"locator": storable(row.locator), "reason": row.reason, "step": row.step}


def _person(row: Person) -> dict[str, Any]:
    words = [row.id, row.name, *row.other_names, row.email or "", row.phone or ""]
    if row.postal_address:
        words += [row.postal_address.street, row.postal_address.city, row.postal_address.postcode]
    return {
        # A server's index takes no key beyond 2,704 bytes; the record has the whole.
        "name": storable(row.name)[:LONGEST_KEY],
        "residence": row.residence or "",
        "relation": storable(row.relation),
        "elements": " ".join(row.elements),
        "minor": row.minor,
        "deceased": row.deceased,
        "confidence": row.confidence,
        "haystack": storable("\n".join(words)).casefold(),
    }


def _duty(row: Duty) -> dict[str, Any]:
    return {
        "jurisdiction": row.jurisdiction,
        "recipient": row.recipient,
        "required": str(row.required).lower(),
        "due": row.deadline.due if row.deadline else None,
    }


def _notice(row: Notice) -> dict[str, Any]:
    return {"form": row.form, "jurisdiction": row.jurisdiction, "recipient": storable(row.recipient), "person": storable(row.person)}


TABLES: dict[type, Table] = {
    Organisation: Table(OrganisationRow, lambda row: row.name or "", lambda _row: {}),
    Evidence: Table(EvidenceRow, lambda row: row.path, lambda row: {"role": row.role}),
    Exhibit: Table(ExhibitRow, lambda row: row.id, _exhibit),
    Unread: Table(UnreadRow, lambda _row: "", _unread),
    Attack: Table(AttackRow, lambda _row: "", lambda row: {"events": row.events, "cause": row.cause.kind or ""}),
    Person: Table(PersonRow, lambda row: row.id, _person),
    DoubtfulPair: Table(
        DoubtfulPairRow,
        lambda row: f"{row.left} {row.right}",
        lambda row: {"left": row.left, "right": row.right, "probability": row.probability},
    ),
    Aside: Table(AsideRow, lambda row: row.id, lambda row: {"cause": row.cause, "name": storable(row.person.name)}),
    Linkage: Table(LinkageRow, lambda _row: "", lambda _row: {}),
    Listed: Table(ListedRow, lambda row: f"{row.kind} {row.place}", lambda row: {"kind": row.kind, "source": storable(row.place)}),
    Client: Table(ClientRow, lambda row: row.name, lambda row: {"name": storable(row.name)}),
    Duty: Table(DutyRow, lambda row: row.id, _duty),
    Notice: Table(NoticeRow, lambda row: row.id, _notice, beside=DraftedRow),
    Offer: Table(
        OfferRow,
        lambda row: f"{row.person} {row.service}",
        lambda row: {"person": row.person, "service": row.service, "required": row.required},
    ),
    Noted: Table(NotedRow, lambda row: row.id, lambda row: {"kind": row.kind}),
    Said: Table(SaidRow, lambda row: row.key, lambda row: {"key": row.key}),
    Wording: Table(WordingRow, lambda row: f"{row.text}@{row.version}", lambda row: {"text": row.text}),
    Task: Table(TaskRow, lambda row: row.id, lambda row: {"blocks": storable(row.blocks)}),
    OwnField: Table(OwnFieldRow, lambda row: row.key, lambda _row: {}),
    OwnValue: Table(OwnValueRow, lambda row: row.key, lambda _row: {}),
    Action: Table(ActionRow, lambda row: row.id, lambda row: {"owner": row.owner, "due": row.due}),
}
