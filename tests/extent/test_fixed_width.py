"""Listings of fixed width: headers over a rule of dashes, a line a person."""

from __future__ import annotations

from stanch.extent import people_in_text
from stanch.extent.scanning import text_spans

HEADS = f"{'Pat#':<7}{'Name':<24}{'Birthdate':<12}{'SSN':<13}{'Phone':<16}{'Address':<30}{'City, State Zip':<24}{'Balance':>9}"
PEOPLE = [
    ("Robles, Christopher", "01/26/1975", "954-40-9292", "(484) 555-0101"),
    ("Hanna, Zvi", "08/01/1970", "987-33-2456", "(391) 555-0102"),
]


def listing(rule: str) -> str:
    rows = [
        f"{1000 + at:<7}{name:<24}{born:<12}{ssn:<13}{phone:<16}{'291 Smith Meadows':<30}{'Joplin, MO 64801':<24}{700 + at:>9}.00"
        for at, (name, born, ssn, phone) in enumerate(PEOPLE)
    ]
    return "\r\n".join(
        ["PATIENT ACCOUNT LISTING     Page 1", "", HEADS, rule * len(HEADS), *rows, rule * len(HEADS), "Total  2 patients", ""]
    )


def test_each_line_is_one_persons() -> None:
    for rule in "-=_":
        text = listing(rule)
        spans = text_spans(text, {})
        records = people_in_text.group(text, spans, {})
        for name, _, ssn, _ in PEOPLE:
            mine = {record for span, record in zip(spans, records, strict=True) if span.text == name}
            assert len(mine) == 1
            kinds = {span.kind: span.text for span, record in zip(spans, records, strict=True) if record in mine}
            assert kinds["us_ssn"] == ssn
            assert {"dob", "phone", "name"} <= kinds.keys()


def test_a_listing_of_goods_has_no_people() -> None:
    text = (
        f"{'Item':<10}{'Name':<20}{'Qty':<10}\n{'-' * 40}\n{'A1':<10}{'Oak table':<20}{'14':<10}\n{'A2':<10}{'Pine chair':<20}{'9':<10}\n"
    )
    assert not [one for one in text_spans(text, {}) if one.context == "row"]
