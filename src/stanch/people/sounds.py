"""Given names written by ear: Yulia, Iuliia and Julia are one name in Cyrillic, Yousef and Yusuf one in Arabic.

Letters that stand for one sound in the usual ways of writing foreign scripts in Latin ones are made one letter. What comes out is no
spelling of anything; two names that give the same may be one.
"""

from __future__ import annotations

import re
from functools import cache

SHORTEST = 4  # letters: Ian and Jan are two names
# In this order; the left sides are what passports, journals and mailboxes write, by the tables of ICAO 9303, BGN/PCGN and plain use.
WAYS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("dzh", "j"), ("dj", "j"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("tz", "ts"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("y", "i"), ("j", "i"),
)  # fmt: skip
FIRST_E = re.compile(r"^i(?=e)")  # Yevgeny and Evgeny, Yelena and Elena
TWICE = re.compile(r"(.)\1+")


@cache
def sound(name: str) -> str:
    """The name by its sounds, empty where it is too short to say anything. `name`: in comparable letters."""
    if len(name) < SHORTEST or not name.isascii() or not name.isalpha():
        return ""
    found = name
    for written, one in WAYS:
        found = found.replace(written, one)
    return TWICE.sub(r"\1", FIRST_E.sub("", found))
