"""What many share, and what is the system's own: addresses, names and accounts that no list for blocking or locking may hold."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile

FILE = Path(__file__).parent / "shared.yaml"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Ranges:
    """Networks of one owner, why none of them is blocked, and where the owner lists them."""

    says: str
    source: str
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that many use: `whole` with all below them, `only` by themselves."""

    says: str
    whole: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts of the system, in lower case: whole names, and how names begin or end."""

    says: str
    names: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The data file."""

    networks: tuple[Ranges, ...]
    names: tuple[Names, ...]
    accounts: tuple[Accounts, ...]


@cache
def shared() -> Shared:
    """The lists. Raises `BrokenDataFile`."""
    return datafile.read(FILE, Shared)


@cache
def _networks() -> tuple[tuple[Network, str], ...]:
    return tuple((ipaddress.ip_network(text), one.says) for one in shared().networks for text in one.ranges)


def address(one: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Why this address is not blocked; empty where nothing speaks against it."""
    found = next((says for network, says in _networks() if network.version == one.version and one in network), "")
    return f"it is {found}" if found else ""


def name(domain: str) -> str:
    """Why this name (in lower case) is not made to lead nowhere; empty where nothing speaks against it."""
    for one in shared().names:
        if domain.removeprefix("www.") in one.only or any(domain == whole or domain.endswith(f".{whole}") for whole in one.whole):
            return f"it is {one.says}"
    return ""


def account(user: str) -> str:
    """Why this account is not locked; empty where nothing speaks against it."""
    plain = user.strip().lower()
    for one in shared().accounts:
        if plain.rpartition("\\")[2] in one.names or plain.startswith(one.before) or plain.endswith(one.after):
            return f"it is {one.says}"
    return ""
