"""Loads and checks the vocabulary. Every word used by a room stands in one of the files beside this one."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

HERE = Path(__file__).parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Element:
    """A kind of personal data (data element).

    `fact` is its word in Facts (docs/facts.md) or null where the kind is no personal element by itself; `span` the type that
    `scan --format spans` prints; `contact` marks kinds whose text is kept because letters need it; `identifies` kinds
    that may stand for a person on their own; `mask` says how much may be shown: `last4`, `initial`, `domain`, `all`.
    """

    id: str
    label: str
    fact: str | None
    span: str
    group: str
    mask: str = "all"
    contact: bool = False
    identifies: bool = False


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place whose law may apply: its code (`US-CA`, `EU-IE`, `UK`), name, authority's time zone, postal abbreviation."""

    code: str
    name: str
    timezone: str
    country: str
    postal: str | None = None
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class _Elements:
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Jurisdictions:
    jurisdictions: tuple[Jurisdiction, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    words: dict[str, str]


def _read(path: Path, kind: type[T]) -> T:
    from stanch import datafile  # the reader of YAML is long to load, and what is kept needs none

    return datafile.read(path, kind)


@cache
def elements() -> dict[str, Element]:
    """All element kinds by id, in the file's order."""
    return {one.id: one for one in _kept(HERE / "elements.yaml").elements}


def _kept(path: Path) -> _Elements:
    """The file's content, from the user's cache where that holds the same text: every command needs it, and it is long."""
    mark = hashlib.blake2b(path.read_bytes() + Path(__file__).read_bytes(), digest_size=16).hexdigest()
    try:
        place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stanch" / f"elements-{mark}.msgpack"
        return msgspec.msgpack.decode(place.read_bytes(), type=_Elements)
    except RuntimeError:  # nobody's home
        return _read(path, _Elements)
    except (OSError, msgspec.MsgspecError):
        found = _read(path, _Elements)
    partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.write_bytes(msgspec.msgpack.encode(found))
        partial.replace(place)
    except OSError:
        partial.unlink(missing_ok=True)
    return found


@cache
def jurisdictions() -> dict[str, Jurisdiction]:
    """All jurisdictions of residence by code."""
    return {one.code: one for one in _read(HERE / "jurisdictions.yaml", _Jurisdictions).jurisdictions}


@cache
def sectors() -> dict[str, str]:
    """Sector words of Facts, each with its meaning."""
    return _read(HERE / "sectors.yaml", _Words).words


@cache
def regimes() -> dict[str, str]:
    """Instruments that bind by sector or conduct, by code, each with its name in plain words."""
    return _read(HERE / "regimes.yaml", _Words).words


@cache
def cause_words() -> dict[str, str]:
    """Incident kinds of Facts, each with its meaning."""
    return _read(HERE / "causes.yaml", _Words).words


@cache
def contents() -> dict[str, str]:
    """What a law may demand or forbid in a notice, each with its meaning."""
    return _read(HERE / "contents.yaml", _Words).words
