"""Judges a tabletop exercise: decisions against what was best, what was told against the law's clocks, steps against the plan's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import combinations

from stanch.drill.exercise import WORTH, Choice, Exercise, Question, acts, ends
from stanch.errors import WrongCall
from stanch.records import Containment, Debrief, Duty
from stanch.records.tabletop import ClockHeld, ClockState, Decided, StepTaken

SLOW = 0.5  # of the share is left where more than the time was taken
TOGETHER = timedelta(minutes=30)  # steps so near to each other stand in no order: several people work at once


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen, in order, and in how many minutes (None where nobody measured)."""

    choices: tuple[str, ...]
    minutes: float | None = None


def answered(question: Question, told: str | Sequence[str]) -> tuple[str, ...]:
    """Choices by their names or by the numbers they are shown with (`2`, `3 1 4`, `[unplug, photograph]`). Raises `WrongCall`."""
    words = told.replace(",", " ").split() if isinstance(told, str) else [str(one) for one in told]
    known = {choice.id: choice.id for choice in question.choices}
    known |= {str(number): choice.id for number, choice in enumerate(question.choices, 1)}
    unknown = [word for word in words if word not in known]
    if unknown or not words:
        wrong = f"{unknown[0]!r} is none of the choices" if unknown else "nothing was chosen"
        raise WrongCall(f"{question.id}: {wrong}", do=f"Give numbers from 1 to {len(question.choices)}.")
    chosen = tuple(dict.fromkeys(known[word] for word in words))
    if question.form == "one" and len(chosen) > 1:
        raise WrongCall(f"{question.id}: one choice only", do="Give one number.")
    return chosen


def judge(one: Exercise, answers: Mapping[str, Answer], duties: Sequence[Duty], plan: Sequence[Containment]) -> Debrief:
    """The debrief. A decision without an answer counts as nothing done."""
    deeds: dict[str, datetime] = {}
    for hour, question in one.questions:
        for act, at in _done(one, hour, question, answers.get(question.id)):
            deeds.setdefault(act, at)
    decisions = tuple(_decided(one, hour, question, answers.get(question.id)) for hour, question in one.questions)
    clocks = _clocks(duties, deeds, ends(one))
    steps, in_order, faults = _steps(one, deeds, plan)
    well = sum(decided.share for decided in decisions) / len(decisions)
    counted = [clock for clock in clocks if clock.state != "running"]
    kept = sum(clock.state == "kept" for clock in counted) / len(counted) if counted else None
    shares = [share for share in (well, kept, in_order) if share is not None]
    return Debrief(
        exercise=one.title,
        title=one.title,
        begins=one.start,
        ends=ends(one),
        decisions=decisions,
        clocks=clocks,
        steps=steps,
        faults=faults,
        decided_well=round(well, 3),
        clocks_kept=None if kept is None else round(kept, 3),
        in_order=None if in_order is None else round(in_order, 3),
        score=round(100 * sum(shares) / len(shares)),
        unsettled=sum(duty.required == "conditional" for duty in duties),
    )


def _chosen(question: Question, answer: Answer | None) -> list[Choice]:
    known = {choice.id: choice for choice in question.choices}
    return [known[name] for name in answer.choices if name in known] if answer else []


def _done(one: Exercise, hour: float, question: Question, answer: Answer | None) -> list[tuple[str, datetime]]:
    """Every act with the moment at which it is done: one choice after the other where an order was asked for."""
    at, done = hour, []
    for choice in _chosen(question, answer):
        at += choice.hours
        done += [(act, one.moment(at)) for act in choice.does]
    return done


def _decided(one: Exercise, hour: float, question: Question, answer: Answer | None) -> Decided:
    chosen = _chosen(question, answer)
    share = _share(question, chosen)
    minutes = answer.minutes if answer else None
    is_slow = minutes is not None and minutes > question.minutes
    missed = [choice for choice in question.choices if choice.worth == "best" and choice not in chosen]
    return Decided(
        id=question.id,
        at=one.moment(hour),
        asked=question.asks,
        chosen=tuple(choice.says for choice in chosen),
        share=round(share * (SLOW if is_slow else 1), 3),
        why=tuple(choice.why for choice in chosen),
        better=tuple(f"{choice.says} {choice.why}" for choice in missed) if share < 1 else (),
        minutes=minutes,
        limit=question.minutes,
        is_slow=is_slow,
    )


def _share(question: Question, chosen: Sequence[Choice]) -> float:
    """Of one choice its worth; of several those of the best that were taken, less one for each that does harm."""
    if not chosen:
        return 0.0
    if question.form == "one":
        return WORTH[chosen[0].worth]
    best = sum(choice.worth == "best" for choice in question.choices)
    harm = sum(choice.worth == "harmful" for choice in chosen)
    return max(0.0, (sum(choice.worth == "best" for choice in chosen) - harm) / best)


def _clocks(duties: Sequence[Duty], deeds: Mapping[str, datetime], end: datetime) -> tuple[ClockHeld, ...]:
    """Every duty that is owed by a date, with when it was fulfilled."""
    held = []
    for duty in duties:
        due = duty.deadline.due if duty.deadline else None
        if duty.required is not True or due is None or duty.recipient.startswith("register:"):
            continue
        told = min((at for act, at in deeds.items() if _tells(act, duty.recipient)), default=None)
        state: ClockState = "kept" if told and told <= due else "late" if told else "missed" if due <= end else "running"
        late = max(0.0, ((told or end) - due).total_seconds() / 3600)
        held.append(ClockHeld(duty.id, duty.jurisdiction, duty.recipient, due, told, state, round(late, 1), duty.cite))
    return tuple(sorted(held, key=lambda clock: (clock.due, clock.duty)))


def _tells(act: str, recipient: str) -> bool:
    return any(fnmatchcase(recipient, pattern) for pattern in acts()[act].tells)


def _steps(
    one: Exercise, deeds: Mapping[str, datetime], plan: Sequence[Containment]
) -> tuple[tuple[StepTaken, ...], float | None, tuple[str, ...]]:
    """The steps of the plan that the table could take, the share of pairs in the plan's order, and what was wrong in words.

    Of a pair whose first step was left out, nothing is in order; a later step that was not needed yet harms no pair.
    """
    offered = {act for _, question in one.questions for choice in question.choices for act in choice.does}
    steps: list[tuple[Containment, datetime | None]] = []
    for step in sorted(plan, key=lambda step: step.order):
        names = [act for act in offered if step.do.startswith(acts()[act].steps or ("\0",))]
        if names:
            steps.append((step, min((deeds[name] for name in names if name in deeds), default=None)))
    faults = [f"Left out: {step.do} {step.why}" for step, at in steps if at is None]
    good = 0
    pairs = list(combinations(steps, 2))
    for (first, at), (second, later) in pairs:
        if at is not None and (later is None or at <= later + TOGETHER):
            good += 1
        elif at is not None and later is not None:
            faults.append(f"In the wrong order: “{first.do}” comes before “{second.do}” {first.why}")
    taken = tuple(StepTaken(step.order, step.do, at) for step, at in steps)
    return taken, good / len(pairs) if pairs else None, tuple(faults)
