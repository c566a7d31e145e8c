"""The calendar of a case: what is planned, what is over, and the same matter under the same name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar
from letters import DUTY, filled, notice, person

from stanch.casefile import Case, check, codes, decide, destroying, destruction, pieces, printing, returned, team, weighing
from stanch.records import Deadline, Duty, Notice, Offer, Person
from stanch.report.calendar import written
from stanch.report.dates import Dated

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TIMED = replace(DUTY, deadline=Deadline(30, "days", "discovery", NOW + timedelta(days=30)))
AG = replace(TIMED, id="US-ME/ag", recipient="regulator:AG", rule="ag")


def events(case: Case, tmp_path: Path) -> dict[str, tuple[str, bool, object]]:
    """By UID: what it says, whether it is struck out, when."""
    team.write_calendar(case, tmp_path / "team.ics", now=NOW)
    found = Calendar.from_ical((tmp_path / "team.ics").read_bytes()).walk("VEVENT")
    made = {str(one["uid"]): (str(one["summary"]), one.get("status") == "CANCELLED", one["dtstart"].dt) for one in found}
    assert len(made) == len(found), "one entry a name"
    return made


def choose(case: Case, name: str) -> None:
    way = next(one for one in weighing.weighed(case, now=NOW) if one.id == name)
    weighing.choose(case, way, by="counsel", grounds="for the test")


def test_what_the_chosen_way_sends_stands_in_the_calendar_and_another_choice_takes_its_place(case: Case, tmp_path: Path) -> None:
    filled(case, 3, approve=False)
    case.store.put(Duty, [TIMED, AG])
    choose(case, "early_and_follow_up")
    early = events(case, tmp_path)
    said = {says for says, _, _ in early.values()}
    assert "Planned: 3 letters to everybody (full letter)" in said
    assert "Planned: 3 e-mails to all who have an e-mail address (first word)" in said
    assert "Planned: Maine: tell the Attorney General" in said
    assert not any(over for _, over, _ in early.values())
    choose(case, "legal_minimum")
    later = events(case, tmp_path)
    assert early.keys() == later.keys(), "replaced, not doubled"
    letters = next(uid for uid, one in early.items() if "3 letters" in one[0])
    assert later[letters][0] == "Planned: 3 letters to those to whom a law owes a notice"
    assert later[letters][2] > early[letters][2], "it moved"
    struck = [one[0] for one in later.values() if one[1]]
    assert struck == ["Planned: 3 e-mails to all who have an e-mail address (first word)"], "a first word is planned no more"


def test_what_is_done_is_struck_out(case: Case, tmp_path: Path) -> None:
    filled(case, 2)
    case.store.put(Duty, [TIMED, AG])
    choose(case, "legal_minimum")
    before = events(case, tmp_path)
    pieces.queue_approved(case)
    assert not any(over for _, over, _ in events(case, tmp_path).values()), "queued is not gone"
    printing.hand_over(case, tmp_path / "out", workers=1)
    decide.sign_duty(case, AG.id, verdict="fulfilled", by="counsel", grounds="filed on its portal")
    after = events(case, tmp_path)
    assert before.keys() == after.keys()
    assert {says for says, over, _ in after.values() if over} == {
        "Planned: 2 letters to those to whom a law owes a notice",
        "Planned: Maine: tell the Attorney General",
        "Maine: tell the Attorney General",
    }


def test_substitute_notice_has_its_clock_and_the_days_for_which_it_must_stand(case: Case, tmp_path: Path) -> None:
    hipaa = replace(TIMED, id="US-HIPAA/individuals", jurisdiction="US-HIPAA", cite="45 CFR 164.404")
    people = [person(number, postal_address=None, email=None) for number in range(10)]
    case.store.put(Person, people)
    case.store.put(Duty, [hipaa])
    case.store.put(Notice, [notice(one, duties=(hipaa.id,)) for one in people])
    says = {says: over for says, over, _ in events(case, tmp_path).values()}
    assert says["HIPAA (US health data): substitute notice for 10 people"] is False
    returned.give_substitute(case, hipaa.id, on=date(2026, 11, 24), where="www.example.com", by="counsel")
    told = {says: (over, at) for says, over, at in events(case, tmp_path).values()}
    assert told["HIPAA (US health data): substitute notice for 10 people"][0] is True
    assert told["HIPAA (US health data): the substitute notice must stand up to this day (90 days)"] == (False, date(2027, 2, 22))


def sequences(case: Case, tmp_path: Path) -> set[int]:
    team.write_calendar(case, tmp_path / "team.ics", now=NOW)
    return {one["sequence"] for one in Calendar.from_ical((tmp_path / "team.ics").read_bytes()).walk("VEVENT")}


def test_after_the_people_list_is_destroyed_what_was_planned_for_it_is_struck_out_and_what_was_sent_stays_counted(
    case: Case, tmp_path: Path
) -> None:
    filled(case, 3)
    case.store.put(Duty, [TIMED, AG])
    case.store.put(Offer, [Offer("p0", "credit_monitoring", 12, True, "law")])
    listed = tmp_path / "codes.csv"
    listed.write_text("engagement_number,code,enrol_by,help_line,months\nENG-1,SECRETCODE1,2027-03-31,1-800-555-0150,24\n")
    codes.load(case, listed, service="credit_monitoring", as_of=NOW.date())
    codes.assign(case, as_of=NOW.date())
    choose(case, "early_and_follow_up")
    pieces.queue_approved(case)
    printing.hand_over(case, tmp_path / "out", workers=1)
    before = events(case, tmp_path)
    (number,) = sequences(case, tmp_path)
    destroying.destroy_people(
        case, by="the owner", grounds="the end of retention", confirmed=destruction.confirmation(case), despite_open=True
    )
    after = events(case, tmp_path)
    assert before.keys() < after.keys(), "under the names they had"
    struck = {says for says, over, _ in after.values() if over}
    assert struck == {
        "Planned: 3 e-mails to all who have an e-mail address (first word)",
        "Planned: 3 letters to everybody (full letter)",
        "Credit monitoring: remind those who have not enrolled",
    }
    assert {says for says, over, _ in after.values() if not over} == {
        "Maine: tell the people affected",
        "Maine: tell the Attorney General",
        "Planned: Maine: tell the Attorney General",
        "Credit monitoring: the first term to enrol ends",
        "Sent: 3 letters",
    }
    assert min(sequences(case, tmp_path)) > number
    assert b"Ann 0 Lee" not in (tmp_path / "team.ics").read_bytes()
    assert not check.faults(case)


def test_the_same_duty_of_two_cases_are_two_entries_and_a_text_cannot_add_lines(tmp_path: Path) -> None:
    one = Dated("a", date(2026, 12, 1), "Tell; them, all\r\nBEGIN:VEVENT", "x\\n\r\x00\x07y\u2028z " + "é" * 90, last=date(2026, 12, 3))
    files = [written([one], now=NOW, case=name, revision=7) for name in ("c1", "c2")]
    found = [Calendar.from_ical(file).walk("VEVENT") for file in files]
    assert [len(events) for events in found] == [1, 1]
    (event,), (other,) = found
    assert event["uid"] != other["uid"]
    assert (event["sequence"], event["dtstart"].dt, event["dtend"].dt) == (7, date(2026, 12, 1), date(2026, 12, 4))
    assert str(event["summary"]) == "Tell; them, all\nBEGIN:VEVENT"
    assert b"Tell\\; them\\, all\\nBEGIN:VEVENT" in files[0]
    assert not {0, 7} & set(files[0])
    assert all(len(line) <= 75 for line in files[0].split(b"\r\n")), "folded at 75 octets (RFC 5545 section 3.1)"
    assert b"TRIGGER:-PT15H" in files[0], "at nine the day before"
