"""The line: nine steps in order. Read this first.

A case goes down one corridor. Each room takes one kind of record and gives another; rooms do not know each other, only
this module knows their order. `walk` does each step whose output is missing or whose inputs, rules or code have changed,
so a walk that was killed goes on where it stopped, and a second walk does nothing. The line never sends anything:
approving, signing and sending are decisions of people (`casefile.decide`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

from stanch import __version__, cause, custody, extent, law, notices, people, protection, reading, recovery
from stanch.engine import Bench, Parts
from stanch.records import (
    Action,
    Aside,
    Attack,
    Client,
    DoubtfulPair,
    Duty,
    Earlier,
    Evidence,
    Exhibit,
    Facts,
    Finding,
    Linkage,
    Listed,
    Notice,
    Offer,
    Person,
    Refuted,
    Ruling,
    Said,
    Unit,
    Unread,
    Wording,
    to_json,
)

T = TypeVar("T")


class Store(Protocol):
    """Where records stand between steps: a case (`casefile`), or memory. Bulk rows (units, findings) are sealed parts."""

    def get(self, kind: type[T]) -> list[T]:
        """The rows of one kind."""

    def each(self, kind: type[T]) -> Iterator[T]:
        """The same one after another, for what is too much to hold: a letter to each of 100,000 people."""

    def put(self, kind: type[T], rows: Iterable[T]) -> None:
        """Replace the rows of one kind."""

    def get_parts(self, name: str) -> Parts | None:
        """Bulk rows by name."""

    def put_parts(self, name: str, parts: Parts) -> None:
        """Remember bulk rows."""

    def fingerprint(self, step: str) -> str | None:
        """What the step was last done with."""

    def set_fingerprint(self, step: str, value: str) -> None:
        """The step is done with this."""


@dataclass(frozen=True, slots=True)
class Step:
    """One room on the line. `takes` and `gives` are kinds of record; `run` fetches, calls the room, and puts."""

    name: str
    question: str
    run: Callable[[Store, Bench], None]
    takes: tuple[type, ...]
    gives: tuple[type, ...]
    also: Callable[[Store], str] = lambda _store: ""  # what of facts it depends on, where not on all of them


def _custody(store: Store, bench: Bench) -> None:
    known = {exhibit.id: exhibit for exhibit in store.get(Exhibit)}
    acquired = custody.acquire(store.get(Evidence), by=bench.settings["by"], now=bench.now, bench=bench)
    # What is already in custody keeps the moment and the name under which it was taken.
    store.put(Exhibit, [known.get(exhibit.id, exhibit) for exhibit in acquired])


def _reading(store: Store, bench: Bench) -> None:
    result = reading.read(store.get(Exhibit), bench=bench)
    store.put_parts("units", result.units)
    store.put_parts("logs", result.logs)
    store.put(Unread, result.unread)


def _cause(store: Store, bench: Bench) -> None:
    if bench.crew:
        bench.crew.ready(cause.WARM)
    store.put(Unread, [one for one in store.get(Unread) if one.step != "cause"])
    units, facts = _parts(store, "units"), _of_the_incident(store)
    owners, finder, locators = cause.mailbox_owners(units), extent.lookup(units), _locators(store)
    logs, among = _logs(store, bench)
    attack = cause.reconstruct(logs, facts, bench=bench, locators=locators, owners=owners, finder=finder, among=among)
    store.put(Attack, [attack])
    store.put(Unread, [*store.get(Unread), *(Unread(one.exhibit, one.file, one.reason, one.detail, "cause") for one in attack.unparsed)])


def _logs(store: Store, bench: Bench) -> tuple[Parts, cause.Among]:
    """The logs. Where none was handed in as such, those that lie among the evidence are read as logs too; else they are named."""
    exhibits, handed = store.get(Exhibit), _parts(store, "logs")
    if bench.settings.get(LOGS_IN_EVIDENCE) == "no":
        return handed, cause.Among()
    given = {one.sha256 for one in exhibits if one.role == "log"}
    evidence = [one for one in exhibits if one.role == "evidence" and one.sha256 not in given]
    found = cause.logs_among(reading.beginnings(evidence, bench=bench), bench.as_of)
    if given or not found.whole:
        return handed, found.unread()
    result = reading.read([replace(one, role="log") for one in found.whole], bench=bench, step="logs_among")
    store.put_parts("logs_among", result.logs)
    told = {one.locator for one in store.get(Unread)}
    lost = [replace(one, step="cause") for one in result.unread if one.locator not in told]
    store.put(Unread, [*store.get(Unread), *lost])
    return result.logs, found


def _of_the_incident(store: Store) -> Facts:
    """What the cause may know of the facts: hours of logs are not read again because somebody told the organisation's address."""
    return Facts(incident=_one(store, Facts).incident)


