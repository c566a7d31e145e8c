"""Conditions and medicines that notes of clinics name alone (`PMH: HTN, T2DM`, `hypertension, on lisinopril`): `clinic_notes.yaml`.

All known words of a text are found in one pass; those that follow each other with nothing but a comma, a dose or a state between are one
list. A list counts where a clinic's heading or somebody's name leads it, or where lines hold nothing else, and where somebody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from stanch.extent import marks
from stanch.extent.anchored import Later
from stanch.extent.compiled import Database, compile_database
from stanch.extent.fitting import span_of
from stanch.extent.folding import fold, fold_word
from stanch.extent.patterns import book, detector_of, fingerprint
from stanch.extent.span import Span, clear_of
from stanch.extent.spelling import WORDS, as_literal
from stanch.extent.table_column import NAMES
from stanch.extent.windows import run

FILE = Path(__file__).parent / "clinic_notes.yaml"
CONDITION, MEDICINE = "any/diagnosis", "any/medication"
_KINDS = frozenset({"diagnosis", "medication"})
LONGEST, NEAR, ABOVE, LONGEST_LIST = 500_000, 600, 300, 60
ABBREVIATION = 5  # letters; longer words are written in small letters or in capitals alike
SURENESS = 0.85


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what must be found in it."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The file: what it means is told at its head."""

    sure: tuple[str, ...]
    doubtful: tuple[str, ...]
    conditions: tuple[str, ...]
    medicines: tuple[str, ...]
    headings: tuple[str, ...]
    general: tuple[str, ...]
    leads: tuple[str, ...]
    must_match: tuple[Example, ...]
    must_not_match: tuple[str, ...]


def read(path: Path = FILE) -> Notes:
    """The file. Raises `BrokenDataFile`."""
    from stanch import datafile

    return datafile.read(path, Notes)


class Kept(msgspec.Struct):
    """The words as they are looked for, the detector of each, the spellings of those that have one, and what leads a list."""

    database: bytes
    words: list[str]
    detectors: list[str]
    spellings: dict[str, list[str]]  # by word: as it must be written
    doubtful: list[str]
    headings: list[str]
    general: list[str]
    leads: list[str]


def known_words() -> dict[str, str]:
    """Conditions and medicines as they are looked for, each with its detector; no abbreviations that mean other things too."""
    told = read()
    known = {as_literal(word): one.id for one in book().detectors if one.kind in _KINDS for part in one.patterns for word in part.words}
    known = {word: MEDICINE if "medic" in owner else CONDITION for word, owner in known.items() if not word.startswith(("a ", "an "))}
    known |= dict.fromkeys(map(as_literal, told.conditions), CONDITION) | dict.fromkeys(map(as_literal, told.medicines), MEDICINE)
    return known | dict.fromkeys(map(as_literal, told.sure), CONDITION)


def spellings(*, sure: bool = True) -> dict[str, list[str]]:
    """Of abbreviations, by the word that is looked for, how they must be written."""
    told, found = read(), dict[str, list[str]]()
    for word in (*told.sure, *(() if sure else told.doubtful)):
        found.setdefault(as_literal(word), []).append(word)
    return found


def _made() -> Kept:
    told = read()
    known = known_words() | {as_literal(word): CONDITION for word in told.doubtful}
    words = list(known)
    database = compile_database([f" {word} " for word in words], range(len(words)), literal=True)
    leads = [[fold_word(one) for one in given] for given in (told.headings, told.general, told.leads)]
    return Kept(database.serialised, words, [*known.values()], spellings(sure=False), [as_literal(word) for word in told.doubtful], *leads)


