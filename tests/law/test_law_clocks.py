"""Clocks: time zones, summer time, business days, the Union's own counting, a hold by law enforcement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from law_cast import assessed, duty

from stanch.law import clocks, from_values
from stanch.law.clocks import Clock
from stanch.law.instrument import Counting, Span

DUBLIN = Clock("Europe/Dublin", Counting(rule="eu_1182_71"), "EU-IE")
CHICAGO = Clock("America/Chicago", Counting(), "US-IL")


def test_hours_are_counted_to_the_moment_across_the_change_of_clocks():
    # Ireland leaves summer time on 25 October 2026: 72 hours from midnight end at 23:00.
    assert clocks.add(date(2026, 10, 24), 72, "hours", DUBLIN) == datetime(2026, 10, 26, 23, 0, tzinfo=ZoneInfo("Europe/Dublin"))
    assert clocks.add(date(2026, 3, 28), 72, "hours", DUBLIN).isoformat() == "2026-03-31T01:00:00+01:00"


def test_days_end_with_the_last_day_in_the_authority_s_zone():
    assert clocks.add(date(2026, 10, 20), 30, "days", CHICAGO).isoformat() == "2026-11-19T23:59:59-06:00"


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 7, 1), 5, date(2026, 7, 9)),  # Independence Day is observed on Friday the 3rd
        (date(2026, 11, 20), 5, date(2026, 11, 30)),  # Thanksgiving, and in Illinois no more than that
        (date(2026, 5, 8), 1, date(2026, 5, 11)),
    ],
)
def test_business_days_skip_weekends_and_public_holidays(start, days, last):
    found = clocks.add(start, days, "business_days", Clock("America/Chicago", Counting(), "US")).date()
    assert found >= last
    assert (found - last).days <= 1  # a state's own holiday may add one
    assert found.weekday() < 5


def test_a_weekend_is_what_it_is_in_the_land_concerned():
    # 5 November 2026 is a Thursday: in Egypt the next working day is Sunday, elsewhere Friday.
    cairo, nowhere = Clock("Africa/Cairo", Counting(), "EG"), Clock("UTC", Counting(), "ZZ")
    assert clocks.add(date(2026, 11, 5), 1, "business_days", cairo).date() == date(2026, 11, 8)
    assert clocks.add(date(2026, 11, 5), 1, "business_days", nowhere).date() == date(2026, 11, 6)


def test_the_union_s_periods_end_on_a_working_day():
    # 30 days from 1 December 2026 end on the 31st, a Thursday; from 2 December on New Year's Day, so on Monday the 4th.
    assert clocks.add(date(2026, 12, 1), 30, "days", DUBLIN).date() == date(2026, 12, 31)
    assert clocks.add(date(2026, 12, 2), 30, "days", DUBLIN).date() == date(2027, 1, 4)


def test_the_union_s_short_periods_hold_two_working_days():
    # Two days from Friday 12 June 2026 would be Saturday and Sunday.
    assert clocks.add(date(2026, 6, 12), 2, "days", DUBLIN).date() == date(2026, 6, 16)


def test_months_end_on_the_last_day_where_the_day_does_not_exist():
    assert clocks.add(date(2026, 1, 31), 1, "months", CHICAGO).date() == date(2026, 2, 28)


def test_a_hold_by_law_enforcement_moves_the_due_moment_and_says_so():
    held = duty(assessed(law_enforcement_hold_until="2026-09-30"), "US-CA", "individuals").deadline
    assert held.due.date() == date(2026, 9, 30)
    assert "law enforcement" in held.note
    brief = duty(assessed(law_enforcement_hold_until="2026-05-20"), "US-CA", "individuals").deadline
    assert brief.due.date() == date(2026, 6, 3)


def test_the_gdpr_knows_no_such_hold():
    found = assessed(org={"establishment": ["EU-IE"]}, affected={"EU-IE": 3}, law_enforcement_hold_until="2026-09-30")
    deadline = duty(found, "EU-GDPR", "regulator:SA").deadline
    assert deadline.due.date() == date(2026, 5, 7)
    assert "no delay for law enforcement" in deadline.note


def test_without_its_date_a_clock_stays_open_and_says_why():
    deadline = duty(assessed(incident={"discovered": None, "determined": None}), "US-CA", "individuals").deadline
    assert deadline.due is None
    assert "not known" in deadline.note


def test_without_a_determination_the_earlier_day_counts_and_is_named():
    deadline = duty(assessed(incident={"determined": None}, affected={"US-TX": 1}), "US-TX", "individuals").deadline
    assert deadline.due.date() == date(2026, 7, 3)
    assert "safe side" in deadline.note


def test_a_longstop_is_the_due_moment_of_a_vague_deadline():
    span = Span(unit="immediately", longstop=Span(unit="days", amount=30))
    facts = from_values({"incident": {"discovered": "2026-05-04"}})
    deadline = clocks.resolve(span, facts, CHICAGO)
    assert (deadline.amount, deadline.unit, deadline.due.date()) == (None, "immediately", date(2026, 6, 3))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 6, 11), 1, date(2026, 6, 12)),  # the day of the event does not count (Art. 3(1))
        (date(2026, 6, 12), 1, date(2026, 6, 15)),  # Saturday: moved to Monday (Art. 3(4)); one day needs no two working days
        (date(2026, 6, 11), 3, date(2026, 6, 15)),  # Friday to Sunday: to Monday, the second working day too
        (date(2026, 6, 12), 3, date(2026, 6, 16)),  # Saturday to Monday hold one working day only: to Tuesday (Art. 3(5))
        (date(2026, 4, 2), 3, date(2026, 4, 7)),  # Good Friday is no public holiday in Ireland, Easter Monday is: to Tuesday
        (date(2026, 12, 23), 2, date(2026, 12, 28)),  # Christmas Eve, Christmas: the second working day is Monday
        (date(2026, 12, 28), 5, date(2027, 1, 4)),  # ends on a Saturday after New Year's Day
    ],
)
def test_the_union_counts_days_from_the_next_day_to_a_working_day(start, days, last):
    assert clocks.add(start, days, "days", DUBLIN).date() == last


def test_the_holidays_are_those_of_the_authority_s_state():
    # 3 October is a holiday in Germany alone; in 2028 it is a Tuesday.
    berlin = Clock("Europe/Berlin", Counting(rule="eu_1182_71"), "EU-DE")
    assert clocks.add(date(2028, 9, 3), 30, "days", berlin).date() == date(2028, 10, 4)
    assert clocks.add(date(2028, 9, 3), 30, "days", DUBLIN).date() == date(2028, 10, 3)


@pytest.mark.parametrize("hours", [24, 72, 96])
def test_hours_run_through_weekends_and_holidays(hours):
    # Art. 3(4) speaks of periods "otherwise than in hours": from Friday 12 June 2026, and over Christmas, nothing is added.
    for start in (date(2026, 6, 12), date(2026, 12, 24)):
        found = clocks.add(start, hours, "hours", DUBLIN)
        assert found.date() - start == timedelta(hours=hours)
        assert (found.hour, found.minute) == (0, 0)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 5, 7), date(2026, 6, 8)),  # the same date of the next month is a Sunday
        (date(2026, 1, 31), date(2026, 3, 2)),  # no 31 February: the 28th, a Saturday, so Monday
        (date(2026, 6, 30), date(2026, 7, 30)),
    ],
)
def test_the_union_s_months_end_on_the_same_date_or_the_last_day(start, last):
    assert clocks.add(start, 1, "months", DUBLIN).date() == last


def _nis2(**changes):
    facts = {"org": {"establishment": ["EU-FI"], "regulated_as": ["nis2_important"]}, "significant": True, "affected": {"EU-FI": 3}}
    return [one for one in assessed(**{**facts, **changes}).duties if one.jurisdiction == "EU-NIS2"]


def test_a_later_stage_counts_from_the_last_moment_of_the_one_before():
    early, notification, final, _ = _nis2()
    assert early.deadline.due.isoformat() == "2026-05-05T00:00:00+03:00"
    assert notification.deadline.due.isoformat() == "2026-05-07T00:00:00+03:00"
    assert final.deadline.due.date() == date(2026, 6, 8)
    assert "earlier if that is sent earlier" in final.deadline.note


def test_without_a_moment_for_the_stage_before_a_later_one_stays_open():
    final = _nis2(incident={"discovered": None, "determined": None})[2]
    assert final.deadline.due is None
    assert "counts once the authority has been told" in final.deadline.note


def test_a_law_of_many_states_counts_in_the_zone_of_the_establishment():
    assert str(_nis2()[0].deadline.due.tzinfo) == "Europe/Helsinki"
    assert str(_nis2(org={"establishment": ["US"], "regulated_as": ["nis2_important"]})[0].deadline.due.tzinfo) == "Europe/Helsinki"


def test_the_authority_of_the_state_is_named_with_what_its_law_does_otherwise():
    assert "Traficom" in _nis2()[0].name
    assert "run from the detection of the incident" in _nis2()[0].note
    cyprus = _nis2(org={"establishment": ["EU-CY"], "regulated_as": ["nis2_important"]})[0]
    assert cyprus.deadline.amount == 6
    abroad = {"establishment": ["US"], "regulated_as": ["nis2_important"]}
    several = _nis2(org=abroad, affected={"EU-CY": 1, "EU-HR": 1})
    assert several[0].name == "the competent authority or National CSIRT (Digital Security Authority); the competent CSIRT"
    assert several[0].note.index("CY: ") < several[0].note.index("HR: ")


def test_without_a_known_establishment_the_people_s_places_set_the_national_period():
    assert _nis2(org={"establishment": [], "regulated_as": ["nis2_important"]}, affected={"EU-CY": 1})[0].deadline.amount == 6


def _dora(discovered, determined):
    facts = {"org": {"establishment": ["EU-FR"], "regulated_as": ["dora"]}, "major": True, "affected": {"EU-FR": 3}}
    found = assessed(**facts, incident={"discovered": discovered, "determined": determined})
    return next(one for one in found.duties if one.id == "EU-DORA/initial").deadline


@pytest.mark.parametrize(
    ("discovered", "determined", "due"),
    [
        ("2026-05-04", "2026-05-04", "2026-05-04T04:00:00+02:00"),  # four hours from classification
        ("2026-05-04", "2026-05-05", "2026-05-05T00:00:00+02:00"),  # perhaps within 24 hours of awareness: no later than that
        ("2026-05-04", "2026-05-06", "2026-05-06T04:00:00+02:00"),  # surely later: four hours from classification alone
    ],
)
def test_a_late_classification_under_dora_has_its_own_four_hours(discovered, determined, due):
    assert _dora(discovered, determined).due.isoformat() == due


def test_an_intruder_who_left_before_he_was_found_starts_no_clock_from_the_end_of_the_incident():
    city = {"org": {"sector": "public", "establishment": ["US-TX"]}, "affected": {"US-TX": 5}}
    left = assessed(**city, incident={"ended": "2026-05-01"})
    final = next(one for one in left.duties if one.id == "US-TX-GOV/details")
    assert (final.required, final.deadline.due) == (True, None)
    assert "the date of closure is not known" in final.deadline.note
    mended = next(one for one in assessed(**city, incident={"ended": "2026-05-20"}).duties if one.id == "US-TX-GOV/details")
    assert mended.deadline.due.date() == date(2026, 6, 4)
