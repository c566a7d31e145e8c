"""An event as a worker writes it down, and as it is read back: its fields apart from the rest, since few events are asked for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec

from stanch.cause.event import Event
from stanch.cause.moments import UNSTATED
from stanch.cause.sessions import InSession

_EPOCH, _MICRO = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_UNSTATED = datetime(1970, 1, 1, tzinfo=UNSTATED)
_JSON = b"[{"  # how JSON begins; no list or map of MessagePack does
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


class ReadBack(Event):
    """An event as it was written down. Its fields are unpacked when they are first asked for."""

    __slots__ = ("_fields", "_packed", "session")

    def __init__(self, head: bytes, packed: bytes, file: str, base: int) -> None:
        """`base`: lines that stand before the stretch, where the event's line is counted from its beginning."""
        told = _told(head)
        micros, zone, self.kind, line, self.ip, self.user, self.target, self.succeeded, self.sent, self.host, self.action, *told = told
        self.uid, self.mark, fired, session = told
        self.time = _time(micros, zone)
        self.file, self.line = file, line if line >= 0 else base - line
        self.fired = tuple(fired)
        self.session = InSession(*session) if session else None
        self._packed = packed
        self._fields: dict[str, Any] | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """By the names of the log's kind."""
        if self._fields is None:
            self._fields = dict(_told(self._packed))
        return self._fields

    @fields.setter
    def fields(self, fields: dict[str, Any]) -> None:
        self._fields = fields


def packed_event(event: Event, line: int, mark: int | None, fired: Sequence[int], session: InSession | None) -> bytes:
    """All but the fields. A line that is counted from the beginning of a stretch is given as less than zero."""
    zone = event.time.tzinfo
    offset = None if zone is UNSTATED else 0 if zone is UTC else int((event.time.utcoffset() or timedelta()).total_seconds())
    told = [_micros(event), offset, event.kind, line, event.ip, event.user, event.target, event.succeeded, event.sent, event.host]
    return _packed([*told, event.action, event.uid, mark, fired, session])


def packed_fields(event: Event) -> bytes:
    """The fields."""
    return _packed(event.fields)


def mark_of(event: Event) -> int:
    """Eight bytes by which the same event in another log is known, the same in every process."""
    told = (said if isinstance(said, str | int | float | bool | None) else str(said) for said in event.fields.values())
    digest = hashlib.blake2b(_packed([_micros(event), event.user, event.target, *told]), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _micros(event: Event) -> int:
    return (event.time - _EPOCH) // _MICRO


def _packed(content: Any) -> bytes:
    try:
        return _encode(content)
    except (OverflowError, UnicodeError, TypeError, ValueError, RecursionError):  # numbers past 64 bits, halves of a sign of two
        return json.dumps(content, default=str).encode()


def _told(packed: bytes) -> Any:
    return json.loads(packed) if packed[0] in _JSON else _decode(packed)


def _time(micros: int, offset: int | None) -> datetime:
    if offset is None:
        return _UNSTATED + timedelta(microseconds=micros)
    time = _EPOCH + timedelta(microseconds=micros)
    return time.astimezone(timezone(timedelta(seconds=offset))) if offset else time
