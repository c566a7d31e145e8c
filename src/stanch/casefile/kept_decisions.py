"""The decisions that stand, of kinds with few of them, kept between looks: a page asks a dozen such questions, and seldom is one made.

Decisions are added and never changed but by a later one on the same record, and their numbers rise in the order in which they come to
stand: each is written behind its entry of the journal, which is one chain. So what came after the newest that was read is all that is new.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stanch.casefile import glance
from stanch.casefile.prepared import Question

if TYPE_CHECKING:
    from stanch.casefile.decisions import Decision

KEPT = 2000  # decisions of a kind that are kept
SAID = 10_000  # words of reviewers on one kind that are kept
CAUGHT_UP = 500  # so many new ones are read behind the others; where there are more, all are read anew

Word = tuple[str, str, str, str, datetime]

_lock = threading.Lock()
_of: dict[str, _Kept] = {}


class _Kept:
    """What is kept of one case's decisions: of each kind by the record's id, oldest first."""

    def __init__(self, alias: str) -> None:
        self._alias, self._lock = alias, threading.Lock()
        self._newest = 0
        self._kinds: dict[str, dict[str, Decision]] = {}
        self._many: set[str] = set()
        self._said: dict[str, tuple[int, list[Word]]] = {}

    def standing(self, kind: str, read: Callable[[int], list[Decision]]) -> dict[str, Decision] | None:
        """Those of one kind; None where there are too many of them. `read` gives up to so many that stand, oldest first."""
        # Asked before the rows are read, so that it is never newer than they are.
        upto = newest(self._alias)
        with self._lock:
            self._catch_up(upto)
            # Who looks at rows as they were before what others have read reads for himself.
            if kind not in self._kinds and kind not in self._many and upto >= self._newest:
                self._put(kind, {one.subject: one for one in read(KEPT + 1)})
            there = self._kinds.get(kind)
            return dict(there) if there is not None else None

    def said(self, kind: str) -> list[Word]:
        """Every word on records of one kind, those included that later ones took the place of; oldest first."""
        upto = newest(self._alias)
        with self._lock:
            after, before = self._said.get(kind, (0, []))
            words = before if upto <= after else before + _words(self._alias, kind, after, upto)
            if upto > after and len(words) <= SAID:
                self._said[kind] = (upto, words)
            return words

    def _catch_up(self, upto: int) -> None:
        if upto <= self._newest:
            return
        if self._kinds:
            rows = _since(self._alias, self._newest, upto)
            if len(rows) > CAUGHT_UP:
                self._kinds.clear()
            for one in rows:
                if one.kind in self._kinds:
                    held = self._kinds[one.kind]
                    held.pop(one.subject, None)
                    held[one.subject] = one
                    self._put(one.kind, held)
        self._newest = upto

    def _put(self, kind: str, held: dict[str, Decision]) -> None:
        if len(held) > KEPT:
            self._kinds.pop(kind, None)
            self._many.add(kind)
        else:
            self._kinds[kind] = held


def standing(alias: str, kind: str, read: Callable[[int], list[Decision]]) -> dict[str, Decision] | None:
    """The decisions that stand on records of one kind, by the record's id; None outside of a look, and where there are too many to keep."""
    if not glance.is_look():
        return None
    return _kept(alias).standing(kind, read)


def said(alias: str, kind: str) -> list[Word]:
    """Every word on records of one kind, oldest first: the record's id, whose, the verdict, the grounds, when. Not to be changed."""
    if not glance.is_look():
        return _words(alias, kind, 0, newest(alias))
    found: list[Word] = glance.once(alias, f"said of {kind}", lambda: _kept(alias).said(kind))
    return found


def newest(alias: str) -> int:
    """The number of the last decision; within a look it is asked once."""
    found: int = glance.once(alias, "newest decision", lambda: _NEWEST.first(alias) or 0)
    return found


def forget(alias: str) -> None:
    """Keep nothing of this database."""
    with _lock:
        _of.pop(alias, None)


def _kept(alias: str) -> _Kept:
    with _lock:
        return _of.setdefault(alias, _Kept(alias))


def _words(alias: str, kind: str, after: int, upto: int) -> list[Word]:
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(alias).filter(kind=kind, id__gt=after, id__lte=upto).order_by("id")
    return list(rows.values_list("subject", "decided_by", "verdict", "grounds", "decided_at"))


def _since(alias: str, after: int, upto: int) -> list[Decision]:
    """The decisions after one and up to another, oldest first; one more than are read behind the others where there are more."""
    from stanch.casefile.decisions import COLUMNS, Decision
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(alias).filter(id__gt=after, id__lte=upto).order_by("id").values_list(*COLUMNS)
    return [Decision(*row) for row in rows[: CAUGHT_UP + 1]]


def _newest() -> Any:
    from stanch.casefile.models import DecisionRow

    return DecisionRow.objects.order_by("-id").values_list("id")[:1]


_NEWEST = Question(_newest)
