"""Rows that tell a login and its password alone (`/etc/shadow`, accounts taken out of a directory) are his whose login that is elsewhere.

A row that tells anything else stays: who entered an order is not whom it is of.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOGIN = "username"
SECRETS = ("password", "password_hash", "password_hash_salted")
# What an account has beside them: a number, where it signed in from.
BESIDE = (LOGIN, *SECRETS, "customer_id", "employee_id", "ip_address", "access_token")


def tie(connection: DuckDBPyConnection, names: str) -> None:
    """In table `tied`: such rows become mentions of the named one whose login is the same, if no second name has it."""
    listed, secrets = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (BESIDE, SECRETS))
    connection.execute(
        "CREATE TABLE opened AS SELECT mention, min(token) FILTER (kind = 'username') AS token "
        "FROM tied WHERE row IS NOT NULL GROUP BY mention "
        f"HAVING bool_and(kind IN ({listed})) AND bool_or(kind IN ({secrets})) AND count(DISTINCT token) FILTER (kind = 'username') = 1"
    )
    connection.execute(
        "CREATE TABLE holder AS WITH called AS (SELECT mention, "
        "coalesce(min(lower(text)) FILTER (kind = 'name'), string_agg(lower(text), ' ' ORDER BY kind DESC)) AS name "
        f"FROM tied WHERE kind IN ({names}) AND text IS NOT NULL GROUP BY mention) "
        "SELECT token, min(mention) AS mention FROM (SELECT DISTINCT mention, token FROM tied WHERE kind = 'username' "
        "AND token IN (SELECT token FROM opened)) JOIN called USING (mention) GROUP BY token HAVING count(DISTINCT name) = 1"
    )
    connection.execute(
        "UPDATE tied SET mention = h.mention FROM opened o JOIN holder h USING (token) "
        "WHERE tied.mention = o.mention AND kind <> 'customer_id'"
    )
    for table in ("opened", "holder"):
        connection.execute(f"DROP TABLE {table}")
