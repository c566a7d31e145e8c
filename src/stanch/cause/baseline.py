"""What differs from what is usual in these very logs: bytes out, a new network for an account, a program seen once.

Nothing here knows an attack; each finding carries its reason in numbers. Levels are low: such a finding joins a story that a
detection opens, it opens none. Memory grows with addresses and accounts, and is bounded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from statistics import median

from stanch.cause.bulk import Block
from stanch.cause.event import Event
from stanch.cause.mapping import mappings

Later = tuple[Block, int]  # a log that was surveyed, and the line that is read again when it is wanted
EPOCH = date(1970, 1, 1)
LEAST_BYTES = 50_000_000  # less in a day is not worth a word
TIMES = 20  # how many times the usual
DAYS = 5  # of an actor's own history, before it is compared with itself
ACTORS = 8  # others on the same kind of log, before a newcomer is compared with them
MOST = 300_000  # (actor, day) sums held; the small ones go first
LEAST_DAYS, MOST_DAYS = 10, 400  # on which an account takes things, before an hour of the day is called unusual for it
LEAST_TAKEN = 10  # things, within hours that are unusual
APART = timedelta(hours=2)  # farther apart are two runs
SIGN_INS = 10  # of an account, before a network is called new for it
HISTORY = timedelta(days=7)
ADDRESSES = 20  # told of an account's new networks
NETWORKS = 3  # an account that uses more than these travels, or its provider does
PROGRAMS = 2000  # starts of programs, before one is called rare
WRITABLE = re.compile(r"\\(users|temp|tmp|public|programdata|perflogs|downloads|\$recycle\.bin)\\", re.IGNORECASE)
STATISTICS = frozenset(
    ("statistic_bytes_out", "statistic_new_network", "statistic_key_elsewhere", "statistic_machine_key", "statistic_rare_program")
)
BYTES_OUT, ODD_HOURS = "Far more bytes out than usual", "Things taken at hours unusual for the account"
MACHINE_KEY = "Credentials of a machine used from elsewhere"
NEW_NETWORK, NEW_KEY = "Sign-in from a network new for the account", "Key used from a network new for the account"
RARE_PROGRAM = "Program that ran once, from a folder of users"
TITLES = (BYTES_OUT, ODD_HOURS, NEW_NETWORK, NEW_KEY, MACHINE_KEY, RARE_PROGRAM)
DREW = "{actor} drew {size} on {day}; {why}."
AT_ODD_HOURS = "{user} opened or took {things} things from {first} to {last} UTC, at hours at which it did nothing on {days} other days."
SIGNED_IN = "{user} signed in from {ip}, a network that none of its sign-ins since {since} came from."
KEY_USED = "{user} was used from {ip}, a network that none of its requests since {since} came from."
MACHINE_USED = "What the machine {user} signs in with was used from {ip}; since {since} it came from the machine's own network alone."
RAN_ONCE = "{program} ran once among {starts} starts of programs."
SENTENCES = (DREW, AT_ODD_HOURS, SIGNED_IN, KEY_USED, MACHINE_USED, RAN_ONCE)
BY_KEY = frozenset(("cloudtrail", "s3"))  # services where a key is used without a sign-in before
# A role that an instance of EC2 carries: its session bears the instance's number, and nobody else is given it (ATT&CK T1552.005).
MACHINE = re.compile(r"assumed-role/[^/]+/i-[0-9a-f]{8,17}$")
ACCEPTED = frozenset(("UserLoggedIn", "login", "ConsoleLogin", "user.session.start", "login_success"))


@dataclass(frozen=True, slots=True)
class Unusual:
    """A finding: what it is about, when it was seen first and last, and why it is called unusual."""

    name: str
    title: str
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    why: str
    events: tuple[Event, ...]
    level: str = "low"
    access: bool = False  # whether it shows that data was within reach


@dataclass(slots=True)
class _Account:
    first: datetime
    seen: Counter[str] = field(default_factory=Counter)
    new: dict[str, Event] = field(default_factory=dict)  # by address
    fresh: set[str] = field(default_factory=set)  # networks that were new when they were first seen


@dataclass(slots=True)
class _Hours:
    """At which hours of the day (UTC) an account takes things: of each the last day, how many that day, whether there was another."""

    days: set[int] = field(default_factory=set)
    last: dict[int, tuple[int, int, Event, Event]] = field(default_factory=dict)
    usual: set[int] = field(default_factory=set)  # hours of more than one day

    def note(self, event: Event) -> None:
        """Count a thing that was taken."""
        day, hour = event.time.date().toordinal(), event.time.hour
        if len(self.days) < MOST_DAYS:
            self.days.add(day)
        known = self.last.get(hour)
        if known and known[0] != day:
            self.usual.add(hour)
        elif hour not in self.usual:
            self.last[hour] = (day, 1, event, event) if known is None else (day, known[1] + 1, known[2], event)

    def odd(self) -> list[tuple[int, Event, Event]]:
        """(count, first, last) of each run of hours, on one day, that lies beside no usual hour."""
        apart = {hour for hour in self.last if hour not in self.usual and not {(hour - 1) % 24, (hour + 1) % 24} & self.usual}
        if len(self.days) < LEAST_DAYS or not self.usual:
            return []
        runs: list[tuple[int, Event, Event]] = []
        for _, count, first, last in sorted((self.last[hour] for hour in apart), key=lambda one: one[2].time):
            before = runs[-1] if runs else None
            if before and first.time - before[2].time <= APART:
                runs[-1] = before[0] + count, before[1], last
            else:
                runs.append((count, first, last))
        return [run for run in runs if run[0] >= LEAST_TAKEN]


@dataclass(slots=True)
class Baseline:
    """Sees every event once and tells at the end what was unusual."""

    sums: dict[tuple[str, str, date], int] = field(default_factory=dict)
    examples: dict[tuple[str, str, date], tuple[int, Event | Later]] = field(default_factory=dict)  # the largest of the day
    accounts: dict[tuple[str, str], _Account] = field(default_factory=dict)
    hours: dict[tuple[str, str], _Hours] = field(default_factory=dict)
    programs: Counter[str] = field(default_factory=Counter)
    program_events: dict[str, Event] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Count an event."""
        if event.sent > 0 and (actor := event.ip or event.user):
            self._sent(actor, event)
        if event.ip and event.user and _signed_in(event):
            self._sign_in(event)
        if event.user and event.act == "take" and len(self.hours) < MOST:
            self.hours.setdefault((event.kind, event.user), _Hours()).note(event)
        if event.kind == "windows":
            self._program(event)

    def _sent(self, actor: str, event: Event) -> None:
        self._sum((event.kind, actor, event.time.date()), event.sent, event.sent, event)

    def note_block(self, block: Block) -> None:
        """Count the events of a block of a web log."""
        for row in block.sent():
            day = EPOCH + timedelta(days=row["day"])
            self._sum(("web", row["ip"], day), row["sent"], row["most"], (block, row["line"]))

    def _sum(self, key: tuple[str, str, date], sent: int, most: int, example: Event | Later) -> None:
        self.sums[key] = self.sums.get(key, 0) + sent
        if key not in self.examples or most > self.examples[key][0]:
            self.examples[key] = most, example
        if len(self.sums) > MOST:
            bound = median(self.sums.values())
            self.sums = {one: sent for one, sent in self.sums.items() if sent > bound}
            self.examples = {one: example for one, example in self.examples.items() if one in self.sums}

    def _sign_in(self, event: Event) -> None:
        account = self.accounts.setdefault((event.kind, event.user or ""), _Account(event.time))
        network = network_of(event.ip or "")
        known = account.seen
        is_settled = event.time - account.first >= HISTORY and known.total() >= SIGN_INS and len(known) <= NETWORKS
        if is_settled and network not in known and len(account.fresh) < NETWORKS:
            account.fresh.add(network)
        if network in account.fresh and len(account.new) < ADDRESSES:
            account.new.setdefault(event.ip or "", event)
        known[network] += 1

    def _program(self, event: Event) -> None:
        image = event.fields.get("Image") if event.fields.get("EventID") in (1, "1") else event.fields.get("NewProcessName")
        if not image:
            return
        name = str(image).lower()
        self.programs[name] += 1
        if self.programs[name] == 1 and WRITABLE.search(name) and len(self.program_events) < MOST:
            self.program_events[name] = event

    def findings(self) -> Iterator[Unusual]:
        """Everything unusual, each with its reason."""
        yield from self._much_sent()
        yield from self._new_networks()
        yield from self._odd_hours()
        yield from self._rare_programs()

    def _odd_hours(self) -> Iterator[Unusual]:
        for (_, user), hours in self.hours.items():
            for count, first, last in hours.odd():
                told = {"first": f"{first.time:%Y-%m-%d %H:%M}", "last": f"{last.time:%H:%M}", "days": len(hours.days) - 1}
                why = AT_ODD_HOURS.format(user=user, things=count, **told)
                title, techniques = ODD_HOURS, ("T1213",)
                yield Unusual("statistic_odd_hours", title, ("collection",), techniques, why, (first, last))

    def _much_sent(self) -> Iterator[Unusual]:
        by_kind: dict[str, dict[str, dict[date, int]]] = {}
        for (kind, actor, day), sent in self.sums.items():
            by_kind.setdefault(kind, {}).setdefault(actor, {})[day] = sent
        for kind, actors in by_kind.items():
            highest = {actor: max(days.values()) for actor, days in actors.items()}
            for actor, days in actors.items():
                day = max(days, key=lambda one: days[one])
                if days[day] < LEAST_BYTES:  # looked at first: who holds it against all others, for every actor, never ends
                    continue
                why = _too_much(days, day, [most for other, most in highest.items() if other != actor])
                event = _read(self.examples[kind, actor, day][1]) if why else None
                if event:
                    yield Unusual(
                        "statistic_bytes_out",
                        BYTES_OUT,
                        ("exfiltration",),
                        ("T1048",),
                        DREW.format(actor=actor, size=_size(days[day]), day=f"{day:%Y-%m-%d}", why=why),
                        (event,),
                    )

    def _new_networks(self) -> Iterator[Unusual]:
        for (_, user), account in self.accounts.items():
            for event in account.new.values():
                by_key = event.kind in BY_KEY or _needs_no_sign_in(event.kind)
                name, title, said = (
                    ("statistic_key_elsewhere", NEW_KEY, KEY_USED) if by_key else ("statistic_new_network", NEW_NETWORK, SIGNED_IN)
                )
                is_machine = by_key and MACHINE.search(user)
                if is_machine:
                    name, title, said = "statistic_machine_key", MACHINE_KEY, MACHINE_USED
                why = said.format(user=user, ip=event.ip, since=f"{account.first:%Y-%m-%d}")
                techniques = ("T1552.005", "T1078.004") if is_machine else ("T1078",)
                level = "high" if is_machine else "low"
                yield Unusual(name, title, ("initial-access",), techniques, why, (event,), level, bool(is_machine))

    def _rare_programs(self) -> Iterator[Unusual]:
        total = self.programs.total()
        if total < PROGRAMS:
            return
        for name, event in self.program_events.items():
            if self.programs[name] == 1:
                yield Unusual(
                    "statistic_rare_program",
                    RARE_PROGRAM,
                    ("execution",),
                    ("T1204.002",),
                    RAN_ONCE.format(program=name, starts=f"{total:,}"),
                    (event,),
                )


