"""Sessions of Windows: what the Security log tells of one logon (its number) belongs to the address that signed in with it.

Source: "4624(S): An account was successfully logged on", fields TargetLogonId, LogonType, IpAddress (Windows security documentation).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from stanch.cause.event import Event

MOST = 50_000  # sessions remembered
REMOTE = frozenset(("3", "8", "10"))  # over the network, with a password in clear, by remote desktop
OWN = frozenset(("", "0x0", "0x3e4", "0x3e5", "0x3e7", "-"))  # sessions of the system itself
ENDED = frozenset((4634, 4647))


class InSession(NamedTuple):
    """The session that an event belongs to, and whether it opens it."""

    name: str
    opens: bool


@dataclass(slots=True)
class Sessions:
    """Sees each event once, in the order of its log."""

    known: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def complete(self, event: Event) -> None:
        """Remember the address of a sign-in from elsewhere; give it to what the same session does."""
        is_sought = self.known or event.fields.get("EventID") == 4624
        if is_sought and (told := session_of(event)) is not None:
            self.settle(event, told)

    def settle(self, event: Event, told: InSession) -> None:
        """The same, where its session is known already."""
        if not told.opens:
            event.ip = self.known.get(told.name)
        elif event.ip:
            self.known[told.name] = event.ip
            if len(self.known) > MOST:
                self.known.popitem(last=False)


@dataclass(slots=True)
class Noted(Sessions):
    """Tells of each event which session it belongs to, and leaves it as it is: of a stretch of a log nobody knows what was before."""

    last: InSession | None = None

    def complete(self, event: Event) -> None:
        """Its session is `last`."""
        self.last = session_of(event)


def session_of(event: Event) -> InSession | None:
    """The session from elsewhere that an event opens, or the one that an event without an address belongs to."""
    told = event.fields
    code = told.get("EventID")
    if code == 4624:
        session = _name(event, told.get("TargetLogonId"))
        return InSession(session, opens=True) if session and event.ip and str(told.get("LogonType")) in REMOTE else None
    if event.ip:
        return None
    session = _name(event, told.get("SubjectLogonId") or (told.get("TargetLogonId") if code in ENDED else None))
    return InSession(session, opens=False) if session else None


def _name(event: Event, number: object) -> str:
    """The session on its machine, or nothing for one of the system."""
    said = str(number or "").lower()
    return "" if said in OWN else f"{event.host} {said}"
