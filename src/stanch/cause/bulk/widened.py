r"""Values of rules as expressions that find at least as much: for one scan over whole lines instead of fields.

What Python's expressions can say and Hyperscan cannot (looking around, going back to a group, the beginning of a field) is left
out, which only widens what is found. Lines are ASCII and hold no line end; one that was written as `%0a` stands as `\r`.
"""

from __future__ import annotations

import importlib
import re
from string import ascii_letters
from typing import Any

from stanch.cause.sigma.linear import ANY, ONE

SHORTEST = 2  # letters that a match must hold at least: shorter ones stand in every line
MOST_REPEATS = 40
_PARSER: Any = importlib.import_module("re._parser")  # how Python itself understands an expression; it has no public name
_CLASSES = {
    "CATEGORY_DIGIT": "0-9",
    "CATEGORY_WORD": "A-Za-z0-9_",
    "CATEGORY_SPACE": r"\x09\x0b-\x0d\x1c-\x20",
    "CATEGORY_NOT_DIGIT": r"\x00-\x09\x0b-\x2f\x3a-\xff",
    "CATEGORY_NOT_WORD": r"\x00-\x09\x0b-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xff",
    "CATEGORY_NOT_SPACE": r"\x00-\x08\x0e-\x1b\x21-\xff",
}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_ANY_SIGN = r"[^\n]"


def of_value(value: list[Any]) -> str | None:
    """An expression of which a match stands in every line whose field holds this value; None where none is known."""
    if value[0] == "text" and isinstance(value[1], list):
        return _of_text(value[1])
    if value[0] == "re":
        return of_expression(str(value[1]), int(value[2]))
    return None


def _of_text(parts: list[Any]) -> str | None:
    while parts and not isinstance(parts[0], str):
        parts = parts[1:]
    while parts and not isinstance(parts[-1], str):
        parts = parts[:-1]
    wide = "".join(_literal(part) if isinstance(part, str) else {ANY: f"{_ANY_SIGN}*", ONE: _ANY_SIGN}[part] for part in parts)
    told = max((len(part) for part in parts if isinstance(part, str)), default=0)
    return wide if told >= SHORTEST and wide.isascii() else None


def of_expression(pattern: str, flags: int) -> str | None:
    """The same for an expression of Python; None where it may match without any letter, or holds signs beyond ASCII."""
    try:
        tree = _PARSER.parse(pattern, flags)
        wide, least = _sequence(list(tree))
    except (re.error, ValueError, KeyError, RecursionError, OverflowError):
        return None
    return wide if least >= SHORTEST and wide.isascii() else None


def _literal(text: str) -> str:
    return "".join(_sign(ord(letter)) for letter in text)


def _sign(code: int) -> str:
    if code > 0x7F:
        raise ValueError(code)
    if code == 0x0A:
        return r"\r"
    letter = chr(code)
    return letter if letter.isalnum() else f"\\x{code:02x}"


def _sequence(parts: list[Any], *, outermost: bool = True) -> tuple[str, int]:
    """(expression, letters that a match holds at least). What may be missing at the end finds nothing more, but each of its ends."""
    told = [_piece(part) for part in parts]
    if outermost and told and str(parts[-1][0]) in _REPEATS and told[-1][1]:
        least, _, inner = parts[-1][1]
        told[-1] = _repeated(int(least), int(least), list(inner))
    while outermost and told and told[-1][1] == 0:
        told.pop()
    while outermost and told and told[0][1] == 0:
        told.pop(0)
    return "".join(text for text, _ in told), sum(least for _, least in told)


def _piece(part: Any) -> tuple[str, int]:
    name, argument = str(part[0]), part[1]
    if name == "LITERAL":
        return _sign(argument), 1
    if name == "NOT_LITERAL":
        return f"[^\\n{_sign(argument)}]" if argument < 0x80 and argument != 0x0D and not chr(argument).isalpha() else _ANY_SIGN, 1
    if name == "ANY":
        return _ANY_SIGN, 1
    if name == "IN":
        return _set(argument), 1
    if name == "BRANCH":
        branches = [_sequence(list(branch), outermost=False) for branch in argument[1]]
        return f"(?:{'|'.join(text for text, _ in branches)})", min(least for _, least in branches)
    if name == "SUBPATTERN":
        text, least = _sequence(list(argument[3]), outermost=False)
        return f"(?:{text})", least
    if name == "ATOMIC_GROUP":
        text, least = _sequence(list(argument), outermost=False)
        return f"(?:{text})", least
    if name in _REPEATS:
        return _repeated(int(argument[0]), argument[1], list(argument[2]))
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return "", 0
    return f"{_ANY_SIGN}*", 0  # going back to a group, conditions


def _repeated(least: int, most: Any, inner: list[Any]) -> tuple[str, int]:
    text, letters = _sequence(inner, outermost=False)
    if not text:
        return "", 0
    low = min(least, MOST_REPEATS)
    high = "" if str(most) == "MAXREPEAT" or int(most) > MOST_REPEATS else str(int(most))
    return f"(?:{text}){{{low},{high}}}", letters * low


def _set(members: list[Any]) -> str:
    """A class of signs. One that says what is *not* wanted is widened where it names letters (all is scanned without case) or
    the signs that stand for a line end.
    """
    negated = str(members[0][0]) == "NEGATE"
    told: list[str] = []
    for sort, argument in ((str(one[0]), one[1]) for one in members[negated:]):
        if sort == "LITERAL":
            codes = (argument, argument)
        elif sort == "RANGE":
            codes = (int(argument[0]), int(argument[1]))
        elif sort == "CATEGORY":
            told.append(_CLASSES[str(argument)])
            continue
        else:
            raise ValueError(sort)
        if negated and any(codes[0] <= ord(letter) <= codes[1] for letter in ascii_letters):
            return _ANY_SIGN
        told += _range(*codes, negated=negated)
    if negated and any(r"\x0b-\x0d" in one or r"\x00-\x09" in one or r"\x00-\x08" in one for one in told):
        return _ANY_SIGN
    return f"[^\\n{''.join(told)}]" if negated else f"[{''.join(told)}]" if told else _ANY_SIGN


def _range(first: int, last: int, *, negated: bool) -> list[str]:
    if first > 0x7F:
        return []  # never in a line that is scanned
    last = min(last, 0x7F)
    around_return = [(first, min(last, 0x0C)), (max(first, 0x0E), last)]
    kept = around_return if negated else [(first, last), *([(0x0D, 0x0D)] if first <= 0x0A <= last else [])]
    return [f"\\x{low:02x}-\\x{high:02x}" for low, high in kept if low <= high]
