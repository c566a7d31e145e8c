"""What a whole text tells of each name in it: whether it is a program's or a manual's, speaks of people, and which others it names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from stanch.extent import names_code, names_signs
from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.names_tokens import LANGUAGES, languages

# Above this gain of the tagger a candidate speaks for a text in which people are named.
SURE = 3.0
AROUND = 150  # so much around a name tells the language
# So many times the marks and words that make a text technical; how much they count beside somebody's own; what is brief is shorter.
MOST, AMONG_PEOPLE, LONG = 4.0, 0.25, 2000
# What is found in programs, logs and manuals too, of nobody's.
MACHINES = listed(
    "email ip_address mac_address username password password_hash password_hash_salted cloud_key access_token private_key",
    "device_serial imei advertising_id geolocation swift_bic country region city postcode street",
)
# A language is told by so many of its small words; a share by so many letters.
ENOUGH, THOUSAND = 2, 1000
ENGLISH = 1
_WORD = re.compile(r"[^\W\d_]+")


class Found(Protocol):
    """A candidate at a place, with the tagger's gain."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def gain(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a text, once for all its candidates."""

    known: Mapping[str, float] = field(default_factory=dict)
    again: Mapping[str, int] = field(default_factory=dict)
    sure: int = 0
    length: int = 0
    firms: frozenset[str] = frozenset()

    def of(self, text: str, one: Found) -> dict[str, float]:
        """The features of a candidate that the rest of the text tells."""
        value = text[one.start : one.end]
        others = max(0, self.sure - self.again.get(value, 0)) if one.gain >= SURE else self.sure
        return {
            **self.known,
            "others": min(math.log2(1 + others), 8) / 8,
            "others near": min(others * THOUSAND / (self.length + THOUSAND), 10) / 10,
            "a firm's": float(value.split(" ", 1)[0] in self.firms),
            "again": min(math.log2(max(1, self.again.get(value, 1))), 5) / 5,
        }


NOTHING = Whole()


def are_peoples(kinds: Iterable[str]) -> bool:
    """Whether what was found in a text is what people have, rather than machines."""
    return not MACHINES.issuperset(kinds)


# Who does, says and is told things: hardly ever in a manual, in minutes and tickets of a firm's programmers often.
_SOMEBODY = Later(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|Mr|Mrs|Ms|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Signora?|Senhora?|Mevrouw|Meneer)\b"
    r"|\b[A-Z][a-z]+ (?:said|says|told|asked|explained|replied|wrote|joined|met|agreed|confirmed|spoke|lives|works|called|emailed|phoned|"
    r"will|sagte|erklärte|fragte|dit|explique|demande|dijo|explicó|preguntó|disse|spiegò|chiese|zei|vroeg)\b"
    r"|\b(?:told|asked|tell|ask|met|called|emailed|phoned|informed) [A-Z][a-z]+\b"
)
EACH = 1500  # characters


def tells_of_somebody(text: str) -> bool:
    """Whether a technical text tells what people do and say."""
    head = text[: names_code.LOOKED]
    return sum(1 for _ in _SOMEBODY.finditer(head)) * EACH >= len(head)


def told_by(text: str, found: Sequence[Found], *, speaks_of_people: bool) -> Whole:
    """What a text tells of the candidates found in it; `speaks_of_people`: something that people have was found."""
    ratio = min(names_code.signs_of_programs(text), MOST) / MOST
    speaks_of_people = speaks_of_people or (ratio > 0 and tells_of_somebody(text))
    known = {
        # What programs and manuals are made of says little of a text that speaks of people.
        "technical": ratio * (AMONG_PEOPLE if speaks_of_people else 1),
        "speaks of people": float(speaks_of_people),
        "brief": max(0.0, 1 - len(text) / LONG),
    }
    again = Counter(text[one.start : one.end] for one in {(one.start, one.end): one for one in found}.values())
    sure = len({(one.start, one.end) for one in found if one.gain >= SURE})
    return Whole(known, again, sure, len(text), names_signs.firms_of(text))


def language_around(text: str, start: int, end: int) -> int:
    """The language (from 1, as `languages.txt` has them) that most small words around are of; 0 where hardly any stands."""
    low, high = max(0, start - AROUND), end + AROUND
    small, told = languages(), [0] * (LANGUAGES + 1)
    for word in _WORD.findall(f"{text[low:start]} {text[end:high]}".lower()):
        if number := small.get(word):
            told[number] += 1
    most = max(told)
    return told.index(most) if most >= ENOUGH else 0
