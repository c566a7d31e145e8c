"""Who the intruder is among all who tried, by addresses where logs have them, else by accounts and machines; and what belongs to them.

An address that reached data and did something else that is wrong is theirs; so is one that tried the same accounts before. An address
that was there long before (the office's) is not: of it only what the account does in these hours is. Behind an address that a VPN gave out
stands the one it was given to. What a machine ran that names such an address ties the machine, and its further hits, to the story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from stanch.cause.baseline import Unusual, network_of
from stanch.cause.detect import Hit, Watch, unusual
from stanch.cause.entries import AFTERWARDS, NEW_PLACE, VPN_SESSION, Begun, is_old, signed_in_from, vpn_session
from stanch.cause.event import Event
from stanch.cause.sigma import Rule
from stanch.cause.things import stored

WEIGHT = {"critical": 8, "high": 4, "medium": 2, "low": 1, "informational": 0}
SUSPECT = 4  # one high detection, or two medium ones
ON_MACHINE = timedelta(days=3)  # how far apart hits on one machine are one story
BEFORE = timedelta(days=14)  # how long before the entry attempts on the same accounts belong to the story
NEW_FOR = timedelta(days=2)  # an address first seen this long after the logs begin is new
LINGERS = timedelta(hours=1)  # how long after the last hit an account's doings from its usual place are laid to it
NAMED = "named_account"  # the finding that people named the account
USUAL_PLACE = "usual_place"  # the finding that an account did it from where it always works
FINDINGS = frozenset((VPN_SESSION, USUAL_PLACE, NAMED))  # playbooks may take them for signs
# What somebody inside has no need of: with these in the story, somebody else sits at the usual place.
ATTACKED = frozenset(
    ("initial-access", "execution", "privilege-escalation", "credential-access", "lateral-movement", "command-and-control", "impact")
)
OPEN_STORE, OPENING = "T1530", "cloud_storage.yml"  # technique of rules about a store that stood open; those that tell who opened it
CONSENT = "T1528"  # technique of rules that tell of an application that was given rights
CONSENTED = timedelta(days=1)  # how long before the first use of such rights the consent belongs to the story
SHELL = "web_shell.yml"
FETCHED = frozenset(("web_bulk_export.yml", "web_path_traversal.yml"))
INSIDE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10", "127.0.0.0/8", "::1/128"))
)
VISITED = frozenset(("web", "vpcflow", "pfsense", "zeek", "suricata"))  # to be seen there reaches no data
KEYED = frozenset(("s3",))  # its requester is a key, not an account that somebody signs in with


@dataclass(slots=True)
class Actor:
    """The addresses, accounts and machines of the intruder, and the hits that belong to the story.

    `leased`: addresses inside that were theirs for a time only; `desktops`: those among them at which others work too. `shared`:
    addresses long in use, from which others work as well.
    `machines` are those whose hits belong to the story without an address, `seats` those at which an account of theirs
    worked, whose hits without an account do. `made`: accounts that the actor made, by names.
    """

    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    hits: list[Hit] = field(default_factory=list)
    entered: datetime | None = None
    machines: set[str] = field(default_factory=set)
    leased: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    desktops: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    seats: set[str] = field(default_factory=set)
    gateways: set[str] = field(default_factory=set)  # machines at which what opened the way in was done
    named: set[str] = field(default_factory=set)  # accounts that people named
    lines: set[str] = field(default_factory=set)  # where stands what the system itself ran for them, on their machines
    until: datetime | None = None  # where only shared addresses are known: when the last of it was


@dataclass(frozen=True, slots=True)
class Suspects:
    """Whom people named: addresses and accounts in small letters; from when to when, where they know it."""

    names: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


def find_actor(watch: Watch, suspects: Suspects = Suspects()) -> Actor:
    """The intruder among all who tried, and whoever people named."""
    by_address: dict[str, list[Hit]] = {}
    for hit in watch.hits:
        if hit.ip:
            by_address.setdefault(hit.ip, []).append(hit)
    actor, opening = Actor(), {address: hits for address, hits in by_address.items() if any(hit.rule.access for hit in hits)}
    at_work = Begun(hits for address, hits in opening.items() if is_old(address, watch))
    for address, hits in opening.items():
        if is_old(address, watch):
            if _of_one(hits) >= SUSPECT:
                actor.shared.add(address)
        elif _weight(address, hits, watch) >= SUSPECT:
            (actor.shared if at_work.goes_on(hits) else actor.addresses).add(address)
    actor.addresses |= suspects.names & watch.addresses.keys()
    _opened(actor, by_address)
    _named(actor, watch, suspects)
    if actor.entered is None:
        _without_address(actor, watch)
    if actor.entered:
        for address, hits in by_address.items():
            if address not in actor.addresses and address not in actor.shared and _tied(hits, actor):
                actor.addresses.add(address)
        actor.addresses |= _at_their_shells(actor, watch) | _from_next_door(actor, watch)
        _on_machines(actor, watch)
        _behind_gateways(actor, watch)
        _made(actor, watch)
        _let_in(actor, watch)
    actor.hits = [hit for hit in watch.hits if _belongs(hit, actor)] + _stood_open(actor, watch)
    actor.lines = {line for hit in actor.hits if hit.ip is None and not hit.users for line in hit.evidence}
    _from_usual_place(actor, watch)
    return actor


def _named(actor: Actor, watch: Watch, suspects: Suspects) -> None:
    """Accounts and addresses that people named are the actor's: from the day that is known, else while they did what is unusual."""
    accounts = {name: account for account in watch.accounts for name in (account.lower(), account.lower().partition("@")[0])}
    actor.named = {accounts[name] for name in suspects.names & accounts.keys()}
    addresses = suspects.names & watch.addresses.keys()
    if not actor.named and not addresses:
        return
    odd = [hit for hit in watch.hits if hit.ip in addresses or actor.named & hit.users.keys()]
    seen = [*(watch.addresses[one].first for one in addresses), *(watch.accounts[one] for one in actor.named)]
    begun = suspects.since or min((hit.first for hit in odd), default=min(seen))
    actor.entered = min(begun, actor.entered or begun)
    ended = max((hit.last for hit in odd), default=None)
    actor.until = max(filter(None, (actor.until, suspects.until or (ended + LINGERS if ended and not suspects.since else watch.last))))
    actor.accounts |= actor.named
    for account in sorted(actor.named):
        event = Event(actor.entered, "", "people", 0, {}, user=account, succeeded=True)
        why = f"People named {account}; what it did from {actor.entered:%Y-%m-%d %H:%M} on is told here."
        watch.hits.append(unusual(Unusual(NAMED, "Account that people named", ("collection",), ("T1078",), why, (event,))))


