"""Values as PHP writes them into cells (`a:2:{s:5:"email";s:15:"ann@example.com";…}`): metadata of WordPress, sessions, orders of shops."""

from __future__ import annotations

import re
from typing import Any

BEGINS = ("a:", "O:")
_HEAD = re.compile(rb'(?:N;|b:([01]);|i:(-?\d+);|d:([^;]{1,40});|[sS]:(\d+):"|([aC]):(\d+):\{|O:\d+:"([^"]*)":(\d+):\{|[rR]:\d+;)')
DEEPEST, MOST = 20, 20_000


def loads(cell: str) -> Any:
    """The dictionary (objects are ones too) or list in a cell. Raises `ValueError` where it is none, or nested too deep."""
    raw = cell.strip().encode("utf-8", "surrogatepass")
    value, end = _value(raw, 0, 0)
    if end != len(raw):
        raise ValueError("more than one value")
    return value


def _value(raw: bytes, at: int, depth: int) -> tuple[Any, int]:
    told = _HEAD.match(raw, at)
    if told is None or depth > DEEPEST:
        raise ValueError("no value of PHP")
    at = told.end()
    if told[1] or told[2] or told[3]:
        return (told[1] == b"1" if told[1] else (told[2] or told[3]).decode()), at
    if told[4]:
        end = at + int(told[4])
        if raw[end : end + 2] != b'";':
            raise ValueError("a text of another length")
        return raw[at:end].decode("utf-8", "replace"), end + 2
    many = told[6] or told[8]
    return _held(raw, at, int(many), depth) if many else (None, at)


def _held(raw: bytes, at: int, many: int, depth: int) -> tuple[Any, int]:
    found: dict[str, Any] = {}
    for _ in range(min(many, MOST)):
        name, at = _value(raw, at, depth + 1)
        found[str(name).rpartition("\0")[2]], at = _value(raw, at, depth + 1)  # a private field has its class before it
    if raw[at : at + 1] != b"}":
        raise ValueError("a list of another length")
    is_list = list(found) == [str(number) for number in range(len(found))]
    return (list(found.values()) if is_list and found else found), at + 1
