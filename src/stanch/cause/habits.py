"""What these very logs show as a habit: the monitor that asks each service, the nightly dump, the picture script of the web site.

A rule says in its `stanch` section by what a habit of it is known (`habit`): `actor`, the same address or account does the same
thing; `target`, many addresses ask for the same thing; `address`, the address has long been known to the logs. Such hits are told at
the level low and open no story. A habit stands in the logs from their beginning: what an intruder repeats began later, and a
day that is far above the usual is told as before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from stanch.cause.event import Event

DAYS = 5  # different days on which it was done
SETTLED = timedelta(days=3)  # within which of the log's beginning it must have been seen
WHOLE = timedelta(days=7)  # a log that covers less shows no habits
OFTEN = 3  # at least every third day that the log covers: what runs weekly is no habit by this measure
FAR_ABOVE = 5  # times the usual day
REFUSED = 5  # times as often let in as refused
CALLERS = 8  # different addresses, for a thing that many ask for
MOST = 100_000  # things held; later ones are no habits
LONGEST = 300  # signs of a command by which it is told from others
SAID = ("CommandLine", "command", "proctitle", "a1", "ScriptBlockText", "RelativeTargetName", "Operation", "eventName")
Key = tuple[str, str, str]  # rule, actor, thing


@dataclass(slots=True)
class _Done:
    kind: str
    first: datetime
    days: dict[date, int] = field(default_factory=dict)
    callers: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Habits:
    """Counts, by day, what rules with a habit fire on; asked when all logs were seen."""

    done: dict[Key, _Done] = field(default_factory=dict)

    def note(self, key: Key, event: Event) -> None:
        """Count an event of a thing."""
        known = self.done.get(key)
        if known is None:
            if len(self.done) >= MOST:
                return
            known = self.done[key] = _Done(event.kind, event.time)
        known.first = min(known.first, event.time)
        day = event.time.date()
        known.days[day] = known.days.get(day, 0) + 1
        if event.ip and len(known.callers) < CALLERS:
            known.callers.add(event.ip)

    def is_usual(self, key: Key, spans: dict[str, tuple[datetime, datetime]], *, by_many: bool = False) -> bool:
        """Whether it is a habit, where logs of each kind cover `spans`."""
        known = self.done.get(key)
        if known is None or known.kind not in spans or (by_many and len(known.callers) < CALLERS):
            return False
        first, last = spans[known.kind]
        covered = (last - first).days + 1
        is_old = last - first >= WHOLE and known.first - first <= SETTLED
        counts = known.days.values()
        return is_old and len(counts) >= max(DAYS, covered // OFTEN) and max(counts) <= FAR_ABOVE * max(median(counts), 1)


def key_of(rule: str, habit: str, event: Event) -> Key:
    """By what events of a rule are held to be the same thing."""
    if habit == "target":
        return rule, "", event.target or ""
    actor = event.ip or event.user or event.host or ""
    told = next((str(value) for name in SAID if (value := event.fields.get(name))), "")
    return rule, actor, f"{event.target or ''} {told}"[:LONGEST]


def is_known_address(seen: tuple[datetime, datetime], logs_begin: datetime, tried: tuple[int, int]) -> bool:
    """Whether an address was in the logs from their beginning and for a week at least, and who came from it was (let in, refused)
    as people are who mistype now and then: whoever guesses for weeks is refused nearly always.
    """
    return seen[0] - logs_begin <= SETTLED and seen[1] - seen[0] >= WHOLE and tried[1] * REFUSED < tried[0]


def habits_of(rules: Iterable[Any]) -> dict[str, str]:
    """By rule the way in which habits of it are known, of those that have one."""
    return {rule.id: rule.habit for rule in rules if rule.habit}
