"""Sums that pages show are what going through everybody would give: whatever is decided, sent, settled or started again."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from letters import DUTY, choose, filled, notice, person

from stanch import line, protection
from stanch.casefile import (
    Case,
    board,
    check,
    containing,
    crowd,
    decide,
    drafting,
    keeping,
    ledger,
    pieces,
    report,
    returned,
    sums,
    weighing,
)
from stanch.errors import StanchError
from stanch.notices import options
from stanch.notices.wanting import wanting
from stanch.records import (
    Aside,
    Attack,
    DoubtfulPair,
    Duty,
    Exposure,
    Facts,
    Incident,
    Notice,
    Offer,
    Organisation,
    Person,
    Reach,
    Reached,
    Role,
)  # fmt: skip
from stanch.report import reached
from stanch.report.contents import by_residence, people_by_kind

MAIL = ("no postal address: to be sent by e-mail where the law's conditions for it are met",)
OPEN = f"conditional: {DUTY.cite} applies only if anybody knows"


def crowded(case: Case, number: int = 60) -> None:
    """People, letters and offers of many sorts."""
    filled(case, 0, approve=False)
    people = [
        person(
            at, residence=(None, "US-ME", "US-CA", "EU-DE")[at % 4], minor=at % 9 == 1, dob=date(2015, 1, 1 + at % 3) if at % 9 == 1 else None,
            deceased=at % 11 == 2, email=None if at % 7 == 3 else f"ann{at}@example.com", relation=("patient", None)[at % 2],
            **({"postal_address": None} if at % 5 == 0 else {}), roles=(Role("employee", ("ssn",)),) if at % 13 == 4 else (),
            elements=(("name", "ssn"), ("email", "name"))[at % 3 == 0], confidence=0.5 if at % 17 == 5 else 1.0, records=(f"a{at}", f"b{at}"),
            joined_by=("same name",), sources=(f"file{at % 4}.csv",),
            exposures=(Exposure(("us_ssn", "email")[at % 2], "ssn", "***", 0.9, ("x",)),),
        )
        for at in range(number)
    ]  # fmt: skip
    letters = [notice(one, form="letter" if one.postal_address else "email") for one in people[:-5]]
    letters = [
        replace(one, missing=() if at % 4 else (OPEN,) if at % 8 else MAIL, status="held" if at % 16 == 7 else "draft")
        for at, one in enumerate(letters)
    ]
    case.store.put(Person, people)
    case.store.put(Notice, letters)
    case.store.put(Offer, [Offer(one.id, "credit_monitoring", 12 + at % 2, at % 3 == 0, "ssn") for at, one in enumerate(people) if at % 6])
    case.store.put(
        DoubtfulPair, [DoubtfulPair("p1", "p2", 0.6, ("same date of birth",)), DoubtfulPair("p3", "p4", 0.2, ("different given names",))]
    )


def is_as_gone_through(case: Case) -> None:
    """The board says what passing over every letter and everybody says."""
    every = list(drafting.each(case))
    told = Counter((one.form, one.status, one.missing) for one, number in board.notices(case).sorts for _ in range(number))
    assert told == Counter((one.form, one.status, one.missing) for one in every)
    assert wanting(board.notices(case)) == wanting(every)
    assert ledger.on_the_board(case) == ledger.ledger(case)
    standing = list(ledger.standings(case))
    for state in ledger.on_the_board(case).counts:
        assert ledger.at_places(case, board.of(case).standing(state).tolist()) == [one for one in standing if one.state == state]
    complete = board.of(case).places(lambda one: one.status == "approved")
    assert drafting.at_places(case, complete.tolist()) == [one for one in every if one.status == "approved"]


def test_the_board_follows_every_decision(case: Case) -> None:
    crowded(case)
    dice = random.Random(7)  # noqa: S311 which letter is no secret
    is_as_gone_through(case)
    steps = [
        lambda one: decide.hold_notice(case, one, by="Dana", grounds="asked to wait"),
        lambda one: drafting.approve(case, [one], by="Dana"),
        lambda one: decide.release_notice(case, one, by="Dana", grounds="no longer"),
        lambda one: ledger.set_aside(case, one.removeprefix("letter-"), by="Dana", grounds="told in person"),
    ]
    done = 0
    for _ in range(60):
        with suppress(StanchError):  # what may not be decided changes nothing
            dice.choice(steps)(f"letter-p{dice.randrange(55)}")
            done += 1
        if dice.random() < 0.3:
            is_as_gone_through(case)
    assert done > 20
    decide.allow_email(case, by="Dana", grounds="people chose it")
    is_as_gone_through(case)
    drafting.settle(case, [OPEN], by="Dana", grounds="taken as it is", exactly=True)
    is_as_gone_through(case)
    decide.sign_duty(case, DUTY.id, verdict="confirmed", by="Dana", grounds="it is ours")
    is_as_gone_through(case)


def test_the_board_follows_what_is_sent_and_comes_back(case: Case) -> None:
    crowded(case)
    ready = drafting.ready(case)
    drafting.approve(case, ready, by="Dana")
    is_as_gone_through(case)
    choose(case)
    assert sum(pieces.queue_approved(case).values()) > 10
    is_as_gone_through(case)
    first = list(pieces.pieces(case))[:6]
    for one, what in zip(first, ("sent", "bounced", "returned", "in_doubt", "cancelled", "mailed"), strict=True):
        pieces.change(case, one.id, what)
    is_as_gone_through(case)
    returned.give_substitute(case, DUTY.id, on=date(2026, 11, 20), where="our web page", by="Dana")
    is_as_gone_through(case)
    case.store.put(Notice, [replace(one, missing=()) for one in case.store.get(Notice)][:30])
    assert ledger.on_the_board(case).people == 60
    board.of(case, fresh=True)
    is_as_gone_through(case)


def test_the_first_of_two_readers_is_on_the_board(case: Case) -> None:
    from stanch.casefile import lettering
    from stanch.records import Said

    crowded(case)
    lettering.state(case, [Said("two_person", "yes")], by="Dana")
    (first, *_) = drafting.ready(case)
    drafting.approve(case, [first], by="Dana")
    assert [one.id for one in drafting.at_places(case, board.of(case).read_once().tolist())] == [first]
    assert drafting.readers(case) == {"Dana"}
    is_as_gone_through(case)
    drafting.approve(case, [first], by="Lee")
    assert not len(board.of(case).read_once())
    is_as_gone_through(case)


def test_what_was_put_down_is_caught_up_with(case: Case) -> None:
    crowded(case)
    board.of(case)
    decide.hold_notice(case, "letter-p2", by="Dana", grounds="asked to wait")
    # As after a new start: nothing is in memory, and what stands in the case is older than the decision.
    board._boards.clear()
    assert keeping.is_current(case, board.BOARD)
    is_as_gone_through(case)
    assert board.of(case).touched == 1


def test_a_case_that_many_decided_on_is_as_it_was_until_it_is_caught_up_with(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    crowded(case)
    before = ledger.on_the_board(case).counts
    monkeypatch.setattr(board, "MANY", 2)
    begun: list[object] = []
    monkeypatch.setattr(board, "_renew", lambda _case, holder: begun.append(holder))
    drafting.approve(case, drafting.ready(case), by="Dana")
    assert ledger.on_the_board(case).counts == before
    assert len(begun) == 1
    board.of(case, fresh=True)
    is_as_gone_through(case)


def facts_of(case: Case) -> None:
    org = Organisation(name="Acme", sector="retail", role="controller", establishment=("US-ME",))
    case.store.put(Facts, [Facts(as_of=date(2026, 11, 24), org=org, incident=Incident(kind="intrusion", discovered=date(2026, 11, 1)))])


def test_sorts_of_people_give_what_everybody_gives(case: Case) -> None:
    crowded(case)
    facts_of(case)
    everybody = case.store.get(Person)
    assert len(crowd.people(case)) == len(everybody)
    assert len(crowd.people(case).sorts) < len(everybody)
    assert crowd.situation(case) == line.situation(case.store)
    assert by_residence(crowd.people(case)) == by_residence(everybody)
    assert people_by_kind(crowd.people(case)) == people_by_kind(everybody)
    assert crowd.without(crowd.people(case).sorts, everybody[:3], everybody[:1]).sorts
    gone = crowd.without(crowd.people(case).sorts, everybody[3:], [])
    assert by_residence(gone) == by_residence(everybody[:3])
    named = keeping.current(case, crowd.PEOPLE).sorts
    assert not any(word in repr(named) for one in everybody for word in (one.name, one.email) if word)


def test_ways_weighed_over_sorts_are_those_weighed_over_everybody(case: Case) -> None:
    crowded(case)
    facts_of(case)
    case.store.put(Duty, [DUTY, replace(DUTY, id="US-CA/individuals", jurisdiction="US-CA", elements=("ssn",))])
    matter = weighing.matter_of(case, now=case.clock())
    everybody = tuple(case.store.get(Person))
    offers, to_all = (protection.offer(matter.duties, everybody, Facts(), everybody=whom) for whom in (False, True))
    whole = replace(matter, people=everybody, offers=offers, to_all=to_all)
    for one in options.strategies().values():
        by_sorts, by_people = (options.weigh(one, of, options.rates(None)) for of in (matter, whole))
        assert by_sorts == by_people
    assert len(matter.sorts) < len(whole.people)


def test_people_are_counted_by_what_was_reached(case: Case) -> None:
    crowded(case)
    moment = case.clock()
    reach = Reach(reached=(Reached("file1.csv", "acquired", "copy", "server", moment, moment, 1, ("log:1",)),))
    case.store.put(Attack, [Attack(reach=reach)])
    everybody = case.store.get(Person)
    told = reached.counts(reach, [], everybody)
    assert reached.counts(reach, [], crowd.people(case)) == told
    assert {contact: people for contact, _, people in told}["acquired"] == 15


def test_sums_of_offers_doubts_and_kinds(case: Case) -> None:
    crowded(case)
    helped = keeping.current(case, crowd.HELPED)
    offers = case.store.get(Offer)
    assert sum(row[-1] for row in helped.counted) == len(offers)
    assert helped.people == helped.by_service["credit_monitoring"] == len({one.person for one in offers})
    assert Counter(one.is_household for one, number in keeping.current(case, crowd.DOUBTS) for _ in range(number)) == {False: 1, True: 1}
    assert keeping.current(case, report.KINDS) == []
    assert keeping.current(case, containing.SECRETS) == []


def test_a_sum_is_made_once_and_anew_when_its_rows_are_others(case: Case) -> None:
    crowded(case)
    assert set(sums.bring_up_to_date(case)) == {*(one.name for one in sums.SUMS), board.NAME}
    assert sums.bring_up_to_date(case) == []
    case.store.put(Person, case.store.get(Person)[1:])
    assert crowd.PEOPLE.name in sums.bring_up_to_date(case)
    assert len(crowd.people(case)) == 59
    assert not check.faults(case)


def test_a_sum_that_somebody_changed_is_found(case: Case) -> None:
    from stanch.casefile.models import KeptRow

    crowded(case)
    sums.bring_up_to_date(case)
    row = KeptRow.objects.using(case.alias).get(name=crowd.DOUBTS.name)
    row.made = row.made.replace(",1]", ",9]", 1)
    row.save(using=case.alias)
    assert [fault.what for fault in check.faults(case)] == ["the sum 'doubtful pairs by sorts' is not what the rows give"]
    row.made = "{"
    row.save(using=case.alias)
    assert len(keeping.current(case, crowd.DOUBTS)) == 2, "what cannot be read is made anew"


def test_the_board_that_somebody_changed_is_found(case: Case) -> None:
    crowded(case)
    sums.bring_up_to_date(case)
    there = keeping.found(case, board.BOARD)
    assert there
    other = board.board_rows.packed(board.board_rows.unpacked(there.made.standings, board.np.uint8) * 0)
    keeping.keep(case, board.BOARD, replace(there, made=replace(there.made, standings=other)))
    assert [fault.what for fault in check.faults(case)] == ["where people stand is not what letters, decisions and pieces give"]


def test_asides_are_no_part_of_the_crowd(case: Case) -> None:
    crowded(case, 3)
    case.store.put(Aside, [Aside(person(99), "company", "Ltd")])
    assert len(crowd.people(case)) == 3


def test_a_case_of_an_earlier_release_gets_its_sums(case: Case) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from the_case import NOW, PASSPHRASE

    from stanch import casefile

    crowded(case)
    expected = ledger.on_the_board(case)
    MigrationExecutor(connections[case.alias]).migrate([("casefile", "0009_tasks_and_fields")])
    case.close()
    with casefile.open_case(case.folder, passphrase=PASSPHRASE, by="the owner", clock=lambda: NOW) as again:
        assert set(sums.bring_up_to_date(again)) == {*(one.name for one in sums.SUMS), board.NAME}
        assert ledger.on_the_board(again) == expected
        assert check.faults(again) == []


def test_sums_go_with_the_list_and_into_a_backup(case: Case) -> None:
    from stanch.casefile import destroying, destruction
    from stanch.casefile.models import KeptRow

    crowded(case)
    sums.bring_up_to_date(case)
    rows = KeptRow.objects.using(case.alias)
    assert rows.count() == len(sums.SUMS) + 1
    destroying.destroy_people(case, by="Dana", grounds="the end of retention", confirmed=destruction.confirmation(case))
    assert not rows.exists()


def test_a_case_that_an_earlier_release_left_is_untouched_though_it_holds_no_sums(case: Case) -> None:
    from django.db import connections

    with connections[case.alias].schema_editor() as editor:
        editor.execute(f"DROP TABLE {sums.TABLE}")
    assert list(sums.faults(case)) == []
