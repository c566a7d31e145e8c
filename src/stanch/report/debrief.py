"""The debrief of a tabletop exercise: on paper, and in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from stanch.records import Debrief
from stanch.records.tabletop import ClockHeld, Decided
from stanch.report.contents import place_name
from stanch.report.press import Paper, Section, pressed
from stanch.report.wording import recipient

BANNER = "PRACTICE: an invented breach. Nothing of it happened."
STATES = {"kept": "kept", "late": "told too late", "missed": "not told", "running": "still running"}


def pdf(debrief: Debrief, *, organisation: str = "", now: datetime) -> bytes:
    """The debrief as PDF/UA-1."""
    paper = Paper(
        title=f"Debrief: {debrief.title}",
        under=f"{organisation + '. ' if organisation else ''}{headline(debrief)}",
        author="Stanch",
        banner=BANNER,
        foot=f"The exercise ran from {stamp(debrief.begins)} to {stamp(debrief.ends)}.",
        sections=[one for one in _sections(debrief) if one.paragraphs or one.items or one.rows or one.questions],
    )
    return pressed(paper, now)


def headline(debrief: Debrief) -> str:
    """The three shares in one sentence."""
    return f"Score {debrief.score} of 100. " + " ".join(shares(debrief))


def shares(debrief: Debrief) -> Iterator[str]:
    """Each share in a sentence."""
    yield f"Decisions: {debrief.decided_well:.0%} of what could be won."
    if debrief.clocks_kept is not None:
        counted = [one for one in debrief.clocks if one.state != "running"]
        yield f"Clocks of the law: {sum(one.state == 'kept' for one in counted)} of {len(counted)} kept."
    if debrief.in_order is not None:
        yield f"Order of containment: {debrief.in_order:.0%} of the pairs of steps."


def stamp(moment: datetime) -> str:
    """A moment of the exercise by its own clock."""
    return f"{moment:%a %d %b %Y %H:%M %Z}"


def _sections(debrief: Debrief) -> Iterator[Section]:
    yield Section(
        "Decisions",
        columns=("When", "Asked", "Chosen, and why", "Better", "Share"),
        widths=(2, 3, 5, 5, 1),
        rows=[_decision(one) for one in debrief.decisions],
    )
    yield Section(
        "Clocks of the law",
        columns=("Due", "Whom to tell", "Told", "So", "Because of"),
        widths=(3, 4, 3, 3, 4),
        rows=[clock_row(one) for one in debrief.clocks],
        paragraphs=[f"{debrief.unsettled} more duties hang on a question that the exercise leaves open."] if debrief.unsettled else [],
    )
    yield Section(
        "Steps of containment, in the order of the plan",
        columns=("Step", "Taken"),
        widths=(8, 3),
        rows=[(one.do, stamp(one.done_at) if one.done_at else "not taken") for one in debrief.steps],
    )
    yield Section("What was left out or stood in the wrong order", items=debrief.faults)
    yield Section(
        "To talk about",
        questions=(
            "Which decision was hardest, and what was missing for it: a person, a number to call, a paper, access?",
            "Who decides when the owner cannot be reached?",
            "What will be changed by when, and who sees to it?",
        ),
    )


def _decision(one: Decided) -> tuple[str, str, str, str, str]:
    pairs = [f"{said} {why}" for said, why in zip(one.chosen, one.why, strict=True)]
    return stamp(one.at), one.asked, " ".join(pairs) or "Nothing was decided.", " ".join(one.better), f"{one.share:.0%}{slow(one)}"


def slow(one: Decided) -> str:
    """Whether more than the time was taken."""
    return f" (took {one.minutes:.0f} of {one.limit:g} minutes)" if one.is_slow and one.minutes is not None else ""


def clock_row(one: ClockHeld) -> tuple[str, str, str, str, str]:
    """A clock in words: due, whom, told, what came of it, section."""
    whom = f"{place_name(one.jurisdiction)}: {recipient(one.recipient)}"
    late = f", {one.hours_late:,.0f} hours over" if one.state in ("late", "missed") else ""
    return stamp(one.due), whom, stamp(one.told_at) if one.told_at else "", f"{STATES[one.state]}{late}", one.cite
