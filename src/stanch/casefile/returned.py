"""What comes back, and what follows: bounces, returned mail, newer addresses, second attempts, substitute notice with its clock."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from stanch import law, safe_csv
from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import current
from stanch.casefile.notice_pages import notices_in_pages
from stanch.casefile.pieces import add, change, channel_of, newer_addresses, piece_id, pieces, seal_events
from stanch.casefile.texts import storable
from stanch.errors import WrongCall
from stanch.notices import bounces, print_reports, substitution
from stanch.records import Duty, Facts, Person, Piece, PostalAddress, from_json
from stanch.vault import tokeniser

if TYPE_CHECKING:
    from stanch.custody import Address, Secret

LARGEST = 500_000_000  # bytes of a report; a million letters make some 100 MB
LOST = ("returned", "bounced", "refused")
SUBSTITUTE = "SubstituteNotice"
# How far each event has come, so that a report read twice, or in another order, never takes a piece back.
_RANK = {"queued": 0, "handed": 1, "printed": 2, "mailed": 3, "forwarded": 4, "returned": 5, "cancelled": 6}


@dataclass(slots=True)
class Taken:
    """What was taken out of a report; `unknown` the lines not taken, each with why, `missing` what is not accounted for."""

    counts: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def take_post_report(case: Case, file: Path) -> Taken:
    """Reconcile a report of the print house or the post. Reading it again changes nothing."""
    from django.db import transaction

    reports = print_reports.read_reports(_text(file), file.name)
    taken = Taken()
    ours = _by_id(case, [one.piece for one in reports])
    with transaction.atomic(using=case.alias):
        for one in reports:
            piece = ours.get(one.piece)
            if piece is None or piece.channel != "mail":
                taken.unknown.append(f"line {one.line}: {one.piece[:40]} is none of this case's letters")
                continue
            if wrong := _cannot_be(one, piece, case.clock().date()):
                taken.unknown.append(f"line {one.line}: {piece.id} {wrong}")
                continue
            _apply(case, one, ours, file.name, taken)
        seal_events(case)
    taken.missing = [f"{one.id} ({one.batch})" for one in pieces(case, channel="mail", state="handed")]
    _journal(case, "reconcile", file.name, taken)
    return taken


def _cannot_be(one: print_reports.PostReport, piece: Piece, today: date) -> str:
    """Why a line of a report cannot be true; a person must ask the print house. A day is given either way, for time zones."""
    if piece.state == "queued" or piece.tried_at is None:
        return f"is told as {one.event} and was never handed over"
    if one.on > today + timedelta(days=1):
        return f"is told as {one.event} on {one.on.isoformat()}, which is to come"
    if one.on < piece.tried_at.date() - timedelta(days=1):
        return f"is told as {one.event} on {one.on.isoformat()}, before it was handed over"
    return ""


def _apply(case: Case, one: print_reports.PostReport, ours: dict[str, Piece], source: str, taken: Taken) -> None:
    piece = ours[one.piece]
    said = f"{one.on.isoformat()}{': ' + one.reason if one.reason else ''}"
    if one.event == "spoiled":
        if piece.state in ("handed", "printed"):
            change(case, piece.id, "cancelled", detail=f"spoiled {said}", source=source)
            ours[piece.id] = replace(piece, state="cancelled")
            _next_attempt(case, piece, piece.address, source="spoiled")
            taken.counts["to be printed again"] += 1
        else:
            taken.counts["known already" if piece.state == "cancelled" else f"spoiled, and yet {piece.state}: ask the print house"] += 1
        return
    if _RANK[one.event] <= _RANK.get(piece.state, 0):
        taken.counts["known already"] += 1
        return
    change(case, piece.id, one.event, detail=said, source=source, reply=said, settled_at=case.clock())
    ours[piece.id] = replace(piece, state=one.event)
    taken.counts[one.event] += 1
    if one.address:
        taken.counts["newer addresses"] += remember(case, piece.person, one.address, source)


def take_bounces(case: Case, mailbox: Path) -> Taken:
    """Read bounces of a file or folder back into the ledger. Those of messages that are not ours are counted and left alone."""
    return _take(case, bounces.read_bounces(mailbox), mailbox.name)


def take_bounces_from(case: Case, address: Address, secret: Secret) -> Taken:
    """The same from a mailbox by IMAP, which is only read: nothing in it is moved or marked, and reading it again changes nothing.

    All of it is fetched before anything is written, so a line that breaks off leaves the ledger as it was.
    """
    from stanch import custody

    messages = custody.messages(address, secret, largest=bounces.LARGEST)
    return _take(case, [found for raw in messages for found in bounces.bounces_of(raw)], address.plain)


def _take(case: Case, found: Iterable[bounces.Bounce], source: str) -> Taken:
    taken, ours = Taken(), archives(case)
    for bounce in found:
        piece = _returned_piece(case, bounce)
        if piece is None:
            taken.counts["of other messages"] += 1
        elif not ours.isdisjoint(bounce.about) and piece.address[0].casefold() not in bounce.about:
            taken.counts["of the archive's copy: look after its mailbox"] += 1
        elif not bounce.is_final:
            taken.counts[f"{bounce.action}, not final"] += 1
        elif piece.state == "bounced":
            taken.counts["known already"] += 1
        else:
            said = f"{bounce.status} {bounce.diagnostic}".strip()
            change(case, piece.id, "bounced", detail=said, source=source, reply=said, settled_at=case.clock())
            taken.counts["bounced"] += 1
    seal_events(case)
    _journal(case, "read bounces", source, taken)
    return taken


def _returned_piece(case: Case, bounce: bounces.Bounce) -> Piece | None:
    """The piece of ours that came back, by its Message-ID; else by its mark, where a server on the way gave the message another."""
    found = next(pieces(case, message_id=bounce.message_id), None) if bounce.message_id else None
    return found or (next(pieces(case, piece=bounce.piece, channel="email"), None) if bounce.piece else None)


def archives(case: Case) -> frozenset[str]:
    """The addresses that got a copy of each message: when one of them refuses its copy, no person's letter came back."""
    from stanch.casefile.outbox import ARCHIVE, SENT

    told = (json.loads(entry.details).get(ARCHIVE, "") for entry in case.journal.entries() if entry.action == SENT)
    return frozenset(one.casefold() for one in told if one)


