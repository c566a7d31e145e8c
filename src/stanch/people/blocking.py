"""Which pairs are compared at all: keys chosen from the data, their cost known before it is paid.

Two records are compared when they share a key of any rule. A key that too many records share (a switchboard, a common
name, a placeholder) would explode, so each rule drops its largest groups until its pairs fit the budget; other rules
that refine the same key (name with birth year, name with postcode) catch those records.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Rules in order of strength. NULL in any part gives NULL: no key.
RULES: tuple[tuple[str, str], ...] = (
    ("national", "national"),
    ("document", "document"),
    ("account", "account"),
    ("health", "health"),
    ("member", "member"),
    ("email", "email"),
    ("phone", "phone"),
    ("family_dob", "family || '|' || dob"),
    ("given_dob", "coalesce(split_part(roots, '|', 1), given) || '|' || dob"),
    ("swapped", "least(given, family) || '|' || greatest(given, family)"),
    ("name_year", "coalesce(split_part(roots, '|', 1), given) || '|' || family || '|' || coalesce(born, dob[1:4])"),
    ("name_place", "given[1] || '|' || family || '|' || coalesce(postcode, city)"),
    ("given_place", "coalesce(split_part(roots, '|', 1), given) || '|' || family[1:2] || '|' || coalesce(postcode, city)"),
    ("street", "street || '|' || coalesce(postcode, city, '')"),
    ("street_city", "street || '|' || city"),
    ("dob_place", "dob || '|' || coalesce(postcode, city)"),
    ("dob_initials", "dob || '|' || least(given[1], family[1]) || '|' || greatest(given[1], family[1])"),
    ("sound_year", "soundex_like(family) || '|' || given[1:2] || '|' || dob[1:4]"),
    ("name_day", "given[1:3] || '|' || family[1:3] || '|' || dob[6:10]"),
)
# In lists of moderate size there is time for keys that many strangers share: who is misspelt in two places meets himself only there.
MORE_RULES: tuple[tuple[str, str], ...] = (
    ("dob", "dob"),
    ("postcode", "postcode"),
    ("mailbox", "split_part(email, '@', 1)"),
    ("domain", "split_part(email, '@', 2)"),
    ("family", "family"),
    ("sound_born", "soundex_like(family) || '|' || dob[1:4]"),
    ("initial_month", "family[1:1] || '|' || dob[1:7]"),
    ("given_month", "coalesce(split_part(roots, '|', 1), given) || '|' || dob[1:7]"),
    ("given_day", "coalesce(split_part(roots, '|', 1), given) || '|' || dob[6:10]"),
    ("given_origin", "coalesce(split_part(roots, '|', 1), given) || '|' || birth_place"),
    ("family_origin", "family || '|' || birth_place"),
)
MODERATE = 300_000  # records
CAPS = (1000, 500, 200, 100, 50, 30, 20, 12, 8, 5)
PAIRS_A_RECORD = 4  # of one rule
PAIRS_FREE = 100_000  # small inputs need no economy

# Consonants that sound alike as one, vowels dropped: enough to bring spellings of a family name together.
SOUND = "CREATE OR REPLACE MACRO soundex_like(x) AS x[1] || translate(regexp_replace(x[2:], '[aeiouyhw -]', '', 'g'), 'bpfvckgqsxzdtlmnr', 'bbffkkkkssstdlnnr')[1:3]"  # noqa: E501


def choose(connection: DuckDBPyConnection) -> list[str]:
    """Make table `keyed` (uid and a column per useful rule) from `record`; returns the rules' names in order."""
    connection.execute(SOUND)
    records = connection.execute("SELECT count(*) FROM record").fetchall()[0][0]
    rules = (*RULES, *MORE_RULES) if records <= MODERATE else RULES
    columns = ", ".join(f"CASE WHEN ({sql}) IS NOT NULL THEN hash({sql}) END AS k_{name}" for name, sql in rules)
    connection.execute(f"CREATE TABLE raw_keys AS SELECT uid, {columns} FROM record")
    kept = []
    useful = []
    for name, _ in rules:
        connection.execute(
            f"CREATE TABLE shared_{name} AS SELECT k_{name} AS k, count(*) AS c FROM raw_keys "
            f"WHERE k_{name} IS NOT NULL GROUP BY ALL HAVING c > 1",
        )
        sizes = connection.execute(f"SELECT c, count(*) FROM shared_{name} GROUP BY c").fetchall()
        if not sizes:
            connection.execute(f"DROP TABLE shared_{name}")
            continue
        cap = _cap(sizes, PAIRS_FREE + PAIRS_A_RECORD * records)
        useful.append(name)
        kept.append(f"CASE WHEN k_{name} IN (SELECT k FROM shared_{name} WHERE c <= {cap}) THEN k_{name} END AS k_{name}")
    connection.execute(f"CREATE TABLE keyed AS SELECT {', '.join(['uid', *kept])} FROM raw_keys")
    connection.execute("DROP TABLE raw_keys")
    for name in useful:
        connection.execute(f"DROP TABLE shared_{name}")
    return useful


def _cap(sizes: list[tuple[int, int]], budget: int) -> int:
    """The largest group size whose pairs, with all smaller groups', fit the budget."""
    for cap in CAPS:
        if sum(count * size * (size - 1) // 2 for size, count in sizes if size <= cap) <= budget:
            return cap
    return CAPS[-1]
