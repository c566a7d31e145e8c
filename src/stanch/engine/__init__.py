"""Apply a task to inputs: supervised local worker processes; the same call will run on a cluster."""

from stanch.engine.bench import Bench, Limits, Parts, Progress, silent
from stanch.engine.local import Input, Lost, Result, run

__all__ = ["Bench", "Input", "Limits", "Lost", "Parts", "Progress", "Result", "run", "silent"]
