"""All sums that pages show, and bringing them up to date: after the line has walked, and before the portal is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from stanch.casefile import board, containing, crowd, doubtful, keeping, report, review, stepping
from stanch.casefile.case import Case
from stanch.casefile.keeping import Sum

TABLE = "casefile_keptrow"
SUMS: tuple[Sum[Any], ...] = (
    crowd.PEOPLE, crowd.HELPED, crowd.DOUBTS, report.KINDS, containing.SECRETS, review.FAMILIES, doubtful.QUEUE, stepping.STEPS,
)  # fmt: skip


def bring_up_to_date(case: Case, *, watch: Callable[[str], None] = lambda _name: None) -> list[str]:
    """Make anew what was made from other rows; the names of what was."""
    done = []
    for one in SUMS:
        if not keeping.is_current(case, one):
            watch(one.name)
            keeping.made(case, one)
            done.append(one.name)
    if board.bring_up_to_date(case, watch=watch):
        done.append(board.NAME)
    return done


def faults(case: Case) -> Iterator[str]:
    """Sums that are not what the rows give; for `stanch verify`. A case that an earlier release left holds none yet."""
    from django.db import connections

    if TABLE not in connections[case.alias].introspection.table_names():
        return
    for one in SUMS:
        there = keeping.found(case, one)
        if there is not None and there.mark == keeping.marked(case, one) and there.made != one.make(case):
            yield f"the sum {one.name!r} is not what the rows give"
    yield from board.faults(case)
