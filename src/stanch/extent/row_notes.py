"""Health that a remark in a table's row tells of the row's own person: `row_notes.yaml` (what it means is told at its head).

All known words of a column are found in one pass. In a column of remarks they count wherever they stand, under another header that says
nothing only where a part of the cell, between marks, says nothing else; where it is denied, an animal's, or what is taught, never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import clinic_notes, headings, marks
from stanch.extent.compiled import Database, compile_database
from stanch.extent.fitting import span_of
from stanch.extent.folding import fold, fold_word
from stanch.extent.patterns import detector_of, fingerprint
from stanch.extent.span import Span, clear_of
from stanch.extent.spelling import WORDS, as_literal
from stanch.extent.windows import run

FILE = Path(__file__).parent / "row_notes.yaml"
CONTEXT = "remark on the row's person"
LONGEST, SHORT, BEFORE = 4_000, 4, 60
# By `benchmarks/remark_kinds.py`: a condition that is all its part of the cell says, or that is said to be had; one among other words.
TOLD, AMONG = 0.9, 0.6
MOST_LED = 3  # words that may stand before a condition outside remarks


@dataclass(frozen=True, slots=True)
class Example:
    """A cell under its header, and what must be found in it."""

    header: str
    cell: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """The file: what it means is told at its head."""

    words: dict[str, dict[str, tuple[str, ...]]]
    endings: dict[str, tuple[str, ...]]
    exact: tuple[str, ...]
    remarks: tuple[str, ...]
    topics: tuple[str, ...]
    leads: tuple[str, ...]
    behind: tuple[str, ...]
    denied: tuple[str, ...]
    subjects: tuple[str, ...]
    animals: tuple[str, ...]
    must_match: tuple[Example, ...]
    must_not_match: tuple[Example, ...]


def read(path: Path = FILE) -> Remarks:
    """The file. Raises `BrokenDataFile`."""
    from stanch import datafile

    return datafile.read(path, Remarks)


class Kept(msgspec.Struct):
    """The words as they are looked for with their detectors, and the lists as they are compared."""

    database: bytes
    words: list[str]
    detectors: list[str]
    spellings: dict[str, list[str]]
    endings: dict[str, str]
    exact: list[str]
    remarks: list[str]
    topics: list[str]
    leads: list[str]
    behind: list[str]
    denied: list[str]
    subjects: list[str]
    animals: list[str]


def _made() -> Kept:
    told, known = read(), clinic_notes.known_words()
    known |= {as_literal(word): owner for owner, tongues in told.words.items() for words in tongues.values() for word in words}
    words = list(known)
    database = compile_database([f" {word} " for word in words], range(len(words)), literal=True)
    endings = {fold_word(ending): owner for owner, given in told.endings.items() for ending in given}
    named = ("exact", "remarks", "topics", "leads", "behind", "denied", "subjects", "animals")
    lists: dict[str, list[str]] = {name: [*map(as_literal, getattr(told, name))] for name in named}
    return Kept(database.serialised, words, [*known.values()], clinic_notes.spellings(), endings, **lists)


@cache
def _ready() -> tuple[Kept, Database]:
    files = [FILE, clinic_notes.FILE, Path(__file__), Path(clinic_notes.__file__)]
    printed = marks.mark("row_notes", FILE.parent, marks.listed(files), fingerprint())
    kept = marks.cached("row_notes", printed, Kept, _made)
    return kept, Database(kept.database, literal=True)


@cache
def _compounds() -> re.Pattern[bytes]:
    endings = sorted(_ready()[0].endings, key=len, reverse=True)
    return re.compile(rb"(?<![a-z])[a-z-]{3,30}?(?P<end>" + b"|".join(one.encode() for one in endings) + rb")(?:e?[ns])?(?![a-z])")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    detector: str
    is_exact: bool


def added(text: str, spans: Sequence[Span], begins: npt.NDArray[np.int64], column: str) -> list[Span]:
    """`spans`, and what the cells say of health. `begins` are the places at which the cells begin in `text`, two signs between them."""
    how = _how(column)
    if not how:
        return list(spans)
    words = list(_words(text))
    if not words:
        return list(spans)
    kept, _ = _ready()
    found = []
    for word in words:
        at = int(np.searchsorted(begins, word.start, side="right")) - 1
        begin, end = int(begins[at]), int(begins[at + 1]) - 2 if at + 1 < len(begins) else len(text)
        cell = text[begin:end]
        if (
            word.end > end
            or len(cell) > LONGEST
            or not _counts(kept, cell, word.start - begin, word.end - begin, exact=word.is_exact or how == "strict")
        ):
            continue
        told = _counts(kept, cell, word.start - begin, word.end - begin, exact=True)
        if detector := detector_of(word.detector):
            # `Bilan diabète`: what leads it is nobody's name.
            spans = [one for one in spans if not (one.kind == "name" and " " not in one.text and text[one.end : word.start].isspace())]
            found.append(replace(span_of(text, word.start, word.end, detector, CONTEXT), confidence=TOLD if told else AMONG))
    return sorted((*spans, *clear_of(found, spans)), key=lambda span: (span.start, span.end)) if found else list(spans)


@cache
def _how(column: str) -> str:
    """How a column's cells are read: `lenient` under a header for remarks, `strict` under one that says nothing, "" where not."""
    kept, _ = _ready()
    words = headings.words_of(column)
    said = set(words.split()) | {words}
    if said & set(kept.remarks):
        return "lenient"
    return "" if said & set(kept.topics) or said & headings.NOBODY else "strict"


