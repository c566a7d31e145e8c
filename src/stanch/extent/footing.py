"""What every match of a shape must hold: so many digits at least, or one of a few pieces of text; and how long it is at most.

Where a text has none of that, the shape need not be looked for: most of a text has few digits, and words like `maiden name` are
rare. The longest match tells how far around such a place its match can reach, so that searching there finds what a search of the
whole text would.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
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
SPACES = frozenset(b" \t\n\r\f\v")
LETTERS = frozenset((*range(65, 91), *range(97, 123)))
EVERY = frozenset(range(256))
REPEATS = frozenset((_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT))
SINGLE = frozenset((_codes.LITERAL, _codes.NOT_LITERAL, _codes.IN, _codes.ANY))
CATEGORIES = {
    _codes.CATEGORY_DIGIT: DIGITS,
    _codes.CATEGORY_SPACE: SPACES,
    _codes.CATEGORY_WORD: LETTERS | DIGITS | {95},
}

Spellings = frozenset[str]
EMPTY: Spellings = frozenset({""})


@dataclass(frozen=True, slots=True)
class Footing:
    """Of one shape: the length of the longest match (None: without a bound), its least number of digits, and pieces of which each
    match has one (none where there are too many), as they stand in a copy of the text in small letters with all marks as spaces.
    """

    width: int | None
    digits: int
    pieces: tuple[str, ...]


def footing(shape: str) -> Footing:
    """What stands in every match of a shape (Hyperscan's syntax). Raises `re.error` on what is no expression."""
    parsed = _parser.parse(shape)
    width = int(parsed.getwidth()[1]) + len(shape.encode()) - len(shape)
    whole, best = _spelt(parsed)
    found = _better(_telling(whole), best)
    return Footing(width if width <= LONGEST else None, _digits(parsed), tuple(sorted(_shortest(found or ()))))


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


def _digits(parsed: Iterable[Any]) -> int:
    """The least number of digits in a match."""
    many = 0
    for code, value in parsed:
        if code in SINGLE:
            many += _signs(code, value) <= DIGITS
        elif code in REPEATS:
            many += int(value[0]) * _digits(value[2])
        elif code is _codes.SUBPATTERN:
            many += _digits(value[3])
        elif code is _codes.BRANCH:
            many += min(map(_digits, value[1]))
    return many


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
    return (EMPTY, None) if code is _codes.AT else (None, None)


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
    """Spellings that say something: none is empty."""
    return spellings if spellings and "" not in spellings else None


def _better(one: Spellings | None, other: Spellings | None) -> Spellings | None:
    """The set whose shortest member is longer; of two such sets the smaller one."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda pieces: (shortest(pieces), -len(pieces), sorted(pieces)))


def shortest(pieces: Iterable[str]) -> int:
    """The length of the shortest piece, without the spaces around it."""
    return min((len(piece.strip()) for piece in pieces), default=0)


def _shortest(pieces: Iterable[str]) -> set[str]:
    """Without pieces that hold another one: where they stand, that stands."""
    kept: list[str] = []
    for piece in sorted(pieces, key=len):
        if not any(other in piece for other in kept):
            kept.append(piece)
    return set(kept)
