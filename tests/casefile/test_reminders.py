"""Reminders of deadlines: each once, with escalation, through a real mail server."""

import email
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from the_case import NOW

from stanch.casefile import Case, decide, reminders, report
from stanch.errors import BrokenDataFile
from stanch.notices.courier import SmtpCourier
from stanch.notices.mail_server import MailServer
from stanch.records import Action, Deadline, Duty

PLAN = reminders.Plan((reminders.Step(72, ("privacy@example.com",)), reminders.Step(24, ("privacy@example.com", "owner@example.com")), reminders.Step(0, ("owner@example.com",))))  # fmt: skip


class Keeping:
    def __init__(self) -> None:
        self.kept: list[tuple[str, email.message.EmailMessage]] = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802 the name is aiosmtpd's
        if self.refuses:
            return "451 later"
        self.kept.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@pytest.fixture
def mail():  # type: ignore[no-untyped-def]
    keeping = Keeping()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(keeping, hostname="127.0.0.1", port=port)
    controller.start()
    keeping.server = MailServer("127.0.0.1", "stanch@example.com", port=port, security="none")  # type: ignore[attr-defined]
    yield keeping
    controller.stop()


def owed(name: str, hours: float, *, required: object = True) -> Duty:
    deadline = Deadline(72.0, "hours", "discovery", NOW + timedelta(hours=hours))
    return Duty(f"US-CA/{name}", "US-CA", "regulator:AG", required, deadline, None, (), "", (), "Cal. Civ. Code 1798.82(f)", "501", name)  # type: ignore[arg-type]


def told(case: Case, mail, *, hours: float = 0) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """Whom a run at that hour tells, and the subject."""
    before, now = len(mail.kept), NOW + timedelta(hours=hours)
    courier = SmtpCourier(mail.server)
    reminders.send(case, reminders.due(case, PLAN, now=now), mail.server, courier, by="timer", now=now)
    courier.close()
    return [(to, message["Subject"].partition(": ")[2]) for to, message in mail.kept[before:]]


def test_each_is_told_once_and_the_circle_widens_as_time_runs_out(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    case.store.put(Duty, [owed("ag", 60), owed("far", 500)])
    assert told(case, mail) == [("privacy@example.com", "1 clock, next in 2 days 12 hours")]
    assert told(case, mail) == []
    assert told(case, mail, hours=40) == [
        ("privacy@example.com", "1 clock, next in 20 hours"),
        ("owner@example.com", "1 clock, next in 20 hours"),
    ]
    assert told(case, mail, hours=61) == [("owner@example.com", "1 clock, overdue by 1 hour")]
    assert told(case, mail, hours=70) == []
    text = mail.kept[0][1].get_content()
    assert "Tell the Attorney General (California)" in text
    assert "Cal. Civ. Code 1798.82(f)" in text


def test_what_is_done_is_not_reminded_of_and_a_clock_that_moved_is_told_again(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    case.store.put(Duty, [owed("ag", 60), owed("maybe", 70, required="conditional")])
    assert told(case, mail) == [("privacy@example.com", "1 clock, 1 open question, next in 2 days 12 hours")]
    assert "Only if it turns out so:" in mail.kept[-1][1].get_content()
    case.store.put(Duty, [owed("ag", 50), owed("maybe", 70, required="conditional")])
    assert told(case, mail) == [("privacy@example.com", "1 clock, next in 2 days 2 hours")]
    decide.sign_duty(case, "US-CA/ag", verdict="fulfilled", by="counsel", grounds="sent")
    assert [to for to, _ in told(case, mail, hours=45)] == []


def test_what_may_not_be_owed_is_a_question_and_no_alarm_to_the_board(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    asks = "Is the organisation a body of that state?"
    case.store.put(Duty, [replace(owed("gov", -24 * 49, required="conditional"), questions=(asks, "Was it significant?"))])
    assert told(case, mail) == [("privacy@example.com", "1 open question"), ("owner@example.com", "1 open question")]
    text = mail.kept[-1][1].get_content()
    assert f"{asks} Only if it turns out so:" in text
    assert "overdue by 49 days" in text
    assert told(case, mail, hours=5) == [], "those who were asked first have a day"
    assert told(case, mail, hours=25) == [("owner@example.com", "1 open question")]
    case.store.put(Duty, [owed("gov", -24 * 49)])
    answered = told(case, mail, hours=26)
    assert [to for to, _ in answered] == ["privacy@example.com", "owner@example.com"], "now it is owed, and everybody hears it"
    assert answered[0][1] == "1 clock, overdue by 50 days"


def test_a_repair_that_is_due_is_told_like_a_clock_until_it_is_done(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    day = (NOW + timedelta(days=90)).date()
    repair = Action("follow_up_90_days", "Look whether the repairs hold", "they wear off", "IT", day, "low", False, proof_needed="minutes")
    case.store.put(Action, [repair, replace(repair, id="someday", due=None)])
    assert told(case, mail, hours=24 * 80) == []
    assert told(case, mail, hours=24 * 90) == [
        ("privacy@example.com", "1 repair, next in " + reminders.remaining(_until_midnight(day, NOW + timedelta(days=90)))),
        ("owner@example.com", "1 repair, next in " + reminders.remaining(_until_midnight(day, NOW + timedelta(days=90)))),
    ]
    text = mail.kept[-1][1].get_content()
    assert f"Look whether the repairs hold: {day.day} {day:%B %Y}" in text
    assert "What proves it: minutes" in text
    assert "clocks" not in text
    case.store.put(Action, [replace(repair, status="done", proof="minutes 4")])
    assert told(case, mail, hours=24 * 100) == []


def _until_midnight(day: date, now: datetime) -> float:
    return (datetime.combine(day + timedelta(days=1), time(), UTC) - now).total_seconds() / 3600


def test_what_the_server_did_not_take_is_tried_again(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    case.store.put(Duty, [owed("ag", 60)])
    mail.refuses = True
    assert told(case, mail) == []
    mail.refuses = False
    assert len(told(case, mail)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "steps: []",
        "steps: [{before_hours: 24, to: []}]",
        "steps: [{before_hours: -1, to: [a@example.com]}]",
        'steps: [{before_hours: 24, to: ["a@example.com\\r\\nBcc: b@example.com"]}]',
        "steps: [{before_hours: 24, to: [nobody]}]",
        "step: 1",
    ],
)
def test_a_plan_that_reaches_nobody_or_somebody_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(BrokenDataFile):
        reminders.read_plan(path)


def test_while_the_portal_runs_it_reminds_by_itself(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    case.store.put(Duty, [owed("ag", 60)])
    at_work = reminders.Reminding(case, PLAN, mail.server)
    at_work._once(NOW)
    at_work._once(NOW)
    assert len(mail.kept) == 1


def test_the_subject_tells_of_what_is_owed_and_says_that_it_is_practice(case: Case, mail) -> None:  # type: ignore[no-untyped-def]
    case.store.put(Duty, [replace(owed("if_cards", -50, required="conditional"), name="Visa"), owed("ag", 60)])
    report.mark_practice(case)
    assert told(case, mail)[0][1].endswith(": 1 clock, 1 open question, next in 2 days 12 hours")
    message = mail.kept[0][1]
    assert message["Subject"].strip().startswith("PRACTICE: ")
    assert "Tell the Attorney General: Visa (California)" in message.get_content()
