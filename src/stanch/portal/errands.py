"""Work beside the pages that is no walk of the line: words of letters checked, the list of people destroyed. One after another on a case.

What is to be done stands in the case itself, so what the end of the program cuts off is done by the next start; here is only how far it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from stanch.casefile import Case
from stanch.errors import StanchError
from stanch.portal import which
from stanch.portal.answering import noted

AT_ONCE_SECONDS = 2.0  # so long a request waits for an errand before it answers that it is under way
CUT = "the end of the portal"
DESTRUCTION = "destruction"  # the errand that every page tells of


@dataclass(frozen=True, slots=True)
class Errand:
    """How far one is. `what`: the name of what is counted; `fault` tells why it ended early."""

    state: Literal["idle", "running", "done", "failed", "stopped"] = "idle"
    what: str = ""
    done: int = 0
    of: int = 0
    by: str = ""
    started: datetime | None = None
    fault: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it is under way, or waits for the one before it."""
        return self.state == "running"


class _Halt(BaseException):
    """Somebody wants the errand to end here. No `Exception`: nothing on the way takes it for a fault."""


class Watch:
    """What an errand tells of itself, and where it is told to end: `bench.progress` and `bench.beat`."""

    def __init__(self, runs: _Runs, name: str) -> None:
        self._runs, self._name = runs, name

    def progress(self, what: str, done: int, of: int) -> None:
        """So far it is."""
        self.beat()
        self._runs.now(self._name, what=what, done=done, of=of)

    def beat(self) -> None:
        """Ends it here, if somebody wants that."""
        if self._name in self._runs.halted:
            raise _Halt


Work = Callable[[Watch], None]


@dataclass(slots=True)
class _Runs:
    """The errands of one case by their names."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)
    found: dict[str, Errand] = field(default_factory=dict)
    threads: dict[str, threading.Thread] = field(default_factory=dict)
    halted: dict[str, str] = field(default_factory=dict)
    again: dict[str, Work] = field(default_factory=dict)  # asked for while it was under way

    def now(self, name: str, **told: object) -> None:
        with self.lock:
            self.found[name] = replace(self.found[name], **told)  # type: ignore[arg-type]

    def done(self, name: str) -> Work | None:
        """It is done, unless it was asked for once more meanwhile: then that is to be done."""
        with self.lock:
            again = self.again.pop(name, None)
            if again is None:
                self.found[name] = replace(self.found[name], state="done")
        return again


_of: dict[str, _Runs] = {}
_lock = threading.Lock()


def _runs() -> _Runs:
    with _lock:
        return _of.setdefault(which.current().key, _Runs())


def forget() -> None:
    """Of no case any more is anything known: other cases come on the desk."""
    with _lock:
        _of.clear()


def start(case: Case, name: str, work: Work, *, by: str) -> None:
    """Do it beside the pages of this request's case; where it is under way already, once more after that."""
    runs = _runs()
    with runs.lock:
        if runs.found.get(name, Errand()).is_running:
            runs.again[name] = work
            return
        runs.found[name] = Errand("running", by=by, started=case.clock())
        runs.halted.pop(name, None)
        runs.again.pop(name, None)
        told = (runs, case, name, work, which.current())
        runs.threads[name] = threading.Thread(target=_run, args=told, name=f"errand {name}", daemon=True)
        runs.threads[name].start()


def _run(runs: _Runs, case: Case, name: str, work: Work, of: which.Which) -> None:
    from django.db import connections

    which.turn_to(of)
    try:
        following: Work | None = work
        while following:
            with runs.turn:
                Watch(runs, name).beat()
                following(Watch(runs, name))
            following = runs.done(name)
    except _Halt:
        runs.now(name, state="stopped", by=runs.halted[name])
    except StanchError as error:
        runs.now(name, state="failed", fault=str(error))
    except Exception as error:  # noqa: BLE001 whatever went wrong, the page must say so; its words may hold personal data
        runs.now(name, state="failed", fault=noted(error, "working beside the pages"))
    finally:
        # Each thread has a connection of its own.
        if case.alias in connections.databases:
            connections[case.alias].close()


def of(name: str) -> Errand:
    """How far this one is."""
    return _runs().found.get(name, Errand())


def running() -> list[str]:
    """The names of those under way on this request's case."""
    runs = _runs()
    with runs.lock:
        return [name for name, one in runs.found.items() if one.is_running]


def within(name: str, seconds: float = AT_ONCE_SECONDS) -> Errand:
    """How far it is when it is done, or after these seconds: what is quick is answered at once."""
    thread = _runs().threads.get(name)
    if thread is not None:
        thread.join(seconds)
    return of(name)


def stop(name: str, *, by: str) -> None:
    """End it where it is; what it had written stays. Nothing where it is not under way."""
    runs = _runs()
    with runs.lock:
        if runs.found.get(name, Errand()).is_running:
            runs.halted.setdefault(name, by)


def wait(seconds: float | None = None) -> None:
    """Until none is under way, before the cases are closed; what is not done within these seconds is cut off."""
    with _lock:
        every = [(runs, name, thread) for runs in _of.values() for name, thread in runs.threads.items()]
    until = None if seconds is None else time.monotonic() + seconds
    for _, _, thread in every:
        thread.join(None if until is None else max(0.0, until - time.monotonic()))
    for runs, name, thread in every:
        if thread.is_alive():
            runs.halted.setdefault(name, CUT)
    for _, _, thread in every:
        thread.join()