@cache
def _ready() -> tuple[Kept, Database]:
    printed = marks.mark("clinic_notes", FILE.parent, marks.listed([FILE, Path(__file__)]), fingerprint())
    kept = marks.cached("clinic_notes", printed, Kept, _made)
    return kept, Database(kept.database, literal=True)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    detector: str
    doubtful: bool
    abbreviated: bool


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with the conditions and medicines of lists in notes about somebody who is named."""
    named = [span for span in spans if span.kind in NAMES]
    if not named or len(text) > LONGEST:
        return list(spans)
    words = list(_words(text))
    if not words:
        return list(spans)
    found = [
        span_of(text, word.start, word.end, detector, "note")
        for some in _lists(text, words)
        if _counts(text, some, named)
        for word in some
        if (detector := detector_of(word.detector))
    ]
    return sorted((*spans, *clear_of(found, spans)), key=lambda span: (span.start, span.end)) if found else list(spans)


def _words(text: str) -> Iterator[_Word]:
    """The known words of a text, of those at one place the longest, an abbreviation only as it is written."""
    kept, database = _ready()
    content = b"".join((b" ", fold(text).translate(WORDS), b" "))
    hits = run(database, content)
    places = [(int(end) - 2 - len(kept.words[number]), int(end) - 2, int(number)) for number, _, end in hits.tolist()]
    reached = 0
    for start, end, number in sorted(places, key=lambda one: (one[0], -one[1])):
        if start < reached:
            continue
        said, spellings = kept.words[number], kept.spellings.get(kept.words[number])
        if spellings and text[start:end] not in spellings:
            continue
        yield _Word(start, end, kept.detectors[number], said in kept.doubtful, bool(spellings))
        reached = end


_STATE = (
    r"(?:stage|grade|type|typ|tipo|class|st\.?)[ ]?[\dIVab]{1,4}|chronic|acute|mild|moderate|severe|stable|controlled|uncontrolled|"
    r"poorly|well|prior|previous|old|remote|new|exacerbation|flare|"
    r"resolved|recurrent|essential|primary|s/p[ ]\w+|\(?(?:since[ ]|seit[ ]|desde[ ]|depuis[ ]|dal[ ])?(?:19|20)\d\d\)?|"
    r"\d+(?:[.,/]\d+)?[ ]?(?:mg|mcg|µg|ug|g|ml|units?|IE|UI|U|%)?|qd|bid|tid|qid|qhs|q\d+h|prn|po|iv|sc|sq|daily|nightly|weekly|once|twice|"
    r"tabs?|tablets?|caps?|x[ ]?\d+|[01]-[01]-[01](?:-[01])?|d[ '’]un[ ]\w+"
)
_JOINT = Later(
    rf"(?i)(?:[ ]+(?:{_STATE}))*[ ]*(?:[,;/+&.]|\n[ \t]*(?:[-*•][ ]?|\d+[.)][ ]?)?|[ ](?:and|und|et|y|e|en|on|mit|w/)[ ]|\d[.)])?"
    rf"[ ]*(?:(?:\d[.)]|[-*•]|(?:and|und|et|y|e|en|on|h/o|hx of|continue|start)(?=[ ])|{_STATE})[ ]*)*"
)
_MARKED = re.compile(r"[,;/+&.\n]|[ ](?:and|und|et|y|e|en|on|mit|w/)[ ]|\d[.)]", re.IGNORECASE)


def _lists(text: str, words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words that follow each other with nothing between but what stands in lists."""
    some = [words[0]]
    for before, word in pairwise(words):
        between = text[before.end : word.start]
        if len(between) <= LONGEST_LIST and _MARKED.search(between) and _JOINT.fullmatch(between):
            some.append(word)
            continue
        yield some
        some = [word]
    yield some


_DENIED = Later(
    r"(?i)\b(?:no|not|denies|denied|negative for|neg|without|r/o|rule out|family history|fhx?|fh|mother|father|brother|sister|parents?|"
    r"keine?|ohne|sin|"
    r"niega|sans|nie|nega|senza|geen|zonder|sem|nega)(?:[ ](?:of|for|any))?[ :]*$"
)
_BULLETS = " \t-*•0123456789.)"
_LED = Later(
    r"(?P<said>[^\W\d_](?:[^\n:.;]|[.](?=[ ][a-z])){0,40}?)[ ]?(?::|[ ][-–])[ \t]*(?:\d[.)][ ]*)?(?:(?:art|ess|chron|bek|rez)\.[ ]?)?$"
)
_ENDS = Later(rf"(?i)(?:[ ]+(?:{_STATE}))*[ ]*(?:[.,;)\]\n]|[ ][-–][ ]|\Z)")
_AGE = r"(?:[ ,;(]*\d{1,3}[ ]?(?:y/?o|yrs?|years?(?: old)?|[mfMF])?[ ]?[mfMF]?\b\)?[ ,;:]*)?"
_BEHIND_A_NAME = Later(rf"{_AGE}(?:[ ]?\([ ]?|[ ][-–][ ]|,[ ]|:[ ]|;[ ]|[ ]?\n[ \t]*(?:[-*•][ ]?|\d+[.)][ ]?)?)(?:on[ ])?$")
_LINE_BEGINS = Later(r"(?:^|\n)[ \t]*(?:[-*•][ \t]?|\d+[.)][ \t]?)?$")


def _counts(text: str, some: Sequence[_Word], named: Sequence[Span]) -> bool:
    """Whether a list is what a note says of somebody."""
    first, last = some[0], some[-1]
    begin = text.rfind("\n", 0, first.start) + 1
    ahead = text[max(begin, first.start - 80) : first.start]
    if _DENIED.search(ahead):
        return False
    kept, _ = _ready()
    above = "" if ahead.strip(_BULLETS) else text[max(0, begin - 60) : begin].rstrip("\n ")
    is_doubtful = all(word.doubtful for word in some)
    if led := _LED.search(ahead) or _LED.search(above):
        said = fold_word(led["said"])
        if any(one in kept.headings or (one in kept.general and not is_doubtful) for one in (said, said.rpartition(", ")[2])):
            return True
    if is_doubtful or not _ENDS.match(text, last.end):
        return False
    near = [span for span in named if -NEAR < span.end - first.start <= 0]
    if not near:
        return False
    if len(ahead.strip()) and any(fold_word(ahead).endswith(f" {lead}") or fold_word(ahead) == lead for lead in kept.leads):
        return len(some) > 1 or some[0].abbreviated
    if _BEHIND_A_NAME.fullmatch(text[near[-1].end : first.start]):
        return True
    return len(some) > 1 and first.start - near[-1].end < ABOVE and bool(_LINE_BEGINS.search(text[max(0, begin - 1) : first.start]))
