"""Columns of users that are called `hash` alone: the password's, beside a salt, or beside a login and nothing else that has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.password_hashes import fast_hash, salted_hash
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import Column

_CALLED = frozenset(("hash", "hashed", "digest", "pw", "pword", "userhash", "user hash", "secret", "crypted", "encrypted"))
_SALT = frozenset(("salt", "hash salt", "password salt", "pass salt", "user salt", "pwd salt"))
_HASHED = listed("file files filename path url commit block tx transaction document checksum image object blob content sha md5")
_LOGINS = ("email", "username")
LEAST = 0.9


def with_hashes(decided: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The columns, those of hashes of passwords told as such."""
    words = [words_of(one.name) for one in decided]
    found = list(decided)
    logins = any(one.detector is not None and one.detector.kind in _LOGINS for one in decided)
    is_salted = any(one in _SALT for one in words)
    of_other = any(_HASHED & set(one.split()) for one in words)
    for at, one in enumerate(decided):
        if one.detector is None and words[at] in _CALLED and logins and (is_salted or not of_other):
            sample = cells(at)[:100]
            slow, fast = (sum(map(check, sample)) >= LEAST * max(len(sample), 1) for check in (salted_hash, fast_hash))
            kind = "password_hash_salted" if slow else "password_hash"
            detector = detector_of(f"any/{kind}") if slow or fast else None
            if detector is not None:
                found[at] = replace(one, detector=detector, confidence=0.9 if is_salted or slow else 0.75, context=words[at])
    return found
