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
