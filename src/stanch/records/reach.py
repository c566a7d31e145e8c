"""What the logs say the actor reached of the evidence: acquired, accessed, not reached, or not known.

*Acquired*: a copy left. *Accessed*: it was opened or gathered; no copy is seen to leave. *Not reached*: its store logs every
read, the log covers the whole window of exposure, and no read of it is the actor's. *Not known*: everything else: no log is
never taken for no access.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

Contact = Literal["acquired", "accessed", "not_known", "not_reached"]
CONTACTS: tuple[Contact, ...] = ("acquired", "accessed", "not_known", "not_reached")  # the graver first
MOST_RECORDS = 60  # keys that a person's record keeps
_CUT = re.compile(r"!/|/|#")
_ROW = re.compile(r"^(.*\|row/\d+)(?:/.*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """A record as a log names it: by its number (`key`), and by words for what it is one of (`of`: `orders`, `patient mrn`)."""

    of: str
    key: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the evidence that a named record is: table and row number (as a person sees it in the source).

    `doubt`: why it may be another one, in words; `way`: by which columns the rows were come to.
    """

    rows: tuple[tuple[str, int], ...]
    doubt: str = ""
    way: str = ""


Finder = Callable[[Collection[Named]], Mapping[Named, Rows]]


@dataclass(frozen=True, slots=True)
class Reached:
    """A place in the evidence (a file, a folder with all below it, a table) that the actor reached, and the lines that show it.

    `contact` "not_known" stands for a place that may have been meant: `why` says so. `by`: the account or address that reached it first.
    """

    locator: str
    contact: Contact
    kind: str
    action: str
    first: datetime
    last: datetime
    count: int = 1
    evidence: tuple[str, ...] = ()
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReachedRows:
    """Rows of a table that logs name one by one by the number of their record; the other words are those of `Reached`."""

    locator: str
    rows: tuple[int, ...]
    contact: Contact
    kind: str
    action: str
    first: datetime
    last: datetime
    count: int = 1
    evidence: tuple[str, ...] = ()
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A part of the evidence whose every read is logged, by a kind of log that covers the whole window of exposure."""

    locator: str
    kind: str
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Reach:
    """How far the actor came into the evidence. `elsewhere`: what the actor took that is no part of it (at most 200 names).

    `blind`: kinds of log that show reads of this evidence but leave holes, each with the reason in words. `rows`: what was reached
    of tables record by record.
    """

    reached: tuple[Reached, ...] = ()
    watched: tuple[Watched, ...] = ()
    elsewhere: tuple[str, ...] = ()
    elsewhere_count: int = 0
    blind: dict[str, str] = field(default_factory=dict)
    rows: tuple[ReachedRows, ...] = ()

    def __bool__(self) -> bool:
        """Whether logs tell anything of the evidence."""
        return bool(self.reached or self.watched or self.rows)

    def of(self, locator: str) -> Contact:
        """The contact with one place: that of the place itself or of a folder or file it lies in."""
        return self.why(locator)[0]

    def why(self, locator: str) -> tuple[Contact, Reached | Watched | None]:
        """The contact, with what says so: None where nothing is known."""
        above = list(_above(locator))
        found = [self._reached[place] for place in above if place in self._reached]
        if found:
            best = min(found, key=lambda one: CONTACTS.index(one.contact))
            return best.contact, best
        watched = next((self._watched[place] for place in above if place in self._watched), None)
        return ("not_reached", watched) if watched else ("not_known", None)

    def of_all(self, locators: Iterable[str]) -> Contact:
        """The gravest contact of several places; what is not known outweighs what was not reached. Nothing at all is not known."""
        contacts = {self.of(one) for one in locators}
        return next((one for one in CONTACTS if one in contacts), "not_known")

    def of_somebody(self, sources: Iterable[str], records: Collection[str]) -> Contact:
        """The gravest contact with what speaks of a person: the places, and the rows by themselves (`Person.sources`, `.records`).

        Of somebody with as many records as are kept at most, a row may be theirs that is not told: not known, where none was reached.
        """
        whole = self.of_all(sources)
        if not self.rows:
            return whole
        contacts = {whole, *(self._by_row[row[1]] for key in records if (row := _ROW.match(key)) and row[1] in self._by_row)}
        if len(records) >= MOST_RECORDS:
            contacts.add("not_known")
        return next(one for one in CONTACTS if one in contacts)

    def of_exhibit(self, name: str) -> Contact:
        """The gravest contact with an exhibit or any part of it (a table, a file inside)."""
        inside = self._inside.get(name, "not_reached")
        return min(self.of(name), inside, key=CONTACTS.index)

    @cached_property
    def _reached(self) -> dict[str, Reached]:
        return {one.locator: one for one in self.reached}

    @cached_property
    def _watched(self) -> dict[str, Watched]:
        return {one.locator: one for one in self.watched}

    @cached_property
    def _inside(self) -> dict[str, Contact]:
        """The gravest contact with a part, for every file or folder that something reached lies in."""
        found: dict[str, Contact] = {}
        for one in self.reached:
            for place in _above(one.locator):
                if place != one.locator:
                    found[place] = min(found.get(place, "not_reached"), one.contact, key=CONTACTS.index)
        for some in self.rows:
            for place in _above(some.locator):
                found[place] = min(found.get(place, "not_reached"), some.contact, key=CONTACTS.index)
        return found

    @cached_property
    def _by_row(self) -> dict[str, Contact]:
        """The gravest contact of each row, by the key that a person's record has."""
        found: dict[str, Contact] = {}
        for some in self.rows:
            for row in some.rows:
                key = f"{some.locator}|row/{row}"
                found[key] = min(found.get(key, "not_reached"), some.contact, key=CONTACTS.index)
        return found


def _above(locator: str) -> Iterator[str]:
    """The place itself, then what it lies in, from the inside out."""
    yield locator
    for cut in reversed(list(_CUT.finditer(locator))):
        if cut.start():
            yield locator[: cut.start()]
