"""Joins what the actor did with the places of the evidence: acquired, accessed, not reached, or not known.

Two things make "not reached": the log holds every read of the store that the place comes from (known by reads that anybody made
of it), and it covers the window of exposure without a hole. A read by an account that the actor opened, from an address that the
account had not used before, may be the actor's too: the place is then not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from stanch.cause.actor import Actor, is_done_by
from stanch.cause.commands import last
from stanch.cause.coverage import title
from stanch.cause.event import Event
from stanch.cause.named_records import NamedRecords, Told
from stanch.cause.places import Places
from stanch.cause.things import Thing, stored, things
from stanch.records import Contact, Finder, Gap, LogSource, Reach, Reached, Watched, Window

SHOWN = 3  # lines kept as evidence of each place
MOST_ELSEWHERE = 200  # names kept of what is no part of the evidence
MOST_READS = 1_000_000  # reads remembered of an account that the actor opened; above, the account's places are not known
# Seen in other kinds of log than these and the store's own, the actor may have come to the same files by another way.
SIGN_INS = frozenset(("m365", "entra", "entra_audit", "okta", "google", "mailtrace", "openvpn", "wireguard", "duo", "jumpcloud"))
UNREADABLE = 1_000  # one line not understood among so many events leaves a log whole; more, and reads may be missing in it


@dataclass(slots=True)
class _Place:
    contact: Contact
    kind: str
    action: str
    first: datetime
    last: datetime
    count: int = 0
    evidence: list[str] = field(default_factory=list)
    why: str = ""
    by: str = ""

    def add(self, event: Event, contact: Contact) -> None:
        if contact == "acquired":
            self.contact, self.why = contact, ""
        self.first, self.last = min(self.first, event.time), max(self.last, event.time)
        self.count += 1
        if len(self.evidence) < SHOWN:
            self.evidence.append(event.locator)


@dataclass(slots=True)
class Joining:
    """Watches the second pass over the events; memory grows with the places reached and with reads of the opened accounts."""

    actor: Actor
    places: Places
    places_reached: dict[str, _Place] = field(default_factory=dict)
    roots: dict[str, set[str]] = field(default_factory=dict)  # kind of log -> parts of the evidence whose reads it names
    elsewhere: dict[str, None] = field(default_factory=dict)
    elsewhere_count: int = 0
    used_before: dict[str, set[str]] = field(default_factory=dict)  # opened account -> networks used before the entry
    read_as: list[tuple[Event, Thing]] = field(default_factory=list)  # reads by opened accounts, not from the actor's addresses
    seen_in: set[str] = field(default_factory=set)  # kinds of log that show the actor
    packed: dict[str, list[tuple[str, Event]]] = field(default_factory=dict)  # file written -> places that went into it
    gone: dict[str, Event] = field(default_factory=dict)  # file that left -> the line that says so
    records: NamedRecords = field(default_factory=NamedRecords)
    finder: Finder = lambda _asked: {}  # whose rows records named by number are
    _met: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)
    _root: dict[tuple[str, str], str] = field(default_factory=dict)

    def watching(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events as they are, each noted."""
        for event in events:
            self._note(event)
            yield event

    def _note(self, event: Event) -> None:
        entered = self.actor.entered
        if entered is None:
            return
        is_done = is_done_by(event, self.actor)
        if event.user in self.actor.accounts and event.ip and event.time < entered and not is_done:
            self.used_before.setdefault(event.user or "", set()).add(_network(event.ip))
        if is_done:
            if event.succeeded is not False:
                self.seen_in.add(event.kind)
            for thing in things(event):
                if thing.sort != "record":
                    self._reach(event, thing)
                    continue
                self.records.note(event, thing)
                if thing.every:
                    self.records.probe(event, thing)
            return
        for thing in stored(event):
            if thing.every and thing.sort == "record":
                self.records.probe(event, thing)
            elif thing.every:
                self._meet(thing, event.kind)
            if event.user in self.actor.accounts and event.time >= entered and len(self.read_as) < MOST_READS:
                self.read_as.append((event, thing))

    def _reach(self, event: Event, thing: Thing) -> None:
        found = self._meet(thing, event.kind)
        if thing.sort == "path" and thing.contact == "acquired" and len(self.gone) < MOST_READS:
            self.gone.setdefault(last(thing.name), event)
        if found is None:
            # A visit to a page of a site, or a program's own file, is no taking of stored things.
            if event.act == "take":
                self.elsewhere_count += thing.name not in self.elsewhere
                if len(self.elsewhere) < MOST_ELSEWHERE:
                    self.elsewhere[thing.name] = None
            return
        doubt = f"{len(found)} places in the evidence bear the name {thing.name[:200]}, which was reached" if len(found) > 1 else ""
        for place in found:
            self._put(place, event, "not_known" if doubt else thing.contact, doubt)
            if thing.parcel and not doubt:
                self.packed.setdefault(thing.parcel, []).append((place, event))

    def _put(self, place: str, event: Event, contact: Contact, why: str) -> None:
        known = self.places_reached.get(place)
        if known is None:
            known = self.places_reached[place] = _Place(
                contact, event.kind, event.action or "", event.time, event.time, why=why, by=event.user or event.ip or ""
            )
        elif known.contact == "not_known" and contact != "not_known":
            known.contact, known.why = contact, ""
        known.add(event, contact)

    def _meet(self, thing: Thing, kind: str) -> tuple[str, ...] | None:
        key = (thing.sort, thing.name)
        if key not in self._met:
            met = self.places.meet(thing)
            self._met[key] = met.places if met else None
            self._root[key] = met.root if met and len(met.places) == 1 else ""
        if thing.every and (root := self._root[key]):
            self.roots.setdefault(kind, set()).add(root)
        return self._met[key]

    def reach(self, window: Window, sources: Collection[LogSource], gaps: Iterable[Gap]) -> Reach:
        """What it comes to, when every event has passed."""
        self._follow_parcels()
        self._doubt()
        named = self.records.told(self.finder)
        self._take_in(named)
        silent = tuple(gaps)
        blind = {kind: hole for kind in self.roots if (hole := self._way_round(kind) or _hole(kind, window, sources, silent))}
        return Reach(
            reached=tuple(
                Reached(place, one.contact, one.kind, one.action, one.first, one.last, one.count, tuple(one.evidence), one.why, one.by)
                for place, one in sorted(self.places_reached.items())
            ),
            watched=tuple(
                Watched(root, kind, *_span(kind, sources))
                for kind, roots in sorted(self.roots.items())
                if kind not in blind
                for root in sorted(roots)
            ),
            elsewhere=tuple(self.elsewhere),
            elsewhere_count=self.elsewhere_count,
            blind=blind,
            rows=named.rows,
        )

    def _take_in(self, named: Told) -> None:
        """Tables whose records a log names; records of them that are no part of the evidence."""
        for kind, tables in named.roots.items():
            self.roots.setdefault(kind, set()).update(tables)
        self.elsewhere_count += len(named.lost)
        for one in named.lost[: MOST_ELSEWHERE - len(self.elsewhere)]:
            self.elsewhere[one] = None

    def _follow_parcels(self) -> None:
        """What was written into a file that was then sent out has left."""
        for name in self.packed.keys() & self.gone.keys():
            sent = self.gone[name]
            for place, packed in self.packed[name]:
                if packed.time <= sent.time:
                    self._put(place, sent, "acquired", "")

    def _way_round(self, kind: str) -> str:
        """Where else the actor is seen, in words: the same files may be within reach from there."""
        others = sorted(self.seen_in - SIGN_INS - {kind})
        return (
            f"the actor is also seen in {', '.join(map(title, others))}, and may have come to the same files from there" if others else ""
        )

    def _doubt(self) -> None:
        """Reads by an opened account from an address that is new for it may be the actor's."""
        for event, thing in self.read_as:
            if event.ip and _network(event.ip) in self.used_before.get(event.user or "", ()):
                continue
            why = f"read as {event.user} from {event.ip or 'an unknown address'}, which that account had not used before"
            if thing.sort == "record":
                self.records.note(event, thing, why)
                continue
            for place in self._meet(thing, event.kind) or ():
                if place not in self.places_reached:
                    self._put(place, event, "not_known", why)


