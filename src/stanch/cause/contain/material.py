"""What containment is made of: indicators that were checked, accounts, secrets that lay open, and what was set aside and why."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stanch.cause.contain import shared
from stanch.records import Attack, Containment, Indicator, Window

LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
# What evidence may hold and no file of ours may: line breaks and whatever steers a screen.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that lay in the exposed files: kind, name, mask, how often it stood, and the first places. `rank` 1 is the most urgent."""

    kind: str
    label: str
    masked: str
    places: tuple[str, ...]
    count: int
    rank: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """An indicator that no block list may hold, and why."""

    indicator: Indicator
    why: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file to use: its name below the folder, its text, what it does and how it is used and undone."""

    name: str
    text: str
    does: str
    use: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """Checked indicators by sort. `addresses`: canonical, outside the business's own networks; hashes in lower case, by algorithm."""

    title: str
    moment: datetime
    steps: tuple[Containment, ...]
    addresses: tuple[str, ...]
    domains: tuple[str, ...]
    urls: tuple[str, ...]
    agents: tuple[str, ...]
    users: tuple[str, ...]
    hosts: tuple[str, ...]
    mail_rules: tuple[str, ...]
    hashes: dict[str, tuple[str, ...]]
    secrets: tuple[Secret, ...]
    set_aside: tuple[SetAside, ...]
    kind: str = ""
    statement: str = ""
    window: Window = field(default_factory=Window)
    ongoing: bool | None = None
    logs: tuple[str, ...] = ()  # kinds of log that were read: which platforms there are
    own_names: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()  # that the logs show the intruder on: told, but no command is written for them

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to block, lock or look for."""
        told = (self.addresses, self.domains, self.urls, self.agents, self.users, self.hosts, self.mail_rules, self.secrets)
        return not any(told) and not any(self.hashes.values())


def of(
    attack: Attack,
    *,
    title: str,
    moment: datetime,
    more: Iterable[Indicator] = (),
    secrets: Sequence[Secret] = (),
    own: Iterable[str] = (),
    own_names: Iterable[str] = (),
) -> Material:
    """The material of an account of the attack, with further indicators and the secrets found.

    `own` are networks that must stay open, `own_names` domains that must keep resolving; those of the accounts in the case join them.
    """
    networks = [ipaddress.ip_network(one, strict=False) for one in own]
    kept: dict[str, dict[str, None]] = {}
    aside: list[SetAside] = []
    indicators = dict.fromkeys((*attack.indicators, *more))
    mail = [one.value.rpartition("@")[2] for one in indicators if one.type == "user" and "@" in one.value]
    ours = tuple(dict.fromkeys(one.strip().lower().removeprefix("www.") for one in (*own_names, *mail) if "." in one))
    for indicator in indicators:
        sort, value, why = _checked(indicator, networks)
        if not why and sort == "domain" and is_ours(value, ours):
            why = "it is a domain of your own, or that of an account of the case"
        if why:
            aside.append(SetAside(indicator, why))
        else:
            kept.setdefault(sort, {})[value] = None
    rows = {sort: tuple(values) for sort, values in kept.items()}
    return Material(
        title=title,
        moment=moment,
        steps=attack.containment,
        addresses=tuple(sorted(rows.get("ip", ()), key=_address_order)),
        domains=rows.get("domain", ()),
        urls=rows.get("url", ()),
        agents=rows.get("user_agent", ()),
        users=rows.get("user", ()),
        hosts=rows.get("host", ()),
        machines=tuple(one for one in _machines(attack) if one not in rows.get("host", ())),
        mail_rules=rows.get("mail_rule", ()),
        hashes={name: rows.get(name, ()) for name in HASHES.values()},
        secrets=tuple(sorted(secrets, key=lambda secret: secret.rank)),
        set_aside=tuple(aside),
        kind=attack.cause.kind or "",
        statement=attack.cause.statement,
        window=attack.window,
        ongoing=attack.ongoing,
        logs=tuple(dict.fromkeys(source.kind for source in attack.sources)),
        own_names=ours,
    )


def _machines(attack: Attack) -> list[str]:
    """The machines that the logs show the intruder on, those whose names may stand in a plan."""
    found = (_checked(Indicator("host", one), ()) for one in attack.touched.hosts)
    return [value for _, value, why in found if not why]


def is_ours(name: str, ours: Iterable[str]) -> bool:
    """Whether a name is one of the business's own, or below it."""
    return any(name == one or name.endswith(f".{one}") for one in ours)


def _address_order(text: str) -> tuple[int, int]:
    address = ipaddress.ip_address(text)
    return address.version, int(address)


Checked = tuple[str, str, str]


def _checked(indicator: Indicator, own: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> Checked:
    """The sort and canonical value of an indicator, or why it is set aside."""
    value = indicator.value.strip()
    if not value or len(value) > LONGEST:
        return indicator.type, value, "it is empty or too long to be one"
    if UNPRINTABLE.search(value):
        return indicator.type, value, "it holds characters that would steer a screen or break a line"
    if indicator.type == "ip":
        return _address(value, own)
    if indicator.type == "domain":
        return _domain(value)
    if indicator.type == "hash":
        algorithm = HASHES.get(len(value), "") if re.fullmatch(r"[0-9a-fA-F]+", value) else ""
        return algorithm, value.lower(), "" if algorithm else "it is no MD5, SHA-1 or SHA-256"
    if indicator.type in ("user", "host") and value.startswith("-"):
        return indicator.type, value, "it begins as an option of a command does; write the command by hand"
    return indicator.type, value, shared.account(value) if indicator.type == "user" else ""


def _address(value: str, own: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> Checked:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return "ip", value, "it is no IP address"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    text = str(address)
    if any(address.version == network.version and address in network for network in own):
        return "ip", text, "it is in a network of your own"
    if address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local:
        return "ip", text, "blocking it would cut this machine off from itself"
    if (isinstance(address, ipaddress.IPv4Address) and any(address in network for network in PRIVATE)) or address in UNIQUE_LOCAL:
        return "ip", text, "it is an address inside; isolate that machine instead of blocking it"
    return "ip", text, shared.address(address)


# RFC 1918 and RFC 6598; RFC 4193. Addresses of documentation are let through: practice uses them.
PRIVATE = [ipaddress.IPv4Network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]
UNIQUE_LOCAL = ipaddress.IPv6Network("fc00::/7")


def _domain(value: str) -> Checked:
    try:
        name = value.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return "domain", value, "it is no domain name"
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not all(LABEL.match(label) for label in labels) or labels[-1].isdigit():
        return "domain", value, "it is no domain name"
    return "domain", name, shared.name(name)


def comment(text: str) -> str:
    """Text that may stand in a comment line: nothing breaks the line or steers the screen."""
    return UNPRINTABLE.sub(" ", text)[:LONGEST]
