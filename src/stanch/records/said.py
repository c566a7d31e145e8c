"""What only people can tell of the letters: what was done, whom to call, who signs. One value of one key, never removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A value that somebody stated, as text; dates as ISO days, a logo as base64.

    `key` is a word of `notices/asked.yaml`, or `<form>.<box>` for one box of one form. `language` is empty where the
    value holds in every language. A later value of the same key and language takes its place; an empty one withdraws it.
    """

    key: str
    value: str
    language: str = ""
    known_at: datetime | None = None
    by: str = ""
    source: str = ""


def current(said: list[Said]) -> list[Said]:
    """The values that stand, in the order in which their keys were first told."""
    last = {(one.key, one.language): one for one in said}
    return [one for one in last.values() if one.value]
