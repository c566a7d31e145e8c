"""Reminders of deadlines by e-mail, with escalation: who is told how long before a clock runs out or a repair is due, each once.

They leave only through the mail server of the operator's file, to the addresses of the operator's other file, and hold
clocks, places and citations and what is to be repaired, never a person. The journal is the memory of what was told: a
reminder counts as told when the server has taken it, or when nobody can know whether it has; one that was refused is tried
again the next time.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from stanch import datafile
from stanch.casefile import closing
from stanch.casefile.case import Case
from stanch.casefile.duties import Clock, clocks, remaining
from stanch.casefile.provider import courier_of
from stanch.casefile.report import is_practice
from stanch.errors import BrokenDataFile, Fault, StanchError
from stanch.notices.courier import Courier
from stanch.notices.mail_address import mail_address
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import MailServer
from stanch.records import Action
from stanch.report.contents import place_name
from stanch.report.wording import moment, recipient

ACTION = "remind of deadlines"
TOLD = ("accepted", "unknown")  # outcomes after which it is not said again
EVERY_SECONDS = 300
ANSWERED_WITHIN = timedelta(hours=24)  # so long those who were told first have, before what may not be owed at all goes further up


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
    """What one address is told: the clocks, the repairs that are due, and the marks by which the journal knows them.

    `asked`: the clocks that turn on a question, each with it; `soonest` is empty where there are no others.
    """

    address: str
    lines: tuple[str, ...]
    soonest: str
    marks: tuple[str, ...]
    repairs: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Running:
    """A clock, or an action that is not done: the hours that are left, and what is said of it."""

    id: str
    until: datetime | None
    hours: float
    line: str
    is_repair: bool = False
    asks: str | None = None  # the question that decides whether it runs at all


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
    """What is to be said now and was not said before, by address; nothing of a closed case."""
    if closing.is_closed(case.alias):
        return []
    said = _said(case)
    running = [*_clocks(case, now), *_repairs(case, now)]
    found = []
    for address in dict.fromkeys(address for step in plan.steps for address in step.to):
        hours = sorted({step.before_hours for step in plan.steps if address in step.to})
        fresh: list[tuple[_Running, list[str]]] = []
        for one in running:
            reached = [_mark(one, before, address) for before in hours if one.hours <= before and _may_go_up(one, before, plan, said, now)]
            # Of several steps that are reached at once, one mail tells all.
            if any(mark not in said for mark in reached):
                fresh.append((one, [mark for mark in reached if mark not in said]))
        if fresh:
            found.append(_reminder(address, fresh))
    return found


def _may_go_up(one: _Running, before: float, plan: Plan, said: Mapping[str, datetime], now: datetime) -> bool:
    """Whether a step is taken. What has run out if a question is answered yes, which nobody was asked yet, frightens a board for nothing:
    it goes there when those of an earlier step have had a day.
    """
    earlier = [step for step in plan.steps if step.before_hours > before]
    if one.asks is None or one.hours > 0 or before > 0 or not earlier:
        return True
    marks = (_mark(one, step.before_hours, address) for step in earlier for address in step.to)
    return any(mark in said and said[mark] <= now - ANSWERED_WITHIN for mark in marks)


def _reminder(address: str, fresh: Sequence[tuple[_Running, list[str]]]) -> Reminder:
    marks = tuple(mark for _, of in fresh for mark in of)
    ours = [one for one, _ in fresh]
    owed = [one for one in ours if one.asks is None]
    # What is owed tells how urgent it is, and repairs only where no clock runs; what turns on a question is late by the answer alone.
    soonest = remaining(owed[0].hours) if owed else ""
    lines, repairs = (tuple(one.line for one in owed if one.is_repair is is_repair) for is_repair in (False, True))
    asked = tuple((one.asks, one.line) for one in ours if one.asks is not None)
    return Reminder(address, lines, soonest, marks, repairs, asked)


def _clocks(case: Case, now: datetime) -> list[_Running]:
    """The clocks whose law names a moment, the most urgent first."""
    return [
        _Running(clock.state.duty.id, clock.due, clock.hours, _line(clock), asks=_asks(clock))
        for clock in clocks(case, now=now)
        if clock.hours is not None
    ]


def _repairs(case: Case, now: datetime) -> list[_Running]:
    """The corrective actions and follow-ups that are not done and have a day, which ends at midnight (UTC)."""
    open_ = [(one, one.due) for one in case.store.get(Action) if one.due and one.status != "done"]
    found = []
    for action, day in sorted(open_, key=lambda one: (one[1], one[0].order)):
        until = datetime.combine(day + timedelta(days=1), time(), UTC)
        hours = (until - now).total_seconds() / 3600
        found.append(_Running(f"action {action.id}", until, hours, _to_repair(action, day, hours), is_repair=True))
    return found


def send(case: Case, reminders: Sequence[Reminder], server: MailServer, courier: Courier, *, by: str, now: datetime) -> dict[str, str]:
    """Hand each over; by address what came of it. What the server took is written down at once, so that it is said once."""
    outcomes = {}
    for one in reminders:
        answer = courier.give(compose(case, one, server, now=now))
        outcomes[one.address] = answer.outcome if answer.outcome in TOLD else f"{answer.outcome}: {answer.reply}"
        if answer.outcome in TOLD:
            case.journal.append(
                ACTION,
                one.address,
                by=by,
                details={
                    "clocks": len(one.lines) + len(one.asked),
                    "repairs": len(one.repairs),
                    "outcome": answer.outcome,
                    "told": list(one.marks),
                },
            )
    return outcomes


def compose(case: Case, one: Reminder, server: MailServer, *, now: datetime) -> Outgoing:
    """The mail to one address."""
    late = one.soonest.startswith("overdue")
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = server.from_address, one.address
    what = ("PRACTICE: " if is_practice(case) else "") + f"Breach response, case {case.journal.head().case[:8]}"
    counts = ((len(one.lines), "clock"), (len({asks for asks, _ in one.asked}), "open question"), (len(one.repairs), "repair"))
    count = ", ".join(f"{many} {name}{'s' if many > 1 else ''}" for many, name in counts if many)
    urgent = f", {'' if late else 'next in '}{one.soonest}" if one.soonest else ""
    message["Subject"] = f"{what}: {count}{urgent}"
    identity = f"<{sha256(' '.join(one.marks).encode()).hexdigest()[:32]}@{server.domain}>"
    message["Date"], message["Message-ID"], message["Auto-Submitted"] = format_datetime(now), identity, "auto-generated"
    parts = (
        ("These clocks run, the most urgent first:", one.lines),
        *_questions(one.asked),
        ("These repairs are due, or past their day:", one.repairs),
    )
    said = [f"{head}\n\n" + "\n".join(f"- {line}" for line in lines) for head, lines in parts if lines]
    message.set_content("\n\n".join([*said, "Open the case to see the reasons, and to sign what is done.\n"]))
    address = mail_address(one.address) or one.address
    needs = not address.isascii()
    return Outgoing(identity, server.envelope_from, address, message.as_bytes(policy=SMTP.clone(utf8=needs)), needs)


def _questions(asked: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """What turns on questions, under each."""
    by_question: dict[str, list[str]] = {}
    for asks, line in asked:
        by_question.setdefault(asks, []).append(line)
    return [(f"{asks or 'An open question.'} Only if it turns out so:", lines) for asks, lines in by_question.items()]


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
    left = remaining(clock.hours)
    told = left if left.startswith("overdue") else f"{left} left"
    # Three card brands ask each for itself: by their names, as an authority by its own.
    whom = f"{recipient(duty.recipient)}: {duty.name}" if duty.name else recipient(duty.recipient)
    return f"Tell {whom} ({place_name(duty.jurisdiction)}): {moment(clock.due)}, {told}. {duty.cite}."


def _asks(clock: Clock) -> str | None:
    duty = clock.state.duty
    return None if duty.required is True else duty.questions[0] if duty.questions else ""


def _to_repair(action: Action, day: date, hours: float) -> str:
    left = remaining(hours)
    proof = f" What proves it: {action.proof_needed}" if action.proof_needed else ""
    return f"{action.title}: {day.day} {day:%B %Y}, {left if left.startswith('overdue') else f'{left} left'}.{proof}"


def _mark(one: _Running, before: float, address: str) -> str:
    """A clock that moves is another one, and so is one that is owed since its question was answered: its people are told again."""
    told = "\x1f".join(
        (one.id, one.until.isoformat() if one.until else "", f"{before:g}", address.casefold(), *(("?",) if one.asks is not None else ()))
    )
    return sha256(told.encode()).hexdigest()[:20]


def _said(case: Case) -> dict[str, datetime]:
    """The marks of what was told, with when first."""
    from stanch.casefile.models import JournalRow

    said: dict[str, datetime] = {}
    rows = JournalRow.objects.using(case.alias).filter(action=ACTION).order_by("sequence").values_list("details", "at")
    for details, at in rows:
        for mark in json.loads(details).get("told", ()):
            said.setdefault(mark, datetime.fromisoformat(at) if isinstance(at, str) else at)
    return said
