"""Confidences mean a share: curves rise, stay within bounds, come with their provenance; names are weighed by what stands around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent import names, names_case, names_code
from stanch.extent.calibration import calibrated, curves, meant
from stanch.extent.names_weighing import between, calibration, features, share_right, shares, weights
from stanch.extent.names_whole import told_by
from stanch.extent.scanning import raw_spans, text_spans
from stanch.extent.span import Span
from stanch.vocabulary import elements


def test_the_file_says_what_it_was_fitted_on() -> None:
    told = calibration()["provenance"]
    assert told["names"] > 1000
    assert all({"name", "repository", "licence", "part"} <= set(one) and one["part"] == "look" for one in told["sets"])


def test_curves_are_of_kinds_that_exist_and_rise() -> None:
    assert set(curves()) - {"others"} <= set(elements())
    for points in curves().values():
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        assert [y for _, y in points] == sorted(y for _, y in points)
        assert all(0.5 <= y < 1 for _, y in points)


@given(st.sampled_from(["phone", "us_ssn", "postal_address", "salary"]), st.floats(0, 1), st.floats(0, 1))
def test_a_surer_detector_is_never_less_sure(kind: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert meant(kind, low) <= meant(kind, high) <= 1


def test_only_numbers_of_detectors_are_turned_into_shares() -> None:
    name, known = Span("name", 0, 3, "Ana", 0.95, "any/name"), Span("phone", 4, 9, "55501", 0.98, "known")
    phone = Span("phone", 10, 15, "55502", 0.75, "any/phone")
    assert calibrated([name, known]) == [name, known]
    assert calibrated([phone])[0].confidence == meant("phone", 0.75)


def test_names_are_as_sure_as_where_nobody_fitted_by_the_language_around() -> None:
    assert set(shares()) == {"english", "abroad"}
    for points in shares().values():
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        assert [y for _, y in points] == sorted(y for _, y in points)
        assert all(0 < y < 1 for _, y in points)
    english, german = "She said that Ana is at the door with him", "Er sagte, dass Ana mit ihm an der Tür ist und nicht"
    for text, language in ((english, "english"), (german, "abroad")):
        start = text.index("Ana")
        assert share_right(text, start, start + 3, 0.65) == between(shares()[language], 0.65)
    read = Span("name", 0, 3, "Ana", 0.61, "names")
    assert calibrated([read]) == [read]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6), st.floats(-1, 2))
def test_between_the_points_of_a_curve(points: list[tuple[float, float]], number: float) -> None:
    points = sorted(points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    assert low - 1e-3 <= between(points, number) <= high + 1e-3


def test_what_is_found_does_not_hang_on_what_its_confidence_means() -> None:
    text = "Call Ana Garcia at (212) 555-0123 or write to ana@example.com; SSN 900-12-3456."
    assert [(one.kind, one.start) for one in text_spans(text, {})] == [(one.kind, one.start) for one in raw_spans(text, {})]


def test_every_weight_is_of_a_feature_that_is_computed() -> None:
    seen: set[str] = set()
    text = 'Dear Ana Garcia,\nLopez, Santos and Coleman met "Bo" in Paris. Garcia said so. From: "Lee, Bo" <b@example.com>\n'
    german = "Der Brief ist nicht von Frau Anna Meier und auch nicht aus dem Dorf, in dem sie mit Karl wohnte.\n"
    for part in (text, text.lower(), "See X.Y. Zed (1999), ACME CORP, O'Brien-Kim's", german):
        found = [one for one, _ in names.weighed(part, (), {})]
        whole = told_by(part, found, speaks_of_people=False)
        for one in found:
            seen |= set(features(part, one, whole))
    assert all(name.startswith("told by") or name.endswith(" sure") for name in set(weights()) - seen)


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("hello, this is chad farmer. can you call wendy olsen as guardian of the child?", "wendy olsen", "hello"),
        ("Lopez, Santos and Coleman is a design agency based in Austin.", "", "Santos"),
        ("Anna, Ben and Clara went to school together.", "Clara", ""),
    ],
)
def test_names_are_weighed_by_what_stands_around(text: str, there: str, not_there: str) -> None:
    found = [span.text for span in names.find(text, (), {})]
    assert not there or there in found
    assert not not_there or not_there not in found


def test_capitals_come_back_to_names_only_and_keep_every_place() -> None:
    text = "please ask katarzyna zielinska about the will"
    cased = names_case.restored(text, 0, len(text))
    assert cased == "please ask Katarzyna Zielinska about the will"
    assert names_case.restored("Please ask katarzyna", 0, 20) is None
    assert names_case.restored("ab", 0, 2) is None


CODE = (
    "import os\n\ndef build_urls(client: Client) -> list[str]:\n    # Perl and Julia support this option\n    return parse(client.path)\n"
    * 8
)


def test_single_words_in_code_are_nobody_and_whole_names_stay() -> None:
    assert names_code.is_technical(CODE)
    assert not [span for span in names.find(CODE, (), {}) if span.text in ("Perl", "Julia", "Client")]
    assert "Katarzyna Zielinska" in [span.text for span in names.find(CODE + "# ask Katarzyna Zielinska why\n", (), {})]


def test_letters_are_not_technical() -> None:
    letter = (
        "Dear Ms Zielinska,\n\nwe have received your complaint of last week and will answer by Friday. Our records show two visits.\n" * 8
    )
    assert not names_code.is_technical(letter)
