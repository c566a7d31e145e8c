"""Values in texts: found where they stand, whatever stands around them."""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import detector as detector_module
from stanch.extent import texts
from stanch.extent.detector import Detector, Example

EXAMPLES = [
    pytest.param(one, example, id=f"{one.id}-{number}")
    for one in detector_module.detectors()
    for number, example in enumerate(one.must_match)
    if example.header is None
]
# One for each kind is enough for the law; the proof of each file runs all of them.
FIRST = [
    (one, next(example for example in one.must_match if example.header is None)) for one in detector_module.detectors() if one.patterns
]
AROUND = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="@"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(before=AROUND, after=AROUND, chosen=st.sampled_from(FIRST))
def test_offsets_point_at_the_exact_value_in_any_unicode_text(before: str, after: str, chosen: tuple[Detector, Example]) -> None:
    one, example = chosen
    text = f"{before}\n\n\n{example.text}\n\n\n{after}"
    found = texts.find(text)
    assert all(text[span.start : span.end] == span.text for span in found)
    middle = len(before) + 3
    inside = [span.text for span in found if span.kind == one.kind and middle <= span.start and span.end <= middle + len(example.text)]
    assert set(example.expected) <= set(inside)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_scan(text: str) -> None:
    found = texts.find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_documents_far_apart_do_not_change_each_other() -> None:
    draw = random.Random(3)  # noqa: S311
    pieces = [example.text for _, example in draw.sample(FIRST, 40)]
    gap = "\n" + "." * 200 + "\n"
    alone = [(span.kind, span.text) for piece in pieces for span in texts.find(f"\n{piece}\n")]
    together = [(span.kind, span.text) for span in texts.find(gap + gap.join(pieces) + gap)]
    assert together == alone


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("SSN: 900\u201112\u20113456", "us_ssn", "900\u201112\u20113456"),
        ("SSN\u00a0900\u00a012\u00a03456", "us_ssn", "900\u00a012\u00a03456"),
        ("Écrivez à josé@example.com", "email", "josé@example.com"),
        ("电话 +44 20 7946 0958。", "phone", "+44 20 7946 0958"),
        ("Ihr Reisepass: C01X00T47", "passport", "C01X00T47"),
    ],
)
def test_odd_letters_spaces_and_hyphens(text: str, kind: str, value: str) -> None:
    assert (kind, value) in [(span.kind, span.text) for span in texts.find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Routing number: 021000021  Account number: 1234567890", {"us_bank_routing": "021000021", "us_bank_account": "1234567890"}),
        ("SIN 130 692 544, SSN 900-12-3456", {"ca_sin": "130 692 544", "us_ssn": "900-12-3456"}),
        (
            "card 4111 1111 1111 1111 exp 12/27 cvv 123",
            {"payment_card": "4111 1111 1111 1111", "card_expiry": "12/27", "card_security_code": "123"},
        ),
        ("MRN: 00482913 DOB: 03/14/1985 Dx: E11.9", {"medical_record_number": "00482913", "dob": "03/14/1985", "diagnosis": "E11.9"}),
    ],
)
def test_the_nearest_label_names_the_number(text: str, kind: dict[str, str]) -> None:
    assert {span.kind: span.text for span in texts.find(text)} == kind


@pytest.mark.parametrize(
    "text",
    [
        "order 123456789",
        "ISBN 978-3-16-148410-0",
        "2024-01-15 10:00:00.123456789",
        "v10.0.19041.1",
        "SKU 900123456",
        "0x1f 4111111111111112",
        "call me at noon",
    ],
)
def test_numbers_of_things_are_nobodys(text: str) -> None:
    assert texts.find(text) == []


def test_source_code_and_logs_hold_almost_nothing() -> None:
    library = Path(sys.modules["json"].__file__ or "").parents[1]
    files = [
        path
        for name in ("asyncio", "json", "email", "http", "xml", "logging", "unittest")
        for path in sorted((library / name).rglob("*.py"))
    ]
    source = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    draw = random.Random(5)  # noqa: S311
    log = "\n".join(
        f"2026-11-{draw.randrange(1, 29):02d}T{draw.randrange(24):02d}:10:07.{draw.randrange(10**6):06d}Z worker-{draw.randrange(99)} INFO "
        f"request_id={draw.getrandbits(64):016x} order={draw.randrange(10**8, 10**9)} bytes={draw.randrange(10**10)}"
        for _ in range(5000)
    )
    goods = "\n".join(
        f"SKU {draw.randrange(10**8, 10**9)},Widget {number},{draw.randrange(10**13)},{draw.random() * 100:.2f}" for number in range(5000)
    )
    for what in (source, log, goods):
        # Addresses of mailboxes in the comments of a library are true findings.
        found = [span for span in texts.find(what) if span.kind != "email"]
        assert len(found) <= len(what) / 1e6 + 1, [(span.kind, span.text, span.detector) for span in found]


def test_the_label_beside_a_number_outweighs_one_further_away() -> None:
    found = texts.find("SSN: 934-05-3742\nDriver's license: 921635154 (GA)")
    assert [(span.kind, span.text) for span in found] == [("us_ssn", "934-05-3742"), ("us_drivers_license", "921635154")]
