"""What came of a tabletop exercise: decisions held against what was best, clocks against the law, steps against the plan of containment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ClockState = Literal["kept", "late", "missed", "running"]


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what was asked when, what was chosen, the share of what could be won (0 to 1), and what would have been better.

    `minutes` are None where nobody measured; `is_slow`: more than the `limit` was taken, and half the share is lost.
    """

    id: str
    at: datetime
    asked: str
    chosen: tuple[str, ...]
    share: float
    why: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    minutes: float | None = None
    limit: float = 0.0
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class ClockHeld:
    """A duty of the law with its date: kept, told too late, not told when it ran out, or still running at the end of the exercise."""

    duty: str
    jurisdiction: str
    recipient: str
    due: datetime
    told_at: datetime | None
    state: ClockState
    hours_late: float
    cite: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the plan of containment: its place in the order, and when it was taken, if it was."""

    order: int
    do: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole: shares from 0 to 1, None where nothing could be counted; `score` is their mean in hundredths.

    `faults` say what stood in the wrong order or was left out, with the plan's reason.
    `unsettled` are duties that hang on an open question.
    """

    exercise: str
    title: str
    begins: datetime
    ends: datetime
    decisions: tuple[Decided, ...]
    clocks: tuple[ClockHeld, ...]
    steps: tuple[StepTaken, ...]
    faults: tuple[str, ...]
    decided_well: float
    clocks_kept: float | None
    in_order: float | None
    score: int
    unsettled: int = 0
