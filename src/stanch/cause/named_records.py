"""Records that logs name one by one, by their numbers: which rows of the evidence they are, and so which people were reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from stanch.cause.event import Event
from stanch.cause.things import Thing
from stanch.records import Contact, Finder, Named, ReachedRows

SHOWN = 3  # lines kept as evidence of the rows of one table
MOST = 200_000  # records of the actor's that are remembered; of further ones nothing is told
PROBED = 2_000  # records that others read, by which the tables are known whose every read a log holds


@dataclass(slots=True)
class _Contact:
    contact: Contact
    kind: str
    action: str
    first: datetime
    last: datetime
    by: str
    why: str = ""
    count: int = 1
    evidence: list[str] = field(default_factory=list)

    def add(self, other: _Contact) -> None:
        """Count what else was done with the same rows."""
        self.first, self.last, self.count = min(self.first, other.first), max(self.last, other.last), self.count + other.count
        self.evidence = (self.evidence + other.evidence)[:SHOWN]


@dataclass(slots=True)
class NamedRecords:
    """Notes what passes, and tells at the end which rows that were. Memory grows with the number of records named."""

    of_actor: dict[tuple[Named, Contact], _Contact] = field(default_factory=dict)
    of_others: dict[str, dict[Named, None]] = field(default_factory=dict)  # kind of log that holds every read -> some that were read
    taken: set[Named] = field(default_factory=set)  # by a log of records: what is not met was taken from elsewhere

    def note(self, event: Event, thing: Thing, why: str = "") -> None:
        """A record that the actor reached, or may have (`why`)."""
        contact: Contact = "not_known" if why else thing.contact
        named = Named(thing.of, thing.name)
        key = (named, contact)
        if key not in self.of_actor and len(self.of_actor) >= MOST:
            return
        new = _Contact(contact, event.kind, event.action or "", event.time, event.time, event.user or event.ip or "", why)
        new.evidence.append(event.locator)
        if key in self.of_actor:
            self.of_actor[key].add(new)
        else:
            self.of_actor[key] = new
        if event.act == "take":
            self.taken.add(named)

    def probe(self, event: Event, thing: Thing) -> None:
        """A record that anybody read, in a log that holds every read of its store."""
        known = self.of_others.setdefault(event.kind, {})
        if len(known) < PROBED:
            known[Named(thing.of, thing.name)] = None

    def told(self, finder: Finder) -> Told:
        """What it comes to."""
        asked = {named for named, _ in self.of_actor} | {named for known in self.of_others.values() for named in known}
        found = finder(asked) if asked else {}
        tables: dict[tuple[str, Contact, str], tuple[set[int], _Contact]] = {}
        for (named, contact), one in self.of_actor.items():
            meant = found.get(named)
            for locator, row in meant.rows if meant else ():
                sure: Contact = "not_known" if meant and meant.doubt else contact
                why = one.why or (meant.doubt if meant else "")
                place = (locator, sure, why)
                if place in tables:
                    tables[place][1].add(one)
                else:
                    tables[place] = (set(), replace(one, evidence=list(one.evidence)))
                tables[place][0].add(row)
        roots: dict[str, set[str]] = defaultdict(set)
        for kind, some in self.of_others.items():
            roots[kind] |= {place for named in some if (meant := found.get(named)) and not meant.doubt for place, _ in meant.rows}
        lost = tuple(sorted(f"{one.of} {one.key}".strip() for one in self.taken if one not in found))
        return Told(tuple(_rows(tables)), dict(roots), lost)


@dataclass(frozen=True, slots=True)
class Told:
    """`rows` that were reached; tables whose reads a kind of log names (`roots`); records taken that the evidence does not have."""

    rows: tuple[ReachedRows, ...] = ()
    roots: dict[str, set[str]] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def _rows(tables: dict[tuple[str, Contact, str], tuple[set[int], _Contact]]) -> Iterator[ReachedRows]:
    for (locator, contact, why), (rows, one) in sorted(tables.items(), key=lambda entry: entry[0]):
        shown = tuple(one.evidence)
        yield ReachedRows(locator, tuple(sorted(rows)), contact, one.kind, one.action, one.first, one.last, one.count, shown, why, one.by)
