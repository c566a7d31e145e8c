"""Addresses that a VPN gave out, as four makers' logs tell them."""

from datetime import UTC, date, datetime

import pytest

from stanch.cause.leases import Leases
from stanch.cause.timeline import of_texts

FORTIGATE = (
    'date=2026-03-10 time=01:47:00 devname="FG60" devid="FGT60" logid="0101039424" type="event" tz="+0000" action="tunnel-up" '
    'remip=203.0.113.77 tunnelip=10.8.0.6 user="ann"\n'
)
OPENVPN = "2026-03-10 01:47:00 ann/203.0.113.77:51194 MULTI_sva: pool returned IPv4=10.8.0.6, IPv6=(Not enabled)\n"
CISCO = (
    "Mar 10 2026 01:47:00: %ASA-4-722051: Group <GP> User <ann> IP <203.0.113.77> IPv4 Address <10.8.0.6> IPv6 address <::> "
    "assigned to session\n"
)


@pytest.mark.parametrize("text", [FORTIGATE, OPENVPN, CISCO], ids=["fortigate", "openvpn", "cisco"])
def test_the_address_inside_leads_to_the_one_outside(text: str) -> None:
    leases = Leases()
    for event in of_texts([("vpn.log", text)], date(2026, 6, 1)):
        leases.note(event)
    when = datetime(2026, 3, 10, 3, tzinfo=UTC)
    lease = leases.behind("10.8.0.6", when)
    assert lease is not None
    assert (lease.outside, lease.user) == ("203.0.113.77", "ann")
    assert leases.behind("10.8.0.7", when) is None
    assert leases.behind("10.8.0.6", datetime(2026, 3, 10, 1, tzinfo=UTC)) is None, "before it was given out"
    assert leases.behind("10.8.0.6", datetime(2026, 3, 12, 3, tzinfo=UTC)) is None, "two days later"


def test_of_a_desktop_behind_a_gateway_only_what_its_account_does_is_the_intruders() -> None:
    """A session stolen at a NetScaler opens a desktop at which others work: reads at the file server bear the desktop's address."""
    from stanch.cause.actor import find_actor
    from stanch.cause.detect import watch
    from stanch.cause.places import Places
    from stanch.cause.reach import Joining
    from stanch.cause.sigma import own_rules

    gateway, share = [], []

    def signed_in(day: int, clock: str, user: str, address: str, number: int, *, stolen: bool = False) -> None:
        head = f"<134> 05/{day:02}/2026:{clock}:00 GMT ns1 0-PPE-0 : default SSLVPN"
        context = f"Context {user}@{address} - SessionId: {number} - User {user} - Client_ip {address} - Vserver 198.51.100.2:443"
        gateway.append(f'{head} {"TCPCONNSTAT" if stolen else "LOGIN"} {number} 0 : {context} - Browser_type "Mozilla"')
        desktop = (
            f"Source {address}:54148 - Destination 10.0.0.40:2598 - customername  - username:domainname {user}:ex - applicationName Desktop"
        )
        gateway.append(f"{head} ICASTART {number + 1} 0 :  {desktop} - startTime x - connectionId 1")

    def opened(day: int, clock: str, user: str, file: str) -> None:
        share.append(f"May {day:2} {clock}:30 fs1 smbd_audit[9]: {user}|10.0.0.40|ctx1|HR|open|ok|r|/srv/HR/{file}")

    for day in range(1, 12):
        signed_in(day, "08:00", "paul", "198.51.100.15", 100 * day)
        signed_in(day, "08:10", "mia", "198.51.100.16", 100 * day + 50)
        opened(day, "08:20", "paul", "plan.xlsx")
    signed_in(11, "22:00", "paul", "203.0.113.9", 1100, stolen=True)
    signed_in(11, "22:05", "mia", "198.51.100.16", 1190)
    opened(11, "22:10", "paul", "pay.csv")
    opened(11, "22:12", "mia", "leave.csv")
    logs = [("ns.log", "\n".join(gateway) + "\n"), ("fs.log", "\n".join(share) + "\n")]
    actor = find_actor(watch(of_texts(logs, date(2026, 6, 1)), own_rules()))
    joining = Joining(actor, Places.of(["e/HR/pay.csv", "e/HR/leave.csv", "e/HR/plan.xlsx"]))
    for _ in joining.watching(of_texts(logs, date(2026, 6, 1))):
        pass
    assert "203.0.113.9" in actor.addresses
    assert set(joining.places_reached) == {"e/HR/pay.csv"}
