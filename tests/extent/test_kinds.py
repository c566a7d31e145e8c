"""The kinds of personal data: every one is looked for, in seven languages, under a word that the law knows."""

from __future__ import annotations

import pytest

from stanch.extent import detector as detector_module
from stanch.extent import texts
from stanch.extent.detector import Detector
from stanch.law.wellformed import element_words
from stanch.vocabulary import elements

LANGUAGES = {"en", "es", "fr", "de", "pt", "it", "nl"}
DETECTORS = [pytest.param(one, id=one.id) for one in detector_module.detectors()]


def test_every_kind_is_looked_for() -> None:
    assert {one.kind for one in detector_module.detectors()} == set(elements())


def test_every_kind_has_a_word_the_law_knows_or_none() -> None:
    assert {one.fact for one in elements().values()} - {None} <= element_words()


@pytest.mark.parametrize("one", DETECTORS)
def test_words_stand_in_seven_languages(one: Detector) -> None:
    assert one.headers or one.patterns
    for words in (one.context, one.headers):
        assert not words or set(words) >= LANGUAGES


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ЕГН: 0349175340", "bg_egn"),
        ("СНИЛС 112-233-445 95", "ru_snils"),
        ("личный номер 3439261A094PB5", "by_personal"),
    ],
)
def test_words_in_cyrillic_are_read(text: str, kind: str) -> None:
    value = text.rpartition(" ")[2] if kind != "ru_snils" else "112-233-445 95"
    found = [(span.kind, span.text) for span in texts.find(text)]
    assert (kind, value) in found


@pytest.mark.parametrize(
    "text",
    [
        "key 67cc9840 4111111111111111, id 4222222222222212",
        "energy 4111 1111 1111 1111 2222",
        "Contract 861-20-3602",
        "SKU: SS-369844230",
        "fingerprint 1A:6A:D4:3D:C6:C1:1B:EA:C6:23",
        "seen 2.83-2.12 3.51.98.32 2.03.5",
        "This fix was first merged to 1.6.2.4.",
    ],
)
def test_codes_and_things_are_nobodys(text: str) -> None:
    assert [span.kind for span in texts.find(text) if span.kind in ("us_ssn", "ip_address", "mac_address", "in_aadhaar")] == []


def test_numbers_that_pass_a_check_by_chance_are_left() -> None:
    numbers = [f"{4_000_000_000_000_000 + 7_919 * at:016d}" for at in range(400)]
    alone = texts.find(f"paid with {next(number for number in numbers if texts.find(number))} today")
    assert [span.kind for span in alone] == ["payment_card"]
    assert texts.find("\n".join(numbers)) == []
    labelled = texts.find("\n".join(f"card {number}" for number in numbers))
    assert len(labelled) > 20


def test_numbers_with_a_wide_range_are_kept_among_others() -> None:
    numbers = [f"9{at % 100:02d}-{at % 49 + 1:02d}-{1000 + at}" for at in range(60)]
    found = texts.find("\n".join([*numbers, "912-70-1234"]))
    assert ("us_itin", "912-70-1234") in [(span.kind, span.text) for span in found]
    assert len(found) == 61
