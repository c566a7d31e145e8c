"""Somebody who has nothing but a browser and a bad morning: an empty case says what to do first, and frightens nobody without need."""

from dataclasses import replace

import pytest
from django.utils.html import escape
from the_breach import NOW, duty

from stanch.casefile import decide, own
from stanch.portal import desk, questions
from stanch.portal.pages import now, protection
from stanch.portal.signposts import by_page
from stanch.records import Attack, Duty, Facts, Incident, Organisation


@pytest.fixture
def nobody(case):  # type: ignore[no-untyped-def]
    """The case as it is before anything was handed in, of a firm in Germany."""
    assert case
    facts = Facts(org=Organisation(name="Example GmbH", establishment=("EU-DE",)))
    return replace(desk.contents(), facts=facts, people=(), exhibits=(), unread=())


def test_deadlines_of_countries_where_one_has_no_place_wait_until_somebody_is_counted(nobody) -> None:  # type: ignore[no-untyped-def]
    told = now._clocks(nobody, NOW)
    assert [one.state.duty.id for one in told["clocks"] if one.state.duty.required is not True] == []
    assert {one.state.duty.id for one in told["clocks"]} == {"US-CA/late", "US-CA/ag"}, "what is owed already is shown wherever it is"
    assert told["elsewhere"] == 1
    at_home = replace(nobody, facts=Facts(org=Organisation(establishment=("US-OR",))))
    assert now._clocks(at_home, NOW)["elsewhere"] == 0
    sells_there = replace(nobody, facts=Facts(org=Organisation(establishment=("EU-DE",), targets=("US-OR", "EEA"))))
    assert now._clocks(sells_there, NOW)["elsewhere"] == 0, "where it has customers is its own country too"
    unsaid = replace(nobody, facts=Facts())
    assert now._clocks(unsaid, NOW)["elsewhere"] == 0, "where nobody said where the firm is, everything is shown"


def test_the_first_thing_is_to_hand_something_in(nobody) -> None:  # type: ignore[no-untyped-def]
    from stanch.report import wording

    things = now._things(nobody)
    assert things[0].do == "Hand in what was exposed, and the logs that show what happened."
    assert len(things) <= 5
    assert "No evidence was handed in yet" in wording.headline(nobody)
    unsaid = now._things(replace(nobody, facts=Facts()))
    assert "Say on which day the breach was discovered." in [now.in_pages(one.do) for one in unsaid]


def test_an_empty_page_names_no_command(owner) -> None:  # type: ignore[no-untyped-def]
    for page in ("/", "/notices/missing", "/intake"):
        text = owner.get(page).content.decode()
        assert by_page(text) == text, page


def test_no_comfort_beside_a_deadline_that_has_passed_even_if_it_may_not_be_ours(nobody) -> None:  # type: ignore[no-untyped-def]
    late = duty("late", required="conditional", hours=-4)
    ended = replace(nobody, attack=Attack(ongoing=False), duties=(duty("ag"),))
    assert now._reassurance(ended) == now.COMFORT[0]
    assert now._reassurance(replace(ended, duties=(duty("ag"), late))) == now.COMFORT[2]
    assert now._reassurance(replace(ended, duties=(duty("ag"), duty("past", hours=-4)))) == ""


def test_each_help_stands_once_for_its_reason_whatever_was_exposed() -> None:
    rows = [("fraud_alert", 12, False, f"A fraud alert makes lenders ask: {what} exposed", "FTC", 2) for what in ("ssn", "passport")]
    told = protection._offered([*rows, ("credit_monitoring", 12, True, "California orders it: exposed ssn", "§ 1798.82", 1)])
    assert told == [
        ("credit_monitoring", 12, True, "California orders it", "§ 1798.82", 1),
        ("fraud_alert", 12, False, "A fraud alert makes lenders ask", "FTC", 4),
    ]


