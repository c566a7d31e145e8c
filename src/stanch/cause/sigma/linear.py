"""Values of rules held against text in time that grows with its length alone: what stands in a log was written by whoever is after us.

Python's `re` goes back over what it read: `a.*b` takes the square of a line's length, `(a+)+b` more than anybody's life. Short text
it is asked for all the same; long text, and whatever repeats within a repetition, Hyperscan is asked for, which never goes back.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

Test = Callable[[str], bool]
SHORT = 4_000  # signs that `re` is asked for: the square of it costs milliseconds
ANY, ONE = 0, 1  # runs of any signs, and any one sign, between the texts of a value
_PARSER: Any = importlib.import_module("re._parser")  # how Python itself understands an expression; it has no public name
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")


@lru_cache(maxsize=8192)
def expression(pattern: str, flags: int) -> tuple[Callable[[str], object] | None, Test]:
    """(`search` of Python for text of up to `SHORT` signs, or None where that is not to be trusted; whether it stands in a longer text).

    Raises `re.error` for an expression that is none.
    """
    compiled = re.compile(pattern, flags)
    is_safe = not _repeats_within(_PARSER.parse(pattern, flags))
    return compiled.search if is_safe else None, _Long(pattern, flags, compiled).holds


def searched(pattern: str, flags: int) -> Test:
    """Whether an expression stands in a text."""
    search, long = expression(pattern, flags)
    if search is None:
        return long
    return lambda text: search(text) is not None if len(text) <= SHORT else long(text)


class _Long:
    """An expression for Hyperscan, made when it is first asked for. What that does not know (looking around; the edge of a word in
    letters beyond ASCII) is looked for by `re` in stretches that overlap.
    """

    def __init__(self, pattern: str, flags: int, compiled: re.Pattern[str]) -> None:
        self._pattern, self._flags, self._compiled = pattern, flags, compiled
        self._databases: tuple[Any, Any] | None = None  # for text in ASCII, for any

    def holds(self, text: str) -> bool:
        """Whether it stands in the text."""
        if self._databases is None:
            self._databases = _made(self._pattern, self._flags)
        database = self._databases[not text.isascii()]
        if database is None:
            return any(self._compiled.search(text, at, at + 2 * SHORT) for at in range(0, max(1, len(text) - SHORT), SHORT))
        found: list[int] = []

        def note(number: int, *_: Any) -> bool:
            found.append(number)
            return True  # enough

        try:
            database.scan(text.encode("utf-8", "replace"), match_event_handler=note)
        except Exception:
            if not found:  # that it was told to stop is said as an error
                raise
        return bool(found)


def _made(pattern: str, flags: int) -> tuple[Any, Any]:
    """What holds text in ASCII against an expression, and what any text; None where it cannot be said."""
    import hyperscan

    told = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_ALLOWEMPTY
    told |= hyperscan.HS_FLAG_CASELESS if flags & re.IGNORECASE else 0
    told |= hyperscan.HS_FLAG_DOTALL if flags & re.DOTALL else 0
    told |= hyperscan.HS_FLAG_MULTILINE if flags & re.MULTILINE else 0
    for letters in (hyperscan.HS_FLAG_UCP, 0):
        made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        with suppress(hyperscan.error, UnicodeEncodeError):
            made.compile(expressions=[pattern.encode()], ids=[0], elements=1, flags=[told | letters])
            return made, made if letters else None
    return None, None


def _repeats_within(parts: Any, *, inside: bool = False) -> bool:
    """Whether something without a bound, or with a choice in it, is repeated without a bound: Python may try each way to do so."""
    for name, argument in ((str(part[0]), part[1]) for part in parts):
        if name in _REPEATS:
            is_endless = str(argument[1]) == "MAXREPEAT"
            if (inside and is_endless) or _repeats_within(argument[2], inside=inside or is_endless):
                return True
        elif name == "BRANCH":
            if inside or any(_repeats_within(branch) for branch in argument[1]):
                return True
        elif name == "SUBPATTERN" and _repeats_within(argument[3], inside=inside):
            return True
    return False


def like(parts: list[Any]) -> Test:
    """Whether a text is as texts with runs of any signs between them: each is looked for behind the one before, and never again."""
    segments: list[list[Any]] = [[]]
    for part in parts:
        if part == ANY:
            segments.append([])
        else:
            segments[-1].append(part)
    head, *middle, tail = map(_Segment, segments)

    def holds(text: str) -> bool:
        begin, end = head.length, len(text) - tail.length
        if end < begin or not head.stands(text, 0) or not tail.stands(text, end):
            return False
        for one in middle:
            at = one.find(text, begin, end)
            if at < 0:
                return False
            begin = at + one.length
        return True

    return holds


class _Segment:
    """Text in which some signs may be any; its length is known."""

    def __init__(self, parts: list[Any]) -> None:
        self.length = sum(len(part) if isinstance(part, str) else 1 for part in parts)
        self._text = "".join(parts) if ONE not in parts else ""
        wide = "".join(re.escape(part) if isinstance(part, str) else "." for part in parts)
        self._wide = re.compile(wide, re.DOTALL) if ONE in parts else None

    def stands(self, text: str, at: int) -> bool:
        """Whether it stands there."""
        return self._wide.match(text, at) is not None if self._wide else text.startswith(self._text, at)

    def find(self, text: str, begin: int, end: int) -> int:
        """Where it stands first between these places; -1 where it does not."""
        if not self._wide:
            return text.find(self._text, begin, end)
        found = self._wide.search(text, begin, end)
        return found.start() if found else -1
