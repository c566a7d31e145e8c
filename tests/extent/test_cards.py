"""Licences whose lines are numbered tell who they are of, and where he lives."""

from __future__ import annotations

from stanch.extent import people_in_text
from stanch.extent.scanning import text_spans


def test_numbered_lines_of_a_licence() -> None:
    text = "OKLAHOMA\nDRIVER LICENSE   USA\n4d DL NO. H123456780\n1 SINGLETON\n2 MICHELLE ANN\n8 4591 BURNS CLIFFS\nALBANY, NY 12207\n3 DOB 12/07/1985   4b EXP 01/31/2029\n"
    spans = text_spans(text, {})
    found = {span.kind: (span.normal, record) for span, record in zip(spans, people_in_text.group(text, spans, {}), strict=True)}
    assert found["name"][0] == "MICHELLE ANN SINGLETON"
    assert {record for _, record in found.values()} == {found["name"][1]} != {None}
    assert found["dob"][0] == "1985-12-07"
    assert "SINGLETON" not in found["postal_address"][0]
    assert not any(span.kind == "name" and "\n" in span.text for span in text_spans(text.replace("DRIVER LICENSE", "PICK LIST"), {}))
