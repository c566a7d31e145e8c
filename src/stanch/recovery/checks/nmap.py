"""nmap's XML (`nmap -oX`): each port of each host, and its state. Read without entities and without a DTD."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation, moment

TOOL = "nmap"
# RFC 1918, RFC 6598 and RFC 4193: addresses that nobody outside can reach
INSIDE = tuple(ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"))
# Ports that open a machine or a database. nmap counts closed ports together; these are told one by one where they were scanned,
# so that a port that nobody looked at is not taken for a closed one.
ASKED = (21, 22, 23, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 9200, 10000, 11211, 27017)


def recognise(head: str) -> bool:
    """Whether it is nmap's own document."""
    return "<nmaprun" in head


def read(text: str) -> Iterator[Observation]:
    """A port is `open`, `closed`, `filtered`, or what else nmap calls it. On an address within the firm it is an `inside port`: such a
    scan says nothing of what the internet sees.

    Raises `ValueError` for a scan that was broken off, or in which no port was looked at.
    """
    from lxml import etree

    run = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    at = moment(run.get("start"))
    if any(one.get("exit") == "error" for one in run.iter("finished")):
        raise ValueError("the scan was broken off")
    looked = False
    scanned = {one.get("protocol"): _ranges(one.get("services", "")) for one in run.iter("scaninfo")}
    for host in run.iter("host"):
        address = next((str(one.get("addr")) for one in host.iter("address") if one.get("addrtype") != "mac"), "unnamed host")
        place = "inside " if _is_inside(address) else ""
        for check, state in _ports(host, scanned):
            looked = True
            yield Observation(TOOL, address, place + check, state, at)
    if not looked:
        raise ValueError("no port was looked at: scan with -Pn, without -sn and without --open")


def _is_inside(address: str) -> bool:
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    return number.is_loopback or number.is_link_local or any(number in network for network in INSIDE if network.version == number.version)


def _ports(host: Any, scanned: dict[str, list[tuple[int, int]]]) -> Iterator[tuple[str, str]]:
    told: set[tuple[str, int]] = set()
    for port in host.iter("port"):
        state = port.find("state")
        told.add((port.get("protocol"), int(port.get("portid"))))
        yield f"port {port.get('portid')}/{port.get('protocol')}", str(state.get("state") if state is not None else "unknown")
    rest = [str(one.get("state")) for one in host.iter("extraports")]
    for protocol, ranges in scanned.items():
        for number in ASKED:
            # Where ports were counted under several states nobody can say which has which.
            if len(rest) == 1 and (protocol, number) not in told and any(first <= number <= last for first, last in ranges):
                yield f"port {number}/{protocol}", rest[0]


def _ranges(services: str) -> list[tuple[int, int]]:
    """`1-1000,3389` as pairs. Raises `ValueError`."""
    pairs = [one.partition("-") for one in services.split(",") if one]
    return [(int(first), int(last or first)) for first, _, last in pairs]