def _locators(store: Store) -> list[str]:
    """Every place of the evidence, also of what could not be read."""
    names = {exhibit.name: None for exhibit in store.get(Exhibit) if exhibit.role == "evidence"}
    names |= {unread.locator: None for unread in store.get(Unread)}
    for table in _parts(store, "units").tables(["locator"]):
        names |= dict.fromkeys(table.column("locator").unique().to_pylist())
    return list(names)


def _extent(store: Store, bench: Bench) -> None:
    result = extent.scan(_parts(store, "units"), bench=bench)
    store.put_parts("findings", result.findings)
    lost = [replace(unread, step="extent") for unread in result.unread]
    store.put(Unread, [unread for unread in store.get(Unread) if unread.step != "extent"] + lost)


def _people(store: Store, bench: Bench) -> None:
    result = people.consolidate(_parts(store, "findings"), bench=bench, given=given(store))
    if any(one.cause == "refuted" for one in result.asides):
        # Who leaves the list stands there before, so that a run that is killed in between loses nobody.
        store.put(Aside, result.asides)
    store.put(Person, result.people)
    store.put(DoubtfulPair, result.doubtful)
    store.put(Aside, result.asides)
    store.put(Linkage, [result.linkage])


def given(store: Store) -> people.Given:
    """What people decided and handed in about who is who; and who was listed before, whose ids stay."""
    return people.Given(
        rulings=tuple(store.get(Ruling)),
        listed=tuple(store.get(Listed)),
        clients=tuple(store.get(Client)),
        domains=people.own_domains(_one(store, Facts).org),
        homes=people.homes(_one(store, Facts).org),
        # The one thing that a step takes from what it gave before: it is no input, since a second run with it gives the same.
        before=(*store.get(Person), *(aside.person for aside in store.get(Aside))),
        refuted=tuple(store.get(Refuted)),
        told=frozenset(notice.person for notice in store.each(Notice) if notice.person and notice.status in ("approved", "sent")),
    )


def _at_home(store: Store) -> str:
    """What of the organisation decides who is who, and where they live."""
    org = _one(store, Facts).org
    return " ".join((*sorted(people.own_domains(org)), *people.homes(org)))


def _law(store: Store, _bench: Bench) -> None:
    store.put(Duty, law.assess(situation(store)).duties)


def _protection(store: Store, _bench: Bench) -> None:
    said = notices.told(store.get(Said))
    everybody, without = said.get("notice.help") == "everyone", notices.not_offered(said)
    store.put(Offer, protection.offer(store.get(Duty), store.get(Person), situation(store), everybody=everybody, without=without))


def _whom_to_help(store: Store) -> str:
    """Who is offered what help: all that is said of the letters and that offers turn on."""
    said = notices.told(store.get(Said))
    return " ".join((said.get("notice.help", ""), *(f"no {service}" for service in notices.not_offered(said)))).strip()


def _notices(store: Store, bench: Bench) -> None:
    notices.adopt(store.get(Wording))
    bench = replace(bench, settings=bench.settings | notices.told(store.get(Said)))
    known = (store.get(Duty), store.get(Person), situation(store), _one(store, Attack), store.get(Offer))
    # One after another into the store: the letters to 100,000 people never stand in memory together.
    letters = notices.draft_each(*known, bench=bench, earlier=store.get(Earlier))
    drafts = _beating(chain(letters, notices.papers(*known, bench=bench)), bench)
    store.put(Notice, notices.reconcile(drafts, known[1]))


def _beating(rows: Iterable[T], bench: Bench) -> Iterator[T]:
    """The rows, one after another, as long as nobody ends the walk."""
    for row in rows:
        bench.beat()
        yield row


def _recovery(store: Store, _bench: Bench) -> None:
    store.put(Action, recovery.plan(_one(store, Attack), situation(store)))


LINE = (
    Step("custody", "What do we have, and is it untouched?", _custody, takes=(Evidence,), gives=(Exhibit,)),
    Step("reading", "What does it say?", _reading, takes=(Exhibit,), gives=(Unit, Unread)),
    Step(
        "cause",
        "How did it happen, when, is it still going on?",
        _cause,
        takes=(Exhibit, Unit),
        gives=(Attack, Unread),
        also=lambda store: to_json(_of_the_incident(store)).decode(),
    ),
    Step("extent", "What personal data is in it?", _extent, takes=(Unit,), gives=(Finding, Unread)),
    Step(
        "people",
        "Whose is it?",
        _people,
        takes=(Finding, Ruling, Refuted, Listed, Client),
        gives=(Person, DoubtfulPair, Aside, Linkage),
        also=_at_home,
    ),
    Step("law", "What are we obliged to do?", _law, takes=(Facts, Attack, Person), gives=(Duty,)),
    Step("protection", "How do we help the people?", _protection, takes=(Duty, Person, Facts), gives=(Offer,), also=_whom_to_help),
    Step(
        "notices", "What do we tell whom, when, how?", _notices, takes=(Duty, Person, Offer, Facts, Attack, Said, Wording), gives=(Notice,)
    ),
    Step("recovery", "How does it never happen again?", _recovery, takes=(Attack, Facts), gives=(Action,)),
)
FROM_PEOPLE = (Evidence, Facts, Ruling, Refuted, Listed, Client, Said, Wording)  # what is handed in; the rest comes from an earlier step
BULK = {Unit: ("units", "logs"), Finding: ("findings",)}


