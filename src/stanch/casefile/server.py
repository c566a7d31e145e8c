"""Cases whose rows stand on a PostgreSQL server: each in a schema of its own, named by a small file in the case's folder.

The folder stays what it is (keys, sealed parts, the journal's anchor, the lock); only the tables live elsewhere. `DATABASE_URL` says
where the server is, so that no password stands in a case's folder.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from stanch.errors import StanchError, WrongCall
from stanch.vault import write_whole

VARIABLE = "DATABASE_URL"
FILE = "rows.json"
PORTAL = "stanch_portal"
SCHEMA = re.compile(r"stanch_(case_[0-9a-f]{16}|portal)")
# Those that leave the server's name unproven (PostgreSQL manual, 34.19, SSL support).
UNPROVEN = ("disable", "allow", "prefer", "require", "verify-ca")


def url() -> str | None:
    """The server's address, or None where cases stand in files of their own."""
    return os.environ.get(VARIABLE) or None


def new_schema() -> str:
    """A name that no other case has."""
    return f"stanch_case_{secrets.token_hex(8)}"


def remember(folder: Path, schema: str) -> None:
    """Write down where the case's rows stand."""
    write_whole(folder / FILE, json.dumps({"version": 1, "database": "postgresql", "schema": schema}).encode())


def schema_of(folder: Path) -> str | None:
    """The schema of a case's rows, or None where they stand in the folder. Raises `StanchError` where the note is broken."""
    try:
        told = json.loads((folder / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        told = None
    schema = told.get("schema") if isinstance(told, dict) else None
    if not isinstance(schema, str) or not SCHEMA.fullmatch(schema):
        raise StanchError("the note of where the case's rows stand is broken", where=str(folder / FILE), do="Restore it from a backup.")
    return schema


def settings(schema: str) -> dict[str, Any]:
    """What Django is told of a schema on the server. Raises `WrongCall` where the address is missing, wrong, or not safe."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    told = url()
    if told is None:
        raise WrongCall(
            "this case's rows stand on a PostgreSQL server", do=f"Set {VARIABLE}=postgresql://USER@HOST/DATABASE (password in ~/.pgpass)."
        )
    if not told.startswith(("postgresql://", "postgres://")):
        raise WrongCall("this is no address of a PostgreSQL server", where=VARIABLE, do="Write postgresql://USER@HOST/DATABASE.")
    try:
        found: dict[str, Any] = {name: str(value) for name, value in conninfo_to_dict(told).items() if value is not None}
    except ProgrammingError:
        # Its words repeat the address, and with it the password.
        raise WrongCall(
            "the address of the server cannot be read", where=VARIABLE, do="Write postgresql://USER@HOST/DATABASE; quote signs as %40."
        ) from None
    described = {
        name: found.pop(key, "") for name, key in (("NAME", "dbname"), ("USER", "user"), ("PASSWORD", "password"), ("HOST", "host"))
    }
    described["PORT"] = found.pop("port", "")
    if not described["NAME"]:
        raise WrongCall("the address names no database", where=VARIABLE, do="Write postgresql://USER@HOST/DATABASE.")
    _hold_to_proof(described["HOST"], found)
    found["options"] = f"-c search_path={schema} -c lock_timeout=30s -c idle_in_transaction_session_timeout=600s"
    found.setdefault("connect_timeout", "10")
    return {"ENGINE": "stanch.casefile.shared", **described, "OPTIONS": found, "CONN_MAX_AGE": 30, "CONN_HEALTH_CHECKS": True}


def _hold_to_proof(host: str, found: dict[str, Any]) -> None:
    """Rows that cross a network go over TLS to a server that proves its name."""
    here = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    if not here and found.setdefault("sslmode", "verify-full") in UNPROVEN:
        raise WrongCall(
            f"sslmode={found['sslmode']} does not prove which server answers", where=VARIABLE,
            do="Leave sslmode out, or write sslmode=verify-full with sslrootcert=FILE.",
        )  # fmt: skip


def make_schema(alias: str, schema: str) -> None:
    """Make the schema, which must be new. Raises `DatabaseError` where the account may not."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')


def drop_schema(alias: str, schema: str) -> None:
    """Take a schema away with all in it: one that a failed attempt to make a case left."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