def _opened(actor: Actor, by_address: dict[str, list[Hit]]) -> None:
    """What was opened, when first, as whom. An address long in use counts beside new ones only for the accounts that those opened."""

    def opening(addresses: set[str]) -> list[Hit]:
        return [hit for address in addresses for hit in by_address.get(address, ()) if hit.rule.access]

    opened = opening(actor.addresses)
    accounts = _accounts(opened)
    if actor.addresses:
        actor.shared = {one for one in actor.shared if accounts & _accounts(opening({one}))}
    opened += opening(actor.shared)
    actor.gateways = {host for hit in opened for host in hit.hosts}
    actor.accounts = accounts or _accounts(opened)
    actor.entered = min((hit.first for hit in opened), default=None)
    if actor.shared:
        actor.until = max(hit.last for hit in opened) + LINGERS


def _share(actor: Actor, hits: list[Hit]) -> None:
    """The addresses long in use that these hits came from."""
    used = {hit.ip for hit in hits if hit.ip}
    if used:
        actor.shared |= used
        actor.until = max(hit.last for hit in hits) + LINGERS


def _accounts(hits: list[Hit]) -> set[str]:
    return {user for hit in hits if kind_of(hit) not in KEYED for user in hit.users}


def kind_of(hit: Hit) -> str:
    """The kind of log that a hit stands in."""
    return hit.rule.kind if isinstance(hit.rule, Rule) else hit.rule.file.partition("_")[0]


