"""Dates of birth as tables write them: all orders, separators, figures and calendars, month names, Excel serials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from stanch.people.names import fold
from stanch.vocabulary import calendars

# First letters of months, folded: western and central European languages, Turkish, Russian in Latin letters.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen sty led oca ian", "feb fev lut sub", "mar mrz mrt brez", "apr abr avr kwi dub nis", "may mai mag maj mei kve",
            "jun juin giu cze cerv haz iiun", "jul juil lug lip cerve tem iiul", "aug ago aou sie srp avg agu", "sep set wrz zari eyl sen",
            "oct okt out ott paz rij eki", "nov kas noi", "dec dez dic des gru pros ara dek",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = re.compile(r"(\d+)\D+(\d+)\D+(\d+)(?:[日일]|[T ].*)?")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?0?[47]")  # a spreadsheet's way with 19800307 and with its own serials
# What names no month, mark or era, and needs no mending before it is read.
PLAIN = re.compile(r"(?:1[0-9]{3}|20[0-9]{2})-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([./-])[0-9]{1,2}\1(?:19|20)[0-9]{2}", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})(?:[T ].*)?")
EIGHT = re.compile(r"\d{8}")
# What a scanner reads for figures, where all else is figures.
LOOK_ALIKE = str.maketrans("OoIl|!", "001111")
SCANNED = re.compile(r"[0-9 ./-]{6,}")
EARLIEST = 1800  # no one whose data is exposed was born before
LONG_AGO = 1000  # in a list of people of former times
LOOKED_AT = 5000  # different dates of a column
OF_FORMER_TIMES = 0.2  # of a column's dates, and it is one
NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|º)?\W+(?:de |d')?([^\W\d]{3,})|([^\W\d]{3,})\W+(\d{1,2})(?:st|nd|rd|th)?)"
    r"\W+(?:de |del )?(\d{4}|\d{2}(?!\d))"
)
SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
# A year alone, a month and a year, or a date whose day and month were blotted out.
YEAR_ALONE = re.compile(
    r"((?:18|19|20)\d\d)(?:\.0+)?(?:[-/.](?:0?[1-9]|1[0-2]|[0xX?*]{1,2}))?(?:[-/.][0xX?*]{1,2})?|"
    r"(?:[0xX?*]{1,2}[-/.])?(?:(?:0?[1-9]|1[0-2]|[0xX?*]{1,2})[-/.])((?:18|19|20)\d\d)"
)
EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar as read from 1900-03-01 on


def reader(values: Iterable[str], *, latest: int = 2100) -> Callable[[str], str | None]:
    """A function from the column's writing to ISO dates; whether day or month comes first is seen from the column itself."""
    values = list(values)
    day_first = month_first = 0
    for value in values:
        found = NUMBERS.fullmatch(value.strip())
        if found and len(found[1]) <= 2:
            day_first += 12 < int(found[1]) <= 31
            month_first += 12 < int(found[2]) <= 31
    is_day_first = day_first > month_first
    years = [
        made.year for value in values[:LOOKED_AT] if (made := parse(value, is_day_first=is_day_first, latest=latest, earliest=LONG_AGO))
    ]
    former = sum(year < EARLIEST for year in years) > OF_FORMER_TIMES * len(years)

    def read(value: str) -> str | None:
        day = parse(value, is_day_first=is_day_first, latest=latest, earliest=LONG_AGO if former else EARLIEST)
        return day.isoformat() if day else None

    return read


def parse(value: str, *, is_day_first: bool, latest: int, earliest: int = EARLIEST) -> date | None:
    """One date, not before the year `earliest`, or None. Two-figure years are taken as not after `latest`."""
    if PLAIN.fullmatch(value):
        made = _parse(value, is_day_first=is_day_first, latest=latest)
        return made if made and earliest <= made.year <= latest else None
    text = re.sub(r"\.0+$", "", "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in value.strip()))
    if SCIENTIFIC.fullmatch(text):
        text = str(int(float(text)))
    text = calendars.without_romans(text)
    if SCANNED.fullmatch(looked := text.translate(LOOK_ALIKE)) and sum(char.isdecimal() for char in text) >= 5:
        text = looked
    made = calendars.parse(text) or _parse(text, is_day_first=is_day_first, latest=latest)
    if made and made.year in calendars.BUDDHIST_YEARS:
        made = _date(made.year - calendars.BUDDHIST, made.month, made.day)
    return made if made and earliest <= made.year <= latest else None


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
        year = _year(third, latest)
        orders = ((second, first), (first, second)) if is_day_first else ((first, second), (second, first))
        return next((made for month, day in orders if (made := _date(year, month, day))), None)
    if found := NAMED.search(text):
        word = fold(found[2] or found[3])
        month = next((MONTHS[word[:many]] for many in (6, 5, 4, 3) if word[:many] in MONTHS), 0)
        return _date(_year(int(found[5]), latest), month, int(found[1] or found[4]))
    if found := SERIAL.fullmatch(text):
        serial = int(found[1])
        # A year by itself is no day, though it would be one of the first years of the serial count.
        is_year = len(found[1]) == 4 and EARLIEST <= serial <= latest
        return EPOCH + timedelta(days=serial) if 366 < serial < 60000 and not is_year else None
    return None


def year_of(value: str) -> str:
    """The year of birth where no more is told: `1980`, `1980.0`, `03/1980`, `1980-00-00`, `xx/xx/1980`; else empty."""
    found = YEAR_ALONE.fullmatch(value.strip())
    return next(filter(None, found.groups()), "") if found else ""


def _year(written: int, latest: int) -> int:
    if written > 99:
        return written
    return 2000 + written if 2000 + written <= min(latest, 2099) and written < 30 else 1900 + written


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
