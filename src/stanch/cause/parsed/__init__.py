"""Logs parsed and asked by workers: each log, or a stretch of a large one, becomes events with the rules that fire on them.

A line on which a parser hangs, dies or raises costs itself: it is told as not read, and the rest of its log goes on (ADR 0189). What
counts over time or over several logs (correlations, habits, copies, clocks) is done in the program itself on what comes back.
"""

from stanch.cause.parsed.gathering import Log, Parsed

__all__ = ["Log", "Parsed"]
