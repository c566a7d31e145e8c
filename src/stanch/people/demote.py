"""Values that many people share say little about any one of them: found in the data, and set aside.

A switchboard, a family's or an agency's e-mail address, a placeholder date, a number typed in for everybody: where one
value stands with many different names, it is taken out of the comparison (it stays among the person's own values).
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# So many different names may share a value before it is nobody's. A household shares a phone; a number identifies one.
SHARED = {"email": 5, "phone": 7, "national": 4, "document": 4, "account": 5, "health": 6, "member": 4}
# One person with many misspellings has one day of birth, or one street. Names are told apart by their initials in either order, so that one person's misspellings do not count as many people.  # noqa: E501
NAMES = "least(given[1], family[1]) || greatest(given[1], family[1])"
SURELY = 3
DAY_SHARE, DAY_NAMES = 0.02, 20  # a day of birth of more than this share of records (and so many names) is a placeholder


def demote(connection: DuckDBPyConnection) -> None:
    """Null over-shared values in `record`. Names are counted of those values alone that stand in enough records."""
    apart = "count(DISTINCT coalesce(dob, street, given || '|' || family))"
    for column, most in SHARED.items():
        # So many initials that no misspelling explains them are many people, be there one street or one day for all.
        many = f"count(DISTINCT {NAMES}) >= {most} AND {apart} >= {2 * most / 3} OR count(DISTINCT {NAMES}) >= {SURELY * most}"
        connection.execute(f"CREATE TABLE nobodys AS SELECT {column} FROM record {often(column, most)} GROUP BY {column} HAVING {many}")
        _taken_out(connection, column, column)
    crowd = max(DAY_NAMES, DAY_SHARE * connection.execute("SELECT count(*) FROM record").fetchall()[0][0])
    connection.execute(
        f"CREATE TABLE nobodys AS SELECT dob FROM record {often('dob', DAY_NAMES)} GROUP BY dob "
        f"HAVING count(DISTINCT given || '|' || family) > {crowd}"
    )
    _taken_out(connection, "dob", "dob", "swapped")


def often(column: str, least: int) -> str:
    """SQL behind `FROM record`: only those whose value stands in so many records. Counting these costs a part of what names cost."""
    shared = f"SELECT {column} FROM record WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) >= {least}"
    return f"SEMI JOIN ({shared}) USING ({column})"


def _taken_out(connection: DuckDBPyConnection, column: str, *nulled: str) -> None:
    if connection.execute("SELECT count(*) FROM nobodys").fetchall()[0][0]:
        nulls = ", ".join(f"{one} = NULL" for one in nulled)
        connection.execute(f"UPDATE record SET {nulls} WHERE {column} IN (SELECT {column} FROM nobodys)")
    connection.execute("DROP TABLE nobodys")
