"""Names that stand surname first are one name each, and places and headings with a comma are none."""

from __future__ import annotations

import pytest

from stanch.extent.scanning import text_spans
from stanch.extent.span import Span, clear_of


def names(text: str) -> list[tuple[str, str]]:
    return [(span.text, span.normal) for span in text_spans(text, {}) if span.kind == "name"]


@pytest.mark.parametrize(
    ("text", "name", "natural"),
    [
        ("1000   FRANCIS, ASHLEY M         933-10-1090  100", "FRANCIS, ASHLEY M", "ASHLEY M FRANCIS"),
        ("Francis, Ashley M  933-10-1090", "Francis, Ashley M", "Ashley M Francis"),
        ("Smith, John\nDOB: 12/06/1980", "Smith, John", "John Smith"),
        ("SMITH,JOHN Q DOB 12/06/1980", "SMITH,JOHN Q", "JOHN Q SMITH"),
        ("SMITH, JOHN\tDOB: 12/06/1980", "SMITH, JOHN", "JOHN SMITH"),
        ("DE LA CRUZ, MARIA  SSN 933-10-1090", "DE LA CRUZ, MARIA", "MARIA DE LA CRUZ"),
        ("O'BRIEN-JONES, MARY KATE  SSN 933-10-1090", "O'BRIEN-JONES, MARY KATE", "MARY KATE O'BRIEN-JONES"),
        ("Chart of ALLEN, EDWARD was pulled, SSN 933-10-1090", "ALLEN, EDWARD", "EDWARD ALLEN"),
        ("12. Moon, Brenda (member)", "Moon, Brenda", "Brenda Moon"),
    ],
)
def test_surname_first(text: str, name: str, natural: str) -> None:
    assert names(text) == [(name, natural)]


@pytest.mark.parametrize(
    "text",
    [
        "Austin, Texas\nDallas, Texas\n",
        "In Paris, Victoria was closed",
        "Madison, Virginia\n",
        "SECTION, MARK THE PAGE\n",
        "Dallas, TX 75201",
        "FRIDAY, DECEMBER 6\nMONDAY, DECEMBER 9\n",
        "MUMBAI, India 1996-12-06\n",
    ],
)
def test_places_and_headings_are_no_names(text: str) -> None:
    assert not any("," in name for name, _ in names(text))


def test_a_register_of_two_lines_a_person_keeps_its_numbers_and_addresses() -> None:
    text = (
        "1003   WOODS, BROOKE K           968-05-2862  210        3906.94      231.00     2855.00\n"
        "       35522 CHARLES BROOK                    MACON GA 31201\n"
    )
    found = {span.kind: span for span in text_spans(text, {})}
    assert found["us_ssn"].text == "968-05-2862"
    assert found["postal_address"].text.startswith("35522 CHARLES BROOK")


@pytest.mark.parametrize("text", ["a;QYAecioisMiow,Yaw;CqaeqcOEIkuK,Kc;", "var a;\nQty,Ann;\n", "QYAecioisMiow, Yaw\n", "Root,Branch\n"])
def test_words_of_a_program_are_no_surnames(text: str) -> None:
    assert not [span for span in text_spans(text, {}) if "," in span.text]


def test_known_names_need_no_space_behind_the_comma() -> None:
    assert [span.text for span in text_spans("Smith,John\nOkonkwo,Ngozi\n", {})] == ["Smith,John", "Okonkwo,Ngozi"]


def test_what_overlaps_nothing_is_told_for_many_at_once() -> None:
    def at(*places: tuple[int, int]) -> list[Span]:
        return [Span("name", start, end, "x" * (end - start), 0.9, "names") for start, end in places]

    spans = at((0, 3), (3, 5), (5, 9), (20, 22), (30, 40))
    assert clear_of(spans, at((4, 6), (10, 25), (11, 12))) == at((0, 3), (30, 40))
    assert clear_of(spans, []) == spans


@pytest.mark.parametrize(
    "text", ["For libraries with client objects (React Query, Apollo), create it.", "OuGGQQUGUqiuo;Cum,YUg;CqKySU;MKQ"]
)
def test_what_programs_call_their_parts_is_nobody_surname_first(text: str) -> None:
    assert not [span for span in text_spans(text, {}) if span.kind == "name" and "," in span.text]
