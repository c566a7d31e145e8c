"""Duties, clocks and actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stanch.records import Action, Containment, TakenStep


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action, with the revision that a decision names."""

    action: Action
    revision: str


@dataclass(frozen=True, slots=True)
class Actions:
    """Containment of the first hours, and the corrective actions."""

    containment: list[Containment]
    actions: list[ActionState]


@dataclass(frozen=True, slots=True)
class StepState:
    """A step of the first hours, who said when that it was taken (or null), and what must be done before it. `revision` is what a decision
    names.
    """

    id: str
    do: str
    why: str
    do_not: str
    taken: TakenStep | None
    waits_for: list[str]
    revision: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the first hours, in their order."""

    steps: list[StepState]


@dataclass(frozen=True, slots=True)
class CauseState:
    """The cause (`cause`) or a control that failed (the id of the action that mends it), what speaks for it, and what a person said of it:
    `confirmed`, `refuted` or `open`. `has_changed`: it was said of another sentence. `revision` is what a decision names.
    """

    id: str
    says: str
    why: str
    confidence: float
    controls: list[str]
    verdict: str
    by: str
    at: datetime | None
    grounds: str
    has_changed: bool
    revision: str


@dataclass(frozen=True, slots=True)
class Causes:
    """The cause, and the controls that failed, the surest first."""

    causes: list[CauseState]


@dataclass(frozen=True, slots=True)
class DutyForm:
    """The main fields of a duty; it is sent as `stanch duties --json` prints it. `revision` is what a decision names."""

    id: str
    jurisdiction: str
    recipient: str
    required: bool | Literal["conditional"]
    status: str
    cite: str
    reason: str
    revision: str


@dataclass(frozen=True, slots=True)
class Duties:
    """All duties, owed or not."""

    duties: list[DutyForm]


@dataclass(frozen=True, slots=True)
class ClockForm:
    """A clock as `stanch clocks --json` prints it."""

    due: datetime | None
    jurisdiction: str
    recipient: str
    remaining_hours: float | None
    cite: str
    duty: str
    required: bool | Literal["conditional"]
    status: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks that run, the most urgent first."""

    clocks: list[ClockForm]
