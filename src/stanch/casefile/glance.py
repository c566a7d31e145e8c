"""What is asked of a case again and again while one page is made, asked once: on a server each question is a journey there and back.

Only what tells whether rows have changed is kept so, and only for one look. It may be older than the rows that are read beside it, never
newer: what is then kept under it is made anew at the next look, and nothing old is taken for new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_seen: ContextVar[dict[tuple[str, str], Any] | None] = ContextVar("seen", default=None)


@contextmanager
def look() -> Iterator[None]:
    """One look, which changes nothing: within it, `once` asks once."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def is_look() -> bool:
    """Whether this is within a look, which changes nothing."""
    return _seen.get() is not None


def once(alias: str, name: str, ask: Callable[[], T]) -> T:
    """The answer for one case, asked at its first mention within a look; outside of one, each time."""
    held = _seen.get()
    if held is None:
        return ask()
    if (alias, name) not in held:
        held[alias, name] = ask()
    found: T = held[alias, name]
    return found
