"""Corrective actions from the cause: which would have stopped this breach, who does them, by when, and what proves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.records import Action, Attack, Facts
from stanch.recovery.judging import Test

HERE = Path(__file__).parent / "controls"


@dataclass(frozen=True, slots=True)
class Example:
    """A cause and techniques, and whether this control must be among the actions and would have stopped it."""

    name: str
    cause: str | None
    techniques: tuple[str, ...] = ()
    chosen: bool = True
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What tools saw (`tool`, subject, check, value, day) on a day, and what comes of it where the breach touched those platforms."""

    name: str
    on: date
    seen: tuple[tuple[str, str, str, str, date], ...]
    outcome: str
    touched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A measure against repetition.

    `causes` (words of causes.yaml, or `any`) and `techniques` (ATT&CK) call for it; `stops` names those of them that it
    would have stopped. `controls` are its references in ATT&CK mitigations, NIST SP 800-53 r5 and CIS Controls v8.
    `days` from the assessment to its due date, `effort` small | medium | large. `tests`: which results of tools prove it; where
    there are none a person states that it is done. `trials` are examples of them. `by_technique`: where logs tell how it was done, the
    cause alone does not call for it: an intrusion by VPN needs no filter before the web site.
    """

    id: str
    title: str
    why: str
    owner: str
    days: int
    effort: str
    controls: tuple[str, ...]
    proof_needed: str
    causes: tuple[str, ...]
    examples: tuple[Example, ...]
    techniques: tuple[str, ...] = ()
    stops: tuple[str, ...] = field(default_factory=tuple)
    tests: tuple[Test, ...] = ()
    trials: tuple[Trial, ...] = ()
    by_technique: bool = False
    failed: str = ""  # what its absence meant, where it would have stopped a breach


@cache
def controls() -> tuple[Control, ...]:
    """All controls, by file name. Raises `BrokenDataFile`."""
    return tuple(datafile.read(file, Control) for file in sorted(HERE.glob("*.yaml")))


def control_of(action: str) -> Control | None:
    """The control that an action carries out, or None for one that no file knows any more."""
    return next((control for control in controls() if control.id == action), None)


def plan(attack: Attack, facts: Facts) -> list[Action]:
    """The corrective actions, first those that would have stopped this breach, then by effort and date.

    Dates count from the day of the assessment (`facts.as_of`); without one they stay open.
    """
    cause = attack.cause.kind or facts.incident.kind
    techniques = {technique for detection in attack.detections for technique in detection.techniques} if attack.story else set()
    chosen = [(control, stops(control, cause, techniques)) for control in controls() if applies(control, cause, techniques)]
    chosen.sort(key=lambda pair: (not pair[1], ("small", "medium", "large").index(pair[0].effort), pair[0].days, pair[0].id))
    return [_action(control, would_stop, order, facts.as_of) for order, (control, would_stop) in enumerate(chosen, 1)]


def applies(control: Control, cause: str | None, techniques: set[str]) -> bool:
    """Whether the cause or a technique that was seen calls for this control."""
    by_cause = cause in control.causes and not (control.by_technique and techniques)
    return "any" in control.causes or by_cause or bool(_seen(control.techniques, techniques))


def stops(control: Control, cause: str | None, techniques: set[str]) -> bool:
    """Whether the control would have stopped this breach."""
    return cause in control.stops or bool(_seen(control.stops, techniques))


def _seen(named: tuple[str, ...], techniques: set[str]) -> set[str]:
    # T1110 stands for its sub-techniques too
    return {technique for technique in techniques if technique in named or technique.partition(".")[0] in named}


def _action(control: Control, would_stop: bool, order: int, as_of: date | None) -> Action:
    return Action(
        id=control.id,
        title=control.title,
        why=control.why,
        owner=control.owner,
        due=as_of + timedelta(days=control.days) if as_of else None,
        effort=control.effort,
        would_have_stopped_it=would_stop,
        controls=control.controls,
        proof_needed=control.proof_needed,
        order=order,
    )
