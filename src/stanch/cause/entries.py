"""From where somebody came in: addresses long in use, those that go on with what was begun there, and those behind what has no address."""

from __future__ import annotations

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


def goes_on(address: str, by_address: dict[str, list[Hit]], watch: Watch) -> bool:
    """Whether nobody signed in from there, and what it did is what the same account had done hours before from an address long in use: an
    archive that was ordered at work is fetched at home.
    """
    at_work = [hit for other, hits in by_address.items() if other != address and is_old(other, watch) for hit in hits if hit.rule.access]
    own = [hit for hit in by_address[address] if hit.rule.access]
    return not any(hit.rule.id in NEW_PLACE for hit in by_address[address]) and all(
        any(
            other.rule.id == hit.rule.id and hit.users.keys() & other.users.keys() and timedelta() <= hit.first - other.first <= AFTERWARDS
            for other in at_work
        )
        for hit in own
    )


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