def walk(
    store: Store,
    bench: Bench,
    *,
    watch: Callable[[Step, bool], None] | None = None,
    first: str = "custody",
    only: Collection[str] | None = None,
) -> list[str]:
    """Walk the line; returns the names of the steps that were done. `watch(step, fresh)` is told of each one.

    `first` is the step to begin with, where only what comes after it can have changed: new facts leave evidence as it is.
    `only` names the steps to do, where no other can have changed.
    """
    done = []
    for step in LINE[[one.name for one in LINE].index(first) :]:
        if only is not None and step.name not in only:
            continue
        # Custody looks at the evidence itself, so it is always done; what it finds decides about the rest.
        fresh = step.name == "custody" or store.fingerprint(step.name) != _fingerprint(step, store, bench)
        if watch:
            watch(step, fresh)
        if fresh:
            _do(step, store, bench)
            done.append(step.name)
    return done


def _do(step: Step, store: Store, bench: Bench) -> None:
    """Do one step. Parts of before go when the store refers to the new ones: somebody may be reading them."""
    outdated: list[Path] = []
    step.run(store, replace(bench, outdated=outdated))
    store.set_fingerprint(step.name, _fingerprint(step, store, bench))
    for path in outdated:
        path.unlink(missing_ok=True)


def situation(store: Store) -> Facts:
    """The facts as people gave them, completed by what the evidence shows (counts, elements, dates)."""
    attacks = store.get(Attack)
    return law.merge_facts(_one(store, Facts), attacks[0] if attacks else None, store.get(Person))


class MemoryStore:
    """A store for work without a case, and for tests."""

    def __init__(self) -> None:
        self._rows: dict[type, list[Any]] = {}
        self._parts: dict[str, Parts] = {}
        self._done: dict[str, str] = {}

    def get(self, kind: type[T]) -> list[T]:
        """The rows of one kind."""
        return list(self._rows.get(kind, []))

    def each(self, kind: type[T]) -> Iterator[T]:
        """The rows of one kind, one after another."""
        return iter(self.get(kind))

    def put(self, kind: type[T], rows: Iterable[T]) -> None:
        """Replace the rows of one kind."""
        self._rows[kind] = list(rows)

    def get_parts(self, name: str) -> Parts | None:
        """Bulk rows by name."""
        return self._parts.get(name)

    def put_parts(self, name: str, parts: Parts) -> None:
        """Remember bulk rows."""
        self._parts[name] = parts

    def fingerprint(self, step: str) -> str | None:
        """What the step was last done with."""
        return self._done.get(step)

    def set_fingerprint(self, step: str, value: str) -> None:
        """The step is done with this."""
        self._done[step] = value


def _one(store: Store, kind: type[T]) -> T:
    rows = store.get(kind)
    return rows[0] if rows else kind()


def _parts(store: Store, name: str) -> Parts:
    parts = store.get_parts(name)
    if parts is None:
        raise LookupError(name)
    return parts


LOGS_IN_EVIDENCE = "logs_in_evidence"  # the setting by which a person says that none of the evidence is a log of this incident
OF_LOGS = frozenset(("mappings", "suspects", "sigma", LOGS_IN_EVIDENCE))  # settings that only `cause` heeds


def _fingerprint(step: Step, store: Store, bench: Bench) -> str:
    """A hash of everything the step's result depends on: its inputs, the day, the call's settings, its code and rules."""
    # Who called is no input: another person's run finds the same.
    aside = {"by"} if step.name == "cause" else {"by", *OF_LOGS}
    settings = sorted((key, value) for key, value in bench.settings.items() if key not in aside)
    mark = hashlib.sha256(f"{__version__} {code_version(step.name)} {bench.as_of} {settings}".encode())
    for kind in step.takes:
        if kind in BULK:
            for name in BULK[kind]:
                parts = store.get_parts(name)
                mark.update(repr([path.name for path in parts.paths] if parts else None).encode())
        else:
            rows: Iterator[Any] = store.each(kind)
            for row in rows:
                mark.update(to_json(row))
    mark.update(step.also(store).encode())
    return mark.hexdigest()


@cache
def code_version(room: str) -> str:
    """A hash of a room's code and rules, so that changed rules redo the step."""
    mark = hashlib.sha256()
    folder = Path(__file__).parent / room
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            mark.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return mark.hexdigest()
