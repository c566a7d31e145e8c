"""Facts as the case keeps them: one value a key, with its source and the time it became known; no value is ever lost."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, get_type_hints

import msgspec

from stanch.errors import WrongCall
from stanch.records import Facts, from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a fact has or had."""

    key: str
    value: Any
    source: str
    known_at: datetime
    recorded_at: datetime
    recorded_by: str
    is_current: bool


def keys() -> list[str]:
    """Every key a fact may have: `org.name`, `incident.kind`, `affected`, …"""
    found = []
    for name, kind in get_type_hints(Facts).items():
        if is_dataclass(kind):
            found += [f"{name}.{field.name}" for field in fields(kind)]
        else:
            found.append(name)
    return found


def spread(facts: Facts) -> dict[str, str]:
    """The facts as key and canonical JSON."""
    plain = to_plain(facts)
    return {key: json.dumps(_at(plain, key), sort_keys=True, ensure_ascii=True) for key in keys()}


def gather(values: Mapping[str, str]) -> Facts:
    """The facts of keys and JSON. Raises `WrongCall` that names the key where a value is of the wrong sort."""
    plain: dict[str, Any] = {}
    for key, text in values.items():
        group, _, name = key.partition(".")
        if name:
            plain.setdefault(group, {})[name] = json.loads(text)
        else:
            plain[group] = json.loads(text)
    try:
        return from_plain(Facts, plain)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$.")
        raise WrongCall(what, where=place.rstrip("`"), do="See the fact's description in the documentation of facts.") from None


def checked_key(key: str) -> str:
    """The key. Raises `WrongCall` with the nearest known one."""
    if key in keys():
        return key
    near = difflib.get_close_matches(key, keys(), n=1)
    raise WrongCall(
        f"unknown fact {key!r}", do=f"The nearest known fact is {near[0]}." if near else "Known facts are in the documentation."
    )


def _at(plain: dict[str, Any], key: str) -> Any:
    group, _, name = key.partition(".")
    return plain[group][name] if name else plain[group]
