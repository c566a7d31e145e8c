"""nmap's XML (`nmap -oX`): each port of each host, and its state. Read without entities and without a DTD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation, moment

TOOL = "nmap"
# Ports that open a machine or a database. nmap counts closed ports together; these are told one by one where they were scanned,
# so that a port that nobody looked at is not taken for a closed one.
ASKED = (21, 22, 23, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 9200, 10000, 11211, 27017)


def recognise(head: str) -> bool:
    """Whether it is nmap's own document."""
    return "<nmaprun" in head


def read(text: str) -> Iterator[Observation]:
    """A port is `open`, `closed`, `filtered`, or what else nmap calls it."""
    from lxml import etree

    run = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    at = moment(run.get("start"))
    scanned = {one.get("protocol"): _ranges(one.get("services", "")) for one in run.iter("scaninfo")}
    for host in run.iter("host"):
        address = next((str(one.get("addr")) for one in host.iter("address") if one.get("addrtype") != "mac"), "unnamed host")
        for check, state in _ports(host, scanned):
            yield Observation(TOOL, address, check, state, at)


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
