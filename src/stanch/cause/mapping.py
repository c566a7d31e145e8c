"""How each kind of log names things, as data: one file a kind in `mappings/`, in the form that `--mapping FILE.yaml` takes too.

kind       the word for it (`okta`); rules are chosen by it
           A file of another name describes a further form of that kind (`iis.yaml` of kind `web`); its `also` gives the names
           that the kind's own file uses
title      what people call it
source     where its fields are laid down; and, where it says so, what of that was read, seen in an extract or is from knowledge, and when
form       records (JSON in any wrapping, CSV), pairs (key=value), patterns (regular expressions with named groups),
           w3c (a #Fields line), zeek (a #fields line), cef (CEF and LEEF), structured (RFC 5424's parameters in brackets), or code (a
           module of `logs/` reads it; the file tells names only)
needs      records: names that its records have; `a|b` where either will do. pairs: keys that its lines have
like       patterns, pairs, cef, structured: a regular expression that most of its first lines match
patterns   regular expressions, tried in turn; each named group is a field. What matches `like` only is an event too
           (pairs, cef, structured: each that is found adds its groups)
headers    patterns: lines that are no events (a table's header), a regular expression
each       a list within a record (`events`, `params.events`, or several: `delivered|blocked`), each entry of which is an event of its
           own; the field `listed_in` names its list
within     records: fields through whose text `patterns` look, the first that is found; each named group is a field
inside     fields that hold a whole record as JSON text (`CloudTrailEvent`), whose fields join those of the record around it
time       names of the time field, the first that says something; `date time tz` joins three
day_first  true or false where the format always has 3/4 for the third of April, or never; else the log itself tells
utc        true where the format has all its times in UTC, whether its stamps say so or not
system     the log of a whole machine: what sign-in programs and shells write into it becomes events of sign-ins and commands
group      what such programs are to a business (`gateway`, `files`, …): rules with that `category` are asked about all of a group, by
           `source.ip`, `user.name`, `event.action`, `event.outcome`, `act` (what the action means) and `target`
action     what every event of this kind is, where no field says so (`sign-in`)
session    names of the number of a session: who it was and from where, told once in it, holds for its later lines
uid        names of the number by which the service tells one record from another
fields     ECS name -> own names, the first that says something
also       what Sigma rules call a value -> names in the log, the first that says something
spoken     names of a field -> what a saved table says there -> the service's own word, by which rules and `acts` go
target     names of what was acted on
sent       names of the count of bytes that left
outcome    names of the field that tells success, with the values that mean it
reads      what a read of a stored thing looks like, so that it can be told which part of the evidence it was
acts       what actions mean: sign_in, take (data was read or copied), command, rule (mail), grant, deny, send
examples   text of a log, and what must come out of it
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault

HERE = Path(__file__).parent / "mappings"
SIGN_IN = "authentication"
COMMON = ("@timestamp", "event.dataset", "event.id", "event.action", "event.outcome", "source.ip", "user.name", "host.name")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The field that tells success. A value ending in `*` is a beginning; `otherwise` is for values in neither list."""

    field: tuple[str, ...]
    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    otherwise: bool | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """How one kind of read looks in the log. `names`: fields that name the thing (the first that says something), else `target`.

    `contact`: whether a copy left ("acquired") or it was opened ("accessed"). `thing`: a path or address (also an object's key),
    a mailbox, a table, or the number of a record `of` (words for its table or column: `patients`, `patient mrn`; else the field's own
    name is taken). `when`: values that fields must have. `every`: the log holds every read of such things, so that silence means none.
    """

    actions: tuple[str, ...]
    contact: Literal["acquired", "accessed"]
    names: tuple[str, ...] = ()
    thing: Literal["path", "mailbox", "table", "record"] = "path"
    of: str = ""
    when: dict[str, str] = field(default_factory=dict)
    every: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """Text of a log, the ECS values of its events in order (those named), and how many lines must not be understood."""

    name: str
    text: str
    events: tuple[dict[str, Any], ...]
    unparsed: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """One kind of log; the module's text tells each key."""

    kind: str
    title: str
    form: Literal["records", "pairs", "patterns", "w3c", "zeek", "cef", "structured", "code"]
    source: str = ""
    needs: tuple[str, ...] = ()
    like: str = ""
    patterns: tuple[str, ...] = ()
    headers: str = ""
    each: str = ""
    inside: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    day_first: bool | None = None
    utc: bool = False
    group: str = ""
    system: bool = False
    action: str = ""
    session: tuple[str, ...] = ()
    uid: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spoken: dict[str, dict[str, str]] = field(default_factory=dict)
    target: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    outcome: Outcome | None = None
    acts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    rank: int = 5  # who is asked first whether a log is theirs: low numbers for the pickiest
    examples: tuple[Sample, ...] = ()

    @property
    def meaning(self) -> dict[str, str]:
        """Action in small letters -> what it means."""
        return _meanings(self.kind)


