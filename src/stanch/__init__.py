"""Stanch: data-breach response in one straight line.

The rooms stand in the order of `stanch.line.LINE`; each is useful alone, e.g. `from stanch import extent`.
"""

__version__ = "0.1.0"
