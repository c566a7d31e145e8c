"""Any record there can be, for laws that must hold for all of them."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from stanch.records import Cause, Proof

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.integers(-(2**53), 2**53)
PLAIN = st.dictionaries(
    WORDS, st.recursive(st.none() | st.booleans() | NUMBERS | WORDS, lambda inner: st.lists(inner, max_size=2), max_leaves=3), max_size=2
)
# The bounds are naive because hypothesis adds the zone.
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def rows_of(kind: type) -> st.SearchStrategy[Any]:
    """A strategy for a record and everything in it; times are aware, as records promise."""
    return st.from_type(kind)


st.register_type_strategy(str, WORDS)
st.register_type_strategy(int, NUMBERS.map(abs))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(Cause, st.builds(Cause, kind=st.none() | WORDS, veris=PLAIN, statement=WORDS, confidence=st.floats(0, 1)))
st.register_type_strategy(
    Proof,
    st.recursive(
        st.builds(Proof, WORDS, st.sampled_from(["yes", "no", "unknown"]), st.lists(WORDS, max_size=2).map(tuple), WORDS, st.just(())),
        lambda inner: st.builds(Proof, WORDS, st.just("no"), st.just(()), WORDS, st.lists(inner, max_size=2).map(tuple)),
        max_leaves=4,
    ),
)
