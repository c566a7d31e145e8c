"""Whether a street's line without a town is surely an address, and where it ends."""

from __future__ import annotations

import re

from stanch.extent import addresses_grammar as grammar
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import look_up

# So many words and numbers before `, 2015 London` are a street rather than a volume, a day or a version.
SENTENCE = 4
MONTHS = listed(
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday page version line port room chapter",
)
SHORT_MONTHS = listed("jan feb mar apr jun jul aug sep sept oct nov dec")  # `Vol. 12 Issue 3, Sept. 1986`
# `12 March 2024`, above `Paris` and `France`.
IS_DAY = re.compile(r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?$")
# Places within a building or a journey: `drop it off at Gate 5`.
INSIDE = listed("gate terminal platform hall floor level step stage phase table booth exit door aisle bay stop track ext extension section")
# What a sentence has before an address; and what ends with a dot of its own.
CUE = re.compile(r"\b(?:at|from|to|address:?)[ ]$")
_SHORT = re.compile(
    r"(?i)(?<!\w)(?:st|ave?|rd|blvd|dr|ln|ct|pl|terr?|sq|hwy|pkwy|cir|trl|aly|plz|cres|gdns|tpke|pt|rdg|xing|cv|expy|fwy|hts|rte|ste|apt|"
    r"bldg|fl|rm|dcha|drcha|izda|izq|izqda|pta|esc|[^\W\d_])\.$"
)
# `Suite 541 6343 Skogstien 106`: a flat, a house and its street.
_FLAT_FIRST = re.compile(r"(?:Apt|Apartment|Suite|Ste|Flat)\b\.?[ ]#?[\dA-Z]\w{0,4},?[ ]\d{1,6}[ ][^\W\d_]{3}")
# `32 Pernilles vei 115 Apt. 714`: a house, words, and a flat.
_FLAT_BEHIND = re.compile(r"^\d[^\n,]*[^\W\d_]{3}[^\n,]*[ ,](?:Apt|Apartment|Suite|Ste|Flat)\b\.?[ ]#?\d")
_FLAT = re.compile(r"(?<!\w)(?:Apt|Apartment|Suite|Ste|Flat)\.? $")
_WEAK = re.compile(r"\d{2,6}(?: [A-Z][\w'’.-]+){2,4}\.?")


def stands_alone(street: str, kind: str, street_type: str | None, *, is_cued: bool = False) -> bool:
    """Whether a street line without a city is surely one. Where the sentence says so (`is_cued`) any word for a street will do."""
    if kind == "plain" and (_FLAT_FIRST.match(street) or _FLAT_BEHIND.search(street)):
        return True
    if kind == "plain" or ("\n" in street and kind not in ("us", "box")):
        return False
    if kind == "box":
        return bool(re.match(r"(?i)p\.?[ ]?o|post|gpo|rr|hc|r\.r|b\.?p|apartado|casella", street))
    if street_type is None:
        return True
    if is_cued and _WEAK.fullmatch(street):
        return True
    if street_type.lower() not in grammar.STRONG or re.match(r"\d+[ ](?:The|THE|of|and)\b", street):
        return False
    # `2 Court`, `3 Way`: a number and a type are no street.
    return len(re.findall(r"[^\W\d_]+", street)) >= 2


def flat_before(text: str, start: int) -> int:
    """Where `Suite 541 6343 Skogstien 106` begins, of which the first number is no house's."""
    flat = _FLAT.search(text, max(0, start - 12), start)
    return flat.start() if flat else start


def is_year(text: str, start: int, street: str) -> bool:
    """`In 2019 Park Street was closed`."""
    return bool(re.match(r"(?:19|20)\d\d[ ]", street)) and bool(
        re.search(
            r"(?i)\b(?:in|since|of|from|until|by|during|january|february|march|april|may|june|july|august|september|october|november"
            r"|december)[ ]$",
            text[max(0, start - 12) : start],
        )
    )


_ISSUE = re.compile(r"(?i)\d{1,4}[ ,]+(?:issue|no|nos|nr|number|num[ée]ro|heft|part|pp?)\b")
_VOLUME = re.compile(r"(?i)(?<!\w)(?:vol|volume|bd|band|tome|tomo|jg|jahrgang)\.? $")


def is_volume(text: str, start: int) -> bool:
    """`Vol. 12 Issue 3, Sept. 1986`: a journal, not a house."""
    return bool(_ISSUE.match(text, start) and _VOLUME.search(text, max(0, start - 12), start))


def without_stop(street: str) -> str:
    """Without the full stop of the sentence."""
    return street[:-1] if street.endswith(".") and not _SHORT.search(street) else street


def is_dated(street: str, code: str) -> bool:
    """`On May 12, 2019 Nancy left`: a month, or few words before what may be a year."""
    year = bool(re.fullmatch(r"(?:19|20)\d\d", code))
    return any(word.lower().strip(".") in MONTHS for word in street.split()) or (year and len(street.split()) < SENTENCE)


def is_season(value: str) -> bool:
    """`During 1971`, `Spring 2019`, `String 5`: an ordinary word that ends like a street's."""
    word, _, number = value.rpartition(" ")
    return bool(re.fullmatch(r"[A-Z][a-z]+ring", word)) and number.isdigit() and look_up(word).ordinary > 0


SURNAME, GIVEN = 14, 6  # steps of the lexicon's scale


def is_person(prefix: str) -> bool:
    """`Liam Hall` on the line above a house's number: somebody whose surname houses are called too (`Victoria House` is none)."""
    entries = [look_up(word) for word in prefix.split()]
    if len(entries) < 2:
        return False
    first, last = entries[0], entries[-1]
    named = prefix.rstrip(" ").endswith("\n") and "," not in prefix and not any(map(str.isdigit, prefix))
    return named and last.surname >= SURNAME and first.given >= max(GIVEN, first.surname)


# `sent to Ana and Bob 20 minutes ago`; a longer word in small letters that is said more often is none of a street.
_COUNTED = re.compile(
    r"(?i)[ ](?:second|minute|hour|day|week|month|year|time|people|person|euro|dollar|pound|percent|cop(?:y|ies)|letter|page)"
)
SPOKEN, LONGER = 4, 4


def is_counted(text: str, end: int, words: list[str]) -> bool:
    """Whether the number that ends there, behind these words, counts something rather than houses."""
    return bool(_COUNTED.match(text, end)) or any(
        word.islower() and len(word) >= LONGER and look_up(word).ordinary > SPOKEN and not grammar.LINKS.fullmatch(word) for word in words
    )


# A town's first word may be an ordinary word up to this step of the lexicon (`Nice` beyond it is told by other signs).
ORDINARY_TOWN = 12


def is_town(city: str) -> bool:
    """Whether the first or last word is a place's, and the first is no ordinary word rather than a place's."""
    words = re.split(r"[ -]", city.rstrip("."))
    first, last = look_up(words[0]), look_up(words[-1])
    return bool(first.place or last.place) and first.ordinary <= ORDINARY_TOWN and words[0].lower() not in SHORT_MONTHS
