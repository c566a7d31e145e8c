"""The reminder before an offer ends: ordered by a person, drafted, approved, and sent once; not to those who enrolled."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from letters import choose
from tests.notices.case import ATTACK, DUTIES, FACTS, SAID_BY_PEOPLE, monitoring, person

from stanch.casefile import Case, check, codes, decide, drafting, following_up, ledger, pieces, printing
from stanch.errors import WrongCall
from stanch.notices.following import REMINDER, ending, reminding
from stanch.records import Attack, Duty, Notice, Offer, Person

ENDS = date(2026, 12, 10)


@pytest.fixture
def offered(case: Case, tmp_path: Path) -> Case:
    """Three people with a code each that ends on 10 December, and one whose code runs till spring; letters drafted."""
    people = [person(f"p{number}") for number in range(4)]
    case.store.put_facts(FACTS, source="test")
    for kind, rows in ((Duty, DUTIES), (Person, people), (Attack, [ATTACK]), (Offer, monitoring(people, months=12))):
        case.store.put(kind, rows)
    rows = [f"E1,CODE-{number},{'2027-04-30' if number == 3 else ENDS},1-800-555-0150,12,www.guard.example.com" for number in range(4)]
    file = tmp_path / "codes.csv"
    file.write_text("engagement_number,code,enrol_by,help_line,months,enrol_url\n" + "\n".join(rows) + "\n")
    codes.load(case, file, service="credit_monitoring", as_of=case.clock().date())
    codes.assign(case, as_of=case.clock().date())
    drafted(case)
    choose(case)
    return case


def drafted(case: Case) -> list[Notice]:
    store_notices(case, drafting.prepared(case, case.bench(settings=SAID_BY_PEOPLE)))
    return [one for one in case.store.get(Notice) if one.recipient == REMINDER]


def store_notices(case: Case, bench) -> None:
    """The step of the line that drafts, alone."""
    from stanch.line import LINE

    next(one for one in LINE if one.name == "notices").run(case.store, bench)


def enrol(case: Case, tmp_path: Path, code: str, day: str) -> None:
    file = tmp_path / "used.csv"
    file.write_text(f"code,activated\n{code},{day}\n")
    codes.take_activations(case, file)


def order(case: Case, days: int = 30) -> int:
    return following_up.remind(case, within=days, as_of=case.clock().date(), by="Dana")


def code_of(case: Case, name: str) -> str:
    return next(one.code for one in case.store.get(Offer) if one.person == name and one.code)


def test_nobody_is_reminded_without_an_order_and_it_can_be_taken_back(offered: Case) -> None:
    assert drafted(offered) == []
    with pytest.raises(WrongCall, match="nobody has an unused code"):
        order(offered, 2)
    soon = [one.person for one in offered.store.get(Offer) if one.enrol_by == ENDS]
    assert order(offered) == 3
    assert sorted(one.id for one in drafted(offered)) == sorted(f"reminder-20261210-{name}" for name in soon)
    assert following_up.remind_nobody(offered, by="Dana")
    assert drafted(offered) == []


def test_a_reminder_is_proven_approved_and_sent_once_and_not_to_who_enrolled(offered: Case, tmp_path: Path) -> None:
    soon = [one.person for one in offered.store.get(Offer) if one.enrol_by == ENDS]
    enrol(offered, tmp_path, code_of(offered, soon[0]), "2026-11-20")
    assert order(offered) == 2
    made = drafted(offered)
    assert [one.person for one in made] == soon[1:]
    assert [(one.text_id, one.missing, one.fields["enrol_by"]) for one in made] == [("en/reminder", (), "December 10, 2026")] * 2
    decide.approve_notices(offered, [one.id for one in made], by="counsel")
    # Somebody enrols after the approval, and is left out when the letters leave.
    enrol(offered, tmp_path, code_of(offered, soon[1]), "2026-11-25")
    assert [one.id for one in drafted(offered)] == [one.id for one in made], "what was approved stays as it was"
    assert pieces.queue_approved(offered)["mail"] == 2
    assert [one.pieces for one in printing.hand_over(offered, tmp_path / "out", workers=1)] == [1]
    assert Counter(one.state for one in pieces.pieces(offered)) == {"handed": 1, "queued": 1}
    assert pieces.queue_approved(offered).total() == 0
    assert set(ledger.ledger(offered).counts) == {"not_approved"}, "a person stands where the first letter stands"
    assert not check.faults(offered)


def test_a_reminder_that_was_not_sent_in_time_stays(offered: Case, tmp_path: Path) -> None:
    order(offered)
    made = drafted(offered)
    decide.approve_notices(offered, [one.id for one in made], by="counsel")
    pieces.queue_approved(offered)
    then = offered.clock
    offered.clock = lambda: then() + timedelta(days=40)
    assert printing.hand_over(offered, tmp_path / "out", workers=1) == []
    assert {one.state for one in pieces.pieces(offered)} == {"queued"}


def test_what_counts_as_ending() -> None:
    ordered = reminding("2026-11-24 2026-12-24")
    one = Offer("p", "credit_monitoring", 12, True, "", code="A", enrol_by=date(2026, 12, 24))
    assert ending([one], ordered) == one
    assert ending([replace(one, enrol_by=date(2026, 12, 25))], ordered) is None
    assert ending([replace(one, enrol_by=date(2026, 11, 23))], ordered) is None
    assert ending([replace(one, activated_on=date(2026, 11, 24))], ordered) is None
    assert ending([replace(one, activated_on=date(2026, 11, 25))], ordered) is not None
    assert ending([replace(one, code=None)], ordered) is None
    assert reminding("soon") is None


def test_rows_that_come_one_after_another_are_kept_as_rows_in_a_list_are(case: Case) -> None:
    people = [person(f"p{number}") for number in range(2003)]  # more than one insert
    case.store.put(Person, iter(people))
    assert case.store.get(Person) == people
    entries = len(case.journal.entries())
    case.store.put(Person, iter(people))
    case.store.put(Person, people)
    assert len(case.journal.entries()) == entries, "what changes nothing leaves no trace"
    assert case.store.get(Person) == people

    def breaks_off():
        yield people[0]
        raise ValueError("the draft broke off")

    with pytest.raises(ValueError, match="broke off"):
        case.store.put(Person, breaks_off())
    assert case.store.count(Person) == len(people)
    assert not check.faults(case)
