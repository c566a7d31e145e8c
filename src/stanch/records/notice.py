"""A letter or filing, its checks, its approval and delivery."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Check:
    """A content that a duty demands or forbids, and whether this notice obeys. `where` quotes the section that does."""

    duty: str
    content: str
    kind: Literal["must_contain", "must_not_contain"]
    passed: bool
    where: str
    cite: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One draft to one recipient.

    `form`: `letter` (to a person), `email`, `filing` (regulator, bureau, media, owner). `fields` fill the text
    `text_id` (a folder under `notices/texts/<language>/`). `missing` lists what must be filled before it may go.
    """

    id: str
    form: Literal["letter", "email", "filing"]
    recipient: str
    jurisdiction: str
    duties: tuple[str, ...]
    language: str
    text_id: str
    fields: dict[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    person: str | None = None
    address: tuple[str, ...] = ()
    email: str | None = None
    checks: tuple[Check, ...] = ()
    missing: tuple[str, ...] = ()
    status: Literal["draft", "approved", "sent", "held"] = "draft"
    file: str = ""
