"""Labels with a space alone before their value: `Name Holt   Vorname Dagobert`, `Born 03/21/1985   SSN 900-12-3456`.

Controls, scans and pages without lines leave nothing between the two. Where several lines of a text begin with words that are a
header, and go on with what such a column's cell would hold, the space between is a tab: each character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from stanch.extent import roles
from stanch.extent.fitting import fits
from stanch.extent.headings import headings, persons, words_of
from stanch.extent.labels import bare, claimed, is_city_label, stands_alone
from stanch.extent.lines import pieces_of
from stanch.extent.names_lexicon import look_up
from stanch.extent.people_columns import EITHER
from stanch.extent.streets import CITY_LINES

LONGEST, WIDEST, NEAR = 200_000, 160, 4
WORDS_OF_A_LABEL = 6
LEAST = 3  # labels of different kinds, with values that their kind's figures tell, of which a form must have some
_NAMES = frozenset({"name", "given_name", "family_name", "middle_name", "former_name"})
_PLAIN = frozenset({"gender", "ethnicity", "nationality", "marital_status", "region"})
SHORT = 14
_WORD = re.compile(r"\S+")
_SAYS_NAME = re.compile(r"(?i)\b(?:name|surname|nom|pr[ée]nom|nombre|apellidos?|nome|cognome|naam|\w*name|\w*naam)\b")
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?,?")
_BEGINS = re.compile(r"[ \t]*(?:\(?\d{1,2}[a-z]?[.)][ ]+)?[^\W\d_]")

Cut = tuple[int, int, str]  # where a label ends and its value begins, and the kind of value, "" for one that tells nothing


def parted(text: str) -> str:
    """The text with a tab behind each such label; the same text where it is no form of that kind."""
    if len(text) > LONGEST or not any(map(str.isdigit, text)):
        return text
    cuts = [cut for group in _groups(text) for cut in group]
    if not cuts:
        return text
    out, at = [], 0
    for end, begin, _ in cuts:
        out += [text[at:end], "\t", text[end + 1 : begin]]
        at = begin
    return "".join([*out, text[at:]])


def _groups(text: str) -> Iterator[list[Cut]]:
    """Labels of lines near each other that together speak of a form."""
    group: list[Cut] = []
    at, last = 0, -1
    for number, line in enumerate(text.split("\n")):
        cuts = _cuts(line) if len(line) <= WIDEST and ":" not in line and _BEGINS.match(line) else ()
        if group and number - last > NEAR:
            if _speaks(group):
                yield group
            group = []
        if cuts:
            group += [(at + end, at + begin, kind) for end, begin, kind in cuts]
            last = number
        at += len(line) + 1
    if _speaks(group):
        yield group


def _speaks(group: Sequence[Cut]) -> bool:
    kinds = {kind for _, _, kind in group if kind}
    return len(kinds) >= LEAST


@lru_cache(maxsize=20_000)
def _cuts(line: str) -> tuple[Cut, ...]:
    """Where labels end in a line and their values begin, one for each column at most."""
    found: list[Cut] = []
    many, behind = 0, 0
    for piece, start in pieces_of(line):
        if behind and "\t" not in line[behind:start]:
            found.append((behind, start, ""))  # the gap between two columns is as wide as a tab
        behind = start + len(piece)
        if cut := _cut(piece):
            end, begin, kind = cut
            found.append((start + end, start + begin, kind))
            many += 1
    return tuple(found) if many else ()


def _cut(piece: str) -> Cut | None:
    words = list(_WORD.finditer(piece))
    first = next((word[0] for word in words if any(map(str.isalpha, word[0]))), "")
    if len(words) < 2 or not (words_of(first).partition(" ")[0] in _first_words() or roles.PRIVATE.match(first)):
        return None
    if stands_alone(piece) and not any(map(str.isdigit, piece)):
        return None
    figures = next((at for at, word in enumerate(words) if at and any(map(str.isdigit, word[0]))), len(words))
    for size in range(min(WORDS_OF_A_LABEL, len(words) - 1, figures), 0, -1):
        end, begin = words[size - 1].end(), words[size].start()
        kind = _told(piece[:end], piece[begin:])
        if kind is not None:
            return end, begin, kind
    return None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.partition(" ")[0] for words in headings())


def _told(label: str, value: str) -> str | None:
    """The kind of a value that its figures tell, "" for one that words tell; None where it is none of this label's."""
    if is_city_label(label) or any(one.kind == "city" for one in claimed(bare(label))[0]):
        return "city" if any(line.fullmatch(value) for line in CITY_LINES) and any(map(str.isdigit, value)) else None
    detectors = [one for one in claimed(bare(label))[0] if fits(one, value)]
    if not detectors and words_of(bare(label)) in EITHER:
        return "" if _is_a_name(value, alone=True) else None  # `Name Holt` beside `Vorname`
    if not detectors:
        alone = roles.PRIVATE.fullmatch(bare(label)) or words_of(bare(label)).rpartition(" ")[2] in persons()
        return "" if alone and " " in value and _is_a_name(value, alone=False) else None
    kinds = {one.kind for one in detectors}
    if kinds & _NAMES:
        says = bool(_SAYS_NAME.search(label)) or not kinds & {"name"}
        return "" if _is_a_name(value, alone=says) else None
    if any(map(str.isdigit, value)) or "@" in value:
        return next((one.kind for one in detectors if not fits(one, "Some words") or one.kind in ("street", "postal_address")), None)
    # `Race/Sex W/M` between others
    return "" if kinds <= _PLAIN and len(value) <= SHORT and value[:1].isupper() else None


def _is_a_name(value: str, *, alone: bool) -> bool:
    """Words with capitals that are no label themselves: `Employee Benefits` names nobody. `alone`: a word may be all of it."""
    words = value.split()
    return (
        len(words) <= WORDS_OF_A_LABEL - 1
        and all(_NAME.fullmatch(word) for word in words)
        and not any(words_of(word) in headings() for word in words)
        and (len(words) > 1 or alone)
        and (any(_is_borne(word.strip(".,")) for word in words) or (alone and value[1:].islower()))
    )


def _is_borne(word: str) -> bool:
    """Whether a word is a name at least as often as it is a word: `INJURY REPORT` names nobody."""
    entry = look_up(word)
    return max(entry.given, entry.surname) >= max(entry.ordinary, 1) or not any(entry)
