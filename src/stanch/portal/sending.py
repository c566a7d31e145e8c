"""Sending from the browser: what `stanch notices send` does, in a thread beside the pages, through the one server that the operator named.

What is on its way stands in the outbox of the case, so a run that the program's end cuts off loses nothing and doubles nothing; it goes on
when somebody orders it again. The stop switch ends a run before its next message.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from stanch.casefile import Case, decide, gate, lettering, outbox, pieces, printing
from stanch.casefile.decisions import current
from stanch.casefile.provider import courier_of
from stanch.casefile.reminders import Plan
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.mail_server import MailServer
from stanch.portal import which
from stanch.portal.answering import noted

KIND, SUBJECT = "Sending", "sending"  # of the decision that it is to be sent


@dataclass(frozen=True, slots=True)
class Means:
    """By what may be sent, as the operator said when the portal was started; nothing of it can be changed from a page."""

    server: MailServer | None = None
    print_house: Path | None = None
    plan: Plan | None = None  # whom reminders go to, and when

    @property
    def are_there(self) -> bool:
        """Whether anything may be sent from here at all."""
        return self.server is not None or self.print_house is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What would leave now. `mark` tells whether it is still what somebody saw."""

    emails: int = 0
    letters: int = 0
    no_address: int = 0
    in_doubt: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run is; `told` are its counts in words, `ended` why it ended early."""

    state: Literal["idle", "running", "done", "failed"] = "idle"
    what: str = ""
    done: int = 0
    of: int = 0
    by: str = ""
    started: datetime | None = None
    told: tuple[tuple[str, int], ...] = ()
    ended: str = ""


@dataclass(slots=True)
class Sender:
    """Sends from one case at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    run: Run = field(default_factory=Run)
    thread: threading.Thread | None = None


_means = Means()
_senders: dict[str, Sender] = {}
_lock = threading.Lock()


def allow(means: Means) -> None:
    """Say by what may be sent."""
    global _means  # noqa: PLW0603 one process, one operator
    _means = means


def means() -> Means:
    """By what may be sent."""
    return _means


def _sender() -> Sender:
    with _lock:
        return _senders.setdefault(which.current().key, Sender())


def run() -> Run:
    """How far the run on this request's case is."""
    return _sender().run


def waiting(case: Case) -> Waiting:
    """What would leave, counted from what is approved and what is queued."""
    from stanch.casefile.models import DecisionRow, PieceRow

    fresh, rows = pieces.would_queue(case), PieceRow.objects.using(case.alias)
    emails = fresh["email"] + rows.filter(channel="email", state="queued").count()
    letters = fresh["mail"] + rows.filter(channel="mail", state="queued").count()
    decided = DecisionRow.objects.using(case.alias).filter(kind="Notice").order_by("-id").values_list("id", flat=True).first()
    doubt = rows.filter(state__in=("in_doubt", "sending")).count()
    return Waiting(emails, letters, fresh["set aside"], doubt, f"{emails}-{letters}-{decided or 0}")


def asked_by(case: Case, mark: str) -> str:
    """Who asked for sending what stands now, and waits for another person; empty where nobody does."""
    found = current(case.alias, KIND).get(SUBJECT)
    return found.decided_by if found and found.verdict == "asked" and found.revision == mark else ""


def order(case: Case, *, by: str, seen: str, is_walking: bool) -> bool:
    """Start sending, or where two people are needed, ask for it; whether it has started.

    Raises `WrongCall` or `StanchError` where nothing may be sent, `Changed` where it is not any more what was seen.
    """
    if not _means.are_there:
        raise WrongCall("nothing can be sent from this portal", do="Start it with --send and --email SERVER.yaml, or --print-house FOLDER.")
    if is_walking:
        raise WrongCall("the case is being worked through, and drafts may change", do="Wait until the page Work says that it is done.")
    outbox.refuse(case)
    now = waiting(case)
    if seen != now.mark:
        raise Changed("what would leave has changed since you looked at it", do="Look at the numbers again, then send.")
    if not now.emails + now.letters + now.in_doubt:
        raise WrongCall("nothing waits to be sent", do="Approve notices first.")
    first = asked_by(case, now.mark)
    if lettering.one_of(case, "two_person") == "yes" and first in ("", by):
        if first:
            raise WrongCall("another person must confirm what you asked for", do="Tell somebody who may send.")
        grounds = f"{now.emails} e-mails, {now.letters} letters"
        decide.write(case, KIND, {SUBJECT: now.mark}, verdict="asked", by=by, grounds=grounds, action="ask for sending")
        return False
    _start(case, by, now)
    return True


def _start(case: Case, by: str, now: Waiting) -> None:
    sender = _sender()
    with sender.lock:
        if sender.run.state == "running":
            raise WrongCall("it is being sent already", do="See how far it is.")
        grounds = f"{now.emails} e-mails, {now.letters} letters"
        decide.write(case, KIND, {SUBJECT: now.mark}, verdict="ordered", by=by, grounds=grounds, action="order sending")
        sender.run = Run("running", by=by, started=case.clock())
        sender.thread = threading.Thread(target=_send, args=(case, sender, _means), name="send", daemon=True)
        sender.thread.start()


def wait() -> None:
    """Until nothing is being sent any more: before the cases are closed."""
    with _lock:
        held = list(_senders.values())
    for one in held:
        if one.thread is not None:
            one.thread.join()


def end(cases: list[Case]) -> None:
    """End what is being sent at its next message, without touching the stop switch of a person."""
    for one in cases:
        ENDING.add(one.alias)
    wait()


ENDING: set[str] = set()


def _send(case: Case, sender: Sender, by_what: Means) -> None:
    from django.db import connections

    def watch(what: str) -> Callable[[int, int], None]:
        def told(done: int, of: int) -> None:
            sender.run = replace(sender.run, what=what, done=done, of=of)
            if case.alias in ENDING:
                raise StanchError("the portal ended; what was sent is kept", do="Order it again; nothing is sent twice.")

        return told

    try:
        outbox.refuse(case)
        counts = {"no_address": pieces.queue_approved(case)["set aside"]}
        ended = ""
        if by_what.server:
            done = outbox.send(case, courier_of(by_what.server), by_what.server, watch=watch("e-mails"))
            counts |= {"sent": done.sent, "refused": done.refused, "to_try_again": done.later + done.resting}
            counts |= {"not_approved_any_more": done.skipped}
            counts |= {"in_doubt": done.in_doubt + done.settled.get("open", 0)}
            ended = done.ended
        if by_what.print_house and not gate.is_stopped(case.folder):
            letters = watch("letters")
            place = by_what.print_house / case.folder.name
            made = printing.hand_over(case, place, workers=1, progress=lambda _what, done, of: letters(done, of))
            counts |= {"letters": sum(one.pieces for one in made), "batches": len(made)}
        sender.run = replace(sender.run, state="done", told=tuple(counts.items()), ended=ended)
    except StanchError as error:
        sender.run = replace(sender.run, state="failed", ended=str(error))
    except Exception as error:  # noqa: BLE001 whatever went wrong, the page must say so; its words may hold personal data
        fault = noted(error, "sending")
        sender.run = replace(sender.run, state="failed", ended=f"{fault}; what was sent is kept, and nothing is sent twice")
    finally:
        if case.alias in connections.databases:
            connections[case.alias].close()
