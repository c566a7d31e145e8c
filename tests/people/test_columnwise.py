"""Whole columns at once give what value by value gives."""

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stanch.people import columnwise, partial
from stanch.people.tabular import ITIN, _number


def _mark(text):
    return f"ssn:{_number(text)}" if _number(text) else ""


def _mark_kind(text):
    return f"{'itin' if ITIN.fullmatch(_number(text)) else 'ssn'}:{_number(text)}" if _number(text) else ""


WAYS = {
    "email": (lambda column: columnwise.emails(column, partial._email, partial.ROLE_MAILBOX), partial._email),
    "phone": (lambda column: columnwise.phones(column, partial._phone), partial._phone),
    "street": (lambda column: columnwise.streets(column, partial._street, partial.STREET_WORDS), partial._street),
    "identifier": (lambda column: columnwise.identifiers(column, partial._identifier), partial._identifier),
    "number": (lambda column: columnwise.numbers(column, "ssn", _mark), _mark),
    "number of two kinds": (lambda column: columnwise.numbers(column, "ssn", _mark_kind, others=(ITIN.pattern, "itin")), _mark_kind),
    "postcode": (lambda column: columnwise.postcodes(column, partial._postcode), partial._postcode),
}


VALUES = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"[A-Za-z.]{1,6}(\+[a-z]{0,3})?@[a-z]{1,5}\.(com|org)", fullmatch=True),
    st.from_regex(r"[+(]?[0-9() -]{5,14}", fullmatch=True),
    st.from_regex(r"[0-9]{1,4} (North |west )?[A-Z][a-z]{2,6} (Street|Ave\.|rd|Apartment 3)", fullmatch=True),
    st.from_regex(r"(ssn|member|none):[0-9A-Za-z .-]{0,11}", fullmatch=True),
    st.from_regex(r"[0-9]{3}-?[0-9]{2}-?[0-9]{4}(\.0)?", fullmatch=True),
    st.from_regex(r"[0-9]{3,11}\.0+", fullmatch=True),
    st.from_regex(r"([0-9]{5}(-[0-9]{4})?|[0A-Za-z][0-9][0A-Za-z] ?[0-9][A-Z][0-9]|0{1,6})", fullmatch=True),
    st.from_regex(r"9[0-9]{2}-?[5-9][0-9]-?[0-9]{4}", fullmatch=True),
    st.from_regex(r"[0-9]\.[0-9]{2,9}[eE]\+0?[0-9]", fullmatch=True),
    st.sampled_from(
        ["none@none.com", "info@example.com", "test@test.org", "1111111", "ssn:000000000", "ssn:123456789", "unknown", "n/a", "١٢٣"]
    ),
)


@pytest.mark.parametrize("name", WAYS)
@given(values=st.lists(st.one_of(st.none(), VALUES), min_size=1, max_size=8))
@example(values=[None, "Alva.B+shop@Example.COM", "+1 (512) 555-0101", "12 North Main Street, Apt. 4", "ssn:900123456", "9.00123456E+08"])
def test_columns_and_values_agree(name, values):
    whole, one = WAYS[name]
    assert whole(pa.array(values, pa.string())).to_pylist() == [(one(value) or None) if value is not None else None for value in values]


@given(values=st.lists(st.one_of(st.none(), st.text("abcé -", max_size=12)), min_size=1, max_size=8))
@example(values=["garcia lopez-vega", "", None, "de la o", "li", "lopez lopez"])
def test_word_sets_hold_the_long_words_and_a_mark_of_each(values):
    texts, marks = (column.to_pylist() for column in columnwise.word_sets(pa.array(values, pa.string()), 3))
    for value, text, found in zip(values, texts, marks, strict=True):
        words = {word for word in (value or "").replace("-", " ").split(" ") if len(word) >= 3}
        assert set(text.split("|") if text else []) == words
        assert (found or 0) == sum({columnwise.mark(word) for word in words})
