"""An organisation that owns some of the data and holds the rest for clients."""

from dataclasses import replace
from pathlib import Path

import pytest

from stanch import law
from stanch.errors import BrokenDataFile, WrongCall
from stanch.records import Concerns, DataSet, Exposure, Facts, Organisation, Person, Share, is_exposed

SSN = ("name", "ssn")
STAFF = DataSet(person_category="employee", elements=SSN, with_name=True, encrypted=False, affected={"US-CA": 30})
THEIRS = DataSet(
    person_category="customer", elements=SSN, with_name=True, encrypted=False, affected={"US-CA": 900}, role="service_provider"
)


def facts(*data: DataSet, role: str | None = "owner", **more) -> Facts:
    told = {
        "as_of": "2026-10-10",
        "org": {"role": role, "establishment": ["US"]},
        "incident": {"kind": "intrusion", "confidentiality": "acquired", "medium": "electronic", "discovered": "2026-10-01"},
        "affected": {"US-CA": 930},
    }
    return replace(law.from_values(told, "facts"), data=data, **more)


def required(given: Facts) -> dict[str, object]:
    return {one.id: one for one in law.assess(given).duties if one.required}


def test_each_role_is_judged_by_the_data_that_are_held_in_it():
    found = required(facts(STAFF, THEIRS))
    assert (found["US-CA/individuals"].people, found["US-CA/individuals"].role) == (30, "owner")
    assert (found["US-CA/owner"].people, found["US-CA/owner"].role) == (900, "processor")
    assert not [one for one in found if one.startswith("US-CA/") and found[one].recipient.startswith("regulator")], (
        "900 of others do not make 30 of one's own 500"
    )
    assert len({one.id for one in law.assess(facts(STAFF, THEIRS)).duties}) == len(law.assess(facts(STAFF, THEIRS)).duties)


def test_one_role_in_all_data_is_the_organisations():
    theirs = required(facts(THEIRS, role=None))
    assert "US-CA/owner" in theirs
    assert "US-CA/individuals" not in theirs
    assert required(facts(replace(STAFF, role="owner"), role=None)).keys() == required(facts(STAFF)).keys()
    assert law.assess(facts(STAFF, role="owner")) == law.assess(facts(replace(STAFF, role="owner"), role="owner"))


def test_hipaa_binds_as_covered_entity_for_own_patients_and_as_associate_for_others():
    patients = [replace(one, person_category="patient", elements=("name", "medical")) for one in (STAFF, THEIRS)]
    org = Organisation(
        role="owner", sector="clinic", establishment=("US",), regulated_as=("hipaa_covered_entity", "hipaa_business_associate")
    )
    found = required(facts(*patients, org=org))
    assert found["US-HIPAA/individuals"].people == 30
    assert found["US-HIPAA/covered_entity"].people == 900
    assert "US-HIPAA/media" not in found, "more than 500 are the clients' to tell the media of"


def test_a_role_that_is_none_is_refused():
    with pytest.raises(BrokenDataFile, match="role"):
        law.from_values({"data": [{"elements": ["ssn"], "role": "ownr"}]}, "facts")


def someone(name: str, clients=(), shares=()) -> Person:
    shown = tuple(Exposure(kind, fact, "***", 1.0, ("a.csv",)) for kind, fact in (("full_name", "name"), ("us_ssn", "ssn")))
    return Person(name, name, residence="US-CA", elements=SSN, exposures=shown, clients=clients, shares=shares, relation="customer")


OURS, ACME = someone("Ours"), someone("Acme's", ("Acme",))
BOTH = someone("Both", ("Acme",), (Share("Acme", SSN), Share("", ("contact", "name"))))
TWICE = someone("Twice", ("Acme",), (Share("Acme", SSN), Share("", SSN)))


def test_people_count_once_and_each_in_the_role_in_which_they_were_found():
    made = law.merge_facts(facts(affected={}), None, [OURS, ACME, BOTH, TWICE])
    assert made.affected == {"US-CA": 4}
    counts = {(one.role, one.elements): one.affected for one in made.data}
    assert counts == {
        (None, SSN): {"US-CA": 2},
        (None, ("contact", "name")): {"US-CA": 1},
        ("processor", SSN): {"US-CA": 3},
    }
    duties = law.assess(made).duties
    found = {one.id: one for one in duties}
    assert (found["US-CA/individuals"].people, found["US-CA/owner"].people) == (2, 3)
    told = Concerns(duties)
    assert [one.name for one in (OURS, ACME, BOTH, TWICE) if told.of(one)] == ["Ours", "Twice"]
    assert [is_exposed(one) for one in (OURS, ACME, BOTH)] == [True, False, True]
    assert not ACME.own_elements
    assert BOTH.as_held_by("").elements == ("contact", "name")


def test_a_processor_of_all_data_owes_as_before():
    made = law.merge_facts(facts(affected={}, role="processor"), None, [ACME, OURS])
    found = {one.id: one for one in law.assess(made).duties if one.required}
    assert found["US-CA/owner"].people == 2
    assert "US-CA/individuals" not in found


def test_data_without_a_role_beside_a_map_of_clients_are_refused_with_their_line(tmp_path: Path):
    file = tmp_path / "facts.yaml"
    file.write_text("org: {role: owner}\ndata:\n  - {elements: [ssn], role: owner}\n  - elements: [ssn]\n  - elements: [medical]\n")
    with pytest.raises(BrokenDataFile) as refused:
        law.refuse_without_role(law.read_facts(file), file)
    assert [(one.file, one.line) for one in refused.value.faults] == [(str(file), 4), (str(file), 5)]
    assert "write `role: service_provider`" in refused.value.faults[0].what
    with pytest.raises(WrongCall, match=r"data\[0\]"):
        law.refuse_without_role(facts(replace(STAFF, role=None)))
    law.refuse_without_role(facts(STAFF, role="processor"))
    law.refuse_without_role(facts(replace(STAFF, role="owner"), THEIRS))
    law.refuse_without_role(facts())