def _read(example: Event | Later) -> Event | None:
    return example if isinstance(example, Event) else example[0].event_at(example[1])


def _too_much(days: dict[date, int], day: date, others: list[int]) -> str | None:
    """Why this day's bytes are far out of the usual, or None where they are not."""
    sent = days[day]
    before = [one for when, one in days.items() if when != day]
    if len(before) >= DAYS:
        usual = max(before)
        return f"on no other of {len(before)} days more than {_size(usual)}" if sent > TIMES * usual else None
    if len(others) >= ACTORS:
        usual = sorted(others)[-max(1, len(others) // 100)]  # the most that all but one in a hundred reach
        return f"of {len(others)} others none but one in a hundred drew more than {_size(usual)} in a day" if sent > TIMES * usual else None
    return None


def _signed_in(event: Event) -> bool:
    if event.succeeded is False:
        return False
    if event.kind in BY_KEY or (event.act == "take" and _needs_no_sign_in(event.kind)):
        return True
    named = event.fields.get("Operation") or event.fields.get("event") or event.fields.get("eventName") or event.fields.get("eventType")
    if named:
        return str(named) in ACCEPTED
    if event.kind == "windows":
        return event.fields.get("EventID") in (4624, "4624")
    return event.kind == "entra" or (event.succeeded is True and event.act == "sign_in")


@cache
def _needs_no_sign_in(kind: str) -> bool:
    """Whether a kind of log tells who takes what and has no word for signing in: each taking then shows that somebody was let in."""
    acts = mappings()[kind].acts if kind in mappings() else {}
    return "take" in acts and "sign_in" not in acts


def network_of(address: str) -> str:
    """The neighbourhood of an address: /16 for IPv4, /32 for IPv6, as large as one provider's block mostly is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return f"{int(found) >> (16 if found.version == 4 else 96)}/{found.version}"


def _size(count: int) -> str:
    for unit, worth in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= worth:
            return f"{count / worth:,.1f} {unit}"
    return f"{count} bytes"
