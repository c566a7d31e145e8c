"""Facts, their history, and what a value would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FactState:
    """One fact: its value now (null: unknown), and where it was stated, its source."""

    key: str
    value: Any
    source: str | None
    known_at: datetime | None
    recorded_at: datetime | None
    recorded_by: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value that a fact has or had."""

    value: Any
    source: str
    known_at: datetime
    recorded_at: datetime
    recorded_by: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FactHistory:
    """One fact with all its values, oldest first."""

    fact: FactState
    history: list[FactValue]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a duty (`owed`, `open`, `not_owed`, `earlier`, `later`, `clock_known`, `clock_unknown`); its moment before, after."""

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    turn: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a value would change."""

    effects: list[Effect]
