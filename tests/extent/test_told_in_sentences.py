"""What a sentence says of somebody: told as a form's field is, and his; what is only said about the thing is no value."""

from __future__ import annotations

import pytest

from stanch.extent.scanning import records_of, text_spans


def _told(text: str) -> dict[str, list[str]]:
    """By whom it is tied to (the first word of the name), what is found."""
    spans = text_spans(text, {})
    records = records_of(text, spans, {})
    who = {record: span.text for span, record in zip(spans, records, strict=True) if span.kind == "name" and record}
    found: dict[str, list[str]] = {}
    for span, record in zip(spans, records, strict=True):
        if span.kind != "name":
            found.setdefault(who.get(record or "", "nobody"), []).append(f"{span.kind} {span.text}")
    return found


@pytest.mark.parametrize(
    ("text", "who", "told"),
    [
        ("Please update the record of Ann Keller. Her marital status is now divorced.", "Ann Keller", "marital_status divorced"),
        (
            "Please update the record of Ann Keller. The place of birth is Porto Alegre, Brazil.",
            "Ann Keller",
            "place_of_birth Porto Alegre, Brazil",
        ),
        ("We met Ann Keller's lawyer; Ann Keller's religion is Hindu and she asks for a free day.", "Ann Keller", "religion Hindu"),
        ("Please enter that the nationality of Ann Keller is Ghanaian.", "Ann Keller", "nationality Ghanaian"),
        ("Die Abschlussnote von Mia Weber lautet 1,7.", "Mia Weber", "grades 1,7"),
        ("El estado civil de Ana Torres es soltera.", "Ana Torres", "marital_status soltera"),
        ("La profession de Claire Vogel est infirmière, elle le confirme.", "Claire Vogel", "employment infirmière"),
        ("A profissão de Joana Freitas é enfermeira.", "Joana Freitas", "employment enfermeira"),
        ("La cittadinanza di Elena Conti è rumena.", "Elena Conti", "nationality rumena"),
        ("De nationaliteit van Wim Peeters is Belgisch.", "Wim Peeters", "nationality Belgisch"),
        ("Please close the account of Ann Keller, her client number is K-88213.", "Ann Keller", "customer_id K-88213"),
        ("Titolo di studio di Luca Moretti: laurea in giurisprudenza.", "Luca Moretti", "education_record laurea in giurisprudenza"),
        ("Ann Keller has a GPA of 2.91 and will lose the grant.", "Ann Keller", "grades 2.91"),
    ],
)
def test_a_sentence_tells_of_whom_it_speaks(text: str, who: str, told: str) -> None:
    assert told in _told(text).get(who, []), _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please update the record of Ann Keller. Her marital status is not known yet.",
        "Ann Keller wrote. Her job title is wrong and the religion is missing.",
        "Ann Keller says the position is vacant and the procedure is slow.",
        "Ann Keller asked us. The order number is 20481173, the condition is used.",
        "The religion is Hindu in most of the country.",
    ],
)
def test_what_is_said_about_the_thing_is_no_value(text: str) -> None:
    assert not _told(text)
