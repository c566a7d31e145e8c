"""Expressions in Python's syntax as Hyperscan takes them: each matches wherever the expression does, and here and there elsewhere.

What stands around a match is left out, but for a look at what is right before its first or behind its last character. Hyperscan takes
bytes: ASCII stands for itself, and of the other characters those that no expression tells apart share one byte.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

# The parser of Python's own expressions: nothing else tells how one is built.
_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
_codes: Any = importlib.import_module("re._constants")
REPEATS = frozenset((_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT))
SINGLE = frozenset((_codes.LITERAL, _codes.NOT_LITERAL, _codes.IN, _codes.ANY))
AROUND = frozenset((_codes.AT, _codes.ASSERT, _codes.ASSERT_NOT))
BEHIND, AHEAD = -1, 1
INHERITED = re.IGNORECASE | re.DOTALL | re.ASCII
PLAIN, PLANE = 0x80, 0x10000
# The byte of what lies beyond the first plane, or would need a byte too many: every set has it that may hold such a character.
ANY = 0xFF

Set = tuple[Any, Any, int, bool]  # code and value as parsed, flags, whether all other characters are meant
Members = npt.NDArray[np.bool_]  # by character of the first plane; behind them whether the set has any of the others


@dataclass(frozen=True, slots=True)
class Outlines:
    """For each expression what Hyperscan is to look for, None where nothing can be told; and the byte of each character."""

    written: tuple[str | None, ...]
    table: bytes


def outlines(sources: Sequence[tuple[str, int]]) -> Outlines:
    """The outlines of expressions (source and flags)."""
    parsed = [_parser.parse(*one) for one in sources]
    sets: dict[Set, Members] = {}

    def noted(asked: Set) -> str:
        if asked not in sets:
            sets[asked] = _members(asked)
        return ""

    for one in parsed:  # first only which sets there are
        _whole(one, noted)
    table = _table([*sets.values()])
    said = {one: _written(np.unique(table[members]).tolist()) for one, members in sets.items()}
    return Outlines(tuple(_whole(one, said.__getitem__) for one in parsed), table.tobytes())


def _members(asked: Set) -> Members:
    """Which characters are in a set."""
    code, value, flags, other = asked
    state = _parser.State()
    state.str, state.flags = "", flags | (0 if flags & re.ASCII else re.UNICODE)
    given = [(code, [*value] if code is _codes.IN else value)]
    takes = _compiler.compile(_parser.SubPattern(state, given), state.flags)
    found = np.full(PLANE + 1, other)
    found[[ord(char) for char in takes.findall(_EVERY)]] = not other
    beyond = len(takes.findall(_BEYOND))
    found[PLANE] = beyond < len(_BEYOND) if other else beyond
    return found


_EVERY = "".join(map(chr, range(PLANE)))
# One character of each sort beyond it: letters with and without cases, a digit, a sign.
_BEYOND = "\U00010400\U00010428\U00020000\U0001d7ce\U0001f600"


def _table(sets: Sequence[Members]) -> npt.NDArray[np.uint8]:
    """The byte of each character: those beyond ASCII that are in the same sets share one."""
    sorts = np.zeros(PLANE - PLAIN, dtype=np.int64)
    for members in sets:
        sorts = np.unique(2 * sorts + members[PLAIN:PLANE], return_inverse=True)[1]
    return np.concatenate([np.arange(PLAIN), np.minimum(sorts + PLAIN, ANY), [ANY]]).astype(np.uint8)


def _written(found: Sequence[int]) -> str:
    """A set of bytes in Hyperscan's syntax: runs of them as ranges."""
    if len(found) == 1:
        return _byte(found[0])
    if not found:
        return r"[^\x00-\xff]"
    edges = [byte for byte in range(257) if (byte in found) is not (byte - 1 in found)]
    runs = ((low, high - 1) for low, high in zip(edges[::2], edges[1::2], strict=True))
    return f"[{''.join(_byte(low) + (f'-{_byte(high)}' if high > low else '') for low, high in runs)}]"


def _byte(code: int) -> str:
    return chr(code) if code < PLAIN and chr(code).isalnum() else rf"\x{code:02x}"


Say = Callable[[Set], str]


def _whole(parsed: Any, say: Say) -> str | None:
    """An expression; None where it could match nothing at all, or refers to what it has matched."""
    if not parsed.getwidth()[0]:
        return None
    parts = [*parsed]
    inner = [place for place, (code, _) in enumerate(parts) if code not in AROUND]
    first, last, flags = inner[0], inner[-1], parsed.state.flags
    try:
        before = [_looked(code, value, flags, BEHIND, say) for code, value in parts[:first]]
        after = [_looked(code, value, flags, AHEAD, say) for code, value in parts[last + 1 :]]
        return next(filter(None, before), "") + _sequence(parts, flags, say) + next(filter(None, after), "")
    except KeyError:
        return None


def _looked(code: Any, value: Any, flags: int, side: int, say: Say) -> str:
    """What must stand beside a match, as a part of it; "" where that is nothing of one kind."""
    if code is _codes.AT:  # where a part of a text is searched, its end is none of the text's
        lines = flags & re.MULTILINE and value is _codes.AT_BEGINNING
        return r"(?:\A|\n)" if lines else r"\A" if value in (_codes.AT_BEGINNING, _codes.AT_BEGINNING_STRING) else ""
    if value[0] != side:
        return ""
    parts = [*value[1]]
    if code is _codes.ASSERT:
        return _sequence(parts, flags, say)
    if side == BEHIND and len(parts) == 1 and parts[0][0] in SINGLE:
        return rf"(?:\A|{say((*_kept(*parts[0]), flags & INHERITED, True))})"
    return ""


def _sequence(parts: Sequence[Any], flags: int, say: Say) -> str:
    return "".join(_part(code, value, flags, say) for code, value in parts if code not in AROUND)


def _part(code: Any, value: Any, flags: int, say: Say) -> str:
    if code in SINGLE:
        return say((*_kept(code, value), flags & INHERITED, False))
    if code in REPEATS:
        least, most, inner = value
        return f"(?:{_sequence([*inner], flags, say)}){{{least},{'' if most is _codes.MAXREPEAT else most}}}"
    if code is _codes.BRANCH:
        return f"(?:{'|'.join(_sequence([*one], flags, say) for one in value[1])})"
    if code is _codes.SUBPATTERN:
        _, added, taken, inner = value
        return f"(?:{_sequence([*inner], (flags | added) & ~taken, say)})"
    if code is _codes.ATOMIC_GROUP:
        return f"(?:{_sequence([*value], flags, say)})"
    raise KeyError(code)


def _kept(code: Any, value: Any) -> tuple[Any, Any]:
    """An element of an expression as the key of what it takes."""
    return code, tuple(value) if code is _codes.IN else value
