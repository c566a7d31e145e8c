"""Which of the costly patterns for names and addresses can match in a text at all: told by one pass over it.

Hyperscan takes of each pattern what every match of it must hold, without what stands around (its own mode for such a purpose makes
it shorter still where it is too long). Most texts hold nothing of most patterns, which then need not be looked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import marks
from stanch.extent.compiled import Database, compile_signs
from stanch.extent.outline import PLANE, outlines

CACHE_VERSION = b"stanch signs 1\n"
# By module: the patterns that are looked for only where their sign is. A pattern that is not named here is looked for everywhere.
SIGNED = {
    "names_rules": ("TITLED", "GREETED", "LABELLED", "CALLED", "DON_NAMED", "BORN", "CLOSED", "HEADER", "MONSIEUR", "DONE_BY", "WAS_BORN"),
    "names_inverted": ("INVERTED",),
    "names_joined": ("TOGETHER",),
    "names_shouted": ("SHOUTED",),
    "addresses_grammar": (
        *("STREET", "PLAIN", "STREET_EU", "GERMANIC_END", "AMERICAN", "BEFORE_A_CODE", "STREET_UNNUMBERED", "LABEL", "CUED"),
        *("MILITARY", "CODE_BEHIND"),
    ),
    "addresses_by_country": ("COUNTRY_LINE",),
    "addresses_capitals": ("BEGUN",),
    "addresses_city_first": ("SOUTHERN", "FRENCH"),
    "declarants": ("FIRST", "BORN_CUE"),
    "resumes": ("STEM",),
    "cards": ("NAMES",),
    "next_of_kin": ("CALLED", "EMERGENCY", "NAMED_AS", "GUARDIAN", "CONTACT", "WITNESS"),
}  # fmt: skip
NAMES = tuple(f"{module}.{name}" for module, names in SIGNED.items() for name in names)


@lru_cache(maxsize=4)
def of(text: str) -> frozenset[str]:
    """The names (`names_rules.TITLED`) of the patterns that may match in a text; all others do not."""
    if not _is_worth_it(text):
        return frozenset(NAMES)
    ready = _ready()
    return frozenset((*ready.always, *(NAMES[number] for number in seen(text, ready))))


@dataclass(frozen=True, slots=True)
class Signs:
    """The database, the patterns of which nothing can be told, and the byte of each character."""

    database: Database
    always: tuple[str, ...]
    table: npt.NDArray[np.uint8]


# Where nothing is kept yet, this many characters are sooner searched than the patterns compiled.
FEW = 20_000
_asked = 0


def _is_worth_it(text: str) -> bool:
    global _asked  # noqa: PLW0603 what was asked in this process
    _asked += len(text)
    return _asked > FEW or marks.is_cached("signs", fingerprint())


def seen(text: str, ready: Signs) -> list[int]:
    """The numbers of the patterns that may match in a text."""
    found: list[int] = []
    ready.database.ready.scan(_as_bytes(text, ready), match_event_handler=lambda number, *_: found.append(number))
    return found


def _as_bytes(text: str, ready: Signs) -> bytes:
    if text.isascii():
        return text.encode()
    try:
        return text.encode("latin-1").translate(ready.table[:256].tobytes())
    except UnicodeEncodeError:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return ready.table[np.minimum(codes, PLANE)].tobytes()


class Kept(msgspec.Struct):
    """The same as it is kept."""

    database: bytes
    always: tuple[str, ...]
    table: bytes

    def opened(self) -> Signs:
        """For use."""
        return Signs(Database(self.database), self.always, np.frombuffer(self.table, dtype=np.uint8))


@cache
def _ready() -> Signs:
    """Compiled; from the user's cache where it holds them."""
    return marks.cached("signs", fingerprint(), Kept, lambda: build({name: _pattern(name) for name in NAMES})).opened()


def build(patterns: Mapping[str, tuple[str, int]]) -> Kept:
    """Compile what tells of these patterns (source and flags), numbered in their order."""
    made = outlines([*patterns.values()])
    told = [(number, one) for number, one in enumerate(made.written) if one is not None]
    always = tuple(name for name, one in zip(patterns, made.written, strict=True) if one is None)
    database = compile_signs([one for _, one in told], [number for number, _ in told])
    return Kept(database.serialised, always, made.table)


def _pattern(name: str) -> tuple[str, int]:
    module, _, attribute = name.partition(".")
    found: Any = getattr(import_module(f"stanch.extent.{module}"), attribute)
    return found.pattern, found.flags if isinstance(found, re.Pattern) else 0


@cache
def fingerprint() -> bytes:
    """Of everything that the compiled form depends on: the code of this room."""
    import hyperscan

    here = Path(__file__).parent
    return marks.mark("signs", here, marks.below(str(here), ".py"), CACHE_VERSION + str(vars(hyperscan)["__version__"]).encode())
