"""Which events a rule may be asked about: Sigma's logsource as kind of log, Windows channels and event numbers.

The table is `logsources.yaml`. A rule for a source that is not in it cannot fire here and is counted as not applicable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from stanch.cause.mapping import group, mappings
from stanch.cause.sigma import kept

TABLE = Path(__file__).parent / "logsources.yaml"
WINDOWS = "windows"
FIREWALL, GATEWAY = "firewall", "gateway"
ASKED_OTHERWISE = frozenset((WINDOWS, "web", "antivirus_cef", "malwarebytes", "kaspersky"))
AT_GATEWAYS = (
    ("action", "event.action"),
    ("dst_ip", "destination.ip"),
    ("dst_port", "destination.port"),
    ("src_ip", "source.ip"),
    ("src_port", "source.port"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Events of one kind; on Windows of these channels and with these numbers (empty: all). `fields` are names that the
    event has under another name: (as the rule calls it, as the event calls it).
    """

    kind: str
    channels: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    fields: tuple[tuple[str, str], ...] = ()

    def admits(self, channel: str, number: int | None) -> bool:
        """Whether events of this channel (small letters) and number are among these."""
        return (not self.channels or channel in self.channels) and (not self.numbers or number in self.numbers)


@dataclass(frozen=True, slots=True)
class Other:
    """A logsource that is one kind of log."""

    kind: str
    category: str | None = None
    product: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """Where a category of Windows events is found."""

    service: str
    numbers: tuple[int, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The content of `logsources.yaml`."""

    services: dict[str, tuple[str, ...]]
    categories: dict[str, tuple[Events, ...]]
    others: tuple[Other, ...]
    keys: dict[str, tuple[str, ...]]


@cache
def table() -> Table:
    """The table, read once; from the user's cache where that holds the same text, since reading YAML is long."""
    place = kept.place("sources", [TABLE.read_bytes(), Path(__file__).read_bytes()])
    known = kept.read(place)
    if known:
        return msgspec.convert(known, Table)
    from stanch import datafile

    found = datafile.read(TABLE, Table)
    if place:
        kept.write(place, msgspec.to_builtins(found))
    return found


@cache
def sources_of(category: str | None, product: str | None, service: str | None) -> tuple[Source, ...]:
    """The events that a rule with this logsource is meant for; none where no log here has such."""
    found = list(_windows(category, service)) if product in (WINDOWS, None) else []
    for other in table().others:
        wanted = (other.category, other.product, other.service)
        given = (category, product, service)
        # What the table leaves open, a rule may say or not; what it says, the rule must say.
        if all(one is None or one == two for one, two in zip(wanted, given, strict=True)):
            found.append(Source(other.kind))
            break
    if category == FIREWALL:
        return (*found, *_connections())
    return (*found, *map(Source, group(category))) if category else tuple(found)


def _connections() -> Iterator[Source]:
    """Every log of connections, by the names that Sigma's taxonomy has for firewalls."""
    for one in mappings().values():
        if one.group == GATEWAY:
            yield Source(one.kind, fields=AT_GATEWAYS)
        elif "destination.ip" in one.fields and one.kind not in ASKED_OTHERWISE:
            # Of several own names the first that says something counts: it comes last, since what comes later stands.
            own = [(name, named) for name, ecs in AT_GATEWAYS for named in reversed(one.fields.get(ecs, ()))]
            yield Source(one.kind, fields=tuple(own))


def _windows(category: str | None, service: str | None) -> list[Source]:
    services, categories = table().services, table().categories
    channels = frozenset(name.lower() for name in services.get(service or "", ()))
    if category:
        listed = [
            Source(
                WINDOWS,
                frozenset(name.lower() for name in services[events.service]),
                frozenset(events.numbers),
                tuple(sorted(events.fields.items())),
            )
            for events in categories.get(category, ())
        ]
        return [source for source in listed if not channels or source.channels & channels]
    return [Source(WINDOWS, channels)] if channels else [Source(WINDOWS)] if service is None else []


def class_of(kind: str, fields: dict[str, Any]) -> tuple[Any, ...]:
    """What decides which rules an event of this kind is asked: its kind and the fields named in `keys`."""
    if kind == WINDOWS:
        return kind, str(fields.get("Channel") or "").lower(), number_of(fields.get("EventID"))
    names = table().keys.get(kind)
    return (kind, *(_key(fields.get(name)) for name in names)) if names else (kind,)


def _key(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def number_of(value: Any) -> int | None:
    """An event's number, which some exports write as text."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def known_of(key: tuple[Any, ...], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that all events of the class share, as the event has them."""
    names = ("Channel", "EventID") if key[0] == WINDOWS else table().keys.get(key[0], ())
    return {name: fields.get(name) for name in names}