def _weight(address: str, hits: list[Hit], watch: Watch) -> int:
    seen = watch.addresses[address]
    new = watch.first is not None and seen.first - watch.first > NEW_FOR
    return _heavy(hits) + (2 if new else 0)


def _of_one(hits: list[Hit]) -> int:
    """What the hits of one account weigh together: behind an address long in use many people do many things."""
    users = {user for hit in hits if hit.rule.access for user in hit.users} or {""}
    return max(_heavy([hit for hit in hits if user in (hit.users or {"": None})]) for user in users)


def _heavy(hits: list[Hit]) -> int:
    return sum({hit.rule.id: WEIGHT.get(hit.rule.level, 0) for hit in hits}.values())


def _without_address(actor: Actor, watch: Watch) -> None:
    """Where no address stands out: the accounts, or the machines where the system itself ran it, whose hits reach data and weigh enough.

    What an account did from an address long in use counts with what it did at the machine. The entry is the first of the hits of some
    weight, not long before the one that reached data.
    """
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in watch.hits:
        if hit.ip is None or is_old(hit.ip, watch):
            whose = ("account", next(iter(hit.users))) if hit.users else ("machine", next(iter(hit.hosts), ""))
            if whose[1]:
                groups.setdefault(whose, []).append(hit)
    begun = []
    for (sort, name), hits in groups.items():
        reached = min((hit.first for hit in hits if hit.rule.access), default=None)
        if reached is None or _heavy(hits) < SUSPECT:
            continue
        if sort == "account":
            actor.accounts.add(name)
            actor.seats |= {host for hit in hits if hit.ip is None for host in hit.hosts}
            _share(actor, hits)
        else:
            actor.machines.add(name)
        grave = [hit.first for hit in hits if WEIGHT.get(hit.rule.level, 0) >= WEIGHT["medium"] and reached - hit.first <= ON_MACHINE]
        begun.append(min([reached, *grave]))
    actor.entered = min(begun, default=None)
    for address, since in signed_in_from(actor.accounts, actor.entered, watch) if not actor.shared else ():
        actor.addresses.add(address)
        actor.entered = min(actor.entered or since, since)
        watch.hits += [vpn_session(one) for one in watch.leases.given_to({address}, since - LINGERS)[:1]]


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


def _at_their_shells(actor: Actor, watch: Watch) -> set[str]:
    """Addresses that called a script which the actor left on a web site, or fetched what lies beside it."""
    entered = actor.entered
    shells = {target for hit in watch.hits if hit.ip in actor.addresses and hit.rule.file == SHELL for target in hit.targets}
    folders = {shell.rpartition("/")[0] for shell in shells} - {""}
    return {
        hit.ip
        for hit in watch.hits
        if entered and hit.ip and hit.last >= entered and not is_old(hit.ip, watch)
        if (hit.rule.file == SHELL and shells & hit.targets.keys())
        or (hit.rule.file in FETCHED and any(target.rpartition("/")[0] in folders for target in hit.targets))
    }


def _from_next_door(actor: Actor, watch: Watch) -> set[str]:
    """Addresses new for an opened account that lie in a network of the actor's: who comes back is given another one."""
    networks = {network_of(one) for one in actor.addresses if is_public(one)}
    return {
        hit.ip
        for hit in watch.hits
        if hit.ip and hit.rule.id in NEW_PLACE and actor.accounts & hit.users.keys() and network_of(hit.ip) in networks
    }


