"""Columns that say the same of all findings, laid out once: most columns of a table have as many findings as it has rows."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from stanch.records import FINDING_MADE


def coded(value: str | None, many: int) -> pa.DictionaryArray:
    """The same text (or nothing) so many times, as numbers of a dictionary."""
    return pa.DictionaryArray.from_arrays(_numbers(many, is_null=value is None), pa.array([value or ""], pa.string()))


@lru_cache(maxsize=2)
def no_places(many: int) -> pa.Array:
    """No offset in a text, so many times."""
    return pa.nulls(many, pa.int64())


@lru_cache(maxsize=2)
def no_tokens(many: int) -> pa.Array:
    """No token, so many times: what is written beside tells it (`vault.is_told`)."""
    return pa.nulls(many, FINDING_MADE.field("token").type)


@lru_cache(maxsize=4)
def _numbers(many: int, *, is_null: bool) -> pa.Array:
    return pa.nulls(many, pa.int32()) if is_null else pa.array(np.zeros(many, dtype=np.int32))
