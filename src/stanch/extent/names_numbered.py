"""`Name1` and `Name2` with a word in each: surname and given name, in the order that the cells tell; the lines of a firm are longer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import NAMES, Column

_NUMBERED = re.compile(r"(?:name|nom|nombre|nome|naam) ?0?(?P<number>[12])")
LEAST, MOSTLY = 3, 0.8


def with_numbered(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; two that are numbered, where no other names the row's own person, are the parts of a name."""
    found = list(columns)
    numbered = {
        match["number"]: at for at, one in enumerate(columns) if (match := _NUMBERED.fullmatch(words_of(one.name))) and not one.role
    }
    others = [at for at, one in enumerate(columns) if one.detector and one.detector.kind in NAMES and not one.role]
    if len(numbered) != len(("1", "2")) or set(others) - set(numbered.values()):
        return found
    first, second = (list(cells(numbered[number])) for number in ("1", "2"))
    kinds = (
        ("family_name", "given_name") if _are_given(second, first) else ("given_name", "family_name") if _are_given(first, second) else ()
    )
    for number, kind in zip(("1", "2"), kinds, strict=False):
        found[numbered[number]] = replace(columns[numbered[number]], detector=detector_of(f"any/{kind}"), confidence=0.9)
    return found


def _are_given(given: Sequence[str], family: Sequence[str]) -> bool:
    """Whether nearly all of these are a given name each, and of the others mostly surnames."""
    from stanch.extent.names import is_given_name, is_surname

    if min(len(given), len(family)) < LEAST:
        return False
    told = sum(is_given_name(text) > is_surname(text) for text in given), sum(is_surname(text) > is_given_name(text) for text in family)
    return told[0] >= MOSTLY * len(given) and told[1] * 2 > len(family)
