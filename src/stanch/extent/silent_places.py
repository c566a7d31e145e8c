"""Postcodes, towns and telephones under headers that say nothing (`Field7`), in tables that speak of people.

A postcode alone is a number like others: it is one by its form (`BS7 8BN`), or where towns stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.silent_people import NO_HEADER
from stanch.extent.table_column import NAMES, Column
from stanch.extent.validators import phone_labelled

LEAST, MOSTLY, DIFFERENT, LOOKED_AT = 5, 0.9, 0.5, 100
SURE = 0.85  # it is asked about
FEWEST, SPREAD = 3, 0.2  # different towns: states of an order are few
_TELLING = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{5}-\d{3}")
_BARE = re.compile(r"\d{4,5}(?:-\d{4})?|\d{3} \d{2}|\d{2}-\d{3}|\d{6}")
_TOWN = re.compile(r"(?![a-z])[^\W\d_][^\d,@;:]{1,40}(?: \d{1,2})?")
_REGION = re.compile(r"[A-Z]{2,3}")
_PHONE = re.compile(
    r"(?:\+|00)\d[\d ()/.-]{7,18}|\(?0\d{1,4}\)?[ /.-]?\d[\d /.-]{4,12}\d|[06-9]\d{1,2}(?: \d{2,4}){2,4}|\(?\d{2,3}\)? \d{4,5}-\d{4}"
)


def with_places(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns, those without a header that are postcodes, towns beside them, or telephones."""
    found = list(columns)
    kinds = {one.detector.kind for one in columns if one.detector is not None}
    for at in range(len(found)):
        if "phone" not in kinds and _all(found, at, cells, _is_phone):
            found[at] = _made(found[at], "phone")
    codes = [at for at in range(len(found)) if "postcode" not in kinds and _all(found, at, cells, _BARE.fullmatch, _TELLING.fullmatch)]
    for at in codes:
        sample = cells(at)[:LOOKED_AT]
        town = _town_beside(found, at, cells) if "city" not in kinds else None
        told = sum(bool(_TELLING.fullmatch(text)) for text in sample) >= len(sample) * MOSTLY
        known = any(
            0 <= n < len(found) and (one := found[n].detector) is not None and one.kind in ("city", "region")
            for n in (at - 2, at - 1, at + 1)
        )
        round_ = sum(text.endswith("00") for text in sample) * 2 > len(sample)  # amounts
        if told or ((known or town is not None) and not round_):
            found[at] = _made(found[at], "postcode")
            if town is not None:
                found[town] = _made(found[town], "city")
            break
    return found


def _made(column: Column, kind: str) -> Column:
    return Column(column.name, detector_of(f"any/{kind}"), SURE, None, column.role)


def _is_silent(column: Column) -> bool:
    return column.detector is None and not column.use and bool(NO_HEADER.fullmatch(words_of(column.name)))


def _all(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]], *ways: Callable[[str], object]) -> bool:
    """Whether a silent column holds enough different cells, nearly all of which are so in one of these ways."""
    sample = cells(at)[:LOOKED_AT] if _is_silent(columns[at]) else []
    if len(sample) < LEAST or len(set(sample)) < len(sample) * DIFFERENT:
        return False
    return any(sum(bool(way(text)) for text in sample) >= len(sample) * MOSTLY for way in ways)


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and phone_labelled(text)


def _town_beside(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]]) -> int | None:
    """The column of towns right beside postcodes, or beyond one of states."""
    beside = [n for n in (at + 1, at - 1) if 0 <= n < len(columns)]
    if at >= len(("town", "state")) and _all_short(columns, at - 1, cells):
        beside = [at - 2, *beside[:1]]
    return next((n for n in beside if _are_towns(columns, n, cells)), None)


def _all_short(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]]) -> bool:
    sample = cells(at)[:LOOKED_AT] if columns[at].detector is None else []
    return bool(sample) and all(map(_REGION.fullmatch, sample))


def _are_towns(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]]) -> bool:
    """Words in a silent column, of which there are enough different ones."""
    kinds = {one.detector.kind for one in columns if one.detector is not None}
    one = columns[at]
    # Beside whole names what reads as surnames may be towns.
    is_open = _is_silent(replace(one, detector=None) if "name" in kinds and one.detector and one.detector.kind in NAMES - {"name"} else one)
    sample = cells(at)[:LOOKED_AT] if is_open else []
    return (
        len(sample) >= LEAST
        and len(set(sample)) >= max(FEWEST, len(sample) * SPREAD)
        and sum(bool(_TOWN.fullmatch(text)) for text in sample) >= len(sample) * MOSTLY
    )
