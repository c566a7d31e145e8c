"""What letters call things in each language (`words/<language>.yaml`), and the addresses they give (`contacts.yaml`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Consequence:
    """What may follow when one of these elements is exposed."""

    exposed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language."""

    language: str
    date: str
    months: tuple[str, ...]
    on: str
    between: str
    ending_in: str
    exposed: dict[str, str]
    happened: dict[str, str]
    consequences: tuple[Consequence, ...]
    anyone: dict[str, str]  # what `{you}` and `{your}` are where a consequence is told of people in general
    free_at_home: str  # an American free number for a reader abroad, whom the law gives it all the same; `{elsewhere}` may be empty
    elsewhere: str  # the number that answers from abroad
    first_day: str = ""  # how the first of a month is written, where not as a number: `1er`
    thousands: str = ","  # between the thousands of a number

    @property
    def is_english(self) -> bool:
        """Whether these are English words, of whatever country."""
        return self.language == "en"

    def day(self, day: dt.date | None) -> str:
        """The date as this language writes it; empty where it is not known."""
        if day and day.day == 1 and self.first_day:
            return self.date.format(day=self.first_day, month=self.months[day.month - 1], year=day.year)
        return self.date.format(day=day.day, month=self.months[day.month - 1], year=day.year) if day else ""

    def number(self, number: int) -> str:
        """The number as this language writes it; empty for none."""
        return f"{number:,}".replace(",", self.thousands) if number else ""

    def period(self, first: dt.date | None, last: dt.date | None) -> str:
        """`on …` or `between … and …`; empty where the first day is not known."""
        if not first:
            return ""
        if not last or last == first:
            return self.on.format(first=self.day(first))
        return self.between.format(first=self.day(first), last=self.day(last))

    def free_from_home(self, number: str, phone: str) -> str:
        """A free number that is free for others, and the one to dial instead where there is one."""
        return self.free_at_home.format(number=number, elsewhere=self.elsewhere.format(phone=phone) if phone else "")

    def likely(self, elements: Iterable[str]) -> list[str]:
        """What may follow from this exposure."""
        exposed = set(elements)
        return [one.text for one in self.consequences if exposed.intersection(one.exposed)]

    def likely_to_anyone(self, elements: Iterable[str]) -> list[str]:
        """The same, told of people in general."""
        return [one.format_map(self.anyone) for one in self.likely(elements)]


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Addresses that letters give: bureaus, the FTC, authorities of states and countries. Each a row of lines."""

    read_in: str
    read_on: dt.date
    bureaus: tuple[tuple[str, ...], ...]
    ftc: tuple[str, ...]
    states: dict[str, tuple[str, ...]]
    authorities: dict[str, tuple[str, ...]]
    named: dict[str, tuple[str, ...]]


@cache
def words(language: str) -> Words:
    """The words of a language that has a file."""
    return datafile.read(HERE / "words" / f"{language}.yaml", Words)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have words."""
    return tuple(sorted(path.stem for path in (HERE / "words").glob("*.yaml")))


@cache
def contacts() -> Contacts:
    """The addresses."""
    return datafile.read(HERE / "contacts.yaml", Contacts)


def day_said(text: str) -> dt.date | None:
    """The day that somebody wrote (`2027-03-31`, `March 31, 2027`, `31. März 2027`); none where it is no whole day."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        parts = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    numbers = sorted((part for part in parts if part.isdigit()), key=len)
    named = {_months()[part] for part in parts if part in _months()}
    rest = [part for part in parts if not part.isdigit() and part not in _months() and part not in _BESIDE]
    if rest or len(numbers) != 2 or len(numbers[0]) > 2 or len(numbers[1]) != len("2027") or len(named) != 1:
        return None
    try:
        return dt.date(int(numbers[1]), named.pop(), int(numbers[0]))
    except ValueError:
        return None


# What stands beside day, month and year in one.
_BESIDE = frozenset({"de", "del", "el", "le", "er", "of", "the", "st", "nd", "rd", "th"})


@cache
def _months() -> dict[str, int]:
    return {month.casefold(): number for name in languages() for number, month in enumerate(words(name).months, 1)}
