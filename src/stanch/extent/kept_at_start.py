"""All patterns that a worker compiles while it loads, in one file of the user's cache: some hundreds, an eighth of its start.

As with `kept_pattern`, what is kept is the code of Python's own engine. What the file does not hold, or what the engine does not take, is
compiled as usual; the file then holds what was asked for this time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from stanch.extent import marks
from stanch.extent.kept_pattern import Kept, engine_told, taken_apart


class Loading:
    """From `begin` to `end` patterns come from the cache."""

    def __init__(self) -> None:
        here = os.fsencode(Path(__file__).parent)
        self._mark = hashlib.blake2b(f"stanch start 1\n{engine_told()}\n".encode() + here, digest_size=marks.DIGEST).digest()
        folder = marks.cache_folder()
        self._place = folder / f"start-{self._mark.hex()[:24]}.made" if folder else None
        self._known: dict[bytes, Kept] = {}
        self._used: dict[bytes, Kept] = {}
        self._compiler: Any = import_module("re._compiler")
        self._usual: Callable[..., Any] = self._compiler.compile

    def begin(self) -> None:
        """Read what was kept, and stand in for what compiles."""
        body = marks.kept_body(self._place, self._mark) if self._place else None
        if body is not None:
            with suppress(msgspec.MsgspecError):
                self._known = msgspec.msgpack.decode(body, type=dict[bytes, Kept])
        self._compiler.compile = self._compiled

    def end(self) -> None:
        """Let Python compile again, and keep what was new."""
        self._compiler.compile = self._usual
        if self._place and not self._used.keys() <= self._known.keys():
            marks.keep_body(self._place, self._mark, msgspec.msgpack.encode(self._used))

    def _compiled(self, source: Any, flags: int = 0) -> Any:
        if not isinstance(source, str) or flags & re.DEBUG:
            return self._usual(source, flags)
        name = f"{int(flags)}\x1f{source}".encode("utf-8", "surrogatepass")
        try:
            kept = self._known.get(name) or taken_apart(source, int(flags))
            made = kept.opened(source)
        except Exception:  # noqa: BLE001 no pattern at all, or another Python than those this was written for
            return self._usual(source, flags)
        self._used[name] = kept
        return made


_open: list[Loading] = []


def begin() -> None:
    """Patterns come from the cache from now on."""
    _open.append(Loading())
    _open[-1].begin()


def end() -> None:
    """No longer."""
    while _open:
        _open.pop().end()
