"""Sets Django up without a settings module, and gives each open case a database of its own name."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

BASE: dict[str, Any] = {
    "INSTALLED_APPS": ["stanch.casefile.apps.Casefile"],
    "DATABASES": {},
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "DEBUG": False,
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "LOGGING_CONFIG": None,
}
# How long a thread waits for another's transaction before it gives up.
BUSY_SECONDS = 30
# What a connection that is kept open holds of the database in memory at most, in KiB, and for how long it is kept: there is one a thread.
KEPT_KIB = 16 * 1024
KEPT_SECONDS = 60


def configure(**more: Any) -> None:
    """Set Django up; doing it again adds settings (the portal brings its own). Loads Django."""
    import django
    from django.conf import settings

    if settings.configured:
        for name, value in more.items():
            setattr(settings, name, value)
        if "INSTALLED_APPS" in more:
            from django.apps import apps

            apps.set_installed_apps(more["INSTALLED_APPS"])
        return
    # No cookie or token of a case outlives the process that made it.
    settings.configure(**{**BASE, "SECRET_KEY": secrets.token_urlsafe(50), **more})
    django.setup()


def keep_open(alias: str) -> None:
    """For a server of pages: a thread's connection to a sealed file stays open from one request to the next, and holds less in memory. One
    to a server does so anyway.
    """
    from django.db import connections

    if is_sealed_file(alias):
        settings = connections.databases[alias]
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
        settings["OPTIONS"]["cache"] = KEPT_KIB
        connections[alias].close()


def add_database(path: Path, key: bytes, alias: str = "") -> str:
    """Make the database at `path` known to Django; its alias. Opens nothing yet."""
    from django.db import connections

    alias = alias or f"case-{secrets.token_hex(4)}"
    described = {
        "ENGINE": "stanch.casefile.sealed",
        "NAME": str(path),
        "OPTIONS": {"key": key, "transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS},
    }
    connections.databases[alias] = {**_defaults(), **described}
    return alias


def add_server(schema: str, alias: str = "") -> str:
    """Make a schema of the PostgreSQL server known to Django; its alias. Opens nothing yet. Raises `WrongCall`."""
    from django.db import connections

    from stanch.casefile import server

    alias = alias or f"case-{secrets.token_hex(4)}"
    connections.databases[alias] = {**_defaults(), **server.settings(schema)}
    return alias


def is_sealed_file(alias: str) -> bool:
    """Whether a database is a sealed file of ours, not a schema on a server."""
    from django.db import connections

    return bool(connections[alias].vendor == "sqlite")


def remove_database(alias: str) -> None:
    """Close this thread's connection, and of a sealed file every thread's, and forget the database and its key."""
    from django.db import connections

    from stanch.casefile import kept_decisions

    kept_decisions.forget(alias)
    connections[alias].close()
    if is_sealed_file(alias):
        from stanch.casefile.sealed.base import close_everywhere

        close_everywhere(alias)
    del connections[alias]
    connections.databases.pop(alias, None)


def _defaults() -> dict[str, Any]:
    """What Django's own configuration step adds to each entry of DATABASES."""
    return {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
    }


def migrate(alias: str, *, of_case: bool = True) -> bool:
    """Bring the tables to the newest form; whether anything was done. A case's database holds the case, a portal's who may come in."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    targets = [node for node in executor.loader.graph.leaf_nodes() if (node[0] == "casefile") is of_case]
    if not executor.migration_plan(targets):
        return False
    executor.migrate(targets)
    return True
