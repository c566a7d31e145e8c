"""Facts that rule each other out are refused with the place of one and the name of the other."""

from __future__ import annotations

import pytest
from law_cast import breach

from stanch.errors import BrokenDataFile
from stanch.law import from_values, read_facts


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        (
            {"acquisition_ruled_out": True, "exfiltration": True, "incident": {"confidentiality": "accessed"}},
            "acquisition_ruled_out",
            "exfiltration is true",
        ),
        ({"acquisition_ruled_out": True}, "acquisition_ruled_out", "incident.confidentiality is acquired"),
        ({"ransom_paid": False, "paid_on": "2026-05-12"}, "paid_on", "ransom_paid is false"),
        ({"paid_on": "2026-04-19"}, "paid_on", "before occurred 2026-04-20"),
        ({"service_disruption": False, "disruption_hours": 4}, "disruption_hours", "4 hours of disruption"),
        ({"law_enforcement_hold_until": "2026-05-03"}, "law_enforcement_hold_until", "before discovered 2026-05-04"),
        ({"notified_individuals_on": "2026-05-01"}, "notified_individuals_on", "before discovered 2026-05-04"),
        ({"assessed": "2026-05-01"}, "assessed", "before discovered 2026-05-04"),
        ({"targets_eu": False, "org": {"targets": ["US", "EU-FR"]}}, "targets_eu", "org.targets names EU-FR"),
        ({"org": {"targets_uk": False, "targets": ["UK"]}}, "org.targets_uk", "org.targets names UK"),
        ({"targets_eu": True, "org": {"targets_eu": False}}, "targets_eu", "the opposite of each other"),
        ({"materiality_determined": "2026-05-01"}, "materiality_determined", "before discovered 2026-05-04"),
    ],
)
def test_facts_against_facts(changes, place, words):
    with pytest.raises(BrokenDataFile) as caught:
        from_values(breach(**changes))
    (fault,) = caught.value.faults
    assert place in fault.file
    assert words in fault.what


@pytest.mark.parametrize(
    "changes",
    [
        {"acquisition_ruled_out": True, "exfiltration": False, "incident": {"confidentiality": "accessed"}},
        {"ransom_paid": True, "paid_on": "2026-05-12"},
        {"service_disruption": False, "disruption_hours": 0},
        {"law_enforcement_hold_until": "2026-05-04", "assessed": "2026-05-04", "paid_on": "2026-04-20"},
        {"paid_on": "2026-04-19", "incident": {"occurred": None}},
    ],
)
def test_what_can_be_is_read(changes):
    assert from_values(breach(**changes)).affected == {"US-CA": 1}


def test_a_contradiction_is_told_with_its_line(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("incident: {confidentiality: acquired}\naffected: {US-CA: 1}\nacquisition_ruled_out: true\n")
    with pytest.raises(BrokenDataFile, match=r"facts\.yaml:3:1: acquisition is ruled out, but incident\.confidentiality is acquired"):
        read_facts(path)


def test_part_of_a_long_word_names_the_words_that_hold_it():
    with pytest.raises(BrokenDataFile, match="nearest known words: hipaa_covered_entity, hipaa_business_associate"):
        from_values(breach(org={"regulated_as": ["hippa"]}))
