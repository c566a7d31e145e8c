"""Those whose letter or e-mail came back: who they are, a newer address told by hand, and how many second attempts there would be."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stanch.casefile import browse, returned
from stanch.casefile.browse import SIZE, Sheet
from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.casefile.pieces import newer_addresses
from stanch.errors import WrongCall
from stanch.notices.mail_address import mail_address
from stanch.records import PostalAddress

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACTION = "note newer address"
NO_NEWER, SECOND = "no newer address", "second attempts"


@dataclass(frozen=True, slots=True)
class CameBack:
    """A letter or e-mail that came back and was not tried again: whose, when and why, and the newest address known since (or none)."""

    person: str
    name: str
    piece: str
    channel: str
    attempt: int
    state: str
    at: datetime | None
    why: str
    newer: tuple[str, ...]


def _lost(case: Case) -> QuerySet[Any]:
    """The last pieces of their notices that came back."""
    from django.db.models import Exists, OuterRef

    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias)
    later = rows.filter(notice=OuterRef("notice"), attempt__gt=OuterRef("attempt"))
    return rows.filter(state__in=returned.LOST).exclude(Exists(later)).order_by("id")


def came_back(case: Case, *, number: int = 1) -> Sheet[CameBack]:
    """One page of them, in the order in which they went out."""
    rows = _lost(case)
    total = rows.count()
    sheets = max(1, -(-total // SIZE))
    number = min(max(1, number), sheets)
    page = list(rows[(number - 1) * SIZE : number * SIZE])
    return Sheet(_told(case, page), number, sheets, total)


def of_person(case: Case, person: str) -> list[CameBack]:
    """What came back of one person."""
    return _told(case, list(_lost(case).filter(person=person)))


def _told(case: Case, page: list[Any]) -> list[CameBack]:
    names, newer = browse.names(case, [one.person for one in page]), newer_addresses(case)
    return [
        CameBack(
            *(one.person, names.get(one.person, one.person), one.piece, one.channel, one.attempt, one.state, one.settled_at, one.reply),
            _other(newer.get(one.person, ()), one.address),
        )
        for one in page
    ]


def _other(newer: tuple[str, ...], tried: str) -> tuple[str, ...]:
    """An address that something came back from already is none."""
    return () if newer == tuple(json.loads(tried)) else newer


def would_be(case: Case) -> Counter[str]:
    """How many second attempts would be queued now, and for how many no newer address is known."""
    newer, counts = newer_addresses(case), Counter[str]()
    for person, address in _lost(case).values_list("person", "address").iterator(chunk_size=1000):
        counts[SECOND if _other(newer.get(person, ()), address) else NO_NEWER] += 1
    return counts


def note_address(case: Case, person: str, address: PostalAddress, *, email: str, source: str, by: str) -> None:
    """Keep a newer address that somebody told; the earlier ones stay. Raises `WrongCall` where it is none, or known already."""
    refuse_if_closed(case.alias)
    if browse.find_person(case, person) is None:
        raise WrongCall(f"no such person: {person}", do="Choose somebody from the list of those whose letter came back.")
    if not source.strip():
        raise WrongCall("it was not said where the address is from", do="Name who told it, or the service, and when.")
    box = mail_address(email.strip()) or ""
    if email.strip() and not box:
        raise WrongCall("that is no e-mail address", do="Write it as name@example.com.")
    if not address.is_deliverable and not box:
        raise WrongCall("this address cannot be delivered to", do="Give the street with the city or the postcode; or an e-mail address.")
    deliverable = address if address.is_deliverable else None
    if not returned.remember(case, person, deliverable, source.strip(), box):
        raise WrongCall(
            "this is the address that is known already, or none that their letter can go to",
            do="Give another one. Whose letter goes by post needs a postal address.",
        )
    case.journal.append(ACTION, person, by=by, details={"source": source.strip(), "by": "post" if deliverable else "e-mail"})


def queue(case: Case, *, by: str) -> Counter[str]:
    """Queue a second attempt for everybody with a newer address; they leave with the next sending."""
    from django.db import transaction

    refuse_if_closed(case.alias)
    with transaction.atomic(using=case.alias):
        counts = returned.again(case)
        case.journal.append("queue second attempts", by=by, details={"counts": dict(counts)})
    return counts
