"""Masks and keyed tokens: how a value may be shown, and compared, without being kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.records import own_rows
from stanch.records.finding import TOKEN_BYTES
from stanch.vault.cmac import ColumnCmac
from stanch.vault.sealing import CMAC, Keys
from stanch.vocabulary import elements

FEW = 24  # values that are as soon hashed one by one
MOST_RUNS = 200  # of findings of one kind, beyond which they are gathered by kind first
_DIGITS = np.frombuffer("".join(f"{code:02x}" for code in range(256)).encode(), dtype=np.uint16)


def tokeniser(keys: Keys) -> Callable[[str, str], str]:
    """A function of (kind, normalised value) to a token of 32 hex digits, by the hash that `keys` name.

    AES-256-CMAC (NIST SP 800-38B) under a key of each kind's own; in cases of before keyed BLAKE2b (RFC 7693) of kind and value.
    Equal values of one kind have equal tokens under one key; without the key a token tells nothing, not even for
    values of which there are few (nine-digit numbers).
    """
    token = byte_tokeniser(keys)
    return lambda kind, value: token(kind, value).hex()


def byte_tokeniser(keys: Keys) -> Callable[[str, str], bytes]:
    """The same, the token as its 16 bytes."""
    of_kind = cache(_hashed(keys))
    return lambda kind, value: of_kind(kind)(value.encode("utf-8", "surrogatepass"))


def column_tokeniser(keys: Keys) -> Callable[[str, pa.Array], bytes]:
    """As `tokeniser`, for a column of texts of one kind without nulls: the tokens' bytes one after the other (a test holds them equal)."""
    hashed = _hashed(keys)

    def tokens(kind: str, values: pa.Array) -> bytes:
        if keys.tokens == CMAC and len(values) >= FEW:
            return _column_cmac(keys, kind).all(*_bytes_of(values))
        return b"".join(map(hashed(kind), values.cast(pa.large_binary()).to_pylist()))

    return tokens


def is_told(kind: str, keys: Keys) -> bool:
    """Whether a sealed finding of this kind need not hold its token: its text, which is kept, tells it to whoever has the keys.

    Hashes of cases of before, which are made value by value, are written.
    """
    return keys.tokens == CMAC and elements()[kind].contact


SPOKEN = ("kind", "text")  # the columns that tell a token


def spelled(table: pa.Table, keys: Keys) -> pa.Table:
    """A table as it was sealed, tokens that stand there as their bytes, or are told by the text, written as hexadecimal digits.

    Records that their rows tell are written out.
    """
    table = own_rows.written_out(table)
    for place, field in enumerate(table.schema):
        if field.type == pa.binary(TOKEN_BYTES):
            chunks = _told(table, field.name, keys) if table.column(place).null_count else table.column(place).chunks
            spelt = pa.chunked_array([hexadecimal(chunk) for chunk in chunks], pa.string())
            table = table.set_column(place, pa.field(field.name, pa.string()), spelt)
    return table


def _told(table: pa.Table, name: str, keys: Keys) -> list[pa.FixedSizeBinaryArray]:
    """The tokens of a table, those that its texts tell too."""
    of_column, found = column_tokeniser(keys), []
    for batch in table.select([name, *SPOKEN]).to_batches():
        tokens, kinds, texts = batch.columns
        missing = tokens.is_null().to_numpy(zero_copy_only=False)
        made = np.zeros((len(tokens), TOKEN_BYTES), np.uint8)
        if not missing.all():
            made[:] = _bytes_within(tokens)
        coded = kinds if pa.types.is_dictionary(kinds.type) else kinds.dictionary_encode()
        numbers = coded.indices.to_numpy()
        every = coded.dictionary.to_pylist()
        # Findings of one column stand one after the other: most runs of a kind are long.
        edges = [0, *(np.flatnonzero((np.diff(numbers) != 0) | (np.diff(missing) != 0)) + 1).tolist(), len(numbers)]
        told: list[tuple[int, npt.NDArray[np.intp] | slice, pa.Array]]
        if len(edges) > MOST_RUNS:
            chosen = [(number, np.flatnonzero(missing & (numbers == number))) for number in range(len(every))]
            told = [(number, rows, texts.take(pa.array(rows))) for number, rows in chosen if len(rows)]
        else:
            runs = [(begin, end) for begin, end in pairwise(edges) if end > begin and missing[begin]]
            told = [(int(numbers[begin]), slice(begin, end), texts.slice(begin, end - begin)) for begin, end in runs]
        for number, rows, values in told:
            made[rows] = np.frombuffer(of_column(every[number], values), np.uint8).reshape(-1, TOKEN_BYTES)
        found.append(pa.FixedSizeBinaryArray.from_buffers(tokens.type, len(tokens), [None, pa.py_buffer(made)]))
    return found


