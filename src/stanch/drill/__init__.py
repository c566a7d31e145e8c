"""Sample breaches with known truth, to practise on and to measure with."""

from stanch.drill.make import make

__all__ = ["make"]
