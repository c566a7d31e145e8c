"""What the laws of Asia ask of the engine: clocks from a notice or from the end, and duties that no law makes."""

from __future__ import annotations

from stanch.law.assess import assess
from stanch.law.facts import from_values

BREACH = {
    "as_of": "2026-06-15",
    "org": {"sector": "retail", "role": "owner", "establishment": ["MY", "CN"], "regulated_as": []},
    "incident": {
        "kind": "intrusion",
        "medium": "electronic",
        "confidentiality": "acquired",
        "occurred": "2026-05-01",
        "discovered": "2026-05-04",
        "ended": "2026-05-20",
    },
    "data": [{"person_category": "customer", "elements": ["email"], "with_name": True, "encrypted": False}],
    "affected": {"MY": 5, "CN": 5},
    "harm": {"finding": "risk"},
    "major": True,
}


def due(**over):
    """The due day of each duty by its id."""
    found = assess(from_values({**BREACH, **over}))
    return {duty.id: duty.deadline.due.date().isoformat() for duty in found.duties if duty.deadline and duty.deadline.due}


def test_a_notice_to_the_people_counts_from_that_to_the_authority():
    days = due()
    assert days["MY/authority"] == "2026-05-07"
    assert days["MY/individuals"] == "2026-05-14"  # seven days after the last moment for the Commissioner
    assert days["MY/authority_more"] == "2026-06-06"  # thirty days after it: the authority's own stages go before


def test_without_a_dated_notice_to_the_authority_the_clock_for_the_people_stands_still():
    incident = {key: value for key, value in BREACH["incident"].items() if key not in ("discovered", "ended")}
    assert "MY/individuals" not in due(incident=incident)


def test_a_final_report_counts_from_the_end_of_the_incident():
    assert due()["CN-CYB/final"] == "2026-06-19"
    assert "CN-CYB/final" not in due(incident={**BREACH["incident"], "ended": None})


def test_what_no_law_demands_is_listed_with_its_reason_and_never_owed():
    found = assess(from_values({**BREACH, "affected": {"HK": 5, "MO": 2, "AE": 2}, "harm": {"finding": "high_risk"}}))
    listed = {duty.id: duty for duty in found.duties if duty.jurisdiction in ("HK", "MO", "AE")}
    assert {duty.required for duty in listed.values()} == {False}
    assert "recommend" in listed["HK/individuals"].reason
    assert {"HK/authority", "MO/authority", "AE/authority"} <= set(listed)


def test_a_law_on_the_books_but_not_in_force_is_told():
    found = assess(from_values({**BREACH, "affected": {"LK": 5, "IN": 5}}))
    told = [warning for warning in found.warnings if "is not in force on this day" in warning]
    assert [warning.partition(":")[0] for warning in told] == ["IN-DPDP", "LK"]
    assert not [duty for duty in found.duties if duty.jurisdiction in ("LK", "IN-DPDP")]


def test_a_bank_is_told_of_its_supervisor_only_where_it_is_established():
    org = {"sector": "bank", "role": "owner", "regulated_as": []}
    reports = ("IN-RBI/authority", "PH-BSP/authority", "BH-CBB/call", "SG-MAS/authority", "SA-SAMA/authority")
    here = assess(
        from_values({**BREACH, "org": {**org, "establishment": ["IN", "PH", "BH", "SG", "SA"]}, "material": True, "significant": True})
    )
    assert {duty.id: duty.required for duty in here.duties if duty.id in reports} == dict.fromkeys(reports, True)
    elsewhere = assess(from_values({**BREACH, "org": {**org, "establishment": ["US"]}}))
    assert not [duty.id for duty in elsewhere.duties if duty.id in reports]
