"""What the tests make quickly is what would be made in earnest; and what is shipped is not as cheap as what they try."""

import secrets
from pathlib import Path

import pytest
from tests.quick_cases import SHIPPED

from stanch.casefile import framework
from stanch.vault import sealing


def laid_out(alias: str) -> tuple[list[object], list[object]]:
    """What stands in a database, and which migrations it says it has had."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        made = list(cursor.fetchall())
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return made, list(cursor.fetchall())


def test_tables_made_by_statements_are_those_of_the_migrations(tmp_path: Path) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    framework.configure()
    found = []
    for way in ("in earnest", "once", "again"):
        alias = framework.add_database(tmp_path / way, secrets.token_bytes(32))
        if way == "in earnest":
            executor = MigrationExecutor(connections[alias])
            executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "casefile"])
        else:
            assert framework.migrate(alias)
        assert not framework.migrate(alias), "nothing is left to do"
        found.append(laid_out(alias))
        framework.remove_database(alias)
    assert found[0] == found[1] == found[2]


def test_the_cost_that_is_shipped_is_what_rfc_9106_asks_for_and_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The second of the two choices in its section 4: three passes over 64 MiB.
    assert SHIPPED["time_cost"] >= 3
    assert SHIPPED["memory_cost"] >= 64 * 1024
    for name, value in SHIPPED.items():
        monkeypatch.setitem(sealing.ARGON2, name, value)
    keys = sealing.create_keys(tmp_path, "a passphrase for practice only")
    assert sealing.open_keys(tmp_path, "a passphrase for practice only").master == keys.master
