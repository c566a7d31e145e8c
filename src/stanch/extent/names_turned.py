"""Surname first without a comma, as registers and mainframes print names: `DOE JANE Q`, `VAN DER BERG JAN`, `GARCIA LOPEZ ANA MARIA`.

One such cell is ambiguous (`JAMES THOMAS`), a column of them is not: its header says it, or its words do, each of which is more
often a surname or a given name. An initial tells most: it is never a surname's, so that it ends a name only where the surname is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from stanch.extent.couples import PARTICLES, TITLE, couple, is_firm, parted, without_tenancy
from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.names_lexicon import look_up

LEAST, OUTWEIGHS = 3, 4  # names that say it, and how many of them to one that says the other
LEANING, CLEARLY, SURELY = 4, 8, 12  # steps of the lexicon's scale: sixteen times, two hundred times, four thousand times as often
SAMPLE = 400
_SUFFIXES = listed("jr sr ii iii iv")
_TITLES = listed("mr mrs ms miss dr prof rev hon sir mme mlle sra srta dra herr frau dhr mevr")
_DEGREES = listed("md do rn lpn np pa dds dmd dvm phd psyd esq cpa lcsw jd od")
_NO_WORD = re.compile(r"[\d@/&+,;()]")
# `Last First MI`, `Apellidos y nombre`, `Cognome e nome`: the word for the surname, then that for the other.
_FIRST = re.compile(
    r"\b(?:last|surname|family|lname|apellidos?|nom|cognome|nachname|familienname|zuname|achternaam|apelidos?|sobrenome|nazwisko|prijmeni)"
    r"(?: name)? (?:(?:and|y|e|et|und|en|i|a) )?"
    r"(?:first|given|forenames?|fname|nombres?|prenoms?|nome|vorname|rufname|voornaam|imie|jmeno)\b"
)


@dataclass(frozen=True, slots=True)
class Order:
    """A column whose names begin with the surname; `double`: with two of them, as in Spain."""

    double: bool = False


def order_of(header: str, cells: Sequence[str]) -> Order | None:
    """The order of a column of names where the surname is first; None where it is not, or nothing says so.

    `cells` are some of its values; of a cell that names two the first is looked at.
    """
    units = [one for cell in cells[:SAMPLE] if (one := _units(parted(cell)[0])) is not None]
    told = [_leaning(one) for one in units]
    first, other = sum(one >= LEANING for one in told), sum(one <= -LEANING for one in told)
    is_said = _FIRST.search(words_of(header)) is not None and first >= other
    if not is_said and (first < LEAST or first < other * OUTWEIGHS):
        return None
    second = [_is_surname(one.words[1]) for one in units if len(one.words) > len("ab") and _is_long(one.words[1])]
    return Order(sum(lean >= LEANING for lean in second) > sum(lean <= -LEANING for lean in second))


def turned(name: str, order: Order) -> str:
    """`DOE JANE Q JR` as `DOE, JANE Q JR`, without a title; what is no such name, or clearly the other way round, stays as it is."""
    surname, _, rest = name.partition(" ")
    given, _, initial = rest.partition(" ")
    # Nearly all are so: a list of a million has a few odd ones.
    if (not initial or (len(initial) == 1 and initial.isalpha())) and _is_plain(surname) and _is_plain(given):
        is_other = not initial and _is_surname(surname) - _is_surname(given) <= -SURELY
        return name if is_other else f"{surname}, {rest}"
    units = _units(name)
    if units is None or _leaning(units) <= -SURELY:
        return name
    words = units.words
    at = 1
    # `GARCIA LOPEZ ANA`: somebody keeps a given name.
    if len(words) > len("ab") and any(map(_is_long, words[2:])) and _is_long(words[1]):
        lean = _is_surname(words[1])
        at = 2 if lean > -LEANING and (order.double or lean >= CLEARLY) else 1
    return " ".join((f"{' '.join(words[:at])},", *words[at:], *units.ends))


def in_order(header: str, names: pa.Array) -> pa.Array:
    """Distinct names of one column, those that stand surname first without a comma with one, by which their order is known."""
    sample = names.slice(0, SAMPLE).to_pylist()
    order = order_of(header, [name for name in sample if name])
    if order is None:
        return names
    return pa.array([name and turned(name, order) for name in names.to_pylist()], names.type)


def two_of(cell: str, order: Order | None) -> tuple[str, str] | None:
    """As `couple`, also where both stand surname first: `DOE JOHN OR DOE MARY`, and `DOE JOHN & MARY` in a column of such names."""
    cell = without_tenancy(cell)
    parts = [part.strip() for part in parted(cell)]
    if len(parts) == len("ab") and "," not in cell and all(parts) and not is_firm(cell):
        said = [part.split() for part in parts]
        same = min(map(len, said)) > 1 and said[0][0].casefold() == said[1][0].casefold() and _is_surname(said[0][0]) >= LEANING
        how = order or (Order() if same else None)
        if how is not None and (first := turned(parts[0], how)) != parts[0]:
            return couple(f"{first} & {turned(parts[1], how)}")
    return couple(cell)


@lru_cache(maxsize=1 << 16)
def _is_plain(word: str) -> bool:
    """Whether a word is a name or a part of one whatever stands beside it: no particle, title, end of a name, or word of a firm."""
    plain = word.casefold()
    return len(word) > 1 and word.isalpha() and not is_firm(word) and plain not in PARTICLES | _SUFFIXES | _TITLES | _DEGREES


@dataclass(frozen=True, slots=True)
class _Units:
    words: tuple[str, ...]  # particles with the word behind them
    ends: tuple[str, ...]  # what of a name stands at its end, whatever its order


@lru_cache(maxsize=4096)
def _units(name: str) -> _Units | None:
    """The parts of a name of two words or more; None for anything else."""
    if _NO_WORD.search(name) or is_firm(name):
        return None
    words = TITLE.sub("", " ".join(name.split())).split()
    plain = [word.casefold().strip(".") for word in words]
    ends = [word for at, word in enumerate(words) if at and plain[at] in _SUFFIXES | (_DEGREES if at + 1 == len(words) else frozenset())]
    kept = [word for at, word in enumerate(words) if word not in ends and not (at and plain[at] in _TITLES)]
    units = [*_with_particles(kept)]
    units = units if sum(map(_is_long, units)) > 1 else kept
    return _Units(tuple(units), tuple(ends)) if sum(map(_is_long, units)) > 1 else None


def _with_particles(words: Sequence[str]) -> Iterator[str]:
    ahead: list[str] = []
    for word in words:
        ahead.append(word)
        if word.casefold().strip(".") not in PARTICLES:
            yield " ".join(ahead)
            ahead = []
    if ahead:
        yield " ".join(ahead)


def _is_long(word: str) -> bool:
    return len(word.strip(".")) > 1


def _leaning(units: _Units) -> int:
    """By how many steps a name reads better with its surname first; below zero, last."""
    words = units.words
    if not _is_long(words[0]):
        return -CLEARLY  # `J DOE`
    initials = [at for at, word in enumerate(words) if not _is_long(word)]
    if initials and len(words) > len("ab"):
        return CLEARLY if not _is_long(words[-1]) else -CLEARLY  # `DOE JANE Q`, `JANE Q DOE`
    return _is_surname(words[0]) - _is_surname(words[-1])


@lru_cache(maxsize=1 << 16)
def _is_surname(word: str) -> int:
    """By how many steps a word is more often a surname than a given name; of several parts, what they say together."""
    if " " in word:  # only surnames have particles
        return CLEARLY
    found = [look_up(part) for part in word.split("-") if part]
    return sum(one.surname - one.given for one in found) // max(len(found), 1)
