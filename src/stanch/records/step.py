"""Steps of the first hours that somebody can say were taken: each known by its own words, so that other words are another step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.records.unit import Unread


@dataclass(frozen=True, slots=True)
class TakenStep:
    """That a step was taken: who said so and when, and what they said of it (who did it, and how)."""

    step: str
    by: str
    at: datetime
    note: str = ""


def step_id(words: str) -> str:
    """What a step is known by. One that names another account, after more logs were read, is another step, and was not taken yet."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def unread_id(unread: Iterable[Unread]) -> str:
    """What looking at these unread files is known by: with one more among them it is to be done again."""
    return step_id("\n".join([one.locator for one in unread]))
