"""Proves one strategy file by its own cases: on which days a person is reached, and whether the deadline is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stanch.notices.options.rates import rates
from stanch.notices.options.strategy import Case, Strategy, read
from stanch.notices.options.weigh import Matter, weigh
from stanch.records import Deadline, Duty, Person, PostalAddress

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The cases of one strategy: (name, check)."""
    strategy = read(path)
    yield "merits, drawbacks and sources are told", lambda: _told(strategy)
    for case in strategy.cases:
        yield case.name, lambda case=case: _check(strategy, case)  # type: ignore[misc]


def _told(strategy: Strategy) -> None:
    if not (strategy.merits and strategy.drawbacks and strategy.trust):
        raise AssertionError("a strategy names its merits, its drawbacks, and what research says")


def _check(strategy: Strategy, case: Case) -> None:
    option = weigh(strategy, _matter(case), rates())
    days = tuple(sorted((one.day - NOW.date()).days for one in option.sendings if one.counts and one.what == "letters"))
    met = option.kept[0].met
    if (days, met) != (case.days, case.met):
        raise AssertionError(f"letters on days {days}, met {met}; the file says {case.days}, {case.met}")


def _matter(case: Case) -> Matter:
    due = Deadline(float(case.due_in), "days", "discovery", NOW + timedelta(days=case.due_in))
    duty = Duty("US-CA/individuals", "US-CA", "individuals", True, due, None, (), "", (), "cite", "because", "individuals", elements=("*",))
    elements = ("name", "ssn") if case.severe else ("email", "name")
    person = Person(
        "p1", "Ann Lee", residence="US-CA", elements=elements, postal_address=PostalAddress("1 Elm", "Town", "CA", "90001", "US")
    )
    return Matter((duty,), (person,), (), NOW)