def is_public(address: str) -> bool:
    """Whether an address stands for a network of its own: inside ones are given out by one gateway to everybody."""
    return not any(ip_address(address) in inside for inside in INSIDE)


def _behind_gateways(actor: Actor, watch: Watch) -> None:
    """Who stood behind an inside address when it was used, as a finding of the gateway's log."""
    entered = actor.entered
    for inside in sorted(actor.addresses):
        lease = watch.leases.behind(inside, entered, actor.accounts) if entered else None
        if lease is None:
            continue
        actor.leased[inside] = lease.time, watch.leases.until(lease)
        actor.desktops |= {inside} if lease.is_desktop else set()
        actor.addresses.add(lease.outside)
        if lease.user:
            actor.accounts.add(lease.user)
        watch.hits.append(vpn_session(lease))
        actor.entered = min(actor.entered or lease.time, lease.time)


def _made(actor: Actor, watch: Watch) -> None:
    """What a VPN gave out to the actor; accounts that the actor made (names that no log knew before), and their sessions."""
    entered = actor.entered
    if entered is None:
        return
    for lease in watch.leases.given_to({one for one in actor.addresses if is_public(one)}, entered - LINGERS):
        span = actor.leased.get(lease.inside, (lease.time, lease.time))
        actor.leased[lease.inside] = min(span[0], lease.time), max(span[1], watch.leases.until(lease))
        actor.addresses.add(lease.inside)
        actor.desktops |= {lease.inside} if lease.is_desktop else set()
    made = {name.lower() for hit in watch.hits if "persistence" in hit.rule.tactics and _belongs(hit, actor) for name in hit.targets}
    actor.made = {name for name in made if (first := watch.accounts.get(name)) and first >= entered}
    for lease in watch.leases.of_accounts(actor.made):  # a session that ends is told with its address once more
        span = actor.leased.get(lease.inside, (lease.time, lease.time))
        actor.leased[lease.inside] = min(span[0], lease.time), max(span[1], watch.leases.until(lease))
        actor.addresses |= {lease.inside, lease.outside}
    actor.accounts |= actor.made


def _let_in(actor: Actor, watch: Watch) -> None:
    """An application that an opened account let in the day before: its consent, given from the usual place, was the way in."""
    consents = [hit.last for hit in watch.hits if _is_consent(hit, actor)]
    if consents and actor.entered:
        actor.entered = min(actor.entered, *consents)


def _stood_open(actor: Actor, watch: Watch) -> list[Hit]:
    """Who opened the store that the actor read without signing in: the data stood open from then on, whoever did it."""
    stores = [hit for hit in watch.hits if OPEN_STORE in hit.rule.techniques]
    entered = actor.entered
    if entered is None or not any(hit.ip in actor.addresses and "initial-access" in hit.rule.tactics for hit in stores):
        return []
    opened = [hit for hit in stores if hit.rule.file == OPENING and hit.first <= entered and hit.ip not in actor.addresses]
    actor.entered = min([entered, *(hit.first for hit in opened)])
    return opened


def _is_consent(hit: Hit, actor: Actor) -> bool:
    entered = actor.entered
    is_theirs = CONSENT in hit.rule.techniques and bool(actor.accounts & hit.users.keys())
    return is_theirs and entered is not None and entered - CONSENTED <= hit.last <= entered


def _from_usual_place(actor: Actor, watch: Watch) -> None:
    """Where nobody from elsewhere is seen and nothing was attacked, that the account did it from where it always works is a finding."""
    if actor.addresses or not actor.shared or not actor.hits or any(ATTACKED & set(hit.rule.tactics) for hit in actor.hits):
        return
    first = next(hit for hit in actor.hits if hit.ip)
    file, _, line = first.evidence[0].rpartition(":")
    user = next(iter(first.users), None)
    event = Event(first.first, kind_of(first), file, int(line) if line.isdigit() else 0, {}, ip=first.ip, user=user, succeeded=True)
    since = watch.addresses[first.ip].first if first.ip else first.first
    why = f"{user or 'The account'} did this from {first.ip}, in use here since {since:%Y-%m-%d}; nobody is seen who came from elsewhere."
    found = unusual(Unusual(USUAL_PLACE, "Done from the usual place of work", ("collection",), ("T1078",), why, (event,)))
    watch.hits.append(found)
    actor.hits.insert(0, found)


