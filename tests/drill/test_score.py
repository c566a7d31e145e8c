"""Scores of results whose faults are known."""

from stanch.drill import score

ANN = {
    "id": "P1",
    "name": "Ann Quarter",
    "other_names": [],
    "dob": "1980-02-03",
    "email": "ann@example.com",
    "phone": None,
    "postal_address": None,
    "residence": "US-TX",
}
BEN = {**ANN, "id": "P2", "name": "Ben Quarter", "dob": "1981-05-06", "email": "ben@example.com"}


def test_truth_against_itself_is_perfect():
    found = score.score_people([ANN, BEN], [ANN, BEN])
    assert (found.found_share, found.merged, found.split, found.residence_share) == (1.0, (), (), 1.0)


def test_who_is_known_by_a_name_alone_is_met_where_it_stands():
    alone = {**ANN, "dob": None, "email": None, "residence": None, "sources": ["evidence/note.txt"]}
    assert score.score_people([alone], [{**alone, "id": "r1"}]).found == ("P1",)
    assert score.score_people([alone], [{**alone, "id": "r1", "sources": ["evidence/other.txt"]}]).missing == ("P1",)


def test_merged_and_split_people_are_told():
    both = {**ANN, "id": "r1", "other_names": ["Ben Quarter"]}
    both["email"] = "ben@example.com"
    assert score.score_people([ANN, BEN], [both]).merged == ("r1",)
    again = score.score_people([ANN], [{**ANN, "id": "r1"}, {**ANN, "id": "r2"}])
    assert (again.split, again.found) == (("P1",), ())


def test_a_value_found_twice_where_it_stands_once_costs_precision():
    true = [{"locator": "a", "kind": "email", "value": "x@example.com", "row": None, "column": None}]
    finding = {"locator": "a", "kind": "email", "start": 0, "end": 13, "row": None, "column": None}
    (kind,) = score.score_findings(true, [finding, finding], {"a": "x@example.com"})
    assert (kind.recall, kind.precision) == (1.0, 0.5)


def test_a_missing_duty_and_a_wrong_day_are_told():
    true = [
        {"jurisdiction": "US-TX", "recipient": "individuals", "required": True, "due": "2026-12-06"},
        {"jurisdiction": "US-TX", "recipient": "cra", "required": False, "due": None},
    ]
    given = [
        {"jurisdiction": "US-TX", "recipient": "individuals", "required": True, "deadline": {"due": "2026-12-07T00:00"}},
        {"jurisdiction": "US-TX", "recipient": "cra", "required": True, "deadline": None},
    ]
    assert len(score.score_duties(true, given)) == 2
    assert score.score_duties(true, []) == ["US-TX individuals: expected, not required"]
