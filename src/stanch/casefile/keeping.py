"""Sums over rows that are too many to go through for a page: made when the line has walked, kept in the case, read by pages.

A sum stands under a name with a mark that tells from which rows it was made. Another mark, and it is made anew by whoever asks
for it; what the line has just walked, and what the portal finds when it starts, is made before anybody asks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from stanch.casefile.case import Case

ORDER = "order destruction"  # the entry after which nothing is counted and kept
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sum(Generic[T]):
    """A sum: `form` is its type as JSON is read, `make` makes it from the rows, `mark` changes exactly when those do."""

    name: str
    form: Any
    make: Callable[[Case], T]
    mark: Callable[[Case], Any]


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """What stands: the sum, the mark it was made at, and the seconds that took."""

    made: T
    mark: str
    seconds: float


def found(case: Case, wanted: Sum[T]) -> Kept[T] | None:
    """What stands under this name, whatever it was made from; None where nothing does, or in the form of another release."""
    from stanch.casefile.models import KeptRow

    row = KeptRow.objects.using(case.alias).filter(name=wanted.name).first()
    if row is None:
        return None
    try:
        return Kept(msgspec.json.decode(row.made, type=wanted.form), row.mark, row.seconds)
    except msgspec.MsgspecError:
        return None


def made(case: Case, wanted: Sum[T]) -> Kept[T]:
    """Make it from the rows as they are, and keep it."""
    mark, started = marked(case, wanted), time.monotonic()
    sum_of = wanted.make(case)
    kept = Kept(sum_of, mark, time.monotonic() - started)
    keep(case, wanted, kept)
    return kept


def keep(case: Case, wanted: Sum[T], kept: Kept[T]) -> None:
    """Put it down in the place of what stood there; nothing once the list is ordered to be destroyed, for it must leave nothing behind."""
    from stanch.casefile.models import JournalRow, KeptRow

    if JournalRow.objects.using(case.alias).filter(action=ORDER).exists():
        return
    told = {"mark": kept.mark, "seconds": kept.seconds, "made": msgspec.json.encode(kept.made).decode()}
    KeptRow.objects.using(case.alias).update_or_create(name=wanted.name, defaults=told)


def current(case: Case, wanted: Sum[T]) -> T:
    """The sum as of now: what stands, or where the rows are others, made anew."""
    mark = _mark_kept(case, wanted)
    there = found(case, wanted) if mark == marked(case, wanted) else None
    return there.made if there else made(case, wanted).made


def marked(case: Case, wanted: Sum[Any]) -> str:
    """What the rows are now, in one word."""
    return repr(wanted.mark(case))


def is_current(case: Case, wanted: Sum[Any]) -> bool:
    """Whether what stands was made from the rows as they are now."""
    return _mark_kept(case, wanted) == marked(case, wanted)


def forget(case: Case) -> None:
    """Remove all sums: they hold of the rows what those held."""
    from stanch.casefile.models import KeptRow

    KeptRow.objects.using(case.alias).all().delete()


def _mark_kept(case: Case, wanted: Sum[Any]) -> str:
    from stanch.casefile.models import KeptRow

    return KeptRow.objects.using(case.alias).filter(name=wanted.name).values_list("mark", flat=True).first() or ""
