"""Days in other calendars, where the writing says which: Japanese eras, Minguo, Hijri, Persian, Buddhist years.

A Hijri year without its mark is not guessed: 1400 is 1980 in the lunar and 2021 in the Persian calendar. The lunar calendar is taken in its
arithmetical form, which differs from the observed one by a day at most; linkage takes neighbouring days for one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

BUDDHIST = 543  # years before the common era that the Buddhist era began
BUDDHIST_YEARS = range(2400, 2700)  # nobody was born then in any other calendar
# First year of each era, by its name and letter.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民國": 1912, "民国": 1912,
        "m": 1868, "t": 1912, "s": 1926, "h": 1989, "r": 2019}  # fmt: skip
ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|民國|民国|[MTSHRmtshr](?=[0-9]))\s*([0-9]{1,3}|元)\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
)
MARKED = re.compile(r"([0-9]{1,4})\D+([0-9]{1,2})\D+([0-9]{1,4})")
LUNAR = re.compile(r"(?i)(?<![a-z])(a\.?h\.?|hijri|hijra)(?![a-z])|هـ(?!\s*\.?\s*ش)|للهجرة")
SOLAR = re.compile(r"(?i)(?<![a-z])(a\.?p\.?|s\.?h\.?|solar hijri|shamsi)(?![a-z])|هـ?\s*\.?\s*ش|شمسی")
BUDDHIST_MARK = re.compile(r"(?i)(?<![a-z])b\.?e\.?(?![a-z])|พ\.?\s*ศ\.?")
LUNAR_EPOCH = date(622, 7, 19)  # 1 Muharram of the year 1, arithmetical civil calendar, proleptic Gregorian
LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # of the 33 years of the Persian cycle, which holds for the years 1178 to 1633


def parse(text: str) -> date | None:
    """The day in our calendar, or None where the writing names no other calendar or no such day."""
    try:
        if found := ERA.fullmatch(text.strip()):
            year = 1 if found[2] == "元" else int(found[2])
            return date(ERAS[found[1].casefold()] + year - 1, int(found[3]), int(found[4]))
        found = MARKED.search(text)
        if not found:
            return None
        first, month, last = (int(part) for part in found.groups())
        year, day = (first, last) if first > 31 else (last, first)
        if SOLAR.search(text):
            return solar(year, month, day)
        if LUNAR.search(text):
            return lunar(year, month, day)
        if BUDDHIST_MARK.search(text) and year in BUDDHIST_YEARS:
            return date(year - BUDDHIST, month, day)
    except ValueError:
        return None
    return None


def lunar(year: int, month: int, day: int) -> date:
    """A Hijri day. Months have 30 and 29 days in turn; eleven years of thirty have a day more. Raises `ValueError`."""
    if not (1 <= month <= 12 and 1 <= day <= 30 and 1 <= year <= 1600):
        raise ValueError("no such day")
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
    return LUNAR_EPOCH + timedelta(days=days)


def solar(year: int, month: int, day: int) -> date:
    """A day of the Persian calendar: six months of 31 days, five of 30, then 29 or 30. Raises `ValueError`."""
    if not (1 <= month <= 12 and 1 <= day <= 31 - (month > 6) and 1178 <= year <= 1633):
        raise ValueError("no such day")
    # Counted from 1 Farvardin 1178, which was 21 March 1799.
    leaps = sum((one % 33) in LEAPS for one in range(1178, year))
    return date(1799, 3, 21) + timedelta(days=(year - 1178) * 365 + leaps + 31 * (month - 1) - max(0, month - 7) + day - 1)