def test_where_no_day_was_said_nobody_reads_that_no_clock_runs(nobody, monkeypatch, owner) -> None:  # type: ignore[no-untyped-def]
    quiet = replace(nobody, duties=())
    monkeypatch.setattr(now, "running", lambda: quiet)
    monkeypatch.setattr(now, "clocks", lambda *_a, **_k: [])
    told = owner.get("/").content.decode()
    assert "No clock runs." not in told
    assert "nobody has said on which day the breach was discovered" in told
    assert '<a href="/intake/incident.discovered">When it was discovered</a>' in told


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("Was a ransom paid?", "/intake/ransom_paid"),
        ("Does the organisation take payment cards, or handle card data for those who do?", "/intake/org.regulated_as"),
        ("conditional: applies depending on: Were the data electronic or on paper?", "/intake/incident.medium"),
        ("conditional: applies depending on: The data were encrypted: was the key taken too?; see", ""),
        ("Was the key taken as well?", ""),
    ],
)
def test_a_question_of_a_law_leads_to_where_it_is_answered(question: str, page: str) -> None:
    assert questions.page_of(question) == page


def test_a_question_that_only_some_laws_ask_is_put_where_a_duty_turns_on_it(owner, case) -> None:  # type: ignore[no-untyped-def]
    paid, kept = "Was a ransom paid?", case.store.get(Duty)
    assert paid not in owner.get("/intake").content.decode()
    turns = replace(duty("maybe", required="conditional"), questions=(paid,))
    case.store.put(Duty, [turns])
    assert paid in owner.get("/intake").content.decode()
    for page in ("/", "/duties/US-CA/maybe"):
        assert f'<a href="/intake/ransom_paid">{paid}</a>' in owner.get(page).content.decode(), page
    case.store.put(Duty, kept)
    for value in (True, None):
        decide.set_fact(case, "ransom_paid", value, by="owner", source="test")
        assert (paid in owner.get("/intake").content.decode()) is bool(value), "what was answered stays to be seen"
    assert "What was said before" not in owner.get("/intake/material").content.decode(), "what nobody was asked nobody said"


def test_what_several_laws_ask_for_is_asked_once_with_how_many_duties_turn_on_it() -> None:
    regimes = (
        "Is the organisation a federal work (bank, carrier, airline)?",
        "Is the organisation a federally regulated financial institution (OSFI)?",
    )
    duty = Duty("CA-PIPEDA/opc", "CA-PIPEDA", "regulator:OPC", "conditional", None, None, (), "", (), "", "", "opc", questions=regimes)
    other = replace(duty, id="CA-QC/cai", questions=(regimes[0], "Has anybody asked?"))
    first, second = questions.settling([duty, other])
    assert (first.page, first.turning, first.by_law) == ("/intake/org.regulated_as", 2, regimes)
    asked = questions.find("org.regulated_as")
    assert asked
    assert first.asks == f"{asked.part}: {asked.ask}"
    assert (second.asks, second.page, second.turning, second.by_law) == ("Has anybody asked?", "", 1, ())


def test_the_page_of_duties_asks_each_thing_once(owner, case) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/duties").content.decode()
    open_ = [duty for duty in case.store.get(Duty) if duty.required == "conditional"]
    assert page.count("It turns on") == 0
    for one in questions.settling(open_):
        assert page.count(escape(one.asks)) == 1


def test_a_task_says_whom_a_duty_tells_where_its_id_would_stand(owner, case) -> None:  # type: ignore[no-untyped-def]
    task = own.add_task(case, "Ask the bank", by="owner", blocks="duty US-CA/ag")
    page = owner.get("/tasks").content.decode()
    own.end_task(case, task.id, by="owner", grounds="test", withdrawn=True)
    assert 'data-label="Holds up">Tell the Attorney General (California)' in page
    assert ">US-CA/ag" not in page


def test_before_anything_is_known_nobody_reads_that_nothing_is_owed(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal.pages import duties, mapping

    for page in (duties, mapping):
        monkeypatch.setattr(page, "duty_states", lambda *_given, **_named: [])
    monkeypatch.setattr(mapping, "clocks", lambda *_given, **_named: [])
    for path in ("/duties", "/duties/by-clock"):
        text = owner.get(path).content.decode()
        assert "it does not mean that nothing is" in text
        assert "None." not in text
        assert "No clock runs" not in text


def test_what_must_not_be_switched_off_stands_there_before_anything_is_handed_in(nobody) -> None:  # type: ignore[no-untyped-def]
    bare = replace(nobody, attack=Attack())
    told = now._early(bare)
    assert len(told) == now.EARLY
    assert any("Do not switch off" in one.do_not for one in told)
    on_paper = replace(bare, facts=Facts(incident=Incident(kind="theft_paper")))
    assert not any("switched on" in one.do for one in now._early(on_paper))
    assert now._early(replace(bare, exhibits=desk.contents().exhibits)) == [], "then the steps of the case itself are shown"
