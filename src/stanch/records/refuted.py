"""A finding that reviewers said is not what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# What is surer is asked of nobody, and refuted by nobody: of findings with .8 to .9 every fourth is false, above that one in thirty.
IN_DOUBT = 0.9


@dataclass(frozen=True, slots=True)
class Refuted:
    """What stands there is nothing of this `kind`; it binds every later run of the line.

    In a text one place, by `start` and `end`, in a cell that holds a text also by its `row`; in a table otherwise what is in doubt in the
    whole `column`, of which all rows are found alike. `by` are the reviewers who looked at it: nobody among them said otherwise.
    """

    id: str
    exhibit: str
    locator: str
    kind: str
    start: int | None = None
    end: int | None = None
    column: str | None = None
    by: tuple[str, ...] = ()
    at: datetime | None = None
    row: int | None = None
