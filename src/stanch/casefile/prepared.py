"""Questions that nearly every page asks of the database, put into SQL once.

To build a queryset and its SQL takes Django several times as long as a short table takes to answer, and a page asks ten to forty such
questions. What is asked, and how values come back, is as the queryset says; only the way there is remembered, for each kind of database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL, its values (a place of a value that is asked with is its number), and what turns a column into what the field holds."""

    sql: str
    values: tuple[Any, ...]
    converters: tuple[tuple[int, Any, tuple[Callable[[Any, Any, Any], Any], ...]], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    number: int


class Question:
    """A question whose values are texts: `Question(lambda kind: Row.objects.filter(kind=kind).values_list("id"))`, then `ask(alias, "x")`.

    `make` is given as many marks as there are values, and gives a `values_list` of fields.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def ask(self, alias: str, *values: str) -> list[tuple[Any, ...]]:
        """All rows, as the fields hold them."""
        return self.converted(alias, self.raw(alias, *values), len(values))

    def raw(self, alias: str, *values: str) -> list[tuple[Any, ...]]:
        """All rows, as the database gives them: to be compared, or converted."""
        from django.db import connections

        compiled = self._for(alias, len(values))
        given = [values[one.number] if isinstance(one, _Place) else one for one in compiled.values]
        with connections[alias].cursor() as cursor:
            cursor.execute(compiled.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def converted(self, alias: str, rows: list[tuple[Any, ...]], number: int = 0) -> list[tuple[Any, ...]]:
        """Rows that `raw` gave for so many values, as the fields hold them."""
        from django.db import connections

        compiled, connection = self._for(alias, number), connections[alias]
        return [_converted(row, compiled, connection) for row in rows] if compiled.converters else rows

    def _for(self, alias: str, number: int) -> _Compiled:
        from django.db import connections

        key = (connections[alias].vendor, number)
        if key not in self._compiled:
            self._compiled[key] = _compile(self._make, alias, number)
        return self._compiled[key]

    def first(self, alias: str, *values: str) -> Any:
        """The first column of the first row; None where there is none."""
        rows = self.ask(alias, *values)
        return rows[0][0] if rows else None


def _compile(make: Callable[..., Any], alias: str, number: int) -> _Compiled:
    marks = [f"a value to be asked with, the {at}th" for at in range(number)]
    compiler = make(*marks).using(alias).query.get_compiler(alias)
    sql, values = compiler.as_sql()
    told = compiler.get_converters([column for column, _, _ in compiler.select[: compiler.col_count]])
    places = tuple(_Place(marks.index(one)) if one in marks else one for one in values)
    return _Compiled(sql, places, tuple((at, column, tuple(steps)) for at, (steps, column) in told.items()))


def _converted(row: tuple[Any, ...], compiled: _Compiled, connection: Any) -> tuple[Any, ...]:
    held = list(row)
    for at, column, steps in compiled.converters:
        for step in steps:
            held[at] = step(held[at], column, connection)
    return tuple(held)
