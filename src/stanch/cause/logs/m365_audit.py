"""Microsoft 365 unified audit log: exports of the Purview search (CSV with an AuditData column) and of
Search-UnifiedAuditLog (JSON array or a record a line, AuditData as text or object).

Field names follow Microsoft's "Office 365 Management Activity API schema".
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from stanch.cause.event import Event
from stanch.cause.logs import YearOf, lines, moment

KIND = "m365"
_FAILED = ("UserLoginFailed", "Failed", "Failure", "False")
csv.field_size_limit(1 << 24)


def recognise(head: str) -> bool:
    """Whether the words that every export has stand at its beginning."""
    return ("AuditData" in head and ("Operation" in head or "RecordType" in head)) or ('"Workload"' in head and '"CreationTime"' in head)


def parse(pieces: Iterable[str], file: str, _year_of: YearOf) -> Iterator[Event | None]:
    """The records in order; `line` is the number of the record in an array, of the line otherwise."""
    for number, record in _records(pieces):
        yield _event(record, file, number) if record is not None else None


def _records(pieces: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    stream = iter(pieces)
    first = next(stream, "").lstrip("\ufeff \r\n\t")
    rest = _chain(first, stream)
    if first.startswith("["):
        yield from _array(rest)
    elif first.startswith("{"):
        for number, line in lines(rest):
            if line.strip():
                yield number, _object(line.strip().rstrip(","))
    else:
        for number, row in enumerate(csv.DictReader(text for _, text in lines(rest)), 2):
            yield number, row


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _array(pieces: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The objects of one JSON array that comes in pieces; a broken object ends the reading with one None."""
    decoder, buffer, number, ended = json.JSONDecoder(), "", 0, False
    for piece in pieces:
        buffer = (buffer + piece).lstrip("[ \r\n\t,") if not number else buffer + piece
        at = 0
        while not ended:
            while at < len(buffer) and buffer[at] in " \r\n\t,":
                at += 1
            if at < len(buffer) and buffer[at] == "]":
                ended = True
                break
            try:
                value, at = decoder.raw_decode(buffer, at)
            except ValueError:
                break  # the object goes on in the next piece
            number += 1
            yield number, value if isinstance(value, dict) else None
        buffer = buffer[at:]
    if not ended and buffer.strip(" \r\n\t,]"):
        yield number + 1, None


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _event(record: dict[str, Any], file: str, number: int) -> Event | None:
    inner = record.get("AuditData", record)
    detail = _object(inner) if isinstance(inner, str) else inner
    if not isinstance(detail, dict):
        return None
    time = moment(str(detail.get("CreationTime") or record.get("CreationDate") or record.get("CreationTime") or ""))
    if time is None:
        return None
    fields: dict[str, Any] = {key: value for key, value in detail.items() if isinstance(value, str | int | float | bool)}
    for key in ("Parameters", "ExtendedProperties", "OperationProperties", "ModifiedProperties"):
        for one in detail.get(key) or []:
            if isinstance(one, dict) and "Name" in one:
                fields[f"{key}.{one['Name']}"] = one.get("Value", one.get("NewValue"))
    fields.setdefault("Operation", record.get("Operations") or record.get("Operation"))
    fields.setdefault("UserId", record.get("UserIds") or record.get("UserId"))
    ip = _address(str(fields.get("ClientIP") or fields.get("ClientIPAddress") or fields.get("ActorIpAddress") or ""))
    fields["ClientIP"] = ip
    user = str(fields.get("UserId") or "").lower() or None
    failed = fields.get("Operation") in _FAILED or str(fields.get("ResultStatus", "")) in _FAILED
    return Event(
        time,
        KIND,
        file,
        number,
        fields,
        ip=ip,
        user=user,
        target=str(fields.get("ObjectId") or "") or None,
        succeeded=not failed,
        sent=_size(fields),
    )


def _size(fields: dict[str, Any]) -> int:
    try:
        return int(fields.get("FileSizeBytes") or 0)
    except (TypeError, ValueError):
        return 0


def _address(text: str) -> str | None:
    """The address without port and brackets: `[2001:db8::1]:443`, `192.0.2.1:1234`."""
    text = text.strip().removeprefix("::ffff:")
    if text.startswith("["):
        return text[1:].partition("]")[0] or None
    return (text.partition(":")[0] if text.count(":") == 1 else text) or None