def _network(address: str) -> str:
    """The neighbourhood of an address: a home or an office has more than one."""
    return address.rpartition(".")[0] or ":".join(address.split(":")[:4])


def _span(kind: str, sources: Iterable[LogSource]) -> tuple[datetime, datetime]:
    own = [one for one in sources if one.kind == kind and one.first and one.last]
    return min(one.first for one in own if one.first), max(one.last for one in own if one.last)


def _hole(kind: str, window: Window, sources: Iterable[LogSource], gaps: Iterable[Gap]) -> str:
    """Why a kind of log cannot show that something was not read, in words; empty where it can."""
    own = [one for one in sources if one.kind == kind and one.first and one.last]
    if window.first is None or window.last is None or not own:
        return "no window of exposure to hold it against"
    first, last = _span(kind, own)
    if first > window.first:
        return f"it begins on {first:%Y-%m-%d %H:%M}, after the window of exposure opened"
    if last < window.last:
        return f"it ends on {last:%Y-%m-%d %H:%M}, before the last thing that the actor is seen to do"
    silent = next((gap for gap in gaps if gap.kind == kind and gap.first < window.last and gap.last > window.first), None)
    if silent:
        return f"it is silent from {silent.first:%Y-%m-%d %H:%M} to {silent.last:%Y-%m-%d %H:%M}"
    unparsed, events = sum(one.unparsed for one in own), sum(one.events for one in own)
    return f"{unparsed:,} of its lines were not understood" if unparsed * UNREADABLE > events else ""
