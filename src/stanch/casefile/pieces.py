"""The pieces of a case: made from approved notices, changed only together with an event that says what happened.

Events are sealed by the journal in lots: one entry holds how many there were and a hash over them (`seal_events`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal

from stanch.casefile import following_up, told_less
from stanch.casefile.case import Case
from stanch.casefile.gate import people_set_aside
from stanch.casefile.notice_pages import PAGE, notices_in_pages
from stanch.casefile.texts import storable
from stanch.notices.following import FOLLOW_UP
from stanch.notices.mail_address import mail_address
from stanch.records import Notice, Piece, PieceEvent
from stanch.vault import tokeniser

SEALED_BY = "deliveries"
EVENTS = 2000  # rows read at a time


def piece_id(case: Case, notice: str, attempt: int) -> str:
    """What the piece is called outside: sixteen letters and digits that tell nothing of the person, always the same."""
    return tokeniser(case.keys)("piece", f"{notice}\x1f{attempt}")[:16].upper()


def queue_approved(case: Case, *, persons: Collection[str] | None = None) -> Counter[str]:
    """Make the first piece of every approved notice that has none; how many of which channel, and `set aside` with no way to go.

    A letter that told less than is known by now, and was approved anew, gets a further piece.
    """
    done: Counter[str] = Counter()
    for made, tells, lost in chain(_first_pieces(case, persons), _further_pieces(case, persons)):
        add(case, made, source="queue", tells=tells)
        done.update(piece.channel for piece in made)
        done["set aside"] += lost
    seal_events(case)
    return done


def would_queue(case: Case) -> Counter[str]:
    """What `queue_approved` would make, without making it."""
    done: Counter[str] = Counter()
    for made, _, lost in chain(_first_pieces(case, None), _further_pieces(case, None)):
        done.update(piece.channel for piece in made)
        done["set aside"] += lost
    return done


_Made = tuple[list[Piece], dict[str, str], int]


def _first_pieces(case: Case, persons: Collection[str] | None) -> Iterator[_Made]:
    """Page by page the pieces that approved notices without one would get, what each tells, and how many notices have no way to go."""
    from stanch.casefile.models import DecisionRow, PieceRow

    known = set(PieceRow.objects.using(case.alias).filter(attempt=1).values_list("notice", flat=True))
    rows = DecisionRow.objects.using(case.alias).filter(kind=Notice.__name__, is_current=True, verdict="approved")
    approved = sorted(set(rows.values_list("subject", flat=True)) - known)
    newer, aside = newer_addresses(case), people_set_aside(case)
    undone, lost = bool(following_up.not_done(case)), _lost_at(case)
    for page in notices_in_pages(case, approved):
        wanted = [
            one
            for one in page
            if may_go(one, aside) and not (undone and one.recipient == FOLLOW_UP) and (persons is None or one.person in persons)
        ]
        made = [piece for one in wanted if (piece := first_piece(case, one, newer)) and (piece.person, piece.address) not in lost]
        tells = {one.id: told_less.marks(one) for one in wanted}
        yield made, {piece.id: tells[piece.notice] for piece in made}, len(wanted) - len(made)


def _further_pieces(case: Case, persons: Collection[str] | None) -> Iterator[_Made]:
    """The pieces of letters that left and told less than the letter that is approved now."""
    newer, aside, lost = newer_addresses(case), people_set_aside(case), _lost_at(case)
    for notice, less in told_less.due(case):
        if may_go(notice, aside) and (persons is None or notice.person in persons):
            piece = first_piece(case, notice, newer, attempt=less.attempt + 1)
            made = [piece] if piece and (piece.person, piece.address) not in lost else []
            yield made, {one.id: told_less.marks(notice) for one in made}, 1 - len(made)


def _lost_at(case: Case) -> set[tuple[str, tuple[str, ...]]]:
    """People and the addresses from which something came back: no further letter goes to whoever lives there now."""
    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias).filter(state__in=("returned", "bounced")).values_list("person", "address")
    return {(person, tuple(json.loads(address))) for person, address in rows}


def first_piece(case: Case, notice: Notice, newer: Mapping[str, tuple[str, ...]], *, attempt: int = 1) -> Piece | None:
    """The piece of a notice: by mail to the newest address known, by e-mail where the notice is one; None where neither is usable."""
    assert notice.person is not None  # noqa: S101 only letters to people come here
    newest = newer.get(notice.person, ())
    address = newest or notice.address
    if notice.form == "email" and not newest:
        address = (mail_address(notice.email or "") or "",)
    if not any(address):
        return None
    channel = channel_of(address) if notice.form == "email" else "mail"
    identity = piece_id(case, notice.id, attempt)
    return Piece(identity, notice.id, notice.person, channel, attempt, "queued", tuple(address), case.clock())


def channel_of(address: Sequence[str]) -> Literal["mail", "email"]:
    """How the lines of an address are reached: a mailbox stands alone."""
    return "email" if len(address) == 1 and mail_address(address[0]) else "mail"


def may_go(notice: Notice, aside: Collection[str]) -> bool:
    """Whether this notice may leave now: approved as it stands, and its person not set aside."""
    return notice.status == "approved" and notice.person not in aside


def newer_addresses(case: Case) -> dict[str, tuple[str, ...]]:
    """The address lines told since the letters were drafted, by person."""
    from stanch.casefile.models import AddressRow

    rows = AddressRow.objects.using(case.alias).order_by("id").values_list("person", "address")
    return {person: tuple(json.loads(address)) for person, address in rows}


def add(case: Case, pieces: Sequence[Piece], *, source: str, tells: Mapping[str, str] = MappingProxyType({})) -> None:
    """Put new pieces into the outbox, each with its first event; `tells`: marks of what it names, by piece (`told_less.marks`)."""
    from django.db import transaction

    from stanch.casefile.models import PieceEventRow, PieceRow

    at = case.clock().isoformat()
    with transaction.atomic(using=case.alias):
        PieceRow.objects.using(case.alias).bulk_create(
            (
                PieceRow(
                    piece=one.id,
                    notice=storable(one.notice),
                    person=storable(one.person),
                    channel=one.channel,
                    attempt=one.attempt,
                    state=one.state,
                    address=json.dumps([storable(line) for line in one.address], ensure_ascii=False),
                    created_at=one.created_at,
                )
                for one in pieces
            ),
            batch_size=PAGE,
        )
        PieceEventRow.objects.using(case.alias).bulk_create(
            (
                PieceEventRow(
                    piece=one.id,
                    at=at,
                    what=one.state,
                    detail=f"{one.channel}, attempt {one.attempt}{tells.get(one.id, '')}",
                    source=source,
                )
                for one in pieces
            ),
            batch_size=PAGE,
        )


def change(case: Case, piece: str, what: str, *, detail: str = "", source: str = "", state: str | None = None, **columns: Any) -> None:
    """Write down what happened to one piece and, where it is, its new state: in the transaction that is open, or one of its own."""
    from django.db import transaction

    from stanch.casefile.models import PieceEventRow, PieceRow

    with transaction.atomic(using=case.alias):
        PieceEventRow.objects.using(case.alias).create(
            piece=piece, at=case.clock().isoformat(), what=what, detail=storable(detail), source=storable(source)
        )
        PieceRow.objects.using(case.alias).filter(piece=piece).update(state=state or what, **columns)


def handed(case: Case, rows: Sequence[Mapping[str, Any]], batch: str) -> None:
    """As `change` for all pieces of a printed batch at once: `piece`, `file`, `first_page`, `pages`, `sheets`, `sha256` of each."""
    from django.db import connections, transaction

    from stanch.casefile.models import PieceEventRow

    now = case.clock()
    with transaction.atomic(using=case.alias):
        told = (
            PieceEventRow(piece=row["piece"], at=now.isoformat(), what="handed", detail=_place(batch, row), source="print house")
            for row in rows
        )
        PieceEventRow.objects.using(case.alias).bulk_create(told, batch_size=PAGE)
        update = "UPDATE casefile_piecerow SET state = 'handed', digest = %s, sheets = %s, tried_at = %s WHERE piece = %s"
        link = connections[case.alias]
        at = link.ops.adapt_datetimefield_value(now)
        with link.cursor() as cursor:
            cursor.executemany(update, [(row["sha256"], row["sheets"], at, row["piece"]) for row in rows])


def _place(batch: str, row: Mapping[str, Any]) -> str:
    first, pages = row["first_page"], row["pages"]
    return f"{batch}/{row['file']}, pages {first} to {first + pages - 1}, sheets: {row['sheets']}"


def pieces(case: Case, **where: Any) -> Iterator[Piece]:
    """The pieces that fit (`state="queued"`, `channel__in=…`), oldest first; one page in memory at a time."""
    from stanch.casefile.models import PieceRow

    last = 0
    while True:
        page = list(PieceRow.objects.using(case.alias).filter(id__gt=last, **where).order_by("id")[:PAGE])
        if not page:
            return
        last = page[-1].pk
        yield from map(_piece, page)


def events(case: Case, piece: str) -> list[PieceEvent]:
    """What happened to a piece, oldest first."""
    from stanch.casefile.models import PieceEventRow

    rows = PieceEventRow.objects.using(case.alias).filter(piece=piece).order_by("id")
    return [PieceEvent(row.piece, datetime.fromisoformat(row.at), row.what, row.detail, row.source, row.entry) for row in rows]


def seal_events(case: Case) -> int | None:
    """Put all events that no journal entry seals yet under one; its number, or None where there were none."""
    from django.db import transaction

    from stanch.casefile.models import PieceEventRow

    with transaction.atomic(using=case.alias):
        rows = PieceEventRow.objects.using(case.alias).filter(entry=None).order_by("id")
        first, last = rows.first(), rows.last()
        if first is None or last is None:
            return None
        counted: Counter[str] = Counter(rows.values_list("what", flat=True))
        details = {"events": sum(counted.values()), "first": first.pk, "last": last.pk, "what": dict(sorted(counted.items()))}
        entry = case.journal.append(SEALED_BY, details={**details, "digest": digest_of_events(case, first.pk, last.pk)})
        rows.update(entry=entry)
    return entry


def digest_of_events(case: Case, first: int, last: int) -> str:
    """A hash over the events between two, in order."""
    from stanch.casefile.models import PieceEventRow

    mark = hashlib.sha256()
    rows = PieceEventRow.objects.using(case.alias).filter(id__gte=first, id__lte=last).order_by("id")
    for row in rows.values_list("id", "piece", "at", "what", "detail", "source").iterator(chunk_size=EVENTS):
        mark.update(json.dumps(row, ensure_ascii=True).encode())
    return mark.hexdigest()


def event_faults(case: Case) -> Iterator[str]:
    """What in the delivery ledger is not as the journal tells; for `stanch verify`."""
    from stanch.casefile.models import PieceEventRow, PieceRow

    destroyed = max((entry.sequence for entry in case.journal.each("order destruction")), default=0)
    for entry in case.journal.each(SEALED_BY):
        told = json.loads(entry.details)
        if entry.sequence < destroyed:
            continue  # the list was destroyed since, by order; its hashes stay in the journal
        if digest_of_events(case, told["first"], told["last"]) != told["digest"]:
            yield f"deliveries {told['first']} to {told['last']} are not what journal entry {entry.sequence} tells of"
    lasts = dict(PieceEventRow.objects.using(case.alias).order_by("id").values_list("piece", "what").iterator(chunk_size=EVENTS))
    for piece, state in PieceRow.objects.using(case.alias).order_by("id").values_list("piece", "state").iterator(chunk_size=EVENTS):
        if lasts.get(piece) not in (state, *_SAME.get(state, ())):
            yield f"piece {piece} stands as {state}, which is not what last happened to it"


# Events that leave a piece in a state of another name.
_SAME = {
    "queued": ("not_taken", "later", "not_accepted", "resend", "readdressed"),
    "sent": ("witnessed", "settled_by_person"),
    "sending": ("intent",),
}


def _piece(row: Any) -> Piece:
    return Piece(
        id=row.piece,
        notice=row.notice,
        person=row.person,
        channel=row.channel,
        attempt=row.attempt,
        state=row.state,
        address=tuple(json.loads(row.address)),
        created_at=row.created_at,
        tried_at=row.tried_at,
        settled_at=row.settled_at,
        message_id=row.message_id,
        batch=row.batch,
        sheets=row.sheets,
        digest=row.digest,
        reply=row.reply,
        tries=row.tries,
    )
