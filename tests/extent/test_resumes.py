"""Curricula vitae: whose they are, in the ways people lay them out."""

from __future__ import annotations

import pytest

from stanch.extent import people_in_text
from stanch.extent.resumes import is_resume
from stanch.extent.scanning import text_spans

FIRMS = "EXPERIENCE\nTeacher, Blake, Anthony and Lopez   2019 - present\nClerk, Coleman, Wilson and Miller 2014\n"
PLACE = "5082 Hawkins Ramp, Wichita, KS 67202"
CONTACT = "(400) 555-0121 | pers21@example.com"


def of(text: str, name: str) -> set[str]:
    """The kinds that are this person's."""
    spans = text_spans(text, {})
    records = people_in_text.group(text, spans, {})
    own = {record for span, record in zip(spans, records, strict=True) if span.kind == "name" and span.text.casefold() == name.casefold()}
    assert len(own) == 1, [span.text for span in spans if span.kind == "name"]
    return {span.kind for span, record in zip(spans, records, strict=True) if record in own}


@pytest.mark.parametrize(
    "text",
    [
        f"JASON NGUYEN\n{PLACE}\n{CONTACT}\n\nSUMMARY\nResults-driven.\n\n{FIRMS}",
        f"Curriculum Vitae\nName Jason Nguyen\nAddress {PLACE}\nPhone (400) 555-0121\nE-mail pers21@example.com\n\nWork experience\n{FIRMS}",
        f"{PLACE}\nObjective\nTo obtain a position as clerk.\n{FIRMS}\nJason Nguyen  |  pers21@example.com  |  (400) 555-0121\n",
        f"Jason Nguyen PROFILE\n{PLACE}\n{CONTACT} EXPERIENCE\nTeacher, Blake, Anthony and Lopez\n",
        f"Jason Nguyen • {PLACE} • (400) 555-0121 • pers21@example.com\n\nEducation\nBaylor University\n\nSkills\nExcel\n",
    ],
    ids=["heads", "form", "in a page's header", "two columns", "bullets"],
)
def test_all_is_the_persons_whatever_firms_are_called(text: str) -> None:
    assert of(text, "Jason Nguyen") >= {"cv", "email", "phone", "postal_address"}


def test_the_city_beside_another_column() -> None:
    text = "Shannon Mason PROFILE\n451 Stuart Club Dedicated nurse.\nWichita, KS 67202 Fluent in Spanish.\npers11@example.com EXPERIENCE\nNurse\n"
    assert of(text, "Shannon Mason") >= {"city", "region", "postcode", "email"}


def test_references_are_other_people() -> None:
    text = f"Sharon Good\n{CONTACT}\n{FIRMS}\nSkills\nExcel\n\nReferences\nMichael Carter, Manager, (316) 555-0199, ref6@example.org\n"
    assert of(text, "Michael Carter") == {"name", "phone", "email"}
    assert "cv" in of(text, "Sharon Good")


@pytest.mark.parametrize(
    "text",
    [
        "Profile\n" + "Our firm trains people. " * 9,
        "Dear Ms Lee,\nyour skills and your education are what we look for.\nAnn Cole\n" * 2,
        "Skills",
    ],
)
def test_what_is_no_curriculum(text: str) -> None:
    assert not is_resume(text)


def test_german_and_french_headings() -> None:
    assert is_resume("Lebenslauf\nKlaus Bauer, geb. 1.2.1980\nBerufserfahrung\nSchreiner in Ulm, zwölf Jahre lang\n")
    assert is_resume("Claire Dupont\n12 rue Verte, 75011 Paris\nExpérience professionnelle\nInfirmière\nFormation\nParis\n")
