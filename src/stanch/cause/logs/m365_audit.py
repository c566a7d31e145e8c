"""Microsoft 365 unified audit log: exports of the Purview search (CSV with an AuditData column) and of
Search-UnifiedAuditLog (JSON array or a record a line, AuditData as text or object).

Field names follow Microsoft's "Office 365 Management Activity API schema".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from stanch.cause.event import Event
from stanch.cause.logs import moment
from stanch.cause.moments import YearOf
from stanch.cause.records import address, number, records

KIND = "m365"
RANK = 2
_FAILED = ("UserLoginFailed", "Failed", "Failure", "False")


def recognise(head: str) -> bool:
    """Whether the words that every export has stand at its beginning."""
    return ("AuditData" in head and ("Operation" in head or "RecordType" in head)) or ('"Workload"' in head and '"CreationTime"' in head)


def parse(pieces: Iterable[str], file: str, _year_of: YearOf) -> Iterator[Event | None]:
    """The records in order; `line` is the number of the record in an array, of the line otherwise."""
    for at, record in records(pieces):
        yield _event(record, file, at) if record is not None else None


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _subjects(detail: dict[str, Any]) -> str:
    """The subjects of the messages that an operation was about."""
    listed = detail.get("AffectedItems")
    items = [detail.get("Item"), *(listed if isinstance(listed, list) else ())]
    return "; ".join(str(item["Subject"]) for item in items[:20] if isinstance(item, dict) and item.get("Subject"))


def _event(record: dict[str, Any], file: str, at: int) -> Event | None:
    inner = record.get("AuditData", record)
    detail = _object(inner) if isinstance(inner, str) else inner
    if not isinstance(detail, dict):
        return None
    time = moment(str(detail.get("CreationTime") or record.get("CreationDate") or record.get("CreationTime") or ""))
    if time is None:
        return None
    time = time.astimezone(UTC)  # the schema has all its times in UTC, whether they say so or not
    fields: dict[str, Any] = {key: value for key, value in detail.items() if isinstance(value, str | int | float | bool)}
    for key in ("Parameters", "ExtendedProperties", "OperationProperties", "ModifiedProperties"):
        listed = detail.get(key)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and "Name" in one:
                fields[f"{key}.{one['Name']}"] = one.get("Value", one.get("NewValue"))
    if subjects := _subjects(detail):
        fields["Item.Subject"] = subjects
    fields.setdefault("Operation", record.get("Operations") or record.get("Operation"))
    fields.setdefault("UserId", record.get("UserIds") or record.get("UserId"))
    ip = address(str(fields.get("ClientIP") or fields.get("ClientIPAddress") or fields.get("ActorIpAddress") or ""))
    fields["ClientIP"] = ip
    user = str(fields.get("UserId") or "").lower() or None
    failed = fields.get("Operation") in _FAILED or str(fields.get("ResultStatus", "")) in _FAILED
    return Event(
        time,
        KIND,
        file,
        at,
        fields,
        ip=ip,
        user=user,
        target=str(fields.get("ObjectId") or "") or None,
        succeeded=not failed,
        sent=number(fields.get("FileSizeBytes")),
        action=str(fields.get("Operation") or "") or None,
        uid=str(fields.get("Id") or "") or None,
    )
