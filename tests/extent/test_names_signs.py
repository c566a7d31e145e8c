"""What stands right beside a name tells whether it is somebody's or a firm's, where a short text tells nothing else."""

from __future__ import annotations

import pytest

from stanch.extent import names, names_called, names_signs, texts
from stanch.extent.span import Span


@pytest.mark.parametrize(
    ("text", "name", "sign"),
    [
        ("Madison graduated in May", "Madison", "deed"),
        ("Georgia has filed the form", "Georgia", "deed"),
        ("here's Soib's new address", "Soib", "owns"),
        ("Tomasz Wilk, 34, of Lyon", "Tomasz Wilk", "aged"),
        ("Ana Quill, M.D. signed", "Ana Quill", "degree"),
        ("Coden is a design agency in Bonn", "Coden", "is no person"),
        ("Nushin, can you call me", "Nushin", "spoken to"),
        ("Barrick shares fell", "Barrick", "firm's own"),
        ("she works for Numedii in Cheb", "Numedii", "works for"),
        ("Please contact Austin about it", "Austin", "asked"),
    ],
)
def test_what_stands_beside_is_told(text: str, name: str, sign: str) -> None:
    start = text.index(name)
    known = names_signs.told_beside(text, start, start + len(name))
    assert {one for one, value in known.items() if value} == {sign}


def test_nothing_beside_tells_nothing() -> None:
    assert not any(names_signs.told_beside("Ana", 0, 3).values())
    assert names_signs.told_beside("Ana", 0, 3).keys() == names_signs.NONE.keys()


def test_what_a_text_calls_a_firm_once_is_one() -> None:
    assert names_signs.firms_of("Barrick Gold Corp said so. Later Barrick fell; Otto Group rose. A Corporal, no firm.") == {
        "Barrick",
        "Otto",
    }
    assert not names_signs.firms_of("")


def test_a_town_that_does_what_people_do_is_somebody() -> None:
    assert not names_called.is_place("Houston reviewed the chart", 0, 7, 1.0)
    assert names_called.is_place("Houston lies on a bay", 0, 7, 1.0)


@pytest.mark.parametrize("text", ["Please tell Whitfield v. Harrow is settled.", "The matter of Whitfield versus Harrow is settled."])
def test_who_sues_is_somebody(text: str) -> None:
    assert "Whitfield" in [span.text for span in names.find(text, (), {})]


def test_a_case_that_is_cited_by_its_report_names_nobody_more() -> None:
    assert not [one for one in names.weighed("as in Whitfield v. Harrow, 369 U.S. 705", (), {}) if one[0].context == "party"]


def test_a_name_less_sure_than_a_half_is_told_with_its_share() -> None:
    found = [Span("name", 0, 3, "Ana", 0.43, "names"), Span("phone", 4, 9, "55501", 0.43, "any/phone")]
    assert texts.settle(found) == found[:1]
