"""Walks the line on a case: the bench it works at, the moment it speaks of, and what is to be done again after new facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from stanch.casefile import closing, destruction, doubtful, glance, known_people, log_hints, open_import, passwords, report, rulings, sums
from stanch.casefile.case import Case
from stanch.engine.bench import Bench, Progress, silent, still
from stanch.records import Facts

if TYPE_CHECKING:
    from stanch.line import Step


def moment_of(case: Case) -> tuple[datetime, date]:
    """The moment for remaining times, and the day whose law applies; in a drill noon of its own day, so that it reads alike in any year."""
    now = case.clock()
    day = glance.once(case.alias, "day", lambda: _day(case)) or now.date()
    return (datetime.combine(day, time(12), UTC) if report.is_practice(case) else now), day


def _day(case: Case) -> date | None:
    """The day that the facts speak of, where they name one."""
    known = case.store.get(Facts)
    return known[0].as_of if known else None


def bench_of(case: Case, *, workers: int = 2, progress: Progress = silent, beat: Callable[[], None] = still) -> Bench:
    """The bench of a walk, with the settings that the case keeps: a walk without them would find less than the one before."""
    now, day = moment_of(case)
    known = passwords.known(case)
    settings = {"passwords": "\n".join(known)} if known else {}
    settings |= known_people.settings(case) | log_hints.settings(case)
    return case.bench(as_of=day, moment=now, workers=workers, progress=progress, beat=beat, settings=settings)


PENDING = "walk"  # what a walk was to begin with that did not come to its end


def pending(case: Case) -> tuple[str, str]:
    """The step that a walk was to begin with which has not come to its end, and who stopped it; both empty where there is none.

    Nobody stopped one that was cut off: that goes on by itself, the other when a person says so.
    """
    first, _, stopped_by = (case.store.fingerprint(PENDING) or "").partition(" ")
    return first, stopped_by


def set_pending(case: Case, first: str, *, stopped_by: str = "") -> None:
    """Remember what a walk is to begin with; nothing once it is through."""
    if pending(case) != (first, stopped_by):
        case.store.set_fingerprint(PENDING, f"{first} {stopped_by}".strip())


def walk(case: Case, bench: Bench, *, watch: Callable[[Step, bool], None] | None = None, first: str = "custody") -> list[str]:
    """Walk the line; the names of the steps that were done.

    `first` is the step to begin with where only what comes after it can have changed (`cause` after facts, `people` after decisions on
    who is who, `law` after what was said of the letters); where evidence was never read, everything is walked. Raises `WrongCall` where
    the list of people was destroyed: a walk would make it again; or the case is closed.
    """
    destruction.refuse_if_destroyed(case)
    closing.refuse_if_closed(case.alias)
    done = _walk(case, bench, watch, first)
    # What pages count is counted here, once, not by whoever looks.
    sums.bring_up_to_date(case)
    return done


def _walk(case: Case, bench: Bench, watch: Callable[[Step, bool], None] | None, first: str) -> list[str]:
    from stanch import line

    if open_import.is_brought(case):
        return _walk_without_evidence(case, bench, watch, first)
    evidence_was_read = case.store.get_parts("units") is not None
    people_were_sought = case.store.get_parts("findings") is not None
    if first not in ("custody", "cause") and not people_were_sought:
        first = "cause"
    # What is decided while the line walks may come too late for it, and then is not done.
    mark, refuted = rulings.mark(case), doubtful.mark(case)
    done = line.walk(case.store, bench, watch=watch, first=first if evidence_was_read else "custody")
    if first in ("custody", "cause", "people") or not evidence_was_read:
        rulings.mark_done(case, mark)
        doubtful.mark_done(case, refuted)
    return done


def _walk_without_evidence(case: Case, bench: Bench, watch: Callable[[Step, bool], None] | None, first: str) -> list[str]:
    """What an export brought stands in the place of the steps before: walked on nothing they would wipe it out."""
    from stanch import line

    # Who is who is asked anew only where somebody decided on it: that needs the findings alone.
    begins = "people" if first == "people" and case.store.get_parts("findings") is not None else "law"
    mark, refuted = rulings.mark(case), doubtful.mark(case)
    done = line.walk(case.store, bench, watch=watch, first=begins)
    if begins == "people":
        rulings.mark_done(case, mark)
        doubtful.mark_done(case, refuted)
    return done
