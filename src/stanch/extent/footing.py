"""What every match of a shape must hold: so many digits or other signs at least, a stretch without a space, or one of a few pieces of text;
and how long it is at most.

Where a text has none of that, the shape need not be looked for: most of a text has few digits, and words like `maiden name` are
rare. The longest match tells how far around such a place its match can reach, so that searching there finds what a search of the
whole text would.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Any

from stanch.extent.spelling import WORDS

# The parser of Python's own expressions reads Hyperscan's as far as shapes use them; nothing else tells how an expression is built.
_parser: Any = importlib.import_module("re._parser")
_codes: Any = importlib.import_module("re._constants")
# Longer ones are not worth a window.
LONGEST = 200
# Alternatives spelled out, one after the other, grow beyond all measure.
MOST_SPELLINGS = 3000
# A set of more characters is no piece of text.
MOST_SIGNS = 3
DIGITS = frozenset(range(48, 58))
JOINTS = frozenset(b":-")
BLANKS = frozenset(range(33))
SPACES = frozenset(b" \t\n\r\f\v")
LETTERS = frozenset((*range(65, 91), *range(97, 123)))
EVERY = frozenset(range(256))
REPEATS = frozenset((_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT))
SINGLE = frozenset((_codes.LITERAL, _codes.NOT_LITERAL, _codes.IN, _codes.ANY))
AROUND = frozenset((_codes.AT, _codes.ASSERT, _codes.ASSERT_NOT))
CATEGORIES = {
    _codes.CATEGORY_DIGIT: DIGITS,
    _codes.CATEGORY_SPACE: SPACES,
    _codes.CATEGORY_WORD: LETTERS | DIGITS | {95},
}

Spellings = frozenset[str]
EMPTY: Spellings = frozenset({""})
# The edge of a word, in spellings that are not finished; and what stands beyond it in the copy. A piece of more letters needs no edge.
EDGE, BEYOND, EDGED = "\0", (" ", "#"), 5


@dataclass(frozen=True, slots=True)
class Footing:
    """Of one shape: the length of the longest match (None: without a bound), its least number of digits, and pieces of which each
    match has one (none where there are too many), as they stand in a copy of the text in small letters with all marks as spaces; a piece
    may go one character beyond the match. `joints`: its least number of colons and hyphens; `unbroken`: the
    longest stretch of it that surely has neither white space nor control characters.
    """

    width: int | None
    digits: int
    pieces: tuple[str, ...]
    joints: int = 0
    unbroken: int = 0


def footing(shape: str) -> Footing:
    """What stands in every match of a shape (Hyperscan's syntax). Raises `re.error` on what is no expression."""
    parsed = _parser.parse(shape)
    width = int(parsed.getwidth()[1]) + len(shape.encode()) - len(shape)
    whole, best = _spelt(parsed)
    found = _better(_telling(whole), best)
    pieces, joints = tuple(sorted(_shortest(found or ()))), _least(parsed, JOINTS)
    return Footing(width if width <= LONGEST else None, _least(parsed, DIGITS), pieces, joints, _unbroken(parsed)[1])


def _signs(code: Any, value: Any) -> frozenset[int]:
    """The characters that one element takes."""
    if code is _codes.ANY:
        return EVERY
    if code is not _codes.IN:
        return frozenset({value}) if code is _codes.LITERAL else EVERY - {value}
    taken: set[int] = set()
    for kind, given in value:
        if kind is _codes.LITERAL:
            taken.add(given)
        elif kind is _codes.RANGE:
            taken.update(range(given[0], given[1] + 1))
        elif kind is _codes.CATEGORY:
            taken |= CATEGORIES.get(given, EVERY)
    return EVERY - taken if any(kind is _codes.NEGATE for kind, _ in value) else frozenset(taken)


def _least(parsed: Iterable[Any], wanted: frozenset[int]) -> int:
    """The least number of these characters in a match."""
    many = 0
    for code, value in parsed:
        if code in SINGLE:
            many += _signs(code, value) <= wanted
        elif code in REPEATS:
            many += int(value[0]) * _least(value[2], wanted)
        elif code is _codes.SUBPATTERN:
            many += _least(value[3], wanted)
        elif code is _codes.BRANCH:
            many += min(_least(branch, wanted) for branch in value[1])
    return many


def _unbroken(parsed: Iterable[Any]) -> tuple[bool, int]:
    """Whether a match can hold no white space; and the length of the longest stretch that surely has none."""
    solid, longest, run = True, 0, 0
    for code, value in parsed:
        whole, length = _stretch(code, value)
        run = run + length if whole else 0
        solid, longest = solid and whole, max(longest, run, length)
    return solid, longest


def _stretch(code: Any, value: Any) -> tuple[bool, int]:
    """The same of one element of a sequence."""
    if code in SINGLE:
        whole = not _signs(code, value) & BLANKS
        return whole, int(whole)
    if code is _codes.SUBPATTERN:
        return _unbroken(value[3])
    if code is _codes.BRANCH:
        branches = [_unbroken(branch) for branch in value[1]]
        return all(whole for whole, _ in branches), min(length for _, length in branches)
    if code in REPEATS:
        whole, length = _unbroken(value[2])
        return whole, length * (int(value[0]) if whole else min(int(value[0]), 1))
    return (True, 0) if code in AROUND else (False, 0)


def _spelt(parsed: Iterable[Any]) -> tuple[Spellings | None, Spellings | None]:
    """All spellings of a sequence, None where they are too many; and the most telling pieces of which each match of it has one."""
    whole, best, run = True, None, EMPTY
    for code, value in parsed:
        spellings, pieces = _element(code, value)
        best = _better(best, pieces)
        if spellings is not None and len(run) * len(spellings) <= MOST_SPELLINGS:
            run = frozenset(before + after for before, after in product(run, spellings))
            continue
        whole, best = False, _better(best, _telling(run))
        run = spellings or EMPTY
    return (run if whole else None), _better(best, None if whole else _telling(run))


def _element(code: Any, value: Any) -> tuple[Spellings | None, Spellings | None]:
    """The same of one element of a sequence."""
    if code in SINGLE:
        signs = frozenset(chr(WORDS[sign]) if sign < len(WORDS) else " " for sign in _signs(code, value))
        return (signs if len(signs) <= MOST_SIGNS else None), None
    if code is _codes.SUBPATTERN:
        return _spelt(value[3])
    if code is _codes.BRANCH:
        return _branches([_spelt(branch) for branch in value[1]])
    if code in REPEATS:
        return _repeated(int(value[0]), value[1], *_spelt(value[2]))
    if code is _codes.AT:
        return (frozenset({EDGE}) if value is _codes.AT_BOUNDARY else EMPTY), None
    return None, None


def _branches(branches: list[tuple[Spellings | None, Spellings | None]]) -> tuple[Spellings | None, Spellings | None]:
    spellings = [whole for whole, _ in branches if whole is not None]
    pieces = [found for whole, best in branches if (found := _better(_telling(whole), best)) is not None]
    return (
        frozenset[str]().union(*spellings) if len(spellings) == len(branches) else None,
        frozenset[str]().union(*pieces) if len(pieces) == len(branches) else None,
    )


def _repeated(least: int, most: Any, whole: Spellings | None, best: Spellings | None) -> tuple[Spellings | None, Spellings | None]:
    pieces = _better(_telling(whole), best) if least else None
    if whole is None or (least, most) not in {(0, 1), (1, 1), (2, 2), (3, 3), (4, 4)} or len(whole) ** max(least, 1) > MOST_SPELLINGS:
        return None, pieces
    again = reduce(lambda made, _: frozenset(before + after for before, after in product(made, whole)), range(least), EMPTY)
    return (again | whole | EMPTY if least == 0 else again), pieces


def _telling(spellings: Spellings | None) -> Spellings | None:
    """Finished spellings that say something: none is empty."""
    made = frozenset(piece for one in spellings or () for piece in _finished(one))
    return made if made and "" not in made else None


def _finished(spelling: str) -> Iterator[str]:
    """A spelling with what stands beyond its edges: right before and right behind the edge of a word stands no letter and no digit."""
    piece = spelling.replace(EDGE, "")
    short = 0 < len(piece) <= EDGED
    befores = BEYOND if short and spelling[0] == EDGE and piece[0].isalnum() else ("",)
    behinds = BEYOND if short and spelling[-1] == EDGE and piece[-1].isalnum() else ("",)
    return (f"{before}{piece}{behind}" for before, behind in product(befores, behinds))


def _better(one: Spellings | None, other: Spellings | None) -> Spellings | None:
    """The set whose shortest member is longer, without its edges, then with them; of two such sets the smaller one."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda pieces: (shortest(pieces), min(map(len, pieces), default=0), -len(pieces), sorted(pieces)))


def shortest(pieces: Iterable[str]) -> int:
    """The length of the shortest piece, without the spaces around it."""
    return min((len(piece.strip(" #")) for piece in pieces), default=0)


def seldom(pieces: Iterable[str]) -> bool:
    """Whether all of some pieces are seldom anywhere: four characters, edges of words among them, or three letters without a vowel."""
    return all(_is_seldom(piece) for piece in pieces)


def _is_seldom(piece: str) -> bool:
    said = piece.strip(" #")
    return len(said) >= FEWEST and len(piece) + VOWELS.isdisjoint(said) > len("age")


FEWEST, VOWELS = 2, frozenset("aeiouy")


def _shortest(pieces: Iterable[str]) -> set[str]:
    """Without pieces that hold another one: where they stand, that stands."""
    kept: list[str] = []
    for piece in sorted(pieces, key=len):
        if not any(other in piece for other in kept):
            kept.append(piece)
    return set(kept)
