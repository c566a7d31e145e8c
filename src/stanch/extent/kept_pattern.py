"""Long patterns of Python's `re`, kept as Python compiles them: reading one back takes a sixtieth of the time.

What is kept is the code of Python's own engine, which no promise covers: its key is the version of Python and of that code, the
engine looks through what it is given, and where anything is not as expected the pattern is compiled as usual.
"""

from __future__ import annotations

import hashlib
import re
import sys
from array import array
from importlib import import_module
from typing import Any

import msgspec

from stanch.extent import marks

# A shorter pattern is sooner compiled than looked for.
LONG = 400


class Kept(msgspec.Struct):
    """What the engine is given besides the source."""

    flags: int
    code: bytes
    groups: int
    names: dict[str, int]
    named: list[str | None]

    def opened(self, source: str) -> re.Pattern[str]:
        """The pattern. Raises what the engine raises where the code is none."""
        code = array("I")
        code.frombytes(self.code)
        engine: Any = import_module("_sre")
        made: re.Pattern[str] = engine.compile(source, self.flags, code.tolist(), self.groups, self.names, tuple(self.named))
        return made


def compiled(source: str) -> re.Pattern[str]:
    """As `re.compile(source)`, from the user's cache where it holds it."""
    if len(source) < LONG:
        return re.compile(source)
    try:
        return marks.cached("shape", _mark(source), Kept, lambda: taken_apart(source)).opened(source)
    except Exception:  # noqa: BLE001 another Python than those this was written for: only slower
        return re.compile(source)


def taken_apart(source: str, flags: int = 0) -> Kept:
    """Compile a pattern as `re.compile` does, and keep what it made."""
    parser: Any = import_module("re._parser")
    compiler: Any = import_module("re._compiler")
    parsed = parser.parse(source, flags)
    state = parsed.state
    named: list[str | None] = [None] * state.groups
    for name, place in state.groupdict.items():
        named[place] = name
    code = array("I", compiler._code(parsed, flags))  # noqa: SLF001 what `re` itself calls
    return Kept(flags | state.flags, code.tobytes(), state.groups - 1, dict(state.groupdict), named)


def engine_told() -> str:
    """Which Python, and which form of code, a kept pattern is for."""
    engine: Any = import_module("_sre")
    return f"{sys.version}\n{engine.MAGIC} {engine.CODESIZE} {sys.byteorder}"


def _mark(source: str) -> bytes:
    told = f"stanch shapes 1\n{engine_told()}\n{source}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=marks.DIGEST).digest()
