"""Loads and checks the vocabulary. Every word used by a room stands in one of the files beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile

HERE = Path(__file__).parent


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


@cache
def elements() -> dict[str, Element]:
    """All element kinds by id, in the file's order."""
    return {one.id: one for one in datafile.read(HERE / "elements.yaml", _Elements).elements}


@cache
def jurisdictions() -> dict[str, Jurisdiction]:
    """All jurisdictions of residence by code."""
    return {one.code: one for one in datafile.read(HERE / "jurisdictions.yaml", _Jurisdictions).jurisdictions}


@cache
def sectors() -> dict[str, str]:
    """Sector words of Facts, each with its meaning."""
    return datafile.read(HERE / "sectors.yaml", _Words).words


@cache
def regimes() -> dict[str, str]:
    """Instruments that bind by sector or conduct, by code, each with its name in plain words."""
    return datafile.read(HERE / "regimes.yaml", _Words).words


@cache
def cause_words() -> dict[str, str]:
    """Incident kinds of Facts, each with its meaning."""
    return datafile.read(HERE / "causes.yaml", _Words).words


@cache
def contents() -> dict[str, str]:
    """What a law may demand or forbid in a notice, each with its meaning."""
    return datafile.read(HERE / "contents.yaml", _Words).words
