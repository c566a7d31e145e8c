"""What pages keep of what is slow to make: one makes it and the others wait; what is very slow is made anew beside the pages."""

from __future__ import annotations

import contextvars
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")
MOST = 60  # things of one case; the one that was made longest ago goes
SLOW = 0.5  # seconds; nobody waits for longer twice
SHARE = 10  # what takes a second is made anew every ten seconds at most, so that pages have the machine


@dataclass(slots=True)
class _Kept:
    """One thing: what it was made at, how long that took, and whether it is being made anew."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    mark: Any = None
    made: Any = None
    is_there: bool = False
    seconds: float = 0.0
    renewing: bool = False
    ended: float = 0.0


Before = tuple[Any, Any, float]  # the thing, its mark, the seconds it took


def _nothing() -> None:
    """Nothing was kept."""


def _as_it_was(before: Before | None) -> _Kept:
    if before is None:
        return _Kept()
    made, mark, seconds = before
    return _Kept(made=made, mark=mark, seconds=seconds, is_there=True)


class Shelf:
    """The things of one case."""

    def __init__(self, alias: str) -> None:
        self._alias, self._lock, self._things = alias, threading.Lock(), cast("dict[str, _Kept]", {})

    def kept(self, name: str, make: Callable[[], T], mark: Any, *, fresh: bool, before: Callable[[], Before | None] = _nothing) -> T:
        """The thing as of `mark`; or, where it is slow and need not be `fresh`, as it was, while it is made anew.

        `before`: what the case kept of it when the portal last ended.
        """
        with self._lock:
            thing = self._things.pop(name, None) or _as_it_was(before())
            self._things[name] = thing
            while len(self._things) > MOST:
                del self._things[next(iter(self._things))]
            if thing.is_there and not fresh and thing.seconds > SLOW and thing.mark != mark:
                as_it_was = thing.made
                self._renew(thing, make, mark)
                return cast("T", as_it_was)
        with thing.lock:
            if not (thing.is_there and thing.mark == mark):
                self._make(thing, make, mark)
            return cast("T", thing.made)

    def _make(self, thing: _Kept, make: Callable[[], Any], mark: Any) -> None:
        started = time.monotonic()
        made = make()
        thing.ended = time.monotonic()
        thing.made, thing.mark, thing.seconds, thing.is_there = made, mark, thing.ended - started, True

    def _renew(self, thing: _Kept, make: Callable[[], Any], mark: Any) -> None:
        if thing.renewing or time.monotonic() - thing.ended < SHARE * thing.seconds:
            return
        thing.renewing = True
        # The thread is about the same case as the page that asks.
        of_page = contextvars.copy_context()
        threading.Thread(target=of_page.run, args=(self._renewed, thing, make, mark), name="renew", daemon=True).start()

    def _renewed(self, thing: _Kept, make: Callable[[], Any], mark: Any) -> None:
        from django.db import connections

        try:
            with thing.lock:
                self._make(thing, make, mark)
        except Exception as error:  # noqa: BLE001 the page that asks next makes it itself, and tells what is wrong
            thing.is_there = False
            sys.stderr.write(f"stanch: what a page keeps could not be made anew: {type(error).__name__}\n")
        finally:
            thing.renewing = False
            if self._alias in connections.databases:
                connections[self._alias].close()