# Addresses


def export_addresses(case: Case, out: Path, *, everyone: bool = False, by: str | None = None) -> int:
    """Write a file for an address service: those whose letter or e-mail came back (or everybody), under opaque references; how many.

    Who has no postal address stands there with the mailbox alone.
    """
    wanted = None if everyone else {one.person for one in pieces(case, state__in=LOST)}
    count = 0

    def rows() -> Iterator[tuple[str, str, PostalAddress, str]]:
        nonlocal count
        for person in _people(case):
            where = person.postal_address
            if (where and where.is_deliverable) if wanted is None else person.id in wanted:
                count += 1
                yield reference(case, person.id), person.name, where or PostalAddress(), person.email or ""

    with out.open("w", newline="", encoding="utf-8-sig") as stream:
        out.chmod(0o600)
        safe_csv.write(stream, print_reports.EXPORT_COLUMNS, print_reports.export_rows(rows()))
    case.journal.append("export addresses", out.name, by=by, details={"people": count})
    return count


def reference(case: Case, person: str) -> str:
    """What a person is called outside: opaque, always the same."""
    return tokeniser(case.keys)("person reference", person)[:16].upper()


def take_addresses(case: Case, file: Path, source: str) -> Taken:
    """Newer addresses as an address service, a caller list or a skip trace gives them back, by reference or by piece."""
    found = print_reports.read_addresses(_text(file), file.name, source)
    taken, wanted = Taken(), {one.reference for one in found}
    people = {mark: person.id for person in _people(case) if (mark := reference(case, person.id)) in wanted}
    people |= {one.id: one.person for one in _by_id(case, sorted(wanted - people.keys())).values()}
    for one in found:
        if one.reference in people:
            taken.counts["newer addresses"] += remember(case, people[one.reference], one.address, source, one.email)
        else:
            taken.unknown.append(f"line {one.line}: {one.reference[:40]} is nobody's reference here")
    _journal(case, "take addresses", file.name, taken)
    return taken


def remember(case: Case, person: str, address: PostalAddress | None, source: str, email: str = "") -> bool:
    """Keep a newer address, if it is one; the evidence's own stays with the person. A mailbox serves those who are written to by e-mail."""
    from stanch.casefile.models import AddressRow

    found = _person(case, person)
    if found is None:
        return False
    facts = next(iter(case.store.get(Facts)), Facts())
    from stanch.notices.facing import face
    from stanch.notices.letters import home_country

    # Whom the envelope names stays as the letter has it (a guardian, an estate), on as many lines as that takes.
    letter = next((one for page in notices_in_pages(case, [f"letter-{person}"]) for one in page), None)
    language = letter.language if letter else found.language
    by_mail = letter is not None and letter.form == "email"
    lines = (
        face(replace(found, postal_address=address), {}, language, home_country(facts)).address
        if address
        else (email,)
        if email and by_mail
        else ()
    )
    before = newer_addresses(case).get(person) or (letter.address or (letter.email or "",) if letter else ())
    if not lines or [one.casefold() for one in lines] == [one.casefold() for one in before]:
        return False
    AddressRow.objects.using(case.alias).create(
        person=person, address=json.dumps(list(map(storable, lines)), ensure_ascii=False), source=storable(source), known_at=case.clock()
    )
    return True


