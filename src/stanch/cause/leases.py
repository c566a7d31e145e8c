"""Addresses that a VPN gave out, and desktops that a gateway opened: who stood behind an inside address, and from where they came.

Sources: FortiOS Log Message Reference (tunnelip), Palo Alto GlobalProtect log fields (private IP), Cisco ASA syslog 722051,
OpenVPN 2.6 server log, NetScaler ICASTART.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from stanch.cause.event import Event
from stanch.cause.mapping import own_names
from stanch.cause.records import address

LONGEST = timedelta(hours=36)  # how long a session is laid to whom it was given, where the log does not close it
MOST = 100_000
GIVEN = re.compile(r"(?:pool returned IPv4=|IPv4 Address <|primary virtual IP for \S+: |assigned (?:IP|address) )(\d{1,3}(?:\.\d{1,3}){3})")
DESKTOPS = frozenset(("netscaler",))  # kinds whose inside address is a machine at which several work at once, each as themselves
SPOKEN = frozenset(("openvpn", "cisco"))  # kinds that tell it in their message


@dataclass(frozen=True, slots=True)
class Lease:
    """An inside address, the outside one, the account, and the line that says so."""

    inside: str
    outside: str
    user: str | None
    time: datetime
    kind: str
    file: str
    line: int

    @property
    def is_desktop(self) -> bool:
        """Whether others may work from the same inside address at the same time."""
        return self.kind in DESKTOPS

    def event(self) -> Event:
        """The line as an event of the gateway's log."""
        return Event(self.time, self.kind, self.file, self.line, {}, ip=self.outside, user=self.user, succeeded=True, action="session")


@dataclass(slots=True)
class Leases:
    """Sees every event once."""

    known: dict[str, list[Lease]] = field(default_factory=dict)
    count: int = 0

    def note(self, event: Event) -> None:
        """Keep what a gateway gave out."""
        names = own_names(event.kind, "client.nat.ip")
        if not (names or event.kind in SPOKEN) or not event.ip or self.count >= MOST or event.succeeded is False:
            return
        inside = next((given for name in names if (said := event.fields.get(name)) and (given := address(str(said)))), None)
        if inside is None and event.kind in SPOKEN:
            told = GIVEN.search(f"{event.fields.get('message') or ''} {event.action or ''}")
            inside = address(told[1]) if told else None
        if inside and inside not in (event.ip, "0.0.0.0"):  # noqa: S104 an address that says none was given
            self.known.setdefault(inside, []).append(Lease(inside, event.ip, event.user, event.time, event.kind, event.file, event.line))
            self.count += 1

    def behind(self, inside: str, when: datetime, accounts: Collection[str] = ()) -> Lease | None:
        """The session that an inside address belonged to at a moment: the latest begun before it; of a desktop, one of these accounts."""
        found = [one for one in self.known.get(inside, ()) if one.time <= when <= one.time + LONGEST]
        found = [one for one in found if not one.is_desktop or one.user in accounts]
        return max(found, key=lambda one: one.time, default=None)

    def of_accounts(self, accounts: set[str]) -> list[Lease]:
        """The sessions of these accounts."""
        return [one for leases in self.known.values() for one in leases if one.user in accounts]

    def given_to(self, outside: set[str], since: datetime) -> list[Lease]:
        """The sessions begun from these addresses since then."""
        return [one for leases in self.known.values() for one in leases if one.outside in outside and one.time >= since]

    def until(self, lease: Lease) -> datetime:
        """When the inside address may have passed to somebody else."""
        whose = lease.outside, lease.user
        others = () if lease.is_desktop else self.known[lease.inside]
        later = (one.time for one in others if one.time > lease.time and (one.outside, one.user) != whose)
        return min([lease.time + LONGEST, *later])
