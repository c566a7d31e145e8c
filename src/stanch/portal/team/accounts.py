"""The sealed database of accounts, beside the case's own: opened with the case's keys, under a key of its own."""

from __future__ import annotations

from hashlib import sha256

from stanch.casefile import Case, framework
from stanch.portal import tokens
from stanch.portal.team import journaling

DATABASE = "portal.db"
ALIAS = "default"


def open_(case: Case) -> None:
    """Make the database of accounts ready; sessions survive a restart of the portal."""
    from django.conf import settings
    from django.db import connections

    settings.SECRET_KEY = sha256(case.keys.derive("portal secret")).hexdigest()
    path = case.folder / DATABASE
    if not path.exists():
        path.touch(mode=0o600)
    framework.add_database(path, case.keys.derive("portal database"), ALIAS)
    # This thread may hold a connection object that stood for no database until now.
    _ = connections[ALIAS]
    del connections[ALIAS]
    framework.migrate(ALIAS, of_case=False)
    journaling.connect()
    from stanch.portal.team.tokens import Sealed

    tokens.keep_in(Sealed())


def close() -> None:
    """Fold the write-ahead log in and forget the key."""
    from django.db import connections

    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    framework.remove_database(ALIAS)
    tokens.keep_in(tokens.Memory())


def has_members() -> bool:
    """Whether anybody is on the case."""
    from stanch.portal.team.models import Member

    return Member.objects.exists()
