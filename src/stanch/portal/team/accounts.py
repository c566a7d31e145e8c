"""The database of accounts: sealed beside the case's own, under a key of its own; for several cases, a schema on their server."""

from __future__ import annotations

from hashlib import sha256

from stanch.casefile import Case, framework, server
from stanch.portal import tokens, which
from stanch.portal.team import journaling
from stanch.vault import Keys

DATABASE = "portal.db"
ALIAS = "default"
_factors: list[Keys] = []


def open_(case: Case) -> None:
    """Make the database of accounts ready; sessions survive a restart of the portal."""
    from django.conf import settings

    settings.SECRET_KEY = sha256(case.keys.derive("portal secret")).hexdigest()
    path = case.folder / DATABASE
    if not path.exists():
        path.touch(mode=0o600)
    framework.add_database(path, case.keys.derive("portal database"), ALIAS)
    _ready()


def open_several(keys: Keys) -> None:
    """Make the accounts of a portal of several cases ready: in a schema of their own on the server, second factors sealed under `keys`."""
    from django.conf import settings

    settings.SECRET_KEY = sha256(keys.derive("portal secret")).hexdigest()
    framework.add_server(server.PORTAL, ALIAS)
    _forget_old()
    server.make_schema(ALIAS, server.PORTAL)
    _factors[:] = [keys]
    _ready()


def factor_keys() -> Keys | None:
    """What second factors are sealed under, where the database of accounts is no sealed file."""
    return _factors[0] if _factors else None


def _forget_old() -> None:
    from django.db import connections

    # This thread may hold a connection object that stood for no database until now.
    _ = connections[ALIAS]
    del connections[ALIAS]


def _ready() -> None:
    _forget_old()
    framework.migrate(ALIAS, of_case=False)
    journaling.connect()
    from stanch.portal.team import recovery_codes
    from stanch.portal.team.tokens import Sealed

    recovery_codes.take_over()
    recovery_codes.hash_old()
    tokens.keep_in(Sealed())


def close() -> None:
    """Fold the write-ahead log in and forget the key."""
    from django.db import connections

    if framework.is_sealed_file(ALIAS):
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    framework.remove_database(ALIAS)
    _factors.clear()
    tokens.keep_in(tokens.Memory())


def has_members() -> bool:
    """Whether anybody is on the case of this moment."""
    from stanch.portal.team.models import Member

    return Member.objects.filter(case=which.current().key).exists()
