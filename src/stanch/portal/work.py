"""Work in the background: the line walked again after a change, one walk at a time, with its progress for whoever looks.

A walk that was cut off by the program's end goes on at the next one: the line keeps what it has done.
"""

from __future__ import annotations

import sys
import threading
import traceback
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from stanch.casefile import Case, report, walking
from stanch.errors import StanchError
from stanch.portal import which
from stanch.portal.answering import is_unreachable

if TYPE_CHECKING:
    from stanch.line import Step


# Where a walk may begin: at the step after which everything may have changed.
First = Literal["custody", "cause", "people", "law"]
ORDER: tuple[First, ...] = ("custody", "cause", "people", "law")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk is. `fault` tells why it ended early."""

    state: Literal["idle", "running", "done", "failed"] = "idle"
    step: str = ""
    question: str = ""
    done: int = 0
    of: int = 0
    started: datetime | None = None
    by: str = ""
    fault: str = ""


class Worker:
    """Walks the line on one case, in a thread of its own; what is asked for while it walks is walked afterwards."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress = Progress()
        self._again = ""
        self._report = False
        self._first: First | None = None
        self._thread: threading.Thread | None = None

    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            return self._progress

    def start(self, case: Case, *, by: str, first: First = "cause", write_report: bool = False) -> None:
        """Walk the line from `first` on for what has changed, and write the report if that is asked; if it walks already, once more."""
        with self._lock:
            self._first = min(self._first or first, first, key=ORDER.index)
            self._report = self._report or write_report
            if self._progress.state == "running":
                self._again = by
                return
            self._progress = Progress("running", started=case.clock(), by=by)
            self._thread = threading.Thread(target=self._walk, args=(case,), name="walk", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until it stands still: before the case is closed."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _walk(self, case: Case) -> None:
        from django.db import connections

        try:
            while True:
                fault = self._once(case)
                with self._lock:
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
                self._first = min(self._first or first, first, key=ORDER.index)
        return fault

    def _walked(self, case: Case, first: First) -> str:
        try:
            bench = walking.bench_of(case, progress=self._counted)
            walking.walk(case, bench, watch=self._watched, first=first)
            with self._lock:
                wanted, self._report = self._report, False
            if wanted:
                self._say("report", "Writing letters, lists and the summary.")
                report.write(case, report.contents(case, now=bench.now), bench=bench)
        except StanchError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 whatever went wrong, the page must say so; its words may hold personal data
            if is_unreachable(error):
                return "the database did not answer; what was finished is kept, and the next walk goes on from there"
            place = traceback.extract_tb(error.__traceback__)[-1]
            sys.stderr.write(f"stanch: a fault while walking the line: {type(error).__name__} at {place.filename}:{place.lineno}\n")
            return f"a fault in Stanch ({type(error).__name__}); the console names the place"
        return ""

    def _watched(self, step: Step, _fresh: bool) -> None:
        self._say(step.name, step.question)

    def _say(self, step: str, question: str) -> None:
        with self._lock:
            self._progress = replace(self._progress, step=step, question=question, done=0, of=0)

    def _counted(self, _what: str, done: int, of: int) -> None:
        with self._lock:
            self._progress = replace(self._progress, done=done, of=of)


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

    def wait(self) -> None:
        """Until all stand still: before the cases are closed."""
        with self._lock:
            held = list(self._of.values())
        for one in held:
            one.wait()


worker = Workers()
