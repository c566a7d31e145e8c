"""Reminders of deadlines by e-mail, with escalation: who is told how long before a clock runs out, each once.

They leave only through the mail server of the operator's file, to the addresses of the operator's other file, and hold
clocks, places and citations, never a person. The journal is the memory of what was told: a reminder counts as told when the
server has taken it, or when nobody can know whether it has; one that was refused is tried again the next time.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from stanch import datafile
from stanch.casefile.case import Case
from stanch.casefile.duties import Clock, clocks, remaining
from stanch.casefile.provider import courier_of
from stanch.casefile.report import is_practice
from stanch.errors import BrokenDataFile, Fault, StanchError
from stanch.notices.courier import Courier
from stanch.notices.mail_address import mail_address
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import MailServer
from stanch.report.contents import place_name
from stanch.report.wording import moment, recipient

ACTION = "remind of deadlines"
TOLD = ("accepted", "unknown")  # outcomes after which it is not said again
EVERY_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Step:
    """A step of escalation: at so many hours before a clock runs out (0: when it has), these addresses are told."""

    before_hours: float
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The file: all steps."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one address is told: the clocks, and the marks by which the journal knows them."""

    address: str
    lines: tuple[str, ...]
    soonest: str
    marks: tuple[str, ...]


def read_plan(path: Path) -> Plan:
    """The plan of a YAML file. Raises `BrokenDataFile` with every fault."""
    plan = datafile.read(path, Plan)
    faults = [f"{address!r} is no mail address" for step in plan.steps for address in step.to if mail_address(address) is None]
    faults += [f"before_hours is {step.before_hours}; 0 is when a clock has run out" for step in plan.steps if step.before_hours < 0]
    if not any(step.to for step in plan.steps):
        faults.append("nobody is named: give steps with before_hours and to")
    if faults:
        raise BrokenDataFile([Fault(str(path), 1, 1, what) for what in faults])
    return plan


def due(case: Case, plan: Plan, *, now: datetime) -> list[Reminder]:
    """What is to be said now and was not said before, by address."""
    said = _said(case)
    running = [clock for clock in clocks(case, now=now) if clock.hours is not None]
    found = []
    for address in dict.fromkeys(address for step in plan.steps for address in step.to):
        hours = sorted({step.before_hours for step in plan.steps if address in step.to})
        fresh: list[tuple[Clock, list[str]]] = []
        for clock in running:
            reached = [_mark(clock, before, address) for before in hours if clock.hours is not None and clock.hours <= before]
            # Of several steps that are reached at once, one mail tells all.
            if any(mark not in said for mark in reached):
                fresh.append((clock, [mark for mark in reached if mark not in said]))
        if fresh:
            marks = tuple(mark for _, of in fresh for mark in of)
            # What is owed tells how urgent it is; a clock that turns on a question does so only where no other runs.
            soonest = next((clock for clock, _ in fresh if clock.state.duty.required is True), fresh[0][0])
            found.append(Reminder(address, tuple(_line(clock) for clock, _ in fresh), remaining(soonest.hours), marks))
    return found


def send(case: Case, reminders: Sequence[Reminder], server: MailServer, courier: Courier, *, by: str, now: datetime) -> dict[str, str]:
    """Hand each over; by address what came of it. What the server took is written down at once, so that it is said once."""
    outcomes = {}
    for one in reminders:
        answer = courier.give(compose(case, one, server, now=now))
        outcomes[one.address] = answer.outcome if answer.outcome in TOLD else f"{answer.outcome}: {answer.reply}"
        if answer.outcome in TOLD:
            case.journal.append(
                ACTION, one.address, by=by, details={"clocks": len(one.lines), "outcome": answer.outcome, "told": list(one.marks)}
            )
    return outcomes


def compose(case: Case, one: Reminder, server: MailServer, *, now: datetime) -> Outgoing:
    """The mail to one address."""
    late = one.soonest.startswith("overdue")
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = server.from_address, one.address
    what = ("PRACTICE: " if is_practice(case) else "") + f"Breach response, case {case.journal.head().case[:8]}"
    count = f"{len(one.lines)} clock{'s' if len(one.lines) > 1 else ''}"
    message["Subject"] = f"{what}: {count}, {'' if late else 'next in '}{one.soonest}"
    identity = f"<{sha256(' '.join(one.marks).encode()).hexdigest()[:32]}@{server.domain}>"
    message["Date"], message["Message-ID"], message["Auto-Submitted"] = format_datetime(now), identity, "auto-generated"
    lines = "\n".join(f"- {line}" for line in one.lines)
    message.set_content(
        f"These clocks run, the most urgent first:\n\n{lines}\n\nOpen the case to see the reasons, and to sign what is done.\n"
    )
    address = mail_address(one.address) or one.address
    needs = not address.isascii()
    return Outgoing(identity, server.envelope_from, address, message.as_bytes(policy=SMTP.clone(utf8=needs)), needs)


class Reminding:
    """Looks again every few minutes while the portal runs, in a thread of its own."""

    def __init__(self, case: Case, plan: Plan, server: MailServer) -> None:
        self._case, self._plan, self._server = case, plan, server
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reminders", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, before the case is closed."""
        self._ended.set()
        self._thread.join(self._server.timeout_seconds)

    def _run(self) -> None:
        from django.db import connections

        from stanch.casefile.walking import moment_of

        try:
            while not self._ended.is_set():
                self._once(moment_of(self._case)[0])
                self._ended.wait(EVERY_SECONDS)
        finally:
            # Each thread has a connection of its own.
            if self._case.alias in connections.databases:
                connections[self._case.alias].close()

    def _once(self, now: datetime) -> None:
        courier = courier_of(self._server)
        try:
            told = send(self._case, due(self._case, self._plan, now=now), self._server, courier, by="reminders", now=now)
            for outcome in told.values():
                if outcome not in TOLD:
                    sys.stderr.write(f"stanch: a reminder was not taken ({outcome}); it is tried again\n")
        except StanchError as error:
            sys.stderr.write(f"stanch: reminders could not be sent: {error}\n")
        finally:
            courier.close()


def _line(clock: Clock) -> str:
    duty = clock.state.duty
    only = "" if duty.required is True else " Only if its question is answered yes."
    left = remaining(clock.hours)
    told = left if left.startswith("overdue") else f"{left} left"
    # Three card brands ask each for itself: by their names, as an authority by its own.
    whom = f"{recipient(duty.recipient)}: {duty.name}" if duty.name else recipient(duty.recipient)
    return f"Tell {whom} ({place_name(duty.jurisdiction)}): {moment(clock.due)}, {told}. {duty.cite}.{only}"


def _mark(clock: Clock, before: float, address: str) -> str:
    """A clock that moves is another one: its people are told again."""
    told = "\x1f".join((clock.state.duty.id, clock.due.isoformat() if clock.due else "", f"{before:g}", address.casefold()))
    return sha256(told.encode()).hexdigest()[:20]


def _said(case: Case) -> set[str]:
    from stanch.casefile.models import JournalRow

    rows = JournalRow.objects.using(case.alias).filter(action=ACTION).values_list("details", flat=True)
    return {mark for row in rows for mark in json.loads(row).get("told", ())}
