"""Masks and keyed tokens: how a value may be shown, and compared, without being kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pyarrow as pa

from stanch.vault.sealing import Keys
from stanch.vocabulary import elements

TOKEN_BYTES = 16


def tokeniser(keys: Keys) -> Callable[[str, str], str]:
    """A function of (kind, normalised value) to a token: keyed BLAKE2b (RFC 7693), 32 hex digits.

    Equal values of one kind have equal tokens under one key; without the key a token tells nothing, not even for
    values of which there are few (nine-digit numbers).
    """
    keyed = hashlib.blake2b(key=keys.derive("tokens"), digest_size=TOKEN_BYTES)

    def token(kind: str, value: str) -> str:
        one = keyed.copy()
        one.update(f"{kind}\x1f{value}".encode("utf-8", "surrogatepass"))
        return one.hexdigest()

    return token


def column_tokeniser(keys: Keys) -> Callable[[str, pa.Array], bytes]:
    """As `tokeniser`, for a column of texts of one kind without nulls: the tokens' bytes one after the other (a test holds them equal)."""
    keyed = hashlib.blake2b(key=keys.derive("tokens"), digest_size=TOKEN_BYTES)

    def tokens(kind: str, values: pa.Array) -> bytes:
        begun = keyed.copy()
        begun.update(f"{kind}\x1f".encode())
        fresh, found = begun.copy, []
        for value in values.cast(pa.large_binary()).to_pylist():
            one = fresh()
            one.update(value)
            found.append(one.digest())
        return b"".join(found)

    return tokens


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
