"""Rows of a case that are too many to hold: read a page at a time, counted by the database; and a mark that tells whether they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, overload

from stanch.casefile import decisions, glance
from stanch.casefile.case import Case
from stanch.casefile.holdings import holdings
from stanch.casefile.kept_decisions import newest
from stanch.casefile.prepared import Question
from stanch.records import from_json

T = TypeVar("T")
PAGE = 1000
# Entries of who came and looked; nothing that a page shows of the case rests on them.
OF_NO_SUBSTANCE = (
    "sign in to portal", "sign out of portal", "sign-in refused", "second factor refused", "serve portal", "make token", "revoke token",
    "make calendar link", "revoke calendar link",
    "preview notice", "reveal", "export", "verify", "verify journal", "verify journal at night", "stop sending", "resume sending",
)  # fmt: skip


class Streamed(Sequence[T]):
    """The rows of one kind, in their order, with what was decided on them. Only a page of them is ever in memory."""

    def __init__(self, case: Case, kind: type[T]) -> None:
        from stanch.casefile.kinds import TABLES

        self._case, self._kind, self._rows = case, kind, TABLES[kind].model.objects.using(case.alias).order_by("place")

    def __len__(self) -> int:
        """How many there are, as the table's own note has it."""
        return held(self._case, self._kind)[1]

    def __iter__(self) -> Iterator[T]:
        """Each row, by keyset: what changes meanwhile is seen or not, but no row twice."""
        last = -1
        while True:
            page = list(self._rows.filter(place__gt=last)[:PAGE].values_list("place", "record"))
            if not page:
                return
            last = page[-1][0]
            yield from decisions.laid_over(self._case.alias, self._kind, [from_json(self._kind, text) for _, text in page])

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """One row by its place. Raises `IndexError`."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        place = index if index >= 0 else len(self) + index
        found = self._rows.filter(place=place).values_list("record", flat=True).first()
        if found is None:
            raise IndexError(index)
        return decisions.laid_over(self._case.alias, self._kind, [from_json(self._kind, found)])[0]


def held(case: Case, kind: type) -> tuple[str, int]:
    """The hash of all rows of a kind and how many there are, as noted when they were put."""
    return _holdings(case).get(kind.__name__, ("", 0))


def _holdings(case: Case) -> dict[str, tuple[str, int]]:
    """The note of every kind that was put: the hash of its rows, and how many there are."""
    return holdings(case.alias)


def mark(case: Case, *kinds: type, decided: bool = False, sent: bool = False) -> tuple[Any, ...]:
    """What changes exactly when rows of these kinds do, or (`decided`) a decision is made, or (`sent`) something befalls a piece."""
    from django.db.models import Max

    from stanch.casefile.models import AddressRow, PieceEventRow

    noted = _holdings(case)
    rows = [(name, noted[name][0]) for name in sorted({kind.__name__ for kind in kinds}) if name in noted]
    said = [newest(case.alias) or None] if decided else []
    moved = [PieceEventRow, AddressRow] if sent else []
    return (*rows, *said, *(model.objects.using(case.alias).aggregate(newest=Max("id"))["newest"] for model in moved))


def parts_mark(case: Case, name: str) -> str:
    """What changes exactly when sealed bulk rows do."""
    return _holdings(case).get(f"parts {name}", ("", 0))[0]


def newest_decision(case: Case, *kinds: str) -> int:
    """The number of the last decision on records of these kinds."""
    return max((_NEWEST_DECISION.first(case.alias, kind) or 0 for kind in kinds), default=0)


def _newest_decision(kind: str) -> Any:
    from stanch.casefile.models import DecisionRow

    return DecisionRow.objects.filter(kind=kind).order_by("-id").values_list("id")[:1]


_NEWEST_DECISION = Question(_newest_decision)


def newest_of_substance(case: Case) -> int:
    """The number of the last entry of the journal that may have changed what pages show of the case."""
    found: int = glance.once(case.alias, "newest of substance", lambda: _OF_SUBSTANCE.first(case.alias) or 0)
    return found


def _of_substance() -> Any:
    from stanch.casefile.models import JournalRow

    return JournalRow.objects.exclude(action__in=OF_NO_SUBSTANCE).order_by("-sequence").values_list("sequence")[:1]


_OF_SUBSTANCE = Question(_of_substance)
