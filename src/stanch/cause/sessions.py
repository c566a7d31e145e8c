"""Sessions of Windows: what the Security log tells of one logon (its number) belongs to the address that signed in with it.

Source: "4624(S): An account was successfully logged on", fields TargetLogonId, LogonType, IpAddress (Windows security documentation).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from stanch.cause.event import Event

MOST = 50_000  # sessions remembered
REMOTE = frozenset(("3", "8", "10"))  # over the network, with a password in clear, by remote desktop
OWN = frozenset(("", "0x0", "0x3e4", "0x3e5", "0x3e7", "-"))  # sessions of the system itself
ENDED = frozenset((4634, 4647))


@dataclass(slots=True)
class Sessions:
    """Sees each event once, in the order of its log."""

    known: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def complete(self, event: Event) -> None:
        """Remember the address of a sign-in from elsewhere; give it to what the same session does."""
        told = event.fields
        code = told.get("EventID")
        if code == 4624:
            session = self._name(event, told.get("TargetLogonId"))
            if session and event.ip and str(told.get("LogonType")) in REMOTE:
                self.known[session] = event.ip
                if len(self.known) > MOST:
                    self.known.popitem(last=False)
            return
        if event.ip or not self.known:
            return
        session = self._name(event, told.get("SubjectLogonId") or (told.get("TargetLogonId") if code in ENDED else None))
        event.ip = self.known.get(session) if session else None

    @staticmethod
    def _name(event: Event, number: object) -> str:
        """The session on its machine, or nothing for one of the system."""
        said = str(number or "").lower()
        return "" if said in OWN else f"{event.host} {said}"
