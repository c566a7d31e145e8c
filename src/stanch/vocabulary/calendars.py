"""Days in other calendars, where a mark or a month's name says which: Japanese eras, Minguo, Hijri, Persian, Hebrew, Buddhist.

A Hijri year without its mark is not guessed: 1400 is 1980 in the lunar and 2021 in the Persian calendar. The lunar calendar is taken in its
arithmetical form, which differs from the observed one by a day at most; linkage takes neighbouring days for one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from stanch.vocabulary.months import month_in

BUDDHIST = 543  # years before the common era that the Buddhist era began
BUDDHIST_YEARS = range(2400, 2700)  # nobody was born then in any other calendar
# First year of each era, by its name and letter.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民國": 1912, "民国": 1912,
        "m": 1868, "t": 1912, "s": 1926, "h": 1989, "r": 2019}  # fmt: skip
ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|民國|民国|[MTSHRmtshr](?=[0-9]))\s*([0-9]{1,3}|元)\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
)
MINGUO_MARK = re.compile(r"(?i)(?<![a-z])(r\.?o\.?c\.?|minguo)(?![a-z])")
MINGUO = 1911  # years of ours before its first
# 13.II.1980, as in Poland, Hungary and Italy; II is no 11 that a scanner misread where the ones beside it are figures.
ROMAN = re.compile(r"(?<![\w.])(\d{1,2})([\s./-]+)(I{1,3}|IV|VI{0,3}|IX|XI{0,2})([\s./-]+)(\d{4}|\d{2})(?!\d)")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
        if named := month_in(text):
            return _of_named(text, *named)
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
        if MINGUO_MARK.search(text):
            return date(first + MINGUO, month, last)
    except ValueError:
        return None
    return None


def without_romans(text: str) -> str:
    """A date whose month is a Roman number, with the month's English name."""
    return ROMAN.sub(lambda found: f"{found[1]} {ENGLISH[ROMANS.index(found[3])]} {found[5]}", text)


def _of_named(text: str, calendar: str, month: int) -> date | None:
    """The day of a month that is named; without figures its Hebrew letters are read as numbers. Raises `ValueError`."""
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    if calendar == "hebrew" and not numbers:
        numbers = _of_letters(text)
    if len(numbers) != 2:  # a day and a year
        return None
    day, year = sorted(numbers)
    if calendar == "ours":
        return date(year - BUDDHIST if year in BUDDHIST_YEARS else year, month, day)
    return {"lunar": lunar, "solar": solar, "hebrew": hebrew}[calendar](year, month, day)


LETTERS = {
    letter: value
    for letters, value in zip(
        ("א", "ב", "ג", "ד", "ה", "ו", "ז", "ח", "ט", "י", "כך", "ל", "מם", "נן", "ס", "ע", "פף", "צץ", "ק", "ר", "ש", "ת"),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300, 400),
        strict=True,
    )
    for letter in letters
}
THOUSANDS = 5000  # of the Hebrew year, which letters leave out


def _of_letters(text: str) -> list[int]:
    """Day and year of a date in Hebrew letters: the first word and the last."""
    words = text.split()
    if len(words) < 3:  # day, month and year
        return []
    last = re.sub(r"^ה['׳’]", "", words[-1])
    day, year = (sum(LETTERS.get(letter, 0) for letter in word) for word in (words[0], last))
    return [day, year + THOUSANDS]


def hebrew(year: int, month: int, day: int) -> date:
    """A day of the Hebrew calendar, months counted from Tishri, the second Adar as the seventh. Raises `ValueError`."""
    leap = (7 * year + 1) % 19 < 7
    length = _new_year(year + 1) - _new_year(year)
    months = [30, 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30, 29, 30, 30 if leap else 29, 29 if leap else 0]
    months += [30, 29, 30, 29, 30, 29]
    if month == 7 and not leap:  # there is one Adar
        month = 6
    if not (5500 <= year <= 5900 and 1 <= day <= months[month - 1]):
        raise ValueError("no such day")
    return date.fromordinal(_new_year(year) + sum(months[: month - 1]) + day - 1)


def _new_year(year: int) -> int:
    """The first day of a Hebrew year, counted from 1 January of the year 1 (Reingold and Dershowitz, *Calendrical Calculations*)."""
    last, this, after = (_elapsed(one) for one in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - last == 382 else 0  # lengths that no year has
    return -1_373_427 + this + delay


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    days = 29 * months + parts // 25_920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days  # the molad on a forbidden weekday


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
