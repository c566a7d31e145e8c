"""Tells the story: who the actor is among all who tried, what they did in order, from when to when data lay open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from stanch.cause.actor import KEYED, NAMED, USUAL_PLACE, VISITED, Actor, is_done_by, is_public, kind_of
from stanch.cause.coverage import title
from stanch.cause.detect import Hit
from stanch.cause.event import Event
from stanch.cause.mapping import own_names
from stanch.cause.records import number
from stanch.cause.things import is_document, stored
from stanch.records import Chapter, Detection, Hour, Indicator, Tie, Touched, Window

SHOWN = 5  # places of evidence told with a step
SENT = frozenset(("exfiltration", "command-and-control"))  # what such commands name is where things went, or were fetched from
MOST = 50  # agents and hosts kept
MOST_TIES, MOST_HOURS = 500, 10_000
TACTICS = (
    *("reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion"),
    *("credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact"),
)


@dataclass(slots=True)
class Reads:
    """Stored things that the actor opened or took one by one: how often, some names, where the first stands."""

    first: datetime
    evidence: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)
    count: int = 0


@dataclass(slots=True)
class Doings:
    """What the actor did, from the second pass over the logs."""

    first: datetime | None = None
    last: datetime | None = None
    sent: int = 0
    taken: dict[str, None] = field(default_factory=dict)
    agents: set[str] = field(default_factory=set)
    kinds: dict[str, datetime] = field(default_factory=dict)
    sign_ins: list[Event] = field(default_factory=list)
    hosts: dict[str, datetime] = field(default_factory=dict)
    opened: Event | None = None  # the first thing done with success: patient zero stands in it
    ties: dict[tuple[tuple[str, str], tuple[str, str]], int] = field(default_factory=dict)
    hours: dict[datetime, list[int]] = field(default_factory=dict)  # bytes and things that left, by hour
    mails: dict[str, Reads] = field(default_factory=dict)  # messages sent, by account
    reads: dict[tuple[str, str, str], Reads] = field(default_factory=dict)  # by kind of log, contact and sort of thing


# What is told where no rule has words of its own, and in the place of what is not known.
SIGNED_IN = "{ip} signed in as {user}."
AT_THE_MACHINE, NO_ADDRESS, NO_ACCOUNT = "Somebody at the machine", "an unknown address", "an unknown account"


def follow(events: Iterable[Event], actor: Actor) -> Doings:
    """Second pass: everything the actor's addresses did with success once they were in."""
    doings = Doings()
    for event in events:
        if not _is_done(event) or not is_done_by(event, actor):
            continue
        doings.first = event.time if doings.first is None else min(doings.first, event.time)
        doings.last = event.time if doings.last is None else max(doings.last, event.time)
        if event.ip in actor.leased:  # what a client of the VPN receives has left as well
            event.sent += _received(event)
        doings.sent += event.sent
        if event.user in actor.made and event.ip:
            actor.addresses.add(event.ip)
        doings.kinds.setdefault(event.kind, event.time)
        if event.user and event.kind not in KEYED and event.kind not in VISITED:
            actor.accounts.add(event.user)
        if doings.opened is None or event.time < doings.opened.time:
            doings.opened = event
        if event.host and len(doings.hosts) < MOST:
            doings.hosts[event.host] = min(event.time, doings.hosts.get(event.host, event.time))
        _note(doings, event)
    return doings


def _is_done(event: Event) -> bool:
    """Whether it succeeded; where a log has no word for that, whether it is a thing that is told when it was done."""
    return bool(event.succeeded) or (event.succeeded is None and event.act in ("take", "command", "rule", "grant", "send"))


def _received(event: Event) -> int:
    return next((count for name in own_names(event.kind, "destination.bytes") if (count := number(event.fields.get(name)))), 0)


def _note(doings: Doings, event: Event) -> None:
    act = event.act
    if act == "sign_in":
        doings.sign_ins.append(event)
    if event.target and act == "take" and len(doings.taken) < MOST * 100:
        doings.taken[event.target] = None
    if act == "send" and event.user:
        subject = next((str(said) for name in own_names(event.kind, "email.subject") if (said := event.fields.get(name))), "")
        _count(doings.mails.setdefault(event.user, Reads(event.time)), event, subject)
    _tie(doings, event)
    for thing in stored(event):
        if event.kind == "web" and not is_document(thing.name):
            continue
        _count(doings.reads.setdefault((event.kind, thing.contact, thing.sort), Reads(event.time)), event, thing.name)
    if event.sent or act == "take":
        hour = event.time.replace(minute=0, second=0, microsecond=0)
        if hour in doings.hours or len(doings.hours) < MOST_HOURS:
            counted = doings.hours.setdefault(hour, [0, 0])
            counted[0] += event.sent
            counted[1] += act == "take"
    agent = next((found for name in own_names(event.kind, "user_agent.original") if (found := event.fields.get(name))), None)
    if agent and len(doings.agents) < MOST:
        doings.agents.add(str(agent))


