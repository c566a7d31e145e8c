"""The same call on Apache Spark: a chunk is a task of the cluster, done there by a supervised worker as it is here.

Limits, losses and sealed parts are those of the local engine, so the result is the same, byte for byte, whatever does the work.
Spark brings the chunks to machines and does a chunk again whose machine was lost. The folder of the work and the evidence must stand
under the same path on every machine; keys travel under Spark's own encryption, which a cluster without a secret refuses.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import shutil
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stanch.engine.bench import Bench, silent, still
from stanch.engine.chunk import Chunk
from stanch.engine.crew import Crew
from stanch.engine.supervisor import Supervisor
from stanch.errors import StanchError, WrongCall

if TYPE_CHECKING:
    from stanch.engine.local import Task

MASTER = "SPARK_MASTER"  # the environment variable that names the cluster
TRIES = 4  # of a task whose machine was lost; `local[n]` without it would try once
POLL = 0.2
WHERE = "--engine spark"
# What Spark keeps for itself is encrypted on disk and between machines; a cluster brings its own secret.
SETTINGS = {
    "spark.app.name": "stanch",
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.io.encryption.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.log.level": "OFF",
    "spark.executorEnv.PYTHONHASHSEED": "0",
}
PASSED_ON = ("STANCH_NAMES_MODEL",)  # environment variables that the work depends on
ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Order:
    """What every task of a step needs beside its chunk."""

    module: str
    function: str
    schemas: dict[str, pa.Schema]
    step: str
    bench: Bench


def check() -> None:
    """Raise `WrongCall` with what is missing where Spark cannot be used from this program."""
    if importlib.util.find_spec("pyspark") is None:
        raise WrongCall(
            "Apache Spark is not installed",
            where=WHERE,
            do="Install the extra: pip install 'stanch[spark]'. Or leave --engine out: this machine alone does the work.",
        )
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and (Path(home) / "bin" / "java").exists()):
        raise WrongCall(
            "Apache Spark needs Java 17 or newer", where=WHERE, do="Install it (Debian: openjdk-17-jre-headless), or leave --engine out."
        )


def work(task: Task, schemas: Mapping[str, pa.Schema], step: str, waiting: Sequence[Chunk], bench: Bench, *, done: int, of: int) -> None:
    """Do the waiting chunks on the cluster. Raises `StanchError` where Spark or the shared folder fails."""
    context = _context(bench.workers)
    order = Order(
        task.__module__,
        task.__qualname__,
        dict(schemas),
        step,
        replace(bench, progress=silent, beat=still, crew=None, outdated=None, engine="local"),
    )
    told: dict[str, Any] = {}

    def ask() -> None:
        try:
            told["faults"] = context.parallelize(waiting, len(waiting)).map(partial(do_chunk, order)).collect()
        except Exception as error:  # noqa: BLE001 told in the thread that waits
            told["error"] = error

    asking = threading.Thread(target=ask, name="spark", daemon=True)
    asking.start()
    try:
        while asking.is_alive():
            asking.join(POLL)
            written = sum(len(chunk.inputs) for chunk in waiting if chunk.is_written())
            bench.progress(step, done + written, of)
    finally:
        if asking.is_alive():
            context.cancelAllJobs()
    if "error" in told:
        raise _failed(told["error"])
    for fault in filter(None, told["faults"]):
        raise StanchError(fault, where=step, do="Make room or give access, then run it again; what is done stays done.")
    _check_shared(waiting, bench)


def do_chunk(order: Order, chunk: Chunk) -> str:
    """On a machine of the cluster: do one chunk under the usual supervision; returns the words of a fault, or nothing."""
    try:
        chunk.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if chunk.is_done():  # by a task that Spark gave up too early
            return ""
        task = getattr(importlib.import_module(order.module), order.function)
        bench = replace(order.bench, workers=1, crew=_crew())
        Supervisor(task, order.schemas, order.step, [chunk], bench, done=0, of=len(chunk.inputs)).work()
    except StanchError as error:
        return str(error)
    except OSError as error:
        return f"a machine of the cluster cannot use the folder of the work ({error.strerror})"
    return ""


_kept: list[Crew] = []


def _crew() -> Crew:
    """The workers of this machine's Python process; they stay from chunk to chunk and end with it."""
    if not _kept:
        _kept.append(Crew())
    return _kept[0]


def _context(workers: int) -> Any:
    """The running session's context, or a new one: on the cluster that `SPARK_MASTER` names, else on this machine."""
    check()
    from pyspark.sql import SparkSession

    master = os.environ.get(MASTER) or f"local[{max(1, workers)},{TRIES}]"
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    settings: dict[str, bool | float | int | str | None] = {**SETTINGS, "spark.master": master}
    settings |= {f"spark.executorEnv.{name}": os.environ[name] for name in PASSED_ON if name in os.environ}
    if master.startswith("local"):
        settings |= ALONE
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    start = time.monotonic()
    try:
        with _quiet():
            session = SparkSession.builder.config(map=settings).getOrCreate()
    except Exception as error:  # noqa: BLE001 whatever Java says is told in one line
        raise _failed(error, after=time.monotonic() - start) from None
    context = session.sparkContext
    if not _stopping:
        _stopping.append(context)
        atexit.register(_stop)
    return context


_stopping: list[Any] = []


def _stop() -> None:
    while _stopping:
        with suppress(Exception):
            _stopping.pop().stop()


class _quiet:  # noqa: N801 read as a word in `with _quiet()`
    """What Java writes while it starts goes nowhere: there are warnings in it that nobody here can act on."""

    def __enter__(self) -> None:
        self._kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        os.dup2(self._kept, 2)
        os.close(self._kept)


def _failed(error: Exception, *, after: float | None = None) -> StanchError:
    """The last sensible line of what Spark said."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.lstrip().startswith(("at ", "File "))]
    cause = next(
        (line for line in lines if "secret" in line or "Caused by" in line or "Error" in line), lines[0] if lines else type(error).__name__
    )
    when = "does not start" if after is not None else "gave up"
    return StanchError(
        f"Apache Spark {when} ({cause.lstrip(': ')[:300]})",
        where=WHERE,
        do=f"Look at {MASTER} and the cluster's own logs, or leave --engine out; nothing is lost.",
    )


def _check_shared(waiting: Sequence[Chunk], bench: Bench) -> None:
    """Parts that were reported done must be here too."""
    if any(not chunk.is_written() for chunk in waiting):
        raise StanchError(
            "the cluster's machines wrote their parts somewhere else",
            where=str(bench.work),
            do="Let the evidence and the case (or TMPDIR, for work without one) stand on a disk that every machine sees under one path.",
        )
