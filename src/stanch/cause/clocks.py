"""Clocks that are off against one another: by how much, which log is taken for right, and what of the others is told otherwise.

The same address (or account) shows in two logs at a steady difference: then one clock is off. Which of the two it is no log tells;
the order of the story needs one of them. Those of online services are kept, those that name their zone are no guess, and of several the
one in the middle is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.cause.coverage import Tally

HOUR = 3600
SKEW = 90.0  # seconds; less than that is how long events take from one machine to the next
SAME = 30.0  # seconds within which differences are taken for the same
FEWEST = 4  # addresses that two logs share
FEWEST_ACCOUNTS, BY_ACCOUNTS = 6, 300.0  # people sign in here a minute after they did there: their accounts must show more
FARTHEST = 15 * HOUR  # zones lie at most that far from another within a business
AHEAD = "The clock of {file} is ahead of that of {other} by about {much}."
BEHIND = "The clock of {file} is behind that of {other} by about {much}."
ZONE_AHEAD = "The clock of {file} is ahead of that of {other} by about {much}: likely a time zone."
ZONE_BEHIND = "The clock of {file} is behind that of {other} by about {much}: likely a time zone."
EARLIER = "The times of {file} are told {much} earlier than it has them, so that the story is in order. No log tells which clock is right."
LATER = "The times of {file} are told {much} later than it has them, so that the story is in order. No log tells which clock is right."
LEFT = "The times of {file} and {other} are told as they stand: the story may not be in order."
SENTENCES = (AHEAD, BEHIND, ZONE_AHEAD, ZONE_BEHIND, EARLIER, LATER, LEFT)
# Services whose makers keep their clocks.
KEPT = frozenset(
    (
        *("m365", "entra", "entra_audit", "azure", "azure_storage", "google", "gcp_audit", "okta", "duo", "jumpcloud", "cloudtrail", "s3"),
        *("vpcflow", "github", "slack", "box", "dropbox", "salesforce", "salesforce_login", "salesforce_setup", "onepassword", "bitwarden"),
    )
)
Key = tuple[str, str]  # file and kind
Moments = Mapping[str, list[float]]
Pair = tuple["Tally", "Tally", float]  # a log, another, and the seconds by which the first is ahead


def skews(tallies: Sequence[Tally]) -> Iterator[tuple[Tally, Tally, float]]:
    """(log, other log, seconds by which the first is ahead) where the same addresses or accounts show a steady difference."""
    told = [(one, _accounts(one.users)) for one in tallies if len(one.seen) > 1 or len(one.users) > 1]
    for (one, mine), (other, theirs) in ((told[at], told[behind]) for at, behind in _near([one for one, _ in told])):
        off = _off(one.seen, other.seen, FEWEST)
        if off is None and (found := _off(mine, theirs, FEWEST_ACCOUNTS)) and abs(found) >= BY_ACCOUNTS:
            off = found
        if off:
            yield one, other, off


def _near(tallies: Sequence[Tally]) -> list[tuple[int, int]]:
    """The pairs whose events a clock that is off by hours could bring beside each other: of a year's logs, a day each, few."""
    spans = sorted((one.first.timestamp(), one.last.timestamp(), at) for at, one in enumerate(tallies) if one.first and one.last)
    begins = [first for first, _, _ in spans]
    found = []
    for place, (_, last, at) in enumerate(spans, 1):
        until = bisect_right(begins, last + FARTHEST, place)
        found += [(min(at, other), max(at, other)) for _, _, other in spans[place:until]]
    return sorted(found)


def _accounts(users: Moments) -> dict[str, list[float]]:
    """By the bare name: `ann` of a domain, `ann@example.com` and `Ann` are one."""
    found: dict[str, list[float]] = {}
    for user, moments in users.items():
        found.setdefault(user.rpartition("\\")[2].partition("@")[0].lower(), []).extend(moments)
    return found


def _off(mine: Moments, theirs: Moments, fewest: int) -> float | None:
    shared = [name for name in mine if name in theirs]
    return _steady([(mine[name], theirs[name]) for name in shared[:500]]) if len(shared) >= fewest else None