def _count(read: Reads, event: Event, name: str) -> None:
    read.first, read.count = min(read.first, event.time), read.count + 1
    if name and len(read.names) < MOST:
        read.names[name] = None
    if len(read.evidence) < SHOWN:
        read.evidence.append(event.locator)


def _tie(doings: Doings, event: Event) -> None:
    """Address, account and machine of an event belong together; a service without machines stands for one."""
    machine = event.host or (title(event.kind) if event.kind not in VISITED or event.user or event.sent else "")
    chain = [(sort, name) for sort, name in (("address", event.ip), ("account", event.user), ("machine", machine)) if name]
    for one, other in pairwise(chain):
        if (one, other) in doings.ties or len(doings.ties) < MOST_TIES:
            doings.ties[one, other] = doings.ties.get((one, other), 0) + 1


def ties(doings: Doings) -> tuple[Tie, ...]:
    """Who used what, the most often first."""
    return tuple(Tie(one, other, times) for (one, other), times in sorted(doings.ties.items(), key=lambda pair: (-pair[1], pair[0])))


def hours(doings: Doings) -> tuple[Hour, ...]:
    """What left, hour by hour."""
    return tuple(Hour(at, sent, taken) for at, (sent, taken) in sorted(doings.hours.items()))


def chapters(actor: Actor, doings: Doings) -> list[Chapter]:
    """The story in order; each step with its tactic and its evidence."""
    told = [Chapter(hit.first, _tactic(hit), _sentence(hit), _lines(hit)) for hit in actor.hits if _sentence(hit)]
    begun = min((hit.first for hit in actor.hits), default=None)
    signed_in = [
        Chapter(event.time, "initial-access", SIGNED_IN.format(ip=event.ip or AT_THE_MACHINE, user=event.user), (event.locator,))
        for event in doings.sign_ins[:1]
        if actor.addresses or begun is None or event.time <= begun  # without an address of theirs, a later sign-in may be the owner's
    ]
    told += _one_by_one(actor, doings)
    told += [Chapter(one.first, "impact", _mailed(user, one), tuple(one.evidence)) for user, one in doings.mails.items()]
    order = {tactic: at for at, tactic in enumerate(TACTICS)}
    return sorted(told + signed_in, key=lambda chapter: (chapter.time, order.get(chapter.tactic, len(order)), chapter.text))


def _one_by_one(actor: Actor, doings: Doings) -> list[Chapter]:
    """What was opened or taken in a log of which no detection tells so: a single file over the web, one mail."""

    def is_told(kind: str, read: Reads) -> bool:
        return any(
            kind_of(hit) == kind and hit.count * 2 >= read.count and {"collection", "exfiltration"} & set(hit.rule.tactics)
            for hit in actor.hits
            if not hit.rule.file.startswith(USUAL_PLACE)
        )

    return [
        Chapter(read.first, "collection", _read(kind, contact, sort, read), tuple(read.evidence))
        for (kind, contact, sort), read in doings.reads.items()
        if not is_told(kind, read)
    ]


def _mailed(user: str, sent: Reads) -> str:
    about = f": {_some(sent.names, 3)}" if sent.names else ""
    return f"{sent.count:,} message{'s were' if sent.count > 1 else ' was'} sent as {user}{about}."


_READ = {
    "mailbox": ("A mailbox was", "Mailboxes were"),
    "database": ("A database was", "Databases were"),
    "table": ("A table was", "Tables were"),
    "path": ("A file was", "Files were"),
    "record": ("A record was", "Records were"),
}


def _read(kind: str, contact: str, sort: str, read: Reads) -> str:
    what = _READ[sort][len(read.names) > 1]
    times = f", {read.count:,} times" if read.count > 1 else ""
    return f"{what} {'taken' if contact == 'acquired' else 'opened'} ({title(kind)}{times}): {_some(read.names)}."


def _lines(hit: Hit) -> tuple[str, ...]:
    """Where the first events of a hit stand; what people say stands in no log."""
    return () if hit.rule.id == NAMED else tuple(hit.evidence[:5])


def _tactic(hit: Hit) -> str:
    return hit.rule.tactics[0] if hit.rule.tactics else ""