@cache
def _meanings(kind: str) -> dict[str, str]:
    return {action.lower(): act for act, actions in mappings()[kind].acts.items() for action in actions}


@cache
def reads_of(kind: str) -> dict[str, tuple[Read, ...]]:
    """Action in small letters -> the reads that it may be, the more particular first."""
    known = mappings().get(kind)
    found: dict[str, tuple[Read, ...]] = {}
    for read in sorted(known.reads if known else (), key=lambda one: -len(one.when)):
        for action in read.actions:
            found[action.lower()] = (*found.get(action.lower(), ()), read)
    return found


def said_in(patterns: tuple[str, ...], text: str) -> dict[str, Any]:
    """What a sentence in a field tells, by the first pattern that is found in it."""
    for pattern in _compiled(patterns):
        if found := pattern.search(text):
            return {name: value for name, value in found.groupdict().items() if value}
    return {}


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


_given: dict[str, Mapping] = {}


@cache
def mappings() -> dict[str, Mapping]:
    """Kinds by their word: those that ship with Stanch, then those that were given. Raises `BrokenDataFile`."""
    own = {name: one for name, one in described().items() if name == one.kind}
    return {**{one.kind: one for one in _given.values()}, **own}


@cache
def described() -> dict[str, Mapping]:
    """Every file that ships with Stanch, by its name. Raises `BrokenDataFile`.

    Reading YAML is long: what was read stands in the user's cache as long as the files stay what they are.
    """
    from stanch.cause.sigma import kept

    files = sorted(HERE.glob("*.yaml"))
    place = kept.place("mappings", [Path(__file__).read_bytes(), *(file.read_bytes() for file in files)])
    if known := kept.read(place):
        return msgspec.convert(known, dict[str, Mapping])
    found = {file.stem: read(file) for file in files}
    if place:
        kept.write(place, msgspec.to_builtins(found, str_keys=True))
    return found


@cache
def group(name: str) -> tuple[str, ...]:
    """The kinds of a group; of `authentication` all that are in one, since whoever lets in tells whom."""
    return tuple(sorted(one.kind for one in mappings().values() if one.group and name in (one.group, SIGN_IN)))


def use(files: tuple[Path, ...]) -> None:
    """Take these mapping files for this run beside those that ship with Stanch. Raises `BrokenDataFile`."""
    found = {str(file): read(file) for file in files}
    if found != _given:
        _given.clear()
        _given.update(found)
        mappings.cache_clear()
        _meanings.cache_clear()
        reads_of.cache_clear()
        group.cache_clear()
        _rules_anew()


def _rules_anew() -> None:
    """Rules for a group are meant for the kinds that are in it now."""
    from stanch.cause.sigma.load import own_rules
    from stanch.cause.sigma.sources import sources_of

    own_rules.cache_clear()
    sources_of.cache_clear()


def given() -> tuple[Mapping, ...]:
    """The mappings that were given with `--mapping`."""
    return tuple(_given.values())


def read(path: Path) -> Mapping:
    """One file. Raises `BrokenDataFile` with every fault that a wrong word or expression makes."""
    found = datafile.read(path, Mapping)
    faults = [Fault(str(path), 1, 1, said) for said in _faults(found)]
    if faults:
        raise BrokenDataFile(faults)
    return found


def _faults(one: Mapping) -> list[str]:
    said = []
    if one.form != "code" and not one.time:
        said.append("no `time`: name the field that tells when")
    if one.form == "records" and not one.needs:
        said.append("no `needs`: name the fields by which such a log is known")
    if one.form == "patterns" and not (one.patterns and one.like):
        said.append("patterns need `patterns` and `like`")
    if one.form in ("cef", "structured") and not one.like:
        said.append(f"{one.form} needs `like`: an expression that its lines match")
    for pattern in (one.like, one.headers, *one.patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            said.append(f"no regular expression: {pattern!r}: {error}")
    return said


def own_names(kind: str, name: str) -> tuple[str, ...]:
    """The names that a kind of log has for an ECS field, the best first; a rule written in ECS is told by them."""
    known = mappings().get(kind)
    return known.fields.get(name, ()) if known else ()


@cache
def columns() -> tuple[str, ...]:
    """Every ECS name that any kind fills: the columns of the table of events."""
    named = {name for one in described().values() for name in one.fields} - set(COMMON)
    return (*COMMON, *sorted(named), "log.file.path", "log.origin.file.line")