def _bytes_within(tokens: pa.FixedSizeBinaryArray) -> npt.NDArray[np.uint8]:
    """The bytes of tokens, one a row."""
    many, width = len(tokens), tokens.type.byte_width
    held = np.frombuffer(tokens.buffers()[1] or b"", np.uint8)
    return held[tokens.offset * width : (tokens.offset + many) * width].reshape(many, width)


def hexadecimal(tokens: pa.FixedSizeBinaryArray) -> pa.Array:
    """Tokens (no nulls) as texts."""
    places = np.arange(len(tokens) + 1, dtype=np.int32) * np.int32(2 * tokens.type.byte_width)
    return pa.StringArray.from_buffers(len(tokens), pa.py_buffer(places), pa.py_buffer(_DIGITS[_bytes_within(tokens)]))


def _hashed(keys: Keys) -> Callable[[str], Callable[[bytes], bytes]]:
    """For a kind the function of a value's bytes to its token's."""
    if keys.tokens == CMAC:
        return lambda kind: _column_cmac(keys, kind).one
    keyed = hashlib.blake2b(key=keys.derive("tokens"), digest_size=TOKEN_BYTES)

    def of_kind(kind: str) -> Callable[[bytes], bytes]:
        begun = keyed.copy()
        begun.update(f"{kind}\x1f".encode("utf-8", "surrogatepass"))
        fresh = begun.copy

        def token(value: bytes) -> bytes:
            one = fresh()
            one.update(value)
            return one.digest()

        return token

    return of_kind


@lru_cache(maxsize=512)
def _column_cmac(keys: Keys, kind: str) -> ColumnCmac:
    return ColumnCmac(keys.derive(f"tokens:{kind}"))


def _bytes_of(values: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of a column of texts, one value after the other, and where each begins."""
    wide = pa.types.is_large_string(values.type)
    _, offsets, content = values.buffers()
    places = np.frombuffer(offsets, np.int64 if wide else np.int32)[values.offset : values.offset + len(values) + 1].astype(np.int64)
    held = np.frombuffer(content, np.uint8) if content is not None else np.zeros(0, np.uint8)
    return held[places[0] : places[-1]], places - places[0]


def mask(kind: str, value: str) -> str:
    """What may be shown of a value, by its kind's `mask`: `***-**-6789`, `j***@example.com`, `A*** B***`, `***`.

    The shape (separators) is kept for `last4`; a value of fewer than eight letters and digits shows only its last two,
    one of fewer than five nothing.
    """
    how = elements()[kind].mask
    if how == "none":
        return value
    if how == "last4":
        return _last(value)
    if how == "domain" and "@" in value:
        local, _, domain = value.rpartition("@")
        return f"{local[:1]}***@{domain}"
    if how == "initial":
        return re.sub(r"\w[\w'’.-]*", lambda found: found[0][0] + "***", value)
    return "***"


def _last(value: str) -> str:
    places = [at for at, char in enumerate(value) if char.isalnum()]
    shown = 4 if len(places) >= 8 else 2 if len(places) >= 5 else 0
    kept = set(places[len(places) - shown :]) if shown else set()
    return "".join(char if at in kept or not char.isalnum() else "*" for at, char in enumerate(value))
