"""Proves one text file by its own example: no field open, every promised content proven, plain to read, printed right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stanch.notices import proving
from stanch.notices.filings import answered
from stanch.notices.form import Text, read
from stanch.notices.grade import hardness
from stanch.notices.lint import hedging
from stanch.notices.press import letter_content, press
from stanch.notices.window import BARCODE, CLEAR, envelope_of, standing_in
from stanch.notices.wording import Filled, chosen, fill
from stanch.records import Duty, Notice

DAY = date(2026, 11, 24)
MONITORED, RESTORED = "offer:credit_monitoring", "offer:identity_restoration"
SMALLEST_TYPE = 10.0  # points: California Civil Code 1798.82(d)(1)(C)


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The cases of one letter.yaml: (name, check)."""
    text = read(path)
    if text.kind == "form":
        yield "the example prints with every field", lambda: _form_prints(text)
        yield "a field is filled or open for every content it proves", lambda: _form_proves(text)
        return
    yield "no field of the example is open", lambda: _closed(text)
    yield "every content it promises is proven", lambda: _proven(text)
    yield "it is plain to read", lambda: _plain(text)
    yield "it does not hedge", lambda: _straight(text)
    yield "every section is in the printed text", lambda: _printed(text)
    if text.kind == "letter":
        yield "nothing but the address shows in the window", lambda: _window(text)
        yield "the place for a barcode is free", lambda: _barcode(text)
        yield "no type is smaller than 10 points", lambda: _type(text)
        for voice in ("guardian", "estate"):
            yield f"no field is open when it speaks to the {voice}", lambda voice=voice: _closed(text, voice)  # type: ignore[misc]


def example(text: Text, voice: str | None = None, help_by: str = MONITORED) -> Filled:
    """The example as a filled letter; every demand that its sections turn on is made. `help_by`: what it offers in place of monitoring."""
    speaks = voice or text.example.voice
    given = {one for one in text.example.given if one not in text.voices} | {speaks} | {f"demanded:{word}" for word in text.proves()}
    given = (given - {MONITORED}) | {help_by} if MONITORED in given else given
    return fill(text, chosen(text, frozenset(given), frozenset()), _fields(text), speaks)


def _examples(text: Text, voice: str | None = None) -> list[tuple[Filled, set[str]]]:
    """The example with each help that it may tell of, and what it is not to prove then: one letter tells of one."""
    both = {"credit_monitoring_offer", "restoration_offer"}
    if not both <= text.proves():
        return [(example(text, voice), set())]
    return [(example(text, voice), {"restoration_offer"}), (example(text, voice, RESTORED), {"credit_monitoring_offer"})]


def printed_example(text: Text, address: tuple[str, ...] | None = None) -> bytes:
    """The example as PDF."""
    fields = text.example.fields
    content = letter_content(
        example(text),
        language=text.language,
        sender=[fields.get("org_name", ""), fields.get("org_address", "")],
        address=text.example.address if address is None else address,
        day="November 24, 2026",
        greeting=f"{fields.get('name', '')}:",
        reference="A1B2C3",
    )
    return press(text.place, content, DAY)


def _fields(text: Text) -> dict[str, str]:
    """The example's fields, and a word for those that only some circumstances need."""
    return {name: f"({meaning})" for name, meaning in text.fields.items() if name in _RARE} | text.example.fields


# Fields of sections that appear only when a law asks for them: an example need not invent a parent company.
_RARE = frozenset({"parent_company", "number_affected", "law_enforcement_delay", "state_contact", "complain_to", "toll_free",
                   "monitoring_months"})  # fmt: skip


def _demanding(text: Text, without: Collection[str] = ()) -> Duty:
    return Duty(
        id="example", jurisdiction="", recipient="individuals", required=True, deadline=None, months=None, means=(), stage="",
        contents=tuple(sorted(text.proves() - set(without))), cite="", reason="", rule="",
    )  # fmt: skip