def _words(text: str) -> Iterator[_Word]:
    """The known words of a text, of those at one place the longest."""
    kept, database = _ready()
    folded = fold(text)
    hits = run(database, b"".join((b" ", folded.translate(WORDS), b" ")))
    places = [(int(end) - 2 - len(kept.words[number]), int(end) - 2, int(number)) for number, _, end in hits.tolist()]
    small = folded.lower()
    if any(ending.encode() in small for ending in kept.endings):
        places += [(one.start(), one.end(), -1 - [*kept.endings].index(one["end"].decode())) for one in _compounds().finditer(small)]
    reached = 0
    for start, end, number in sorted(places, key=lambda one: (one[0], -one[1])):
        if start < reached:
            continue
        if number < 0:
            yield _Word(start, end, [*kept.endings.values()][-1 - number], is_exact=False)
            reached = end
            continue
        said, spellings, written = kept.words[number], kept.spellings.get(kept.words[number]), text[start:end]
        if (spellings and written not in spellings) or (
            len(said) <= SHORT and not spellings and not written.isupper() and said in kept.exact
        ):
            continue
        yield _Word(start, end, kept.detectors[number], said in kept.exact)
        reached = end


_MARK = re.compile(r"[,;:.()/|\n!–—+]|[ ]-[ ]")


def _counts(kept: Kept, cell: str, start: int, end: int, *, exact: bool) -> bool:
    """Whether a word in a cell is said of the row's person."""
    ahead, behind = _MARK.split(cell[max(0, start - BEFORE) : start])[-1], _MARK.split(cell[end : end + BEFORE])[0]
    before, after = as_literal(ahead), as_literal(behind)
    if any(before == one or before.endswith(f" {one}") for one in kept.denied) or _is_denied(kept, before):
        return False
    if set(as_literal(cell).split()) & set(kept.animals) or any(f" {one} " in f" {before} | {after} " for one in kept.subjects):
        return False
    if not exact:
        return True
    if after and not any(after == one or after.startswith(f"{one} ") for one in kept.behind) and not after[0].isdigit():
        return False
    said = before.split()
    return (
        not said
        or (len(said) <= MOST_LED + 1 and any(before == one or before.endswith(f" {one}") for one in kept.leads))
        or said[-1].isdigit()
    )


def _is_denied(kept: Kept, before: str) -> bool:
    """`keine bekannten Allergien`: up to two words between."""
    said = before.split()[-3:]
    return any(word in kept.denied for word in said)
