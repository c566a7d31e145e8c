"""Stamps of every form that logs use, to moments in UTC; those that name no zone are marked, so that it can be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

YearOf = Callable[[int, int], int]  # (month, day) -> the year meant, for stamps that leave it out
UNSTATED = timezone(timedelta(0), "unstated")  # read as UTC because the stamp names no zone
MONTHS = {name: at for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_EPOCH = re.compile(r"^(\d{10})(?:\.(\d{1,9}))?$|^(\d{13})$|^(\d{16})$|^(\d{19})$")
_NUMERIC = re.compile(
    r"^(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d),?[ T:]+(?P<time>\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>\S.*)?$"
)
_YEAR_FIRST = re.compile(
    r"^(?P<year>\d{4})(?P<apart>[/. -])(?P<b>\d{1,2})(?P=apart)(?P<a>\d{1,2}),?[ T]+(?P<time>\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)\s*(?P<zone>\S.*)?$"
)
_RUN_ON = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d(?:\.\d+)?)| (\d\d):(\d\d):(\d\d))Z?$")  # 20260304050607.123
_NAMED = re.compile(  # 10/Oct/2026:13:55:36 -0700, Wed, 04 Mar 2026 05:06:07 GMT, Mar 4 05:06:07, Tue Mar  4 05:06:07 2026
    r"^(?:[A-Za-z]{3,9},?\s+)??(?:(?P<day>\d{1,2})[ /-](?P<month>[A-Za-z]{3})[a-z]*|(?P<month2>[A-Za-z]{3})[a-z]*(?:\.?\s+|/)(?P<day2>\d{1,2}),?)"
    r"(?:[ /-](?P<year>\d{4}))?[ :T,]+(?P<time>\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)\s*(?P<half>[AaPp][Mm])?(?:\s+(?P<year2>\d{4}))?\s*(?P<zone>\S.*)?$"
)
_OFFSET = re.compile(r"^\(?(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?\)?$")
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
    "bst": 1,
}
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2\d{4}(?!\d)")


@dataclass(slots=True)
class Clock:
    """How one log writes its time. `day_first`: 3/4 is the third of April; None: it could not be told and is read as 4 March."""

    year_of: YearOf
    day_first: bool | None = None
    guessed: int = 0  # stamps whose day and month could be either
    _minutes: dict[str, datetime] = field(default_factory=dict)

    def read(self, text: str) -> datetime | None:
        """The moment (aware; `tzinfo is UNSTATED` where no zone was named), or None for no moment."""
        text = text.strip().strip("[]\"'")
        if not text or len(text) > 60:
            return None
        try:
            if len(text) > 18 and text[4] == "-" and text[10] in "T ":
                return _aware(datetime.fromisoformat(text))
        except ValueError:
            pass
        try:
            return self._epoch(text) or self._numeric(text) or self._named(text)
        except (ValueError, OverflowError):
            return None

    def _epoch(self, text: str) -> datetime | None:
        found = _EPOCH.match(text)
        if not found:
            return None
        digits = text.partition(".")[0]
        micros = int(digits) * 1_000_000 if len(digits) == 10 else int((digits + "000000")[:16])
        if found[2]:
            micros += int((found[2] + "00000")[:6])
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)

    def _numeric(self, text: str) -> datetime | None:
        if found := _RUN_ON.match(text):
            return _built((int(found[1]), int(found[2]), int(found[3])), ":".join(filter(None, found.groups()[3:])), "", text[-1])
        if found := _YEAR_FIRST.match(text):
            return _built((int(found["year"]), int(found["b"]), int(found["a"])), found["time"], "", found["zone"])
        if not (found := _NUMERIC.match(text)):
            return None
        first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
        year += 2000 if year < 100 else 0
        day_first = self.day_first if first <= 12 and second <= 12 else first > 12
        if day_first is None:
            self.guessed += first != second
            day_first = found["sep"] == "."
        day, month = (first, second) if day_first else (second, first)
        return _built((year, month, day), found["time"], found["half"] or "", found["zone"])

    def _named(self, text: str) -> datetime | None:
        found = _NAMED.match(text)
        month = MONTHS.get((found["month"] or found["month2"]).lower()) if found else None
        if not found or not month:
            return None
        day = int(found["day"] or found["day2"])
        stated = found["year"] or found["year2"]
        year = int(stated) if stated else self.year_of(month, day)
        return _built((year, month, day), found["time"], found["half"] or "", found["zone"])


def latest_year(as_of: date) -> YearOf:
    """For stamps without a year: the latest year in which that day does not lie after `as_of`."""

    def year_of(month: int, day: int) -> int:
        return as_of.year if (month, day) <= (as_of.month, as_of.day) else as_of.year - 1

    return year_of


def clock_of(head: str, year_of: YearOf) -> Clock:
    """How a log that begins so writes day and month: told by a number that can be a day only."""
    days = months = 0
    for first, _, second in _SLASHED.findall(head):
        days += int(first) > 12
        months += int(second) > 12
    return Clock(year_of, True if days and not months else False if months and not days else None)


def _built(date: tuple[int, int, int], clock: str, half: str, zone: str | None) -> datetime:
    """Year, month and day with a time of day (`5:06:07.25`), its half (`PM`) and its zone. Raises `ValueError` for what cannot be."""
    parts = re.split(r"[:.,]", clock)
    hour = int(parts[0])
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    second = int(parts[2]) if len(parts) > 2 else 0
    micro = int((parts[3] + "000000")[:6]) if len(parts) > 3 else 0
    known = _zone(zone)
    found = datetime(*date, hour, int(parts[1]), min(second, 59), micro, tzinfo=known)
    return found if known is UNSTATED else found.astimezone(UTC)


def _zone(text: str | None) -> timezone:
    """The zone that a word or offset names; what is neither is none."""
    word = (text or "").strip().strip("()")
    if found := _OFFSET.match(word):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(hours=24) else UNSTATED
    hours = _ZONES.get(word.lower())
    return UNSTATED if hours is None else timezone(timedelta(hours=hours))


def _aware(found: datetime) -> datetime:
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UNSTATED)
