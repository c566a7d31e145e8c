"""Days of birth under a header that says nothing of them (`Date`, `Field 3`), beside people's names: told by the years they fall in.

What happens to people happens in a few recent years; they were born over decades.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import NAMES, Column

_SILENT = re.compile(r"(?:(?:column|col|field|unnamed|f|x|c|var|attr|custom|udf|user|key|date|datum|fecha|data|value|udate)? ?){1,2}\d*")
_DAY = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-])?((?:19|20)\d\d)(?:-?\d\d-?\d\d)?(?:[ T]00:00(?::00)?(?:\.0+)?)?")
LEAST, ALIKE, DIFFERENT, APART = 5, 0.9, 0.8, 20
FIRST, LATEST_MIDDLE = 1905, 2002


def with_birthdays(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; the one whose days lie decades apart is of birth, where who is named has none."""
    found = list(columns)
    detector = detector_of("any/dob")
    for role in dict.fromkeys(one.role for one in columns):
        own = {one.detector.kind for one in columns if one.detector is not None and one.role == role}
        if not own & NAMES or own & {"dob", "birth_year"}:
            continue
        open_ = [at for at, one in enumerate(columns) if one.role == role and _is_open(one)]
        born = [at for at in open_ if are_births(cells(at)[:100])]
        if len(born) == 1 and detector:
            found[born[0]] = replace(columns[born[0]], detector=detector, confidence=ALIKE)
    return found


def _is_open(column: Column) -> bool:
    from stanch.extent.silent_people import NO_HEADER

    words = words_of(column.name)
    return column.detector is None and not column.use and bool(_SILENT.fullmatch(words) or NO_HEADER.fullmatch(words))


def are_births(sample: Sequence[str]) -> bool:
    """Whether these are days that lie decades apart."""
    if len(sample) < LEAST or len(set(sample)) < len(sample) * DIFFERENT:
        return False
    years = sorted(int(match[1]) for text in sample if (match := _DAY.fullmatch(text)) and len(text) > len("1970"))
    if len(years) < len(sample) * ALIKE or years[0] < FIRST:
        return False
    return years[-1] - years[0] >= APART and years[len(years) // 2] <= LATEST_MIDDLE
