"""What a reader does not look into for nothing is told as if it had looked: each shortcut beside the plain way."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.readers import office, pdf

NAMES = ("/Contents", "/V", "/T", "/TU", "/Title", "/FT", "/Opt", "/A", "/Subtype", "/Alt", "/Type", "/Kids", "/S", "/JS", "/DV")
VALUES = st.sampled_from([pikepdf.String("Ann Example"), pikepdf.Name("/Yes"), 3, pikepdf.Array([pikepdf.String("one")])])


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), max_size=5))
def test_only_dictionaries_that_say_nothing_are_passed_over(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        one, plain = pikepdf.Dictionary(entry), pdf._Beside()
        pdf._texts_of(one, plain)
        assert not pdf._says_nothing(one) or plain == pdf._Beside()


def test_a_name_that_is_no_text_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.new() as document:
        document.Root["/Note"] = pikepdf.Dictionary({"/Contents": "SSN 900-12-3456", "/Subtype": pikepdf.Name("/Text"), "/Naxxe": 1})
        sink = io.BytesIO()
        document.save(sink)
    content = sink.getvalue().replace(b"/Naxxe", b"/Na#ff")
    assert b"/Na#ff" in content
    found = pdf._beside(content, ())
    monkeypatch.setattr(pdf, "_says_nothing", lambda _: False)
    assert found == pdf._beside(content, ())
    assert found.notes == ["SSN 900-12-3456"]


@pytest.mark.parametrize("said", ["Ann Example", "x" * office.LARGEST_KEPT])
def test_a_master_says_in_the_next_presentation_what_it_said(said: str) -> None:
    part = (
        '<p:sldMaster xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph/></p:nvPr></p:nvSpPr>'
        "<p:txBody><a:p><a:r><a:t>Click to edit</a:t></a:r></a:p></p:txBody></p:sp>"
        f"<p:sp><p:txBody><a:p><a:r><a:t>{said}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sldMaster>"
    ).encode()
    assert said in office._master_text(part)
    assert office._master_text(part) == office._master_text(bytes(bytearray(part))) == office._master_kept.__wrapped__(part)
    assert "Click" not in office._master_text(part)
