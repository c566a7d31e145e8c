"""The program for columns hashes as the standard library does."""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stanch.vault import Keys, column_tokeniser, hash_kernel, tokeniser, tokens
from stanch.vault.hash_kernel import BLOCK, ColumnHash

KEY = bytes(range(32))
HASH = ColumnHash(KEY)


def plainly(before: bytes, values: list[bytes]) -> bytes:
    return b"".join(hashlib.blake2b(before + value, key=KEY, digest_size=16).digest() for value in values)


def by_column(before: bytes, values: list[bytes]) -> bytes:
    places = np.concatenate([[0], np.cumsum([len(value) for value in values])]).astype(np.int32)
    return HASH.digests(before, places, memoryview(b"".join(values)))


@settings(deadline=None)
@given(st.binary(max_size=150), st.lists(st.binary(max_size=150), max_size=20))
@example(b"us_ssn\x1f", [b"", b"9" * (BLOCK - 7), b"9" * (BLOCK - 6), b"900123456"])
@example(b"", [b"", b"x"])
def test_each_value_has_the_hash_of_the_standard_library(before: bytes, values: list[bytes]) -> None:
    assert by_column(before, values) == plainly(before, values)


def test_a_column_goes_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_kernel, "MOST", 7)
    monkeypatch.setattr(hash_kernel, "MOST_BYTES", 200)
    values = [b"%d" % number * (number % 40) for number in range(60)]
    assert any(len(value) > 60 for value in values)
    assert by_column(b"k\x1f", values) == plainly(b"k\x1f", values)


@pytest.mark.parametrize("there", [True, False])
def test_tokens_are_the_same_with_and_without_it(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MANY", 3)
    if not there:
        monkeypatch.setitem(sys.modules, "wasmtime", None)
        assert hash_kernel.of_column(KEY) is None
    keys = Keys(bytes(32))
    values = ["900-12-3456", "", "Müller", "x" * 300, "900-12-3457"]
    column = pa.array(["before", *values, "behind"], pa.string()).slice(1, len(values))
    assert column_tokeniser(keys)("name", column).hex() == "".join(tokeniser(keys)("name", value) for value in values)