def _steady(pairs: Sequence[tuple[list[float], list[float]]]) -> float | None:
    """The difference that most have in common; None where there is none, or where it is small.

    Each address votes once for each bin of differences that its events show; a clock that is off gives one bin nearly all votes,
    chance spreads them.
    """
    votes: dict[int, set[int]] = {}
    for voter, difference in _differences(pairs):
        votes.setdefault(round(difference / SAME), set()).add(voter)
    if not votes:
        return None

    def around(place: int) -> set[int]:
        return votes.get(place - 1, set()) | votes.get(place, set()) | votes.get(place + 1, set())

    best = max(votes, key=lambda place: (len(around(place)), -abs(place)))
    most = len(around(best))
    elsewhere = max((len(around(place)) for place in votes if abs(place - best) > 4), default=0)
    if most < max(FEWEST, len(pairs) * 0.5) or most < 1.5 * elsewhere or abs(best * SAME) < SKEW:
        return None
    return median(difference for _, difference in _differences(pairs) if abs(difference - best * SAME) <= 1.5 * SAME)


def _differences(pairs: Sequence[tuple[list[float], list[float]]]) -> Iterator[tuple[int, float]]:
    for voter, (mine, theirs) in enumerate(pairs):
        for left in mine:
            for right in theirs:
                if abs(left - right) <= FARTHEST:
                    yield voter, left - right


def ahead(tallies: Sequence[Tally], pairs: Sequence[Pair], fixed: Collection[str] = ()) -> dict[Key, float]:
    """By how many seconds each log is ahead of the one taken for right among those it is off against.

    `fixed`: files whose times cannot be told otherwise.
    """
    near: dict[Key, list[tuple[Key, float]]] = {}
    of = {_key(one): one for one in tallies}
    for one, other, off in pairs:
        near.setdefault(_key(one), []).append((_key(other), -off))
        near.setdefault(_key(other), []).append((_key(one), off))
    kinds = [one.kind for one in tallies]
    found: dict[Key, float] = {}
    for key in near:
        if key in found:
            continue
        apart = _apart(key, near)

        def trust(log: Key, apart: Mapping[Key, float] = apart) -> tuple[bool, bool, bool, float, int, int]:
            told = of[log]
            # Of several the one in the middle: most clocks are off by little.
            strays = sum(abs(apart[log] - off) for off in apart.values())
            return log[0] in fixed, told.kind in KEPT, not told.unstated, -strays, kinds.count(told.kind), told.events

        right = max(apart, key=trust)
        found |= {log: off - apart[right] for log, off in apart.items()}
    return {key: off for key, off in found.items() if abs(off) >= SKEW and key[0] not in fixed}


def _apart(first: Key, near: Mapping[Key, list[tuple[Key, float]]]) -> dict[Key, float]:
    """The logs that are off against one another, each by how far it is ahead of the first."""
    found = {first: 0.0}
    waiting = [first]
    while waiting:
        at = waiting.pop()
        for neighbour, off in near[at]:
            if neighbour not in found:
                found[neighbour] = found[at] + off
                waiting.append(neighbour)
    return found


def _key(one: Tally) -> Key:
    return one.file, one.kind


def remarks(tallies: Sequence[Tally], pairs: Iterable[Pair], moved: Mapping[Key, float]) -> Iterator[str]:
    """What is off against what, and whose times are told otherwise than they stand."""
    for one, other, off in pairs:
        zone = abs(abs(off) / HOUR * 2 - round(abs(off) / HOUR * 2)) < 0.02 and abs(off) / HOUR >= 0.49
        forward, backward = (ZONE_AHEAD, ZONE_BEHIND) if zone else (AHEAD, BEHIND)
        yield (forward if off > 0 else backward).format(file=one.name, other=other.name, much=_much(off))
        if not {_key(one), _key(other)} & moved.keys():
            yield LEFT.format(file=one.name, other=other.name)
    for one in tallies:
        if off := moved.get(_key(one), 0.0):
            yield (EARLIER if off > 0 else LATER).format(file=one.name, much=_much(off))


def _much(off: float) -> str:
    hours = abs(off) / HOUR
    return f"{hours:.1f} hours" if round(hours, 1) >= 1 else f"{abs(off) / 60:.0f} minutes"
