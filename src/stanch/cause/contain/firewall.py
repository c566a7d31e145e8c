"""Block lists for firewalls: nftables, and Windows Firewall by PowerShell."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence

from stanch.cause.contain.material import Artefact, Material, comment

TABLE = "stanch_block"
GROUP = "Stanch block list"
AT_ONCE = 500  # addresses of one rule; Windows takes some thousand a rule


def make(material: Material) -> Iterator[Artefact]:
    """The lists, where there is an address to block."""
    if not material.addresses:
        return
    many = "1 address" if len(material.addresses) == 1 else f"{len(material.addresses):,} addresses"
    yield Artefact(
        "block/nftables.nft",
        _nftables(material),
        f"drops all traffic from and to {many} on a Linux machine or router, counts and logs it",
        "Load it: `nft -f block/nftables.nft`.",
        f"`nft delete table inet {TABLE}`",
    )
    yield Artefact(
        "block/windows-firewall.ps1",
        _windows(material),
        f"blocks {many} in both directions on a Windows machine",
        "In PowerShell as administrator: `.\\block\\windows-firewall.ps1`.",
        f"`Remove-NetFirewallRule -Group '{GROUP}'`",
    )
    yield Artefact(
        "block/addresses.txt",
        "".join(f"{address}\n" for address in material.addresses),
        "one address a line, for a firewall that takes a list (FortiGate, Palo Alto, pfSense, Cisco and others do)",
        "Import it as an address list or external feed; deny in both directions, above every rule that allows.",
    )


def _nftables(material: Material) -> str:
    four, six = _by_version(material.addresses)
    lines = [
        "#!/usr/sbin/nft -f",
        f"# {comment(material.title)}: addresses seen in the attack, as of {material.moment:%Y-%m-%d %H:%M} UTC.",
        "# A table of its own: it touches no other rule, and loading it again replaces it.",
        f"table inet {TABLE}",
        f"delete table inet {TABLE}",
        f"table inet {TABLE} {{",
    ]
    for name, kind, addresses in (("addresses4", "ipv4_addr", four), ("addresses6", "ipv6_addr", six)):
        if addresses:
            listed = ",\n            ".join(addresses)
            lines.append(f"    set {name} {{\n        type {kind}\n        elements = {{\n            {listed}\n        }}\n    }}")
    for hook, side in (("input", "saddr"), ("forward", "saddr"), ("forward", "daddr"), ("output", "daddr")):
        rules = [
            f'        {family} {side} @{name} limit rate 10/minute burst 20 packets log prefix "stanch-block "\n'
            f"        {family} {side} @{name} counter drop"
            for family, name, addresses in (("ip", "addresses4", four), ("ip6", "addresses6", six))
            if addresses
        ]
        if rules:
            # Before every other filter (priority filter is 0), so that no earlier rule accepts.
            lines.append(
                f"    chain {hook}_{side} {{\n        type filter hook {hook} priority -200; policy accept;\n"
                + "\n".join(rules)
                + "\n    }"
            )
    return "\n".join([*lines, "}"]) + "\n"


def _windows(material: Material) -> str:
    lines = [
        f"# {comment(material.title)}: addresses seen in the attack, as of {material.moment:%Y-%m-%d %H:%M} UTC.",
        "# Running it again replaces the rules. A block rule comes before every rule that allows.",
        "$ErrorActionPreference = 'Stop'",
        f"Remove-NetFirewallRule -Group '{GROUP}' -ErrorAction SilentlyContinue",
    ]
    for number, start in enumerate(range(0, len(material.addresses), AT_ONCE), 1):
        listed = ", ".join(f"'{address}'" for address in material.addresses[start : start + AT_ONCE])
        lines += [
            f"New-NetFirewallRule -DisplayName '{GROUP} {number} {direction}' -Group '{GROUP}' -Direction {direction} "
            f"-Action Block -Profile Any -RemoteAddress {listed} | Out-Null"
            for direction in ("Inbound", "Outbound")
        ]
    return "\n".join(lines) + "\n"


def _by_version(addresses: Sequence[str]) -> tuple[list[str], list[str]]:
    four = [one for one in addresses if ipaddress.ip_address(one).version == 4]
    return four, [one for one in addresses if one not in set(four)]
