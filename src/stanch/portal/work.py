"""Work in the background: the line walked again after a change, one walk at a time, with its progress for whoever looks.

A walk that was cut off by the program's end goes on when the portal is started again: the line keeps what it has done, and the case
keeps where to begin. One that a person stopped waits until a person has it go on.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from stanch.casefile import Case, closing, destruction, report, sums, walking
from stanch.engine.crew import Crew
from stanch.errors import StanchError
from stanch.portal import which
from stanch.portal.answering import is_unreachable, noted

if TYPE_CHECKING:
    from stanch.line import Step


# Where a walk may begin: at the step after which everything may have changed.
First = Literal["custody", "cause", "people", "law"]
ORDER: tuple[First, ...] = ("custody", "cause", "people", "law")
CUT = "the end of the portal"
PATIENCE_SECONDS = 20.0  # how long the end of the portal waits for a walk to come to its own


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk is. `fault` tells why it ended early."""

    state: Literal["idle", "running", "done", "failed", "stopped"] = "idle"
    step: str = ""
    question: str = ""
    done: int = 0
    of: int = 0
    started: datetime | None = None
    by: str = ""
    fault: str = ""


class _Halt(BaseException):
    """Somebody wants the walk to end here. No `Exception`: nothing on the way takes it for a fault of a file."""


class Worker:
    """Walks the line on one case, in a thread of its own; what is asked for while it walks is walked afterwards."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress = Progress()
        self._again = ""
        self._report = False
        self._first: First | None = None
        self._thread: threading.Thread | None = None
        self._halt = ""

    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            return self._progress

    def start(self, case: Case, *, by: str, first: First = "cause", write_report: bool = False) -> None:
        """Walk the line from `first` on for what has changed, and write the report if that is asked; if it walks already, once more.

        Nothing is walked where the list of people was destroyed, or is being, or the case is closed, and nothing waits for it.
        """
        if destruction.was_destroyed(case) or destruction.is_ordered(case) or closing.is_closed(case.alias):
            return
        with self._lock:
            is_walking, (kept, _by) = self._progress.state == "running", walking.pending(case)
            self._first = _earlier(self._first, first, None if is_walking else kept)
            self._report = self._report or write_report
            walking.set_pending(case, _earlier(self._first, kept))
            if is_walking:
                self._again = by
                return
            self._progress = Progress("running", started=case.clock(), by=by)
            self._thread = threading.Thread(target=self._walk, args=(case,), name="walk", daemon=True)
            self._thread.start()

    def resume(self, case: Case) -> None:
        """Go on with what an earlier portal was cut off from, if there is any; what a person stopped there waits."""
        first, stopped_by = walking.pending(case)
        if stopped_by:
            with self._lock:
                self._progress = Progress("stopped", by=stopped_by)
        elif first:
            self.start(case, by=case.by, first=_earlier(first))

    def stop(self, case: Case, *, by: str) -> None:
        """End the walk where it is; what is done stays done, and it waits until somebody has it go on. Nothing where none walks."""
        with self._lock:
            if self._progress.state != "running" or self._halt:
                return
            self._halt = by
            self._again = ""
        case.journal.append("stop work", by=by)

    def wait(self, seconds: float | None = None) -> None:
        """Until it stands still, before the case is closed; one that takes longer than these seconds is cut off, and goes on next time."""
        thread = self._thread
        if thread is None:
            return
        thread.join(seconds)
        if thread.is_alive():
            with self._lock:
                self._halt, self._again = CUT, ""
            thread.join()

    def _walk(self, case: Case) -> None:
        from django.db import connections

        try:
            while True:
                fault = self._once(case)
                with self._lock:
                    by, self._halt = self._halt, ""
                    if by and fault:
                        self._progress = replace(self._progress, state="stopped", by=by)
                        return
                    if self._again and not fault:
                        self._progress = Progress("running", started=case.clock(), by=self._again)
                        self._again = ""
                        continue
                    self._again = ""
                    self._progress = replace(self._progress, state="failed" if fault else "done", fault=fault)
                    return
        finally:
            # Each thread has a connection of its own.
            if case.alias in connections.databases:
                connections[case.alias].close()

    def _once(self, case: Case) -> str:
        """One walk; why it failed, or nothing. What a walk that failed was to begin with, the next one begins with."""
        with self._lock:
            first, self._first = self._first or "cause", None
        fault = self._walked(case, first)
        if fault:
            with self._lock:
                self._first = _earlier(self._first, first)
                if self._halt not in ("", CUT):
                    walking.set_pending(case, self._first, stopped_by=self._halt)
        elif self._first is None:
            walking.set_pending(case, "")
        return fault

    def _walked(self, case: Case, first: First) -> str:
        try:
            # Workers stay from step to step: each takes a second to load what it needs, while somebody waits.
            with Crew() as crew:
                bench = replace(walking.bench_of(case, progress=self._counted, beat=self._beat), crew=crew)
                walking.walk(case, bench, watch=self._watched, first=first)
                with self._lock:
                    wanted, self._report = self._report, False
                if wanted:
                    self._say("report", "Writing letters, lists and the summary.")
                    report.write(case, report.contents(case, now=bench.now), bench=bench)
        except _Halt:
            if self._halt != CUT:
                sums.bring_up_to_date(case)  # pages count what the steps that were done have changed
            return "it was stopped"
        except StanchError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 whatever went wrong, the page must say so; its words may hold personal data
            fault = noted(error, "walking the line")
            return f"{fault}; what was finished is kept, and the next walk goes on from there" if is_unreachable(error) else fault
        return ""

    def _watched(self, step: Step, _fresh: bool) -> None:
        self._say(step.name, step.question)

    def _beat(self) -> None:
        """Called all the time: where it ends if somebody wants that."""
        if self._halt:
            raise _Halt

    def _say(self, step: str, question: str) -> None:
        self._beat()
        with self._lock:
            self._progress = replace(self._progress, step=step, question=question, done=0, of=0)

    def _counted(self, _what: str, done: int, of: int) -> None:
        self._beat()
        with self._lock:
            self._progress = replace(self._progress, done=done, of=of)


def _earlier(*steps: str | None) -> First:
    """The first of these steps on the line; those that are none are left out."""
    return min((one for one in ORDER if one in steps), key=ORDER.index, default="cause")


class Workers:
    """A worker for each case; which one is meant is told by the request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, Worker] = {}

    def _current(self) -> Worker:
        with self._lock:
            return self._of.setdefault(which.current().key, Worker())

    def progress(self) -> Progress:
        """How far the walk of this request's case is."""
        return self._current().progress()

    def start(self, case: Case, **asked: Any) -> None:
        """Walk the line on this request's case; `asked` as of `Worker.start`."""
        self._current().start(case, **asked)

    def stop(self, case: Case, *, by: str) -> None:
        """End the walk of this request's case where it is."""
        self._current().stop(case, by=by)

    def resume(self, case: Case) -> None:
        """Go on with what was cut off on the case that this thread is turned to."""
        self._current().resume(case)

    def wait(self, seconds: float | None = None) -> None:
        """Until all stand still, before the cases are closed; after these seconds what still walks is cut off."""
        with self._lock:
            held = list(self._of.values())
        for one in held:
            one.wait(seconds)


worker = Workers()
