"""From where somebody came in: addresses long in use, those that go on with what was begun there, and those behind what has no address."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from stanch.cause.baseline import Unusual
from stanch.cause.detect import Hit, Watch, unusual
from stanch.cause.habits import is_known_address
from stanch.cause.leases import Lease

AFTERWARDS = timedelta(hours=12)  # how long commands on a server are laid to a sign-in that the log does not close
VPN_SESSION = "vpn_session"  # the finding that tells who stood behind an inside address
BEHIND = "Session of the VPN behind what followed"
WAS_GIVEN = "{outside} signed in to the VPN as {who} and was given {inside}, from which the rest was done."
NEW_PLACE = frozenset(("statistic_new_network", "statistic_key_elsewhere"))


def is_old(address: str, watch: Watch) -> bool:
    """Whether an address was in use from the beginning of the logs on."""
    seen = watch.addresses[address]
    return watch.first is not None and is_known_address((seen.first, seen.last), watch.first, (seen.came_in, seen.refused))


class Begun:
    """What was opened from addresses long in use: by rule and account the moments, in order."""

    def __init__(self, at_work: Iterable[list[Hit]]) -> None:
        self._moments: dict[tuple[str, str], list[datetime]] = {}
        for hit in (hit for hits in at_work for hit in hits if hit.rule.access):
            for user in hit.users:
                self._moments.setdefault((hit.rule.id, user), []).append(hit.first)
        for moments in self._moments.values():
            moments.sort()

    def goes_on(self, hits: list[Hit]) -> bool:
        """Whether nobody signed in from an address with these hits, and what it did is what the same account had done hours before from
        one long in use: an archive that was ordered at work is fetched at home.
        """
        return not any(hit.rule.id in NEW_PLACE for hit in hits) and all(self._was_begun(hit) for hit in hits if hit.rule.access)

    def _was_begun(self, hit: Hit) -> bool:
        known = (self._moments.get((hit.rule.id, user), []) for user in hit.users)
        return any((at := bisect_right(moments, hit.first)) and hit.first - moments[at - 1] <= AFTERWARDS for moments in known)


def signed_in_from(accounts: set[str], entered: datetime | None, watch: Watch) -> list[tuple[str, datetime]]:
    """From where accounts that did it without an address had come in, and when: a network new for them, or a VPN's session."""
    if entered is None:
        return []
    new = [hit for hit in watch.hits if hit.ip and hit.rule.id in NEW_PLACE and accounts & hit.users.keys()]
    found = [(hit.ip or "", hit.first) for hit in new if entered - AFTERWARDS <= hit.first <= entered]
    if found:
        return found
    given = [one for one in watch.leases.of_accounts(accounts) if one.time <= entered <= watch.leases.until(one)]
    last = max(given, key=lambda one: one.time, default=None)
    is_recent = last is not None and entered - last.time <= AFTERWARDS and not is_old(last.outside, watch)
    return [(last.outside, last.time)] if last and is_recent else []


def vpn_session(lease: Lease) -> Hit:
    """The finding that a session of the VPN stands behind what followed."""
    who = lease.user or "an unknown account"
    why, techniques = WAS_GIVEN.format(outside=lease.outside, who=who, inside=lease.inside), ("T1133", "T1078")
    return unusual(Unusual(VPN_SESSION, BEHIND, ("initial-access",), techniques, why, (lease.event(),)))
