"""Duties by clock and by place: nothing is counted twice, nothing is said in colour alone, and each place opens to its own."""

from dataclasses import replace

from the_breach import duty

from stanch.casefile.duties import DutyState
from stanch.portal.pages import mapping
from stanch.vocabulary import jurisdictions


def state(name: str, jurisdiction: str, *, required: object = True, status: str = "open") -> DutyState:
    made = replace(duty(name, required=required), id=f"{jurisdiction}/{name}", jurisdiction=jurisdiction)
    return DutyState(made, status, None, has_changed=False)


def test_each_state_is_one_tile_in_a_place_of_its_own() -> None:
    tiles = mapping.grid()
    named = [code for code, *_rest in tiles]
    assert len(named) == len(set(named)) == len({(row, column) for _, _, row, column in tiles})
    assert set(named) == {code for code in jurisdictions() if code.startswith("US-")}


def test_a_place_is_as_pressing_as_its_most_pressing_duty() -> None:
    states = [
        state("a", "US-CA", status="overdue"),
        state("b", "US-CA", required="conditional", status="conditional"),
        state("c", "US-TX", required=False),
    ]
    found = mapping.tile("US-CA", states, 12)
    assert (found.status, found.owed, found.turning, found.not_owed, found.people) == ("overdue", 1, 1, 0, 12)
    assert mapping.tile("US-TX", states, 0).status == ""
    assert mapping.tile("US-CA", [state("a", "US-CA", status="fulfilled")], 1).status == "settled"
    assert mapping.tile("US-CA", states[1:], 1).status == "conditional"


def test_the_law_of_the_union_is_asked_in_each_member_and_no_state_s_in_another() -> None:
    union = state("authority", "EU-GDPR")
    assert mapping.concerns(union, "EU-DE")
    assert mapping.concerns(union, "EU-GDPR")
    assert not mapping.concerns(union, "US-CA")
    assert not mapping.concerns(state("ag", "US-CA"), "US-TX")
    assert not mapping.concerns(state("own", "EU-DE"), "EU-FR")


def test_the_map_opens_to_the_duties_of_a_place_and_clocks_stand_in_their_order(owner) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/duties/by-place").content.decode()
    assert '<a href="/duties?place=US-CA" title="California">CA <b>' in page
    here = owner.get("/duties?place=US-CA").content.decode()
    assert "Only what the law of California asks." in here
    assert "/duties/US-CA/ag" in here
    assert "/duties/US-CA/ag" not in owner.get("/duties?place=US-TX").content.decode()
    clocks = owner.get("/duties/by-clock").content.decode()
    assert clocks.index("/duties/US-CA/late") < clocks.index("/duties/US-CA/ag")
