"""A record of JSON as the cells of a row: values by dotted name, lists as numbered names, settings under the names they give themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

DEEPEST = 20
MOST_BESIDE = 8  # objects of one list within a record that stand beside each other in its row
# How databases write what sort of value it is (DynamoDB, Firestore, MongoDB, Avro).
_SORTS = frozenset(
    (
        *("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "stringValue", "integerValue", "doubleValue", "booleanValue"),
        *("timestampValue", "nullValue", "mapValue", "arrayValue", "$oid", "$date", "$numberLong", "$numberInt", "$numberDouble"),
        *("$numberDecimal", "$uuid", "string", "int", "long", "double", "float", "boolean"),
    )
)
_PARTS = {"mapValue": "fields", "arrayValue": "values"}
# A list of settings: each object says what its value is called.
_NAMES = (
    "label",
    "title",
    "question",
    "display_name",
    "displayName",
    "name",
    "key",
    "field",
    "attribute_code",
    "attribute",
    "code",
    "property",
)
_VALUES = ("value", "val", "answer", "text_value", "response", "content", "text", "data")
# What a related record is wrapped in: `address.data.attributes.street`.
_ENVELOPES = frozenset({"data", "attributes", "node", "fields"})
MOST_BESIDE_VALUE = 8  # other names in such an object


def scalars(values: Iterable[Any]) -> bool:
    """Whether none of them holds others."""
    return not any(isinstance(one, dict | list) for one in values)


def flat(record: Mapping[str, Any], lead: str = "") -> dict[str, str]:
    """A record's values by dotted name; lists as numbered names."""
    found: dict[str, str] = {}
    for key, given in record.items():
        name, value = f"{lead}{key}", _plain(given) if isinstance(given, dict) else given
        if lead and key in _ENVELOPES and isinstance(value, dict):
            found |= {inner: said for inner, said in flat(value, lead).items() if inner not in found}
            continue
        if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
            value = settings(value) or {str(place): _plain(one) for place, one in enumerate(value)}
        if isinstance(value, dict) and lead.count(".") < DEEPEST:
            found |= flat(value, name + ".")
        elif isinstance(value, list):
            found[name] = "; ".join(map(str, value))
        elif value is not None:
            found[name] = str(value) if not isinstance(value, dict) else json.dumps(value)
    return found


def _plain(value: Any) -> Any:
    """A value without the word that says of what sort it is: `{"S": "Ann"}`, `{"$date": {"$numberLong": "…"}}`."""
    for _ in range(4):
        if not isinstance(value, dict) or len(value) != 1:
            break
        sort, inner = next(iter(value.items()))
        if sort not in _SORTS:
            break
        part = _PARTS.get(sort)
        value = (inner.get(part, {}) if isinstance(inner, dict) else inner) if part else inner
        if sort == "$date":
            value = _day(_plain(value))
    return value


def _day(value: Any) -> Any:
    """Milliseconds since 1970 as a day and time."""
    number = str(value)
    if number.removeprefix("-").isdigit():
        try:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(number))).replace(tzinfo=None).isoformat()
        except OverflowError:
            return value
    return value


def settings(listed: list[Any]) -> dict[str, Any]:
    """What a list of settings says, by the name of each; nothing where it is no such list: `[{"name": "SSN", "value": "…"}]`."""
    found: dict[str, Any] = {}
    for one in listed:
        if not isinstance(one, dict) or len(one) > MOST_BESIDE_VALUE:
            return {}
        value = next((key for key in _VALUES if key in one), None)
        if value is None and isinstance(sort := one.get("type"), str) and sort in one:  # Typeform: `{"type": "email", "email": "…"}`
            value = sort
        if value is None:
            return {}
        name = next((said for key in _NAMES if (said := _called(one.get(key)))), "")
        if not name or name in found or not isinstance(one[value], str | int | float | bool | list | None):
            return {}
        found[name] = one[value]
    return found


def _called(value: Any) -> str:
    """What an object is called, or one that stands for it."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("title", "label", "name", "ref") if isinstance(value.get(key), str)), "")
    return value if isinstance(value, str) and any(map(str.isalpha, value)) else ""
