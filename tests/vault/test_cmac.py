"""CMAC of a column: each value's code is the library's own, and the standards'."""

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stanch.vault.cmac import LONG, ColumnCmac

MESSAGE = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
# RFC 4493, section 4 (AES-128), and NIST SP 800-38B, appendix D.3 (AES-256): the first so many bytes of the message, and the code.
RFC = {
    0: "bb1d6929e95937287fa37d129b756746",
    16: "070a16b46b4d4144f79bdd9dd04a287c",
    40: "dfa66747de9ae63030ca32611497c827",
    64: "51f0bebf7e3b9d92fc49741779363cfe",
}
NIST = {0: "028962f61b7bf89efc6b551f4667d983", 16: "28a7023f452e8f82bd4bf28d8c37c35c"}
KEYS = {"2b7e151628aed2a6abf7158809cf4f3c": RFC, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4": NIST}


def all_of(key: bytes, values: list[bytes]) -> list[bytes]:
    content = np.frombuffer(b"".join(values), np.uint8)
    offsets = np.cumsum([0, *map(len, values)], dtype=np.int64)
    codes = ColumnCmac(key).all(content, offsets)
    return [codes[at : at + 16] for at in range(0, len(codes), 16)]


@pytest.mark.parametrize("key", KEYS)
def test_the_standards_own_examples(key: str) -> None:
    told = KEYS[key]
    assert [one.hex() for one in all_of(bytes.fromhex(key), [MESSAGE[:size] for size in told])] == list(told.values())


@settings(max_examples=300)
@given(
    st.binary(min_size=32, max_size=32),
    st.lists(st.one_of(st.binary(max_size=50), st.binary(min_size=LONG - 20, max_size=LONG + 20)), max_size=40),
)
@example(bytes(32), [])
@example(bytes(32), [b""])
@example(bytes(32), [b"900-12-3456", b"900-12-3457"])
@example(bytes(32), [b"x" * 16, b"y" * 16])
@example(bytes(32), [b"x" * 17, b"y" * 17])
@example(bytes(32), [b"ab", b"", b"cd", b"efgh"])
@example(bytes(32), [b"", b"", b"x" * 16, b"", b"x" * 15, b"x" * 17, b"x" * 32, b"x" * 33])
def test_each_code_is_the_librarys(key: bytes, values: list[bytes]) -> None:
    column = ColumnCmac(key)
    told = []
    for value in values:
        code = CMAC(algorithms.AES(key))
        code.update(value)
        told.append(code.finalize())
    assert all_of(key, values) == told
    assert [column.one(value) for value in values] == told


@settings(max_examples=100)
@given(
    st.binary(min_size=32, max_size=32),
    st.integers(1, 40).flatmap(lambda size: st.lists(st.binary(min_size=size, max_size=size), max_size=9)),
)
def test_so_it_is_of_values_of_one_length(key: bytes, values: list[bytes]) -> None:
    column = ColumnCmac(key)
    assert all_of(key, values) == [column.one(value) for value in values]
