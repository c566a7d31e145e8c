"""What a run of the tests makes often and proves once: a key stretched for seconds, and the tables of a new case, migration by migration.

The first case of a process is migrated as in earnest; the tables of the next ones are made by the statements that stood in it afterwards.
What is no new sealed file (a case of an older form, a schema on a server) is always migrated. The cost that is shipped has its own test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
SHIPPED: dict[str, int] = {}
Statements = list[tuple[str, list[Any] | None]]


@contextmanager
def quick() -> Iterator[None]:
    """Cases are made and opened quickly in here."""
    from stanch.casefile import framework
    from stanch.vault import sealing

    SHIPPED.update(sealing.ARGON2)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CHEAP.items():
            patch.setitem(sealing.ARGON2, name, value)
        patch.setattr(framework, "migrate", _remembering(framework.migrate))
        yield


def _remembering(real: Callable[..., bool]) -> Callable[..., bool]:
    known: dict[tuple[bool, tuple[str, ...]], Statements] = {}

    def migrate(alias: str, *, of_case: bool = True) -> bool:
        from django.conf import settings
        from django.db import connections

        sort = (of_case, tuple(settings.INSTALLED_APPS))
        if connections[alias].vendor != "sqlite" or _masters(alias):
            return real(alias, of_case=of_case)
        if sort in known:
            _follow(alias, known[sort])
            return True
        done = real(alias, of_case=of_case)
        known[sort] = _statements(alias)
        return done

    return migrate


def _masters(alias: str) -> list[tuple[str, str, str]]:
    """Type, name and statement of what stands in a database, in the order in which it was made."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        return list(cursor.fetchall())


def _statements(alias: str) -> Statements:
    """What makes an empty database the same: tables, their rows, and then what watches over these."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA table_list")
        # What an index of words is kept in comes with the index.
        beneath = {name for _, name, sort, *_ in cursor.fetchall() if sort == "shadow"}
        made = [one for one in _masters(alias) if one[1] not in beneath]
        tables = [name for sort, name, _ in made if sort == "table"]
        found: Statements = [(sql, None) for sort, name, sql in made if sort == "table" and not name.startswith("sqlite_")]
        # The table of counters comes with the first table that counts, and its rows with the first row of each.
        for name in sorted(tables, key=lambda one: one == "sqlite_sequence"):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 a name of ours
            rows = cursor.fetchall()
            if name == "sqlite_sequence":
                found.append(("DELETE FROM sqlite_sequence", None))
            found += [(f'INSERT INTO "{name}" VALUES ({", ".join(["%s"] * len(row))})', list(row)) for row in rows]  # noqa: S608
    return found + [(sql, None) for sort, _, sql in made if sort != "table"]


def _follow(alias: str, statements: Statements) -> None:
    from django.db import connections, transaction

    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
