"""Keeps workers busy, watches their time and memory, kills them, and does their chunk again without the culprit."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pyarrow as pa

from stanch.engine.bench import Bench, Stumbled, silent, still
from stanch.engine.chunk import Chunk
from stanch.engine.crew import Crew, Member
from stanch.engine.worker import do, lost_places
from stanch.errors import StanchError

if TYPE_CHECKING:
    from stanch.engine.local import Task

POLL = 0.05
STAYS_BELOW = 4  # a worker that holds more than this part of what one input may take is not kept for the next step
STARTS = 3  # a worker that dies between inputs this often for one chunk has a fault of its own


class _Worker:
    """One process, the chunk it has, and the input it is on."""

    def __init__(self, member: Member, opening: dict[str, Any]) -> None:
        self.member, self.process, self.connection, self.board = member, member.process, member.connection, member.board
        member.memory = opening["bench"].limits.memory
        self.watched = psutil.Process(self.process.pid)
        self.chunk: Chunk | None = None
        self.place: int | None = None
        self.token = ""  # where within its input it was when it ended
        self.since = self.step_since = time.monotonic()
        self.step = 0
        with suppress(OSError):
            self.connection.send(("open", opening))

    def give(self, chunk: Chunk) -> None:
        """Hand it a chunk."""
        self.chunk, self.place, self.since = chunk, None, time.monotonic()
        with suppress(OSError):  # it is dead: the next look at it tells
            self.connection.send(("do", chunk, lost_places(chunk.lost)))

    def past_limits(self, bench: Bench) -> tuple[str, str, bool] | None:
        """Reason and detail where the input it is on takes too long or too much, and whether the input as a whole does."""
        if self.chunk is None or self.place is None or self.place >= len(self.chunk.inputs):
            return None
        seconds, now = float(self.chunk.inputs[self.place].get("seconds", bench.limits.seconds)), time.monotonic()
        step, token, allowed = self.board.look()
        if step != self.step:
            self.step, self.step_since = step, now
        if token and now - self.step_since > allowed:
            return "timed_out", f"not finished after {allowed:g} seconds", False
        # A place that hangs must be told by its own limit, however late it was come to.
        if now - self.since > seconds + (allowed if token else 0.0):
            return "timed_out", f"not finished after {seconds:g} seconds", True
        with suppress(psutil.Error):
            if self.watched.memory_info().rss > bench.limits.memory:
                return "too_large", f"needs more than {bench.limits.memory >> 20} MB of memory", False
        return None

    def is_fresh(self, bench: Bench) -> bool:
        """Whether it may serve another step: idle, and without much left in its memory."""
        with suppress(psutil.Error):
            small = self.watched.memory_info().rss < bench.limits.memory // STAYS_BELOW
            return small and self.chunk is None and self.process.poll() is None
        return False

    def kill(self) -> int:
        """End it and whatever it started; returns its exit status."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.connection.close()
        status = self.process.wait()
        self.token = self.board.look()[1]
        self.board.close()
        return status


class Supervisor:
    """Does the waiting chunks with up to `bench.workers` workers."""

    def __init__(
        self, task: Task, schemas: Mapping[str, pa.Schema], step: str, waiting: Sequence[Chunk], bench: Bench, *, done: int, of: int
    ) -> None:
        self.bench, self.step, self.waiting = bench, step, deque(waiting)
        self.done, self.of = done, of
        self.starts: dict[str, int] = {}
        self.opening = {
            "path": [str(Path(place).resolve()) for place in sys.path if place],
            "bench": replace(bench, progress=silent, beat=still, crew=None, outdated=None),
            "module": task.__module__,
            "function": task.__qualname__,
            "schemas": dict(schemas),
        }

    def work(self) -> None:
        """Until nothing waits."""
        workers: list[_Worker] = []
        crew = self.bench.crew or Crew()
        try:
            while self.waiting or any(worker.chunk for worker in workers):
                while self.waiting and len(workers) < self.bench.workers and all(worker.chunk for worker in workers):
                    workers.append(_Worker(crew.take(self.bench.limits.memory), self.opening))
                    workers[-1].give(self.waiting.popleft())
                self.bench.beat()
                wait([worker.connection for worker in workers], timeout=POLL)
                workers = [worker for worker in workers if self._look(worker)]
            while self.bench.crew and workers and workers[-1].is_fresh(self.bench):
                crew.give_back(workers.pop().member)
        finally:
            for worker in workers:
                worker.kill()

    def _look(self, worker: _Worker) -> bool:
        """Hear what it has to say, hold it to its limits, give it more; False when it is gone."""
        try:
            while worker.connection.poll():
                self._hear(worker, worker.connection.recv())
        except (EOFError, OSError):
            self._bury(worker)
            return False
        fault = worker.past_limits(self.bench)
        if fault and worker.chunk is not None and worker.place is not None:
            worker.kill()
            reason, detail, is_whole = fault
            worker.chunk.lose(worker.place, worker.token, reason, detail, last=is_whole)
            self._clear(worker.chunk, worker.process.pid)
            self.waiting.appendleft(worker.chunk)
            return False
        if worker.chunk is None and self.waiting:
            worker.give(self.waiting.popleft())
        return True

    def _hear(self, worker: _Worker, message: tuple[Any, ...]) -> None:
        if message[0] == "on":
            worker.place, worker.since = message[1], time.monotonic()
        elif message[0] == "stumbled" and worker.chunk is not None:
            worker.chunk.lose(*message[1:])
            self._clear(worker.chunk, worker.process.pid)
            self.waiting.appendleft(worker.chunk)
            worker.chunk = None
        elif message[0] == "failed":
            raise StanchError(
                f"a part could not be written ({message[1]})", where=self.step, do="Make room or give access, then run it again."
            )
        elif worker.chunk is not None:
            worker.chunk.finish(message[1], message[2])
            self.done += len(worker.chunk.inputs)
            self.bench.progress(self.step, self.done, self.of)
            worker.chunk = None

    def _bury(self, worker: _Worker) -> None:
        """It died by itself: the input it was on is the culprit; between inputs, try the chunk again."""
        status = worker.kill()
        chunk = worker.chunk
        if chunk is None:
            return
        if worker.place is not None and worker.place < len(chunk.inputs):
            chunk.lose(worker.place, worker.token, "damaged", f"its worker died ({_cause(status)})")
        else:
            self.starts[chunk.name] = self.starts.get(chunk.name, 0) + 1
            if self.starts[chunk.name] >= STARTS:
                raise StanchError(
                    f"workers die before they begin ({_cause(status)})", where=self.step, do="Look for free space, memory and permissions."
                )
        self._clear(chunk, worker.process.pid)
        self.waiting.appendleft(chunk)

    def _clear(self, chunk: Chunk, pid: int) -> None:
        for rest in chunk.folder.glob(f"*.{pid}.partial"):
            rest.unlink(missing_ok=True)


def alone(task: Task, schemas: Mapping[str, pa.Schema], waiting: Sequence[Chunk], bench: Bench) -> None:
    """The same work in this process: no limits, for tests and for finding faults."""
    for chunk in waiting:
        while True:
            try:
                outputs, raised = do(task, chunk, lost_places(chunk.lost), schemas, bench, tell=lambda _place: None)
            except Stumbled as error:
                chunk.lose(error.place, error.token, error.reason, error.detail)
            else:
                break
        chunk.finish(outputs, raised)


def _cause(status: int) -> str:
    if status < 0:
        with suppress(ValueError):
            return signal.Signals(-status).name
    return f"exit status {status}"
