"""Who the intruder is among all who tried, by addresses where logs have them, else by accounts and machines; and what belongs to them.

An address that reached data and did something else that is wrong is theirs; so is one that tried the same accounts before. Behind an
address that a VPN gave out stands the one it was given to. What a machine ran that names such an address ties the machine, and
its further hits, to the story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from stanch.cause.baseline import Unusual
from stanch.cause.detect import Hit, Watch, unusual
from stanch.cause.event import Event
from stanch.cause.sigma import Rule

WEIGHT = {"critical": 8, "high": 4, "medium": 2, "low": 1, "informational": 0}
SUSPECT = 4  # one high detection, or two medium ones
AFTERWARDS = timedelta(hours=12)  # how long commands on a server are laid to a sign-in that the log does not close
ON_MACHINE = timedelta(days=3)  # how far apart hits on one machine are one story
BEFORE = timedelta(days=14)  # how long before the entry attempts on the same accounts belong to the story
NEW_FOR = timedelta(days=2)  # an address first seen this long after the logs begin is new
VPN_SESSION = "vpn_session"  # the finding that tells who stood behind an inside address; playbooks may take it for a sign
KEYED = frozenset(("s3",))  # its requester is a key, not an account that somebody signs in with


@dataclass(slots=True)
class Actor:
    """The addresses, accounts and machines of the intruder, and the hits that belong to the story.

    `leased`: addresses inside that were theirs for a time only. `machines` are those whose hits belong to the story without an address.
    """

    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    hits: list[Hit] = field(default_factory=list)
    entered: datetime | None = None
    machines: set[str] = field(default_factory=set)
    leased: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)


def find_actor(watch: Watch) -> Actor:
    """The intruder among all who tried."""
    by_address: dict[str, list[Hit]] = {}
    for hit in watch.hits:
        if hit.ip:
            by_address.setdefault(hit.ip, []).append(hit)
    actor = Actor()
    for address, hits in by_address.items():
        if any(hit.rule.access for hit in hits) and _weight(address, hits, watch) >= SUSPECT:
            actor.addresses.add(address)
    opened = [hit for address in actor.addresses for hit in by_address[address] if hit.rule.access]
    actor.accounts = {user for hit in opened if _kind(hit) not in KEYED for user in hit.users}
    actor.entered = min((hit.first for hit in opened), default=None)
    if actor.entered is None:
        _without_address(actor, watch)
    if actor.entered:
        for address, hits in by_address.items():
            if address not in actor.addresses and _tied(hits, actor):
                actor.addresses.add(address)
        _on_machines(actor, watch)
        _behind_gateways(actor, watch)
    actor.hits = [hit for hit in watch.hits if _belongs(hit, actor)]
    return actor


def _kind(hit: Hit) -> str:
    return hit.rule.kind if isinstance(hit.rule, Rule) else hit.rule.file.partition("_")[0]


def _weight(address: str, hits: list[Hit], watch: Watch) -> int:
    seen = watch.addresses[address]
    new = watch.first is not None and seen.first - watch.first > NEW_FOR
    return _heavy(hits) + (2 if new else 0)


def _heavy(hits: list[Hit]) -> int:
    return sum({hit.rule.id: WEIGHT.get(hit.rule.level, 0) for hit in hits}.values())


def _without_address(actor: Actor, watch: Watch) -> None:
    """Where no address stands out: the accounts, or the machines where the system itself ran it, whose hits reach data and weigh enough.

    The entry is the first of their hits of some weight, not long before the one that reached data.
    """
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in watch.hits:
        if hit.ip is None:
            whose = ("account", next(iter(hit.users))) if hit.users else ("machine", next(iter(hit.hosts), ""))
            if whose[1]:
                groups.setdefault(whose, []).append(hit)
    begun = []
    for (sort, name), hits in groups.items():
        reached = min((hit.first for hit in hits if hit.rule.access), default=None)
        if reached is None or _heavy(hits) < SUSPECT:
            continue
        (actor.accounts if sort == "account" else actor.machines).add(name)
        grave = [hit.first for hit in hits if WEIGHT.get(hit.rule.level, 0) >= WEIGHT["medium"] and reached - hit.first <= ON_MACHINE]
        begun.append(min([reached, *grave]))
    actor.entered = min(begun, default=None)


def _on_machines(actor: Actor, watch: Watch) -> None:
    """Machines whose hits name an address of the actor's join; so do addresses that hits on their machines name, if they did wrong."""
    entered = actor.entered
    wrong = {hit.ip for hit in watch.hits if hit.ip and WEIGHT.get(hit.rule.level, 0) >= WEIGHT["medium"]}
    for hit in watch.hits:
        if entered is None or hit.ip or abs(hit.first - entered) > ON_MACHINE:
            continue
        if actor.addresses & hit.named.keys():
            actor.machines |= set(hit.hosts)
        elif (actor.machines & hit.hosts.keys()) or (actor.accounts & hit.users.keys()):
            actor.addresses |= wrong & hit.named.keys()


def _behind_gateways(actor: Actor, watch: Watch) -> None:
    """Who stood behind an inside address when it was used, as a finding of the gateway's log."""
    entered = actor.entered
    for inside in sorted(actor.addresses):
        lease = watch.leases.behind(inside, entered) if entered else None
        if lease is None:
            continue
        actor.leased[inside] = lease.time, watch.leases.until(lease)
        actor.addresses.add(lease.outside)
        if lease.user:
            actor.accounts.add(lease.user)
        who = lease.user or "an unknown account"
        why = f"{lease.outside} signed in to the VPN as {who} and was given {inside}, from which the rest was done."
        title, techniques = "Session of the VPN behind what followed", ("T1133", "T1078")
        watch.hits.append(unusual(Unusual(VPN_SESSION, title, ("initial-access",), techniques, why, (lease.event(),))))
        actor.entered = min(actor.entered or lease.time, lease.time)


def _tied(hits: list[Hit], actor: Actor) -> bool:
    """Whether attempts from another address were on the accounts that were opened, shortly before."""
    entered = actor.entered
    return entered is not None and any(
        WEIGHT.get(hit.rule.level, 0) >= WEIGHT["medium"] and actor.accounts & hit.users.keys() and entered - BEFORE <= hit.first <= entered
        for hit in hits
    )


def _belongs(hit: Hit, actor: Actor) -> bool:
    if hit.ip:
        span = actor.leased.get(hit.ip)
        return hit.ip in actor.addresses and (span is None or (hit.last >= span[0] and hit.first <= span[1]))
    entered = actor.entered
    if entered is None:
        return False
    on_machine = bool(actor.machines & hit.hosts.keys()) and abs(hit.first - entered) <= ON_MACHINE
    return on_machine or bool(actor.accounts & hit.users.keys() and hit.last >= entered)


def is_theirs(event: Event, actor: Actor) -> bool:
    """Whether the actor did it: by address, or without one by an opened account within hours of the entry.

    Where no address is known at all, by the account from wherever it was used within these hours.
    """
    if event.ip and actor.addresses:
        span = actor.leased.get(event.ip)
        return event.ip in actor.addresses and (span is None or span[0] <= event.time <= span[1])
    entered = actor.entered
    return entered is not None and event.user in actor.accounts and entered <= event.time <= entered + AFTERWARDS
