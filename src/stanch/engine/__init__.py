"""Apply a task to inputs: supervised local worker processes, or the same on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.engine.bench import Bench, Limits, Parts, Progress, Stumbled, silent
    from stanch.engine.local import Input, Lost, Result, run

__all__ = ["Bench", "Input", "Limits", "Lost", "Parts", "Progress", "Result", "Stumbled", "run", "silent"]


def __getattr__(name: str) -> object:
    # On demand: a worker is called before Arrow is loaded.
    if name in __all__:
        from stanch.engine import bench, local

        return vars(local).get(name) or vars(bench)[name]
    raise AttributeError(name)
