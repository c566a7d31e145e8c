"""Unicode as SQL Server squeezes it: the examples of Unicode Technical Standard 6, and what a plain writer of it makes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.readers.scsu import expanded


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("D6 6C 20 66 6C 69 65 DF 74", "Öl fließt"),
        ("12 9C BE C1 BA B2 B0", "Москва"),
        ("47 72 61 79 10", "Gray"),  # the last byte says nothing: SQL Server adds it
        ("0F 1D 80 02", "\u1d80"),  # a lone byte at the end
        ("0B 00 00 80", "\U00010000"),
        ("0E 20 AC 35", "€5"),
        ("0F D8 3D DE 00", "\U0001f600"),
        ("", ""),
    ],
)
def test_a_text(told: str, text: str) -> None:
    assert expanded(bytes.fromhex(told)) == text


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_letters_stand_for_themselves(text: str) -> None:
    assert expanded(text.encode()) == text


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_letter_quoted(text: str) -> None:
    units = text.encode("utf-16-be")
    assert expanded(b"".join(b"\x0e" + units[at : at + 2] for at in range(0, len(units), 2))) == text


@given(st.binary(max_size=60))
def test_any_bytes_end_in_text_or_in_one_error(raw: bytes) -> None:
    with suppress(ValueError):
        assert len(expanded(raw)) <= len(raw)
