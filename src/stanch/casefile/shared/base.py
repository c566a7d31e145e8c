"""Django's PostgreSQL backend, with the order of writers that the case file's services rely on.

SQLite lets one writer in at a time, and every service reads what it is about to change within its transaction. PostgreSQL would
let two do so side by side; so each transaction begins with a lock of its schema (PostgreSQL manual, 9.28.10, advisory locks),
which the server gives back at its end, also when the program is killed.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base as plain

# The second half of the lock's number tells ours from what others lock on the same server.
MARK = 0x57A4


class DatabaseWrapper(plain.DatabaseWrapper):
    """A connection to one case's schema."""

    def _set_autocommit(self, autocommit: bool) -> None:
        """Where a transaction begins, wait for the one that writes now."""
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), %s)", [MARK])

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters; the server is told who we are."""
        found: dict[str, Any] = super().get_connection_params()
        return {"application_name": "stanch", **found}