def again(case: Case) -> Counter[str]:
    """A second attempt for everybody whose letter or e-mail came back and for whom a newer address is known."""
    newer, counts = newer_addresses(case), Counter[str]()
    latest = {one.notice: one for one in pieces(case)}
    for piece in latest.values():
        if piece.state not in LOST:
            continue
        address = newer.get(piece.person)
        if address is None or address == piece.address:
            counts["no newer address"] += 1
            continue
        _next_attempt(case, piece, address, source="newer address")
        counts["second attempts"] += 1
    seal_events(case)
    return counts


def _next_attempt(case: Case, piece: Piece, address: tuple[str, ...], *, source: str) -> None:
    attempt = piece.attempt + 1
    identity, channel = piece_id(case, piece.notice, attempt), channel_of(address)
    made = Piece(identity, piece.notice, piece.person, channel, attempt, "queued", address, case.clock())
    add(case, [made], source=source)


# Substitute notice


def substitutions(case: Case, *, cost: float | None = None) -> list[substitution.Substitution]:
    """What each law says of those who cannot be reached, by duty: where somebody is unreached, or the condition is met."""
    day = next((one.as_of for one in case.store.get(Facts) if one.as_of), None) or case.clock().date()
    rules = law.substitutes(day)
    duties = [one for one in case.store.get(Duty) if one.recipient == "individuals" and one.required]
    owed, unreached = counts_by_duty(case)
    judged = [substitution.judge(one, rules.get(one.id), unreached=unreached[one.id], owed=owed[one.id], cost=cost) for one in duties]
    return [one for one in judged if one.unreached or one.met]


def counts_by_duty(case: Case) -> tuple[Counter[str], Counter[str]]:
    """People by duty: to whom it is owed, and who of them have no usable address left."""
    newer = newer_addresses(case)
    lost = {one.notice: one.state in LOST and newer.get(one.person) in (None, one.address) for one in pieces(case)}
    owed: Counter[str] = Counter()
    unreached: Counter[str] = Counter()
    for page in notices_in_pages(case):
        for one in page:
            owed.update(one.duties)
            if lost.get(one.id, not one.address and not one.email and one.person not in newer):
                unreached.update(one.duties)
    return owed, unreached


def give_substitute(case: Case, duty: str, *, on: date, where: str, by: str) -> substitution.Substitution | None:
    """Record that substitute notice was given under a duty: on which day, where it can be seen. What its law says of that comes back."""
    known = {one.id for one in case.store.get(Duty)}
    if duty not in known:
        raise WrongCall(f"no such duty: {duty}", do="`stanch notices returns -C CASE` lists those with people unreached.")
    if not where.strip():
        raise WrongCall("where it was given must be said", do="Name the web page, the newspaper, the station, and until when.")
    if on > case.clock().date() + timedelta(days=1):  # a day is given either way, for time zones
        raise WrongCall(f"{on.isoformat()} is to come", do="Record it once it was given; until then these people have not been told.")
    decide.write(
        case, SUBSTITUTE, {duty: ""}, verdict="given", by=by, grounds=f"{on.isoformat()}: {where}", action="give substitute notice"
    )
    return next((one for one in substitutions(case) if one.duty == duty), None)


def substitutes_given(case: Case) -> dict[str, str]:
    """Duties under which substitute notice was given, with day and place."""
    return {one.subject: one.grounds for one in current(case.alias, SUBSTITUTE).values() if one.verdict == "given"}


# Reading


def _people(case: Case) -> Iterator[Person]:
    from stanch.casefile.models import PersonRow

    rows = PersonRow.objects.using(case.alias).order_by("place").values_list("record", flat=True)
    for text in rows.iterator(chunk_size=1000):
        yield from_json(Person, text)


def _person(case: Case, identity: str) -> Person | None:
    from stanch.casefile.models import PersonRow

    row = PersonRow.objects.using(case.alias).filter(identity=identity).first()
    return from_json(Person, row.record) if row else None


def _by_id(case: Case, wanted: Sequence[str]) -> dict[str, Piece]:
    listed, found = list(dict.fromkeys(wanted)), dict[str, Piece]()
    for start in range(0, len(listed), 1000):
        found |= {one.id: one for one in pieces(case, piece__in=listed[start : start + 1000])}
    return found


def _text(file: Path) -> str:
    if file.stat().st_size > LARGEST:
        raise WrongCall("this file is too large for a report", where=str(file), do="Split it.")
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _journal(case: Case, action: str, subject: str, taken: Taken) -> None:
    case.journal.append(
        action, subject, details={"counts": dict(taken.counts), "unknown": len(taken.unknown), "missing": len(taken.missing)}
    )
