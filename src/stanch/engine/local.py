"""Supervised local worker processes: apply a task to inputs, with time and memory limits, retries and resume.

`run` is the whole seam: with `bench.engine` `spark` the same chunks are done by a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.engine.bench import Bench, Parts

Input = Mapping[str, Any]  # small and JSON-able: object keys (paths, names), never bytes; `weight` (bytes), `seconds` optional
Task = Callable[[Input, Bench], Iterator[tuple[str, pa.Table]]]


@dataclass(frozen=True, slots=True)
class Lost:
    """An input whose worker had to be killed or died: `reason` is `timed_out`, `too_large` (memory) or `damaged` (crash)."""

    input: Input
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Result:
    """Sealed parts by output name, in the order of the inputs, and the inputs that were lost."""

    parts: dict[str, Parts]
    lost: tuple[Lost, ...]


def run(task: Task, inputs: Sequence[Input], schemas: Mapping[str, pa.Schema], *, step: str, version: str, bench: Bench) -> Result:
    """Apply the importable function `task` to every input, in worker processes.

    `task(input, bench)` yields (output name, table) pieces; `schemas` names the outputs. Inputs are grouped into chunks
    of like weight, independent of the number of workers; a chunk writes one sealed part per output under
    `bench.work/step/`, named by the hash of its inputs and `version`, so that doing it twice is harmless and a killed
    run goes on where it stopped. Each input has `bench.limits` (`seconds` of an input overrides theirs): past them its
    worker is killed, the chunk is done again without it, and the input is returned as `Lost`. A task that raises loses
    its input too; what it yielded before stays. With `bench.workers` 0 all is done in this process, without limits.
    """
    from stanch.engine.chunk import cut
    from stanch.engine.supervisor import Supervisor, alone

    folder = bench.work / step
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for rest in folder.glob("*.partial"):
        rest.unlink(missing_ok=True)
    chunks = cut(task, inputs, version, folder, bench)
    waiting = [chunk for chunk in chunks if not chunk.is_done()]
    finished = sum(len(chunk.inputs) for chunk in chunks) - sum(len(chunk.inputs) for chunk in waiting)
    bench.progress(step, finished, len(inputs))
    if bench.workers <= 0:
        alone(task, schemas, waiting, bench)
    elif waiting and bench.engine == "spark":
        from stanch.engine import spark

        spark.work(task, schemas, step, waiting, bench, done=finished, of=len(inputs))
    elif waiting:
        Supervisor(task, schemas, step, waiting, bench, done=finished, of=len(inputs)).work()
    bench.progress(step, len(inputs), len(inputs))
    _tidy(folder, {chunk.name for chunk in chunks}, bench.outdated)
    paths: dict[str, list[Any]] = {name: [] for name in schemas}
    lost: list[Lost] = []
    for chunk in chunks:
        record = chunk.record()
        for name in schemas:
            if name in record["outputs"]:
                paths[name].append(chunk.part(name))
        lost += [Lost(chunk.inputs[place], reason, detail) for place, reason, detail in record["lost"]]
    return Result({name: Parts(tuple(found), bench.keys) for name, found in paths.items()}, tuple(lost))


def _tidy(folder: Path, names: set[str], outdated: list[Path] | None) -> None:
    """Remove parts of earlier inputs or rules, or have it done: what nobody refers to any more should not stand about."""
    before = [path for path in folder.iterdir() if path.name.split(".", 1)[0] not in names]
    if outdated is not None:
        outdated += before
        return
    for path in before:
        path.unlink(missing_ok=True)
