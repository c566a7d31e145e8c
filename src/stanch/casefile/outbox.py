"""The sender: each message once, whatever happens to the machine.

Before a message is handed over its intent is on the disk; after it the server's answer. Killed in between, the piece is in
doubt: it is never sent again on a guess. What can be known then is asked for: the archive's mailbox, the server's log, a
person. See ADR 0042.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from stanch.casefile import gate
from stanch.casefile.case import Case
from stanch.casefile.leaving import Leaving
from stanch.casefile.notice_pages import notices_in_pages
from stanch.casefile.patience import PATIENCE, TRIES, Streak, due
from stanch.casefile.pieces import change, pieces, seal_events
from stanch.errors import StanchError
from stanch.notices import witness
from stanch.notices.courier import Answer, Courier
from stanch.notices.mail_message import Outgoing, compose, probe
from stanch.notices.mail_server import MailServer
from stanch.records import Piece

LOT = 100  # pieces whose notices are fetched together
SENT, ARCHIVE = "send e-mails", "archive"  # the journal's entry of a run, and under what it names the address that gets copies
SEAL_EVERY = 1000  # events under one journal entry


@dataclass(slots=True)
class Run:
    """What a run did. `resting` were put off before and wait until `next_try` at the earliest."""

    sent: int = 0
    refused: int = 0
    later: int = 0
    skipped: int = 0
    in_doubt: int = 0
    resting: int = 0
    next_try: datetime | None = None
    ended: str = ""
    settled: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Pace:
    """So many a minute, and not more."""

    per_minute: int
    sleep: Callable[[float], None]
    now: Callable[[], float] = time.monotonic
    _due: float = 0.0

    def wait(self) -> None:
        """Wait until the next may go."""
        ahead = self._due - self.now()
        if ahead > 0:
            self.sleep(ahead)
        self._due = max(self._due, self.now()) + 60 / self.per_minute


def send(
    case: Case,
    courier: Courier,
    server: MailServer,
    *,
    limit: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
    watch: Callable[[int, int], None] = lambda _done, _of: None,
) -> Run:
    """Send what is queued for e-mail, `limit` at most. Raises `StanchError` with the reasons where nothing may be sent."""
    refuse(case)
    run = Run()
    run.settled = settle_doubts(case, courier, server, sleep=sleep)
    try:
        _send_all(case, courier, server, run, limit=limit, sleep=sleep, watch=watch)
    finally:
        courier.close()
        seal_events(case)
    done = {"sent": run.sent, "refused": run.refused, "to try again": run.later, "in doubt": run.in_doubt + run.settled["open"]}
    if any(done.values()) or run.ended:
        told = {**done, "ended": run.ended or "all that waited was tried", "server": server.name, ARCHIVE: server.archive}
        case.journal.append(SENT, details=told)
    return run


def refuse(case: Case) -> None:
    """Raise `StanchError` with the reasons where nothing may be sent."""
    reasons = gate.may_send(case)
    if reasons:
        raise StanchError("nothing may be sent: " + "; ".join(reasons), do="Settle this first; nothing was sent.")


def _send_all(
    case: Case,
    courier: Courier,
    server: MailServer,
    run: Run,
    *,
    limit: int | None,
    sleep: Callable[[float], None],
    watch: Callable[[int, int], None],
) -> None:
    pace, streak, total = _Pace(server.per_minute, sleep), Streak(), waiting(case)
    pending: tuple[Piece, Outgoing, Answer] | None = None
    try:
        for done, (piece, message) in enumerate(_messages(case, server, run)):
            if (stop := _stopped(case, streak)) or (limit is not None and done >= limit):
                run.ended = stop or f"{limit} were asked for"
                break
            if pace.per_minute < 6000 and pending:
                # What is known is put on the disk before waiting.
                _settle(case, pending, run)
                pending = None
            pace.wait()
            _intend(case, piece, message, pending, run)
            pending = None  # written down with the intent; what ends the run now must not write it again
            try:
                answer = courier.give(message)
            except StanchError as error:  # the server takes nothing from this sender: what was to go first waits on, without a doubt
                pending = (piece, message, Answer("not_taken", error.what))
                raise
            pending = (piece, message, answer)
            streak.seen(piece, pending[2])
            watch(done + 1, total)
            if (done + 1) * 2 % SEAL_EVERY == 0:
                _settle(case, pending, run)
                pending = None
                seal_events(case)
        run.ended = run.ended or streak.ends
    finally:
        if pending:
            _settle(case, pending, run)
        _not_theirs(case, streak, run)


def _not_theirs(case: Case, streak: Streak, run: Run) -> None:
    """Those refused like everybody beside them wait again: the server refuses the sender, or the letter, and a person must look."""
    if len(streak.refused) < PATIENCE:
        return
    for piece in streak.refused:
        detail = "refused with the words that everybody beside it was refused with"
        change(case, piece.id, "resend", detail=detail, source="outbox", state="queued", tries=piece.tries)
    run.refused -= len(streak.refused)
    run.later += len(streak.refused)


def waiting(case: Case) -> int:
    """How many pieces the sender has before it."""
    from stanch.casefile.models import PieceRow

    return PieceRow.objects.using(case.alias).filter(channel="email", state="queued").count()


def _stopped(case: Case, streak: Streak) -> str:
    return "stopped by the stop switch" if gate.is_stopped(case.folder) else streak.ends


def _messages(case: Case, server: MailServer, run: Run) -> Iterator[tuple[Piece, Outgoing]]:
    """What is queued, composed; a piece whose notice is not approved any more (held, changed) stays where it is and is counted, and
    so does one that was put off a short while ago.
    """
    lot: list[Piece] = []
    for piece in pieces(case, channel="email", state="queued"):
        if at := due(piece, case.clock()):
            run.resting += 1
            run.next_try = min(at, run.next_try or at)
            continue
        lot.append(piece)
        if len(lot) == LOT:
            yield from _composed(case, lot, server, run)
            lot = []
    yield from _composed(case, lot, server, run)


def _composed(case: Case, lot: Sequence[Piece], server: MailServer, run: Run) -> Iterator[tuple[Piece, Outgoing]]:
    leaving = Leaving.now(case)
    approved = {one.id: one for page in notices_in_pages(case, [piece.notice for piece in lot]) for one in page if leaving.may_go(one)}
    for queued in lot:
        notice = approved.get(queued.notice)
        piece = leaving.addressed(queued, notice) if notice else None
        if notice is None or piece is None:
            run.skipped += 1
            continue
        yield piece, compose(notice, piece.id, piece.address[0], server, case.clock())


def _intend(case: Case, piece: Piece, message: Outgoing, pending: tuple[Piece, Outgoing, Answer] | None, run: Run) -> None:
    """One transaction: the answer to the message before, and the intent to send this one."""
    from django.db import transaction

    with transaction.atomic(using=case.alias):
        if pending:
            _settle(case, pending, run)
        change(
            case, piece.id, "intent", detail=message.digest, source=server_of(message), state="sending",
            tried_at=case.clock(), message_id=message.message_id, digest=message.digest, tries=piece.tries + 1,
        )  # fmt: skip


def server_of(message: Outgoing) -> str:
    """As whom it was sent."""
    return message.sender


def _settle(case: Case, pending: tuple[Piece, Outgoing, Answer], run: Run) -> None:
    """Write down what the server said."""
    piece, _, answer = pending
    if answer.outcome == "accepted":
        run.sent += 1
        change(case, piece.id, "sent", detail=answer.reply, source="mail server", settled_at=case.clock(), reply=answer.reply)
    elif answer.outcome == "refused" or (answer.outcome == "later" and piece.tries + 1 >= TRIES):
        run.refused += 1
        said = answer.reply if answer.outcome == "refused" else f"put off {piece.tries + 1} times, at last with: {answer.reply}"
        change(case, piece.id, "refused", detail=said, source="mail server", settled_at=case.clock(), reply=said)
    elif answer.outcome == "unknown":
        run.in_doubt += 1
        change(case, piece.id, "in_doubt", detail=answer.reply, source="mail server", reply=answer.reply)
    else:
        run.later += 1
        # A connection that failed says nothing of this piece, so it is no try.
        tries = piece.tries + (answer.outcome == "later")
        change(case, piece.id, answer.outcome, detail=answer.reply, source="mail server", state="queued", reply=answer.reply, tries=tries)


# What was in the air


def settle_doubts(
    case: Case, courier: Courier, server: MailServer, *, sleep: Callable[[float], None] = time.sleep, logs: Sequence[Path] = ()
) -> dict[str, int]:
    """Find out about pieces whose answer was lost: `witnessed` were accepted, `not_accepted` wait again, `open` stay in doubt."""
    for piece in pieces(case, channel="email", state="sending"):
        change(case, piece.id, "in_doubt", detail="the run ended before the answer was written down", source="outbox")
    doubts = {piece.message_id: piece for piece in pieces(case, channel="email", state="in_doubt")}
    told = dict.fromkeys(("witnessed", "not_accepted", "open"), 0)
    if not doubts:
        return told
    for found in _proven_by_logs(logs, doubts):
        _witnessed(case, doubts.pop(found), "the mail server's log")
        told["witnessed"] += 1
    if doubts and server.archive_folder:
        _ask_archive(case, courier, server, doubts, told, sleep=sleep)
    told["open"] = len(doubts)
    seal_events(case)
    return told


def _proven_by_logs(logs: Sequence[Path], doubts: dict[str, Piece]) -> set[str]:
    found: set[str] = set()
    for log in logs:
        with log.open(encoding="utf-8", errors="replace") as lines:
            found |= witness.in_log(lines, doubts)
    return found


def _ask_archive(
    case: Case, courier: Courier, server: MailServer, doubts: dict[str, Piece], told: dict[str, int], *, sleep: Callable[[float], None]
) -> None:
    """Absence proves something only once the archive shows what was sent later: so a mark is sent there and waited for."""
    folder = Path(server.archive_folder)
    _until_old(case, server, doubts, sleep)
    for found in witness.in_mailbox(folder, doubts):
        _witnessed(case, doubts.pop(found), "the archive's mailbox")
        told["witnessed"] += 1
    if not doubts:
        return
    at = case.clock()
    mark = probe(server, f"mark-{int(at.timestamp() * 1000):x}", at)
    if courier.give(mark).outcome != "accepted" or not _arrived(folder, mark.message_id, server, sleep):
        return
    there = witness.in_mailbox(folder, doubts)
    for identity, piece in list(doubts.items()):
        del doubts[identity]
        if identity in there:
            _witnessed(case, piece, "the archive's mailbox")
            told["witnessed"] += 1
        else:
            detail = f"the archive holds a mark sent later ({mark.message_id}) and not this message"
            change(
                case, piece.id, "not_accepted", detail=detail, source="the archive's mailbox", state="queued", tries=max(piece.tries - 1, 0)
            )
            told["not_accepted"] += 1


def _until_old(case: Case, server: MailServer, doubts: dict[str, Piece], sleep: Callable[[float], None]) -> None:
    """Wait until the youngest doubt is as old as accepted mail may take to reach the archive."""
    tried = [piece.tried_at for piece in doubts.values() if piece.tried_at]
    if tried:
        left: timedelta = max(tried) + timedelta(seconds=server.settle_seconds) - case.clock()
        if left > timedelta():
            sleep(min(left.total_seconds(), server.settle_seconds))


def _arrived(folder: Path, identity: str, server: MailServer, sleep: Callable[[float], None]) -> bool:
    waited, step = 0.0, max(min(1.0, server.settle_seconds / 10), 0.05)
    while not witness.in_mailbox(folder, [identity]):
        if waited >= server.settle_seconds:
            return False
        sleep(step)
        waited += step
    return True


def _witnessed(case: Case, piece: Piece, source: str) -> None:
    change(
        case,
        piece.id,
        "witnessed",
        detail=piece.message_id,
        source=source,
        state="sent",
        settled_at=case.clock(),
        reply=f"seen in {source}",
    )


def settle_by_person(case: Case, piece: str, *, accepted: bool, by: str, grounds: str, at: datetime) -> None:
    """A person says what became of a piece in doubt: accepted, or to be sent again. The grounds stand in the ledger."""
    found = next(iter(pieces(case, piece=piece)), None)
    if found is None or found.state not in ("in_doubt", "sending", "refused"):
        raise StanchError("this piece is not in doubt", where=piece, do="`stanch notices status -C CASE` lists those that are.")
    if not grounds.strip():
        raise StanchError("the grounds must be said", where=piece, do="Say what shows that it was, or was not, taken over.")
    what, state = ("settled_by_person", "sent") if accepted else ("resend", "queued")
    change(case, piece, what, detail=grounds, source=by, state=state, settled_at=at if accepted else None, tries=0)
    seal_events(case)