def _closed(text: Text, voice: str | None = None) -> None:
    if found := [name for filled, _ in _examples(text, voice) for name in filled.open]:
        raise AssertionError(f"open fields: {', '.join(found)}")


def _proven(text: Text) -> None:
    checks = [
        one for filled, without in _examples(text) for one in proving.check(filled, [_demanding(text, without)], day="November 24, 2026")
    ]
    if faults := [f"{one.content} ({one.where})" for one in checks if not one.passed]:
        raise AssertionError(f"declared and not proven: {'; '.join(faults)}")


def _plain(text: Text) -> None:
    for filled, _ in _examples(text):
        said = [" ".join(part for part in (one.lead, one.text) if part) for section in filled.sections for one in section.paragraphs]
        too_hard, figure = hardness(said, text.language)
        if too_hard > 0:
            raise AssertionError(figure)


def _straight(text: Text) -> None:
    said = [part for section in text.sections for one in section.paragraphs for part in (one.lead, one.text)]
    if found := hedging(said, text.language):
        raise AssertionError("; ".join(found))


def _printed(text: Text) -> None:
    from stanch.notices.rendering import lacking

    if missing := lacking(example(text), printed_example(text), text.example.fields.get("org_name", "") + "November 24, 2026", "A1B2C3"):
        raise AssertionError(f"not in the printed text: {missing}")


def _window(text: Text) -> None:
    longest = (*text.example.address[:1], "A very long line of an address that goes on, Building 7", "Second line", "Third line", "COUNTRY")
    for address in (text.example.address, longest):
        found = standing_in(printed_example(text, address), CLEAR[envelope_of(text.place)]).split()
        if found != " ".join(address).split():
            raise AssertionError(f"the window shows {' '.join(found)!r}, the address is {' '.join(address)!r}")


def _barcode(text: Text) -> None:
    if found := standing_in(printed_example(text), BARCODE[envelope_of(text.place)]).strip():
        raise AssertionError(f"where the barcode goes stands {found!r}")


def _type(text: Text) -> None:
    if (found := smallest_type(printed_example(text))) < SMALLEST_TYPE - 0.01:
        raise AssertionError(f"type of {found:.1f} points")


def smallest_type(pdf: bytes) -> float:
    """The smallest type of a PDF, in points."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(pdf)
    sizes = []
    for page in document:
        words = page.get_textpage()
        sizes += [size for place in range(words.count_chars()) if (size := pdfium.FPDFText_GetFontSize(words.raw, place)) > 1.01]
    document.close()
    return min(sizes, default=0.0)


def _form_prints(text: Text) -> None:
    from stanch.notices.rendering import pdf_pages

    pages = "".join("".join(page.split()) for page in pdf_pages(press(text.place, _form_content(text), DAY)))
    for part in text.parts:
        for box in part.boxes:
            if "".join(box.label.split())[:40] not in pages:
                raise AssertionError(f"the sheet lacks the field {box.label!r}")


def _form_content(text: Text) -> dict[str, Any]:
    from stanch.notices.rendering import filing_content

    boxes = [box for part in text.parts for box in part.boxes]
    fields = {box.id: answer for box in boxes if (answer := answered(box, text.example.fields))}
    notice = Notice(
        id=text.id,
        form="filing",
        recipient=text.name,
        jurisdiction="",
        duties=(),
        language=text.language,
        text_id=text.place,
        fields=fields,
    )
    return filing_content(notice, text)


@cache
def _filled_boxes(text: Text) -> dict[str, str]:
    return {box.id: "filled" for part in text.parts for box in part.boxes}


def _form_proves(text: Text) -> None:
    duty = _demanding(text)
    full = proving.check_form(text.parts, _filled_boxes(text), duty)
    empty = proving.check_form(text.parts, {}, duty)
    if not all(one.passed for one in full) or any(one.passed for one in empty):
        raise AssertionError("a filled form must prove its contents, an empty one none")
