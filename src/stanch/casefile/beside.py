"""Rows that take long to make wait beside their table, and stand in it all at once.

The line drafts 100,000 letters for minutes. Each lot is written in a transaction of its own, so that whoever approves, signs, or looks
meanwhile waits for one lot at most; readers see what stood before. When the last is made, one transaction puts them in place. Killed
before it, the case is as it was, and the next run clears away what waited. See ADR 0121.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stanch.casefile.kinds import Table

LOT = 1000  # rows that wait for no one else: a tenth of a second
# A case is open in one process; two threads of it must not mix what they make.
_making: dict[str, Lock] = {}


@contextmanager
def alone(alias: str) -> Iterator[None]:
    """Make rows of this case while no other thread does."""
    with _making.setdefault(alias, Lock()):
        yield


def wait(alias: str, table: Table, rows: Iterable[Any]) -> None:
    """Write rows of `model_of(table)`, a lot at a time; what a run before left there is cleared away."""
    clear(alias, table)
    made = iter(rows)
    while batch := list(islice(made, LOT)):
        model_of(table).objects.using(alias).bulk_create(batch)


def settle(alias: str, table: Table) -> None:
    """Let what waits take the place of what stands, in order; call it within a transaction."""
    from django.db import connections

    table.model.objects.using(alias).all().delete()
    connection = connections[alias]
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, _columns(table)))
    target, source = quoted(table.model._meta.db_table), quoted(model_of(table)._meta.db_table)  # noqa: SLF001 Django's own documented name
    with connection.cursor() as cursor:
        # Names of our own models alone; nothing that anybody said stands in this statement.
        cursor.execute(f"INSERT INTO {target} ({columns}) SELECT {columns} FROM {source} ORDER BY id")  # noqa: S608


def clear(alias: str, table: Table) -> None:
    """Remove what waits, a lot at a time."""
    model: Any = model_of(table)
    while last := list(model.objects.using(alias).order_by("id").values_list("id", flat=True)[:LOT]):
        model.objects.using(alias).filter(id__lte=last[-1]).delete()


def model_of(table: Table) -> Any:
    """The table beside this one. Raises `LookupError` where there is none."""
    if table.beside is None:
        raise LookupError(table.model.__name__)
    return table.beside


def _columns(table: Table) -> list[str]:
    return [field.name for field in model_of(table)._meta.fields if field.name != "id"]  # noqa: SLF001 Django's own documented name
