"""Dates of birth as tables write them: all orders, many separators, month names, Excel serials."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene janv januar", "feb fev fevr febr", "mar mars maerz mrz", "apr abr avr", "may mai mayo", "jun juin juni", "jul juil juli",
         "aug ago aout", "sep sept set", "oct okt", "nov", "dec dez dic"), start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = re.compile(r"(\d+)\D+(\d+)\D+(\d+)(?:[T ].*)?")
YEAR_FIRST = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})(?:[T ].*)?")
EIGHT = re.compile(r"\d{8}")
EARLIEST = 1800  # no one whose data is exposed was born before
NAMED = re.compile(r"(?:(\d{1,2})\W+([^\W\d]{3,})|([^\W\d]{3,})\W+(\d{1,2}))\W+(\d{4})")
SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar as read from 1900-03-01 on


def reader(values: Iterable[str], *, latest: int = 2100) -> Callable[[str], str | None]:
    """A function from the column's writing to ISO dates; whether day or month comes first is seen from the column itself."""
    day_first = month_first = 0
    for value in values:
        found = NUMBERS.fullmatch(value.strip())
        if found and len(found[1]) <= 2:
            day_first += 12 < int(found[1]) <= 31
            month_first += 12 < int(found[2]) <= 31
    is_day_first = day_first > month_first

    def read(value: str) -> str | None:
        day = parse(value, is_day_first=is_day_first, latest=latest)
        return day.isoformat() if day else None

    return read


def parse(value: str, *, is_day_first: bool, latest: int) -> date | None:
    """One date, or None. Two-figure years are taken as not after `latest`."""
    text = re.sub(r"\.0+$", "", value.strip())
    made = _parse(text, is_day_first=is_day_first, latest=latest)
    return made if made is None or made.year <= latest else None


def _parse(text: str, *, is_day_first: bool, latest: int) -> date | None:
    if EIGHT.fullmatch(text):
        return _of_eight(text, is_day_first=is_day_first, latest=latest)
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        return _date(year, month, day) or _date(year, day, month)
    if found := NUMBERS.fullmatch(text):
        first, second, third = (int(part) for part in found.groups()[:3])
        if len(found[1]) == 4:
            return _date(first, second, third)
        year = third if third > 99 else (2000 + third if 2000 + third <= min(latest, 2099) and third < 30 else 1900 + third)
        orders = ((second, first), (first, second)) if is_day_first else ((first, second), (second, first))
        return next((made for month, day in orders if (made := _date(year, month, day))), None)
    if found := NAMED.search(text):
        month = MONTHS.get((found[2] or found[3]).casefold()[:4].rstrip("."), 0) or MONTHS.get((found[2] or found[3]).casefold()[:3], 0)
        return _date(int(found[5]), month, int(found[1] or found[4]))
    if found := SERIAL.fullmatch(text):
        serial = int(found[1])
        return EPOCH + timedelta(days=serial) if 366 < serial < 60000 else None
    return None


def _of_eight(text: str, *, is_day_first: bool, latest: int) -> date | None:
    """Eight figures without marks: 19850307, 03071985, 07031985, 19850703, whichever is a day that can be."""
    last, ends = int(text[4:]), [(int(text[:2]), int(text[2:4])), (int(text[2:4]), int(text[:2]))]
    tried = [(int(text[:4]), int(text[4:6]), int(text[6:])), *((last, month, day) for month, day in (ends[::-1] if is_day_first else ends))]
    tried.append((int(text[:4]), int(text[6:]), int(text[4:6])))
    return next((made for one in tried if EARLIEST <= one[0] <= latest and (made := _date(*one))), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
