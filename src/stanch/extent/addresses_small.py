"""Addresses in small letters, as chats, messages and lists brought to one case have them (`hauptstraße 12, 10115 berlin`)."""

from __future__ import annotations

import re

from stanch.extent.addresses_grammar import COUNTRIES
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import look_up
from stanch.extent.span import Span

SHORTEST, WIDEST, LONGEST = 4, 240, 500_000
PARTS = 5  # of an address: street, town, region, postcode, country
ABOVE = 3  # lines of an address above its postcode
# What may be a postcode, in a line without the marks of a program.
_CODE = re.compile(
    r"(?<![\w.:/-])(?:\d{4,6}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|\d{5}-\d{4}|\d{4} ?[a-z]{2})(?![\w./:-])"
)
_PROGRAM = re.compile(r"[(){}\[\]=<>\\;_$|*+%^~`]|://|\d:\d")
_WORD = re.compile(r"(?<![\w'’@./\\_=-])[^\W\d_]{2,}(?![\w@=(\\/_]|[.:]\w)|(?<![\w@./-])[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?!\w)")
_LINKS = listed(
    "de del la las los el le les du des da do das dos di della dei delle of the on upon am an der im in bei zur zum und et sur sous en",
    "bis ter quater aux au il lo al van von den op aan and at to is it my his her our we you he she they for from by as or if not be",
    "was are has have with this that your please meet send return live lives living moved located ship deliver",
)
_ARTICLES = frozenset({"la", "las", "los", "el", "le", "les", "den", "il", "lo"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_LANDS = frozenset(COUNTRIES.lower().split("|"))
_FLAT = re.compile(r"\b(?:Apt|Suite|Unit|Flat)\b")
# A house's number, words, a number of the street's, and a flat.
_HOUSE_AND_FLAT = re.compile(r"\d[^\n,]*[^\W\d_]{3}[^\n,]* \d{1,4} (?:Apt|Suite|Unit|Flat)\b\.? \d")
_SMALL_FLAT = re.compile(r"\d (?:apt|suite|unit|flat)\b\.? \d")
# A house in a street that says so by its kind: `1121 new creek road`, `koenigstrasse 51`, `rua joão pessoa 1636`, `17 rijksweg 145`.
# What tells where something lies (`2 miles down the road`) and small words are no part of such a street.
_NO_STREET = (
    r"(?!(?:the|this|that|these|those|your|our|their|my|his|her|its|any|each|every|down|along|off|per|more|of|on|in|at|to|from|and|or|with|"
    r"for|by|miles?|km|kms|kilomet\w+|met\w+|feet|ft|yards?|minutes?|mins?|hours?|days?|weeks?|years?|blocks?|houses?|cars?|people|lane|"
    r"lanes|way|side|hard|disk|flash|usb|test|new|old)\b)"
)
_KINDS = "street|avenue|ave|road|lane|boulevard|blvd|crescent|parkway|pkwy|drive|terrace|close|highway"
_SMALL_STREET = re.compile(
    r"(?<![\w.,:/#$€£-])\d{1,5}(?:-\d{1,4}|[a-d])? (?:\d{1,5} )?(?:(?:new|old|north|south|east|west|[nsew]\.?) )?"
    rf"(?:{_NO_STREET}[^\W\d_][\w'’.-]+ ){{1,3}}(?:{_KINDS})\b(?! (?:lights?|works?|map|trip|names?|food|tests?)\b)"
    r"|(?<![\w@./_-])(?:[^\W\d_]{3,} )?[^\W\d_]{3,} ?(?:stra(?:ß|ss)e|gasse|allee|platz|straat|laan|gracht|vej|vägen|gatan|veien|gata|"
    r"katu|tie) \d{1,4}[a-d]?(?![\w:./%-])"
    r"|(?<![\w@./_-])(?:rue|avenue|boulevard|rua|avenida|calle|via|viale|piazza|plaza|paseo|praça|chemin|allée)"
    r" (?:(?:de|del|della|du|des|da|do|dos|di|la|las|los|el|l['’])[ ]?){0,2}[^\W\d_]{3,}(?: [^\W\d_]{2,}){0,3} \d{1,4}(?![\w:./%-])"
    r"|(?<![\w.,:/#$€£-])\d{1,4}(?: ?bis| ?ter|[a-d])?,? (?:rue|boulevard|allée|chemin|impasse|quai) "
    r"(?:(?:de|du|des|la|le|les|l['’]|d['’]) ?){0,2}[^\W\d_]{3,}"
    r"|(?<![\w@./_-])ul\. [^\W\d_]{3,}(?: [^\W\d_]{3,}){0,2} \d{1,4}(?![\w:./%-])"
)
_ENOUGH = 10  # a town is a place more than a word


def with_capitals(text: str) -> str | None:
    """The lines of small letters as they would be written otherwise, each letter in its place, others blank; None where none are."""
    if len(text) > LONGEST:
        return None
    lines = text.split("\n")
    if not any(map(str.islower, lines)):
        return None
    kept = {near for at, line in enumerate(lines) if _may_end(line) for near in range(at - ABOVE, at + 2)}
    if not kept:
        return None
    return "\n".join(_WORD.sub(_big, line) if at in kept and _is_small(line) else " " * len(line) for at, line in enumerate(lines))


def _is_small(line: str) -> bool:
    return line.islower() and SHORTEST <= len(line) <= WIDEST and not _PROGRAM.search(line)


def _may_end(line: str) -> bool:
    return _is_small(line) and bool(
        _CODE.search(line) or _SMALL_FLAT.search(line) or _SMALL_STREET.search(line) or (" " in line and _ends_with_land(line))
    )


def _ends_with_land(line: str) -> bool:
    words = line.rstrip(" .").replace(",", " ").split()[-3:]
    return any(" ".join(words[at:]) in _LANDS for at in range(len(words)))


def _big(match: re.Match[str]) -> str:
    word = match[0]
    if any(map(str.isdigit, word)):
        return word.upper()
    big = word[0].upper()
    # `…, las vegas`: a town may begin with an article.
    begins = word in _ARTICLES and match.string.endswith(", ", 0, match.start())
    return word if (word in _LINKS and not begins) or len(big) != 1 else big + word[1:]


def is_told(span: Span) -> bool:
    """Whether a postcode or country and a town that there is say that it is an address: small letters alone say little."""
    parts = span.normal.split(" | ")
    if len(parts) != PARTS:  # a corner of two streets
        return False
    street, city, region, code, country = parts
    if not re.search(r"[^\W\d_]{3}", street) or _YEAR.fullmatch(code):
        return False
    is_town = any(look_up(word).place and look_up(word).ordinary <= _ENOUGH for word in re.findall(r"[^\W\d_]{3,}", city))
    has_flat = bool(_FLAT.search(street))
    return (
        bool(code and country)
        or bool(_SMALL_STREET.search(street.lower()))
        or bool(_HOUSE_AND_FLAT.match(street))
        or (has_flat and (bool(country) or street[0].isdigit()))
        or (bool(code or country) and (is_town or bool(not city and region)))
    )
