"""Ways of telling people, weighed: what is missed and by how much, what it costs at whose rates, what the laws threaten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.case import duty, person

from stanch.errors import BrokenDataFile
from stanch.notices.options import Matter, rates, strategies, weigh
from stanch.notices.options.exposure import exposed, threat_of
from stanch.notices.options.strategy import FOLDER, read
from stanch.records import Deadline, Liability, Offer, PostalAddress

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEFAULTS = rates()


def owed(place="US-CA", days=30, recipient="individuals", **more):
    due = Deadline(days, "days", "discovery", NOW + timedelta(days=days)) if days is not None else None
    return duty(place, recipient, deadline=due, elements=("ssn", "email"), **more)


def matter(duties, people, offers=(), **more):
    return Matter(tuple(duties), tuple(people), tuple(offers), NOW, **more)


def weighed(name, *given, **more):
    return weigh(strategies()[name], matter(*given, **more), DEFAULTS)


def test_there_are_five_and_each_says_what_speaks_for_and_against_it():
    assert len(strategies()) >= 5
    assert all(one.merits and one.drawbacks and one.trust for one in strategies().values())


def test_the_legal_minimum_tells_only_those_to_whom_it_is_owed():
    option = weighed("legal_minimum", [owed()], [person(), person("p2", residence="US-TX")])
    assert (option.letters, option.not_told) == (1, 1)
    assert option.missed == ()


def test_a_deadline_that_nothing_can_keep_is_missed_by_so_much():
    option = weighed("early_and_follow_up", [owed(days=5)], [person()])
    (kept,) = option.missed
    assert kept.hours == -5 * 24
    assert kept.planned == date(2026, 12, 4)


def test_no_letter_is_planned_for_a_weekend_or_a_public_holiday():
    """33 days after Tuesday, 24 November, is Sunday, 27 December, and the Friday before is Christmas; e-mail goes on any day.

    10 days after Thursday, 26 November, is a Sunday too.
    """
    by_post, by_mail = person(), person("p2", postal_address=None, email="a@example.com")
    before = weighed("legal_minimum", [owed(days=34)], [by_post, by_mail])
    assert {one.what: one.day for one in before.sendings} == {"letters": date(2026, 12, 24), "e-mails": date(2026, 12, 27)}
    late = Matter((owed(days=10),), (person(),), (), NOW + timedelta(days=2))
    assert weigh(strategies()["early_and_follow_up"], late, DEFAULTS).kept[0].planned == date(2026, 12, 7)


@pytest.mark.parametrize(("calendar", "day"), [("DE", date(2027, 1, 6)), ("DE-BY", date(2027, 1, 5)), ("US", date(2027, 1, 6))])
def test_the_holidays_are_those_of_the_sender_s_part_of_the_country(calendar, day):
    """Epiphany, 6 January, is a holiday in Bavaria."""
    option = weighed("legal_minimum", [owed(days=44)], [person()], home=calendar[:2], calendar=calendar)
    assert option.kept[0].planned == day


def test_what_can_wait_is_filed_on_a_working_day_and_what_is_urgent_on_any():
    """31 days from 24 November is Christmas; a filing that is ready on Thanksgiving with two days to go is made then."""
    slow, urgent = owed("US-ME", 32, "regulator:AG"), owed("US-HIPAA", 3, "regulator:HHS")
    on_wednesday = Matter((slow, urgent), (person(),), (), NOW + timedelta(days=1))
    planned = {one.duty: one.planned for one in weigh(strategies()["legal_minimum"], on_wednesday, DEFAULTS).kept}
    assert planned == {slow.id: date(2026, 12, 24), urgent.id: date(2026, 11, 26)}


@pytest.mark.parametrize("name", ["one_standard", "legal_minimum"])
def test_an_authority_that_a_law_wants_told_before_the_people_is_told_before_them(name):
    """Maryland's: the letters go by another state's stricter clock, or before a weekend."""
    last = replace(
        owed("US-MD", 41, "regulator:AG"),
        deadline=Deadline(None, "without_unreasonable_delay", "before_individual_notice", NOW + timedelta(days=41)),
    )
    option = weighed(name, [owed(), owed("US-MD", 41), last], [person(), person("p2", residence="US-MD")])
    planned = {one.duty: one.planned for one in option.kept}
    assert planned["US-MD/regulator-AG"] < planned["US-MD/individuals"]


@pytest.mark.parametrize(("amount", "unit", "day"), [(15, "days", date(2027, 1, 6)), (5, "business_days", date(2026, 12, 30))])
def test_an_authority_whose_time_begins_with_the_notice_to_the_people_is_told_by_the_day_on_which_they_are(amount, unit, day):
    """The law's file counts from the last moment of its own notice; the letters go on 23 December, by another law's clock."""
    counted = Deadline(amount, unit, "individual_notice", NOW + timedelta(days=75))
    duties = [owed(), owed("US-LA", 60), replace(owed("US-LA", 75, "regulator:AG"), deadline=counted)]
    option = weighed("one_standard", duties, [person(), person("p2", residence="US-LA")])
    planned = {one.duty: one.planned for one in option.kept}
    assert (planned["US-LA/individuals"], planned["US-LA/regulator-AG"]) == (date(2026, 12, 23), day)


def test_a_first_word_fulfils_no_duty_and_goes_to_nobody_whose_law_forbids_it():
    people = [person(email="a@example.com"), person("p2", residence="US-MA", email="b@example.com")]
    duties = [owed(), owed("US-MA", forbids=("nature_of_breach",))]
    option = weighed("early_and_follow_up", duties, people)
    assert [(one.what, one.number) for one in option.sendings if not one.counts] == [("e-mails", 1)]
    assert all(one.planned == date(2026, 12, 4) for one in option.kept)


def test_a_public_statement_warns_where_a_letter_may_not_say_it():
    option = weighed("public_first", [owed("US-MA", forbids=("nature_of_breach",))], [person(residence="US-MA")])
    assert "public statement says it" in option.sayings[0].note


def test_who_cannot_be_reached_is_counted_and_never_told():
    option = weighed("one_standard", [owed()], [person(postal_address=None)])
    assert (option.unreached, option.letters, option.not_told) == (1, 0, 0)
    assert "substitute notice" in option.kept[0].note


def test_a_conditional_duty_is_at_risk_not_missed():
    option = weighed("early_and_follow_up", [owed(days=5, required="conditional")], [person()])
    assert option.missed == ()
    assert len(option.at_risk) == 1


def test_a_duty_that_is_settled_is_met():
    one = owed(days=-3)
    option = weighed("legal_minimum", [one], [person()], settled=frozenset({one.id}))
    assert option.missed == ()


def test_what_has_passed_already_says_so():
    option = weighed("legal_minimum", [owed("US-CA", -3, "regulator:AG")], [person()])
    assert "passed already" in option.kept[0].note


def test_a_claim_for_each_person_is_multiplied_and_one_a_day_is_not():
    whole = Liability("US-CA", "the act", "consumer", "private_action", "statutory damages", "s. 150", "person", 100, 750, people=10)
    whole = replace(whole, least=1000, most=7500, currency="CAD", verified=False)
    daily = replace(whole, cite="s. 151", per="person_day", low=None, high=100, least=None, most=None)
    fixed = replace(daily, cite="s. 152", per="breach", high=500_000, most=500_000)
    capped = replace(daily, cite="s. 153", per="day", high=1000, most=500_000)
    elsewhere = replace(whole, jurisdiction="US-NV")
    rows = exposed(map(threat_of, (daily, whole, fixed, capped, elsewhere)), [owed()], {"US-CA"})
    assert [(row.low, row.high, row.each, row.people) for row in rows] == [
        (1000, 7500, "", 10), (None, 100, "person_day", 10), (None, 500_000, "", 10), (None, 500_000, "", 10),
    ]  # fmt: skip
    assert (rows[0].currency, rows[0].verified, rows[0].missed) == ("CAD", False, True)


def test_one_rate_of_the_users_own_is_labelled_and_the_rest_are_defaults(tmp_path):
    file = tmp_path / "rates.yaml"
    file.write_text("rates: {print: 2}\n")
    option = weigh(strategies()["one_standard"], matter([owed()], [person()]), rates(file))
    lines = {one.what: one for one in option.costs}
    own = lines["Printing, folding and inserting one letter of two sheets"]
    assert (own.own, own.amount, own.source) == (True, 2.0, "rates.yaml")
    assert all(one.source.startswith("default: ") for one in option.costs if not one.own)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rates: {stamps: 1}", "unknown rate 'stamps'"),
        ("rates: {print: -1}", "no amount"),
        ("rates: {print: true}", "no amount"),
        ("currency: EUR\nrates: {print: 1}", "defaults are in USD"),
        ("price: 1", "unknown key 'price'"),
        ("- 1", "a rates file has"),
    ],
)
def test_a_fault_of_a_rates_file_is_told(tmp_path, text, told):
    file = tmp_path / "rates.yaml"
    file.write_text(text)
    with pytest.raises(BrokenDataFile, match=told):
        rates(file)


def test_help_for_everybody_is_paid_for_everybody():
    people = [person(), person("p2", residence="US-TX")]
    offers = [Offer("p1", "credit_monitoring", 12, True, "the law")]
    to_all = [*offers, Offer("p2", "credit_monitoring", 12, False, "chosen"), Offer("p2", "identity_restoration", 12, False, "chosen")]
    months = {
        name: next(one.number for one in weighed(name, [owed()], people, offers, to_all=to_all).costs if "month of monitoring" in one.what)
        for name in ("legal_minimum", "one_standard")
    }
    assert months == {"legal_minimum": 1.2, "one_standard": 2.4}


def test_all_help_that_letters_tell_of_is_paid_for_under_every_way():
    """Counsel who takes the minimum sends letters that offer what was exposed calls for, too."""
    people = [person(), person("p2"), person("p3")]
    offers = [
        Offer("p1", "credit_monitoring", 24, False, "good practice"),
        Offer("p1", "identity_restoration", 12, False, "good practice"),
        Offer("p2", "identity_restoration", 12, False, "good practice"),
        Offer("nobody told", "credit_monitoring", 24, True, "the law"),
    ]
    lines = {one.what: one.number for one in weighed("legal_minimum", [owed()], people, offers).costs}
    assert lines["A month of monitoring for one person enrolled"] == 2.4
    assert lines["Help to put an identity right for one person without monitoring, for the whole term"] == 1


def test_a_letter_to_puerto_rico_goes_at_the_rate_of_home():
    there = PostalAddress("12 Calle Sol", "San Juan", "PR", "00901", "PR")
    people = [person(postal_address=there), person("p2", postal_address=replace(there, country="DO"))]
    abroad = {one.what: one.number for one in weighed("one_standard", [owed()], people).costs}
    assert abroad["Postage of one letter abroad"] == 1


def test_a_strategy_of_ones_own_without_a_wave_that_counts_is_refused(tmp_path):
    text = (FOLDER / "public_first.yaml").read_text().replace("  - {whom: everyone, when: strictest, says: everybody}\n", "")
    file = tmp_path / "public_first.yaml"
    file.write_text(text)
    with pytest.raises(BrokenDataFile, match="no wave fulfils a duty"):
        read(file)


@given(
    days=st.lists(st.integers(-10, 90) | st.none(), min_size=1, max_size=4),
    places=st.lists(st.sampled_from(["US-CA", "US-TX", "US-MA", None]), max_size=6),
)
def test_nobody_is_lost_and_nothing_goes_before_it_can(days, places):
    people = [person(f"p{index}", residence=place) for index, place in enumerate(places)]
    duties = [
        replace(owed(place or "US-CA", due), id=f"x/{index}")
        for index, (due, place) in enumerate(zip(days, ["US-CA", "US-TX", "US-MA", "US-CA"], strict=False))
    ]
    for strategy in strategies().values():
        option = weigh(strategy, matter(duties, people), DEFAULTS)
        assert option.letters + option.emails + option.not_told + option.unreached == len(people)
        assert all(one.day >= NOW.date() + timedelta(days=1) for one in option.sendings)
        assert {one.duty for one in option.kept} == {one.id for one in duties}
        assert all(one.met is not True or one.hours is None or one.hours >= 0 for one in option.kept)
