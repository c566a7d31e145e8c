"""What stands in a calendar: one entry a deadline, planned sending or term, with a name that stays the same when its day moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """One entry of the calendar.

    `matter` names what it is about and stays as it is whatever else changes: an entry that moved replaces the one before it.
    `at` is a moment (aware) or a day; a day may go on to `last`. `over`: it was done, or is planned no more, and is struck out.
    `remind`: so many hours before; for a day counted from its morning at nine.
    """

    matter: str
    at: datetime | date
    summary: str
    description: str = ""
    last: date | None = None
    over: bool = False
    remind: tuple[int, ...] = (24,)
