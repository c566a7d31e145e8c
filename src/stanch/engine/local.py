"""Supervised local worker processes: apply a task to inputs, with time and memory limits, retries and resume.

`run` is the whole seam: the Spark engine will offer the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from stanch.engine.bench import Bench, Parts

Input = Mapping[str, Any]  # small and JSON-able: object keys (paths, names), never bytes; `weight` (bytes) is optional
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
    run goes on where it stopped. Each input has `bench.limits`: past them its worker is killed, the chunk is done again
    without it, and the input is returned as `Lost`.
    """
    raise NotImplementedError
