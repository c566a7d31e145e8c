"""Working days: the weekend of the land and its public holidays, or those of a part of it (`US-IL`, `DE-BY`, `EU-IE`)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

WEEKEND = frozenset((5, 6))  # Saturday and Sunday, where nothing else is known
DAY = timedelta(days=1)


@cache
def is_business_day(day: date, calendar: str) -> bool:
    """No day of the weekend (Friday and Saturday in Egypt) and no public holiday of `calendar` (a jurisdiction's code)."""
    free = _holidays(calendar)
    return day.weekday() not in getattr(free, "weekend", WEEKEND) and day not in free


def next_business_day(day: date, calendar: str) -> date:
    """The day itself, or the first business day after it."""
    while not is_business_day(day, calendar):
        day += DAY
    return day


def last_business_day(day: date, calendar: str) -> date:
    """The day itself, or the last business day before it."""
    while not is_business_day(day, calendar):
        day -= DAY
    return day


def business_days_after(start: date, number: int, calendar: str) -> date:
    """The day so many business days after `start`, which does not count itself."""
    day = start
    while number:
        day += DAY
        number -= is_business_day(day, calendar)
    return day


@cache
def _holidays(calendar: str) -> dict[date, str]:
    import holidays

    country, _, part = calendar.partition("-")
    if country == "EU":
        country, part = part, ""
    country = {"UK": "GB"}.get(country, country)
    try:
        return holidays.country_holidays(country, subdiv=part or None)  # type: ignore[no-any-return,unused-ignore]
    except NotImplementedError:
        try:
            return holidays.country_holidays(country)  # type: ignore[no-any-return,unused-ignore]
        except NotImplementedError:
            return {}