def _tied(hits: list[Hit], actor: Actor) -> bool:
    """Whether attempts from another address were on the accounts that were opened, or broke in somewhere within the hour before."""
    entered = actor.entered
    if entered is None:
        return False
    before = [hit for hit in hits if hit.first <= entered]
    return any(
        (WEIGHT.get(hit.rule.level, 0) >= WEIGHT["medium"] and actor.accounts & hit.users.keys() and entered - BEFORE <= hit.first)
        or (WEIGHT.get(hit.rule.level, 0) >= WEIGHT["high"] and "initial-access" in hit.rule.tactics and entered - LINGERS <= hit.first)
        for hit in before
    )


def _belongs(hit: Hit, actor: Actor) -> bool:
    entered = actor.entered
    if entered is None:
        return False
    if _is_consent(hit, actor):
        return True
    if hit.ip and hit.ip in actor.shared:
        return hit.last >= entered and (not hit.users or bool(actor.accounts & hit.users.keys()))
    if hit.ip:
        span = actor.leased.get(hit.ip)
        is_at_theirs = hit.ip not in actor.desktops or bool(actor.accounts & hit.users.keys())
        return hit.ip in actor.addresses and is_at_theirs and (span is None or (hit.last >= span[0] and hit.first <= span[1]))
    places = actor.machines if hit.users else actor.machines | actor.seats
    on_machine = bool(places & hit.hosts.keys()) and abs(hit.first - entered) <= ON_MACHINE
    if "initial-access" in hit.rule.tactics and actor.gateways & hit.hosts.keys() and entered - LINGERS <= hit.first <= entered:
        return True
    if hit.users and hit.users.keys() <= actor.named and actor.until and hit.first > actor.until:
        return on_machine
    return on_machine or bool(actor.accounts & hit.users.keys() and hit.last >= entered)


def is_theirs(event: Event, actor: Actor) -> bool:
    """Whether the actor did it: by address, or without one by an opened account within hours of the entry.

    From an address long in use, by the account until the last of it. Where no address is known at all, by the account from wherever it
    was used within hours.
    """
    entered = actor.entered
    if event.ip and event.ip in actor.shared:
        until = actor.until or entered
        return bool(entered and until and entered <= event.time <= until and (event.user is None or event.user in actor.accounts))
    if event.ip is None and event.user is None and actor.lines and event.locator in actor.lines:
        return True
    if event.user in actor.named:
        return bool(entered and actor.until and entered <= event.time <= actor.until)
    if event.user in actor.made:
        return bool(entered and event.time >= entered)
    if event.ip and actor.addresses:
        span = actor.leased.get(event.ip)
        is_at_theirs = event.ip not in actor.desktops or event.user in actor.accounts
        return event.ip in actor.addresses and is_at_theirs and (span is None or span[0] <= event.time <= span[1])
    return entered is not None and event.user in actor.accounts and entered <= event.time <= entered + AFTERWARDS


def is_done_by(event: Event, actor: Actor) -> bool:
    """Whether an event is part of what the actor did once they were in.

    Before the first thing that a rule tells of, a visitor's look at a web site reaches no data; a sign-in to mail, a server or a store
    does, and what was read after it; a connection that a firewall let through does not.
    """
    if actor.entered is None or not is_theirs(event, actor):
        return False
    return event.time >= actor.entered or (event.kind not in VISITED and bool(event.user or event.act or any(stored(event))))
