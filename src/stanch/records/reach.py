"""What the logs say the actor reached of the evidence: acquired, accessed, not reached, or not known.

*Acquired*: a copy left. *Accessed*: it was opened or gathered; no copy is seen to leave. *Not reached*: its store logs every
read, the log covers the whole window of exposure, and no read of it is the actor's. *Not known*: everything else: no log is
never taken for no access.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

Contact = Literal["acquired", "accessed", "not_known", "not_reached"]
CONTACTS: tuple[Contact, ...] = ("acquired", "accessed", "not_known", "not_reached")  # the graver first
_CUT = re.compile(r"!/|/|#")


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
class Watched:
    """A part of the evidence whose every read is logged, by a kind of log that covers the whole window of exposure."""

    locator: str
    kind: str
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Reach:
    """How far the actor came into the evidence. `elsewhere`: what the actor took that is no part of it (at most 200 names).

    `blind`: kinds of log that show reads of this evidence but leave holes, each with the reason in words.
    """

    reached: tuple[Reached, ...] = ()
    watched: tuple[Watched, ...] = ()
    elsewhere: tuple[str, ...] = ()
    elsewhere_count: int = 0
    blind: dict[str, str] = field(default_factory=dict)

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
        return found


def _above(locator: str) -> Iterator[str]:
    """The place itself, then what it lies in, from the inside out."""
    yield locator
    for cut in reversed(list(_CUT.finditer(locator))):
        if cut.start():
            yield locator[: cut.start()]