def _sentence(hit: Hit) -> str:
    shown = {
        "ip": hit.ip or NO_ADDRESS,
        "user": next(iter(hit.users), NO_ACCOUNT),
        "users": _some(hit.users) or NO_ACCOUNT,
        "targets": _some(hit.targets),
        "hosts": _some(hit.hosts),
        "count": f"{hit.count:,}",
        "first": f"{hit.first:%Y-%m-%d %H:%M}",
        "last": f"{hit.last:%Y-%m-%d %H:%M}",
    }
    whose = hit.ip or next(iter((*hit.users, *hit.hosts)), "somebody unknown")
    text = hit.rule.story or f"{hit.rule.title} ({whose}, {{count}} times)."
    if hit.count == 1:
        text = re.sub(r"\{count\} ([\w-]+?)s\b", lambda found: "once" if found[1] == "time" else f"1 {found[1]}", text)
    for name in ("targets", "hosts"):
        if not shown[name]:
            text = text.replace(f" on {{{name}}}", "")
    for name, value in shown.items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace(" ()", "")


def _some(values: Iterable[str], most: int = 5) -> str:
    listed = list(values)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")


def detections(hits: Iterable[Hit]) -> list[Detection]:
    """Hits as records."""
    return [
        Detection(
            rule=hit.rule.id,
            title=hit.rule.title,
            level=hit.rule.level,
            tactics=hit.rule.tactics,
            techniques=hit.rule.techniques,
            file=hit.file,
            time=hit.first,
            entities=tuple(([hit.ip] if hit.ip else []) + list(hit.users)[:5]),
            count=hit.count,
        )
        for hit in hits
    ]


def window(actor: Actor, doings: Doings) -> Window:
    """From the actor's first successful access to the last one seen. Less sure where it rests on one rule only."""
    if actor.entered is None:
        return Window()
    first = min(moment for moment in (doings.first, actor.entered) if moment)
    last = max(
        moment
        for moment in (doings.last, max((hit.last for hit in actor.hits if hit.rule.access or hit.ip is None), default=None), first)
        if moment
    )
    return Window(first, last, 0.9 if len({hit.rule.id for hit in actor.hits}) > 1 else 0.6)


def indicators(actor: Actor, doings: Doings) -> list[Indicator]:
    """Addresses, accounts, tools and places to look for elsewhere."""
    shells = {target for hit in actor.hits if hit.rule.file == "web_shell.yml" for target in hit.targets}
    sent_to = {one for hit in actor.hits if SENT & set(hit.rule.tactics) for one in hit.named if is_public(one)}
    found = [Indicator("ip", value) for value in sorted(actor.addresses | sent_to)]
    found += [Indicator("user", value) for value in sorted(actor.accounts)]
    found += [Indicator("user_agent", value) for value in sorted(doings.agents)]
    return found + [Indicator("url", value) for value in sorted(shells)]


def touched(actor: Actor, doings: Doings) -> Touched:
    """The accounts, machines and addresses in the story, and where it began."""
    return Touched(
        accounts=tuple(sorted(actor.accounts)),
        hosts=_hosts(actor, doings),
        addresses=tuple(sorted(actor.addresses | actor.shared)),
        patient_zero=_zero(actor, doings),
    )


def _hosts(actor: Actor, doings: Doings) -> tuple[str, ...]:
    """Machines by when they were touched; those of hits that no event of the actor's names come last."""
    seen = sorted(doings.hosts, key=lambda host: (doings.hosts[host], host))
    return (*seen, *sorted(actor.machines - set(seen)))


def _zero(actor: Actor, doings: Doings) -> str:
    """The account and machine of the first sign-in, or of the first thing done with success where nobody signed in."""
    first = min(doings.sign_ins, key=lambda event: event.time, default=doings.opened)
    begun = min(actor.hits, key=lambda hit: hit.first, default=None)
    is_before = begun and not (actor.addresses or actor.shared) and (first is None or begun.first < first.time)
    if actor.entered is not None and begun and (first is None or is_before):
        where = next(iter((*begun.hosts, *begun.users, *sorted(actor.machines))), "an unknown machine")
        return f"{where}, on {begun.first:%Y-%m-%d at %H:%M} UTC ({begun.evidence[0] if begun.evidence else begun.file})"
    if first is None or actor.entered is None:
        return ""
    who = f"the account {first.user}" if first.user else ""
    where = f"{first.host or first.target}" if first.host or first.target else title(first.kind)
    reached = f"{who} on {where}" if who and first.host else who or where
    return f"{reached}, {'from ' + first.ip + ' ' if first.ip else ''}on {first.time:%Y-%m-%d at %H:%M} UTC ({first.locator})"
