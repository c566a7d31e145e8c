"""Findings to partial records: what one place says of one person.

A row of a table is one record (`row/12/guardian` another); so is whatever extent tied together in a text (`form/3`,
`address/2`, `from`). In a text a finding without a record goes to the name before it, if that stands near, else to the
one shortly behind; a text that knows one name only is about that person throughout, and a file that names nobody about the
person of the row or document that holds it (`held_files`). What is left stands alone if it
identifies (a Social Security number may meet its owner elsewhere), else it belongs to nobody.

All of it is done by DuckDB in sets: twenty million findings need no other way.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.people import held_files, login_rows
from stanch.people.partial import PARTIAL
from stanch.records import FINDING_SCHEMA
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BEFORE = 600  # characters a name may stand before what is said of its bearer
BEHIND = 120  # and behind it
# The family name in a name as written, in SQL: before a comma, else the last word that is no suffix.
FAMILY = (
    "CASE WHEN text LIKE '%,%' THEN lower(split_part(text, ',', 1)) "
    "ELSE regexp_extract(regexp_replace(lower(coalesce(text, token)), '[ ,]+(jr|sr|ii|iii|iv)[.]?$', ''), '([^ ]+)$', 1) END"
)
# Rows of several tables that bear one number and tell one name, or its parts: a user's row, and those of his attributes.
ONE_NAME = (
    "(count(*) = count(DISTINCT locator) "
    "AND count(DISTINCT name) <= 1 AND count(DISTINCT given_name) <= 1 AND count(DISTINCT family_name) <= 1 "
    "AND coalesce(contains(min(name), min(given_name)), true) AND coalesce(contains(min(name), min(family_name)), true))"
)
IN_ITS_COLUMN = 0.88  # numbers of people that were told by a chain of keys are less sure (`extent.row_chains.CONFIDENCE`)
MANY_IN_TEXTS = 4
MANY_IN_TABLES = 8
# An address in so large a part of a table's rows is the firm's own; one of a home for the elderly in a doctor's list is not.
MANY_ROWS = 0.25
NAME_KINDS = ("name", "given_name", "middle_name", "family_name", "name_suffix", "former_name")
FACTS = {
    "national": ("ssn", "national_id", "tax_id"),
    "document": ("drivers_license", "passport"),
    "account": ("financial_account", "card_number"),
    "health": ("health_insurance",),
}
FIRMS_ACCOUNTS = ("iban", "bank_account", "us_bank_account", "us_bank_routing", "swift_bic")
MEMBER = ("medical_record_number", "customer_id", "employee_id", "student_id", "username")
OWN_NUMBERS = ("customer_id", "student_id", "employee_id", "medical_record_number")  # that an organisation gives out itself
WHERE = ("postal_address", "street", "city", "region", "postcode", "country")
HEALTH = ("uk_nhs_number",)
# What the row of a family, which names its members in columns of their own, does not tell.
ONES_OWN = (
    "name",
    "given_name",
    "dob",
    "birth_year",
    "age",
    "gender",
    "us_ssn",
    "student_id",
    "employee_id",
    "medical_record_number",
    "diagnosis",
)


def identifier_kinds() -> dict[str, tuple[str, ...]]:
    """For each identifier column of a partial record the kinds it takes."""
    found = {
        column: tuple(kind for kind, one in elements().items() if one.fact in facts and one.identifies) for column, facts in FACTS.items()
    }
    return found | {"health": found["health"] + HEALTH, "member": MEMBER}


def load(tables: Iterable[pa.Table], connection: DuckDBPyConnection) -> int:
    """Table `finding` from sealed parts, a column `mention` still null; returns the number of rows."""
    batches = (batch for table in tables for batch in table.select(FINDING_SCHEMA.names).cast(FINDING_SCHEMA).to_batches())
    reader = pa.RecordBatchReader.from_batches(FINDING_SCHEMA, batches)
    connection.register("arriving", reader)
    connection.execute(
        "CREATE TABLE finding AS SELECT locator, kind, start, row, masked, token, confidence::DOUBLE AS confidence, record, seen_on, text, "
        "lower(coalesce(\"column\", '')) AS header FROM arriving",
    )
    connection.unregister("arriving")
    return int(connection.execute("SELECT count(*) FROM finding").fetchall()[0][0])


def mentions(connection: DuckDBPyConnection) -> pa.Table:
    """Table `placed` (findings with their `mention`) and the partial records, one a mention, in order of `key`."""
    _place(connection)
    partial = connection.execute(f"SELECT {_columns()} FROM placed GROUP BY mention ORDER BY mention").to_arrow_table()
    return partial.select(PARTIAL.names).cast(PARTIAL)


def _place(connection: DuckDBPyConnection) -> None:
    names = ", ".join(f"'{kind}'" for kind in NAME_KINDS)
    alone = ", ".join(f"'{kind}'" for kind, one in elements().items() if one.identifies and kind not in NAME_KINDS)
    connection.execute(
        "CREATE TABLE tied AS SELECT *, CASE WHEN row IS NOT NULL THEN locator || '|' || coalesce(record, 'row/' || row) "
        "WHEN record IS NOT NULL THEN locator || '|' || record "
        f"WHEN kind IN ({names}) THEN locator || '|name/' || token END AS mention FROM finding",
    )
    connection.execute("DROP TABLE finding")
    _rows_meet_by_key(connection, names)
    _households(connection)
    held_files.tie(connection, names)
    login_rows.tie(connection, names)
    # Texts that know one name only (however often) are about that person.
    connection.execute(
        f"CREATE TABLE sole AS SELECT locator, min(mention) AS mention FROM tied WHERE row IS NULL AND kind IN ({names}) "
        "GROUP BY locator HAVING count(DISTINCT mention) = 1",
    )
    connection.execute(
        f"CREATE TABLE named AS SELECT locator, start, min(mention) AS mention FROM tied WHERE row IS NULL AND start IS NOT NULL AND kind IN ({names}) "  # noqa: E501
        "GROUP BY locator, start",
    )
    connection.execute(
        "CREATE TABLE loose AS SELECT DISTINCT locator, coalesce(start, 0) AS start FROM tied WHERE mention IS NULL",
    )
    connection.execute(
        "CREATE TABLE near AS SELECT l.locator, l.start, "
        f"CASE WHEN b.start IS NOT NULL AND l.start - b.start <= {BEFORE} THEN b.mention WHEN a.start IS NOT NULL AND a.start - l.start <= {BEHIND} THEN a.mention END AS mention "  # noqa: E501
        "FROM loose l ASOF LEFT JOIN named b ON l.locator = b.locator AND l.start >= b.start "
        "ASOF LEFT JOIN named a ON l.locator = a.locator AND l.start <= a.start",
    )
    connection.execute(
        "CREATE TABLE placed AS SELECT t.* EXCLUDE (mention), t.mention IS NULL AS loose, coalesce(t.mention, s.mention, n.mention, "
        f"CASE WHEN t.kind IN ({alone}) THEN t.locator || '|alone/' || t.kind || '/' || t.token END) AS mention FROM tied t "
        "LEFT JOIN sole s ON t.mention IS NULL AND t.locator = s.locator "
        "LEFT JOIN near n ON t.mention IS NULL AND t.locator = n.locator AND coalesce(t.start, 0) = n.start",
    )
    # A firm's own account on its paper is nobody's (`extent.grouping_apart.ours`).
    accounts = ", ".join(map(_quoted, FIRMS_ACCOUNTS))
    connection.execute(
        f"DELETE FROM placed WHERE mention IS NULL OR (row IS NULL AND starts_with(record, 'apart/') AND kind IN ({accounts}))"
    )
    _housed_already(connection)
    _set_letterheads_aside(connection)
    for table in ("tied", "sole", "named", "loose", "near"):
        connection.execute(f"DROP TABLE {table}")


def _rows_meet_by_key(connection: DuckDBPyConnection, names: str) -> None:
    """A row without a name (an address, a card, a visit) is the one named row's that has its key, within one database or folder."""
    listed = ", ".join(f"'{kind}'" for kind in OWN_NUMBERS)
    connection.execute(
        f"CREATE TABLE keyed AS SELECT mention, token, max(confidence) >= {IN_ITS_COLUMN} AS own, "
        "CASE WHEN contains(locator, '#') THEN split_part(locator, '#', 1) "
        "ELSE regexp_replace(locator, '(^|/)[^/]*$', '') END AS place "
        f"FROM tied WHERE row IS NOT NULL AND kind IN ({listed}) AND regexp_matches(record, '^rows?/[0-9]+$') "
        "GROUP BY ALL"
    )
    said = ", ".join(f"max(lower(text)) FILTER (kind = '{kind}') AS {kind}" for kind in ("name", "given_name", "family_name"))
    connection.execute(
        f"CREATE TABLE bearer AS SELECT mention, min(locator) AS locator, {said} FROM tied WHERE row IS NOT NULL AND kind IN ({names}) "
        "AND mention IN (SELECT mention FROM keyed) GROUP BY mention"
    )
    connection.execute(
        # A row that has the number by way of another table (the holder of a payment's card) is no parent beside one that has it itself.
        "CREATE TABLE parent AS WITH borne AS (SELECT * FROM keyed JOIN bearer USING (mention) "
        "QUALIFY own = bool_or(own) OVER (PARTITION BY place, token)) "
        f"SELECT place, token, min(mention) AS owner, count(*) AS rows FROM borne GROUP BY place, token HAVING count(*) = 1 OR {ONE_NAME}"
    )
    connection.execute(
        "CREATE TABLE refers AS SELECT k.mention, min(p.owner) AS owner FROM keyed k JOIN parent p USING (place, token) "
        "WHERE p.owner <> k.mention AND (p.rows > 1 OR k.mention NOT IN (SELECT mention FROM bearer)) "
        "GROUP BY k.mention HAVING count(DISTINCT p.owner) = 1"
    )
    connection.execute("UPDATE tied SET mention = r.owner FROM refers r WHERE tied.mention = r.mention")
    for table in ("keyed", "bearer", "parent", "refers"):
        connection.execute(f"DROP TABLE {table}")


def _households(connection: DuckDBPyConnection) -> None:
    """A spouse in one row or form, or above one address, the family in a form and a child's parents live where its person does.

    Unless told otherwise. A row of a family (its surname, its address, its members in columns of their own) names nobody by itself: what it
    tells is its first member's, and all of them live there.
    """
    listed = ", ".join(f"'{kind}'" for kind in WHERE)
    beside = "/(guardian|spouse|dependent|beneficiary|other)(/[0-9]+)?$"
    connection.execute(
        f"CREATE TABLE standing AS SELECT DISTINCT mention, regexp_replace(mention, '{beside}', '') AS main, "
        "regexp_matches(record, '/(spouse|guardian(/[0-9]+)?|dependent(/[0-9]+)?)$') AS housed FROM tied "
        f"WHERE regexp_matches(record, '{beside}')"
    )
    connection.execute(
        "CREATE TABLE family AS SELECT main, arg_min(mention, (NOT contains(mention, '/guardian'))::INT || mention) AS first FROM standing "
        "WHERE main IN (SELECT mention FROM tied WHERE mention IN (SELECT main FROM standing) GROUP BY mention "
        f"HAVING bool_or(kind = 'family_name') AND NOT bool_or(kind IN ({', '.join(map(repr, ONES_OWN))}))) "
        "AND mention IN (SELECT mention FROM tied WHERE kind IN ('name', 'given_name')) GROUP BY main"
    )
    connection.execute(
        "INSERT INTO tied BY NAME SELECT t.* REPLACE (s.mention AS mention) FROM tied t JOIN standing s ON t.mention = s.main "
        f"WHERE t.kind IN ({listed}) AND (s.housed OR s.main IN (SELECT main FROM family)) "
        f"AND NOT EXISTS (SELECT 1 FROM tied o WHERE o.mention = s.mention AND o.kind IN ({listed}))"
    )
    # A child of whom nothing else is told lives with the parent beside it.
    connection.execute(
        "INSERT INTO tied BY NAME SELECT t.* REPLACE (s.main AS mention) FROM tied t "
        "JOIN (SELECT main, min(mention) AS mention FROM standing "
        f"WHERE contains(mention, '/guardian') AND mention IN (SELECT mention FROM tied WHERE kind IN ({listed})) GROUP BY main) s "
        "USING (mention) "
        f"WHERE t.kind IN ({listed}) AND s.main IN (SELECT mention FROM tied WHERE kind IN ('name', 'given_name')) "
        f"AND NOT EXISTS (SELECT 1 FROM tied o WHERE o.mention = s.main AND o.kind IN ({listed}))"
    )
    # The surname of the family is in its members' names already.
    connection.execute("DELETE FROM tied WHERE kind = 'family_name' AND mention IN (SELECT main FROM family)")
    connection.execute(f"DELETE FROM tied WHERE kind IN ({listed}) AND mention IN (SELECT main FROM family)")
    connection.execute("UPDATE tied SET mention = f.first FROM family f WHERE tied.mention = f.main")
    for table in ("standing", "family"):
        connection.execute(f"DROP TABLE {table}")


def _housed_already(connection: DuckDBPyConnection) -> None:
    """Whose address a text ties to him does not live at the letterhead above it as well."""
    listed = ", ".join(f"'{kind}'" for kind in WHERE)
    connection.execute(
        f"CREATE TABLE housed AS SELECT DISTINCT mention, kind FROM placed WHERE NOT loose AND row IS NULL AND kind IN ({listed})"
    )
    connection.execute(
        f"DELETE FROM placed WHERE loose AND kind IN ({listed}) AND EXISTS "
        "(SELECT 1 FROM housed h WHERE h.mention = placed.mention AND h.kind IN ('postal_address', placed.kind))"
    )
    connection.execute("DROP TABLE housed")
    connection.execute("ALTER TABLE placed DROP COLUMN loose")


def _set_letterheads_aside(connection: DuckDBPyConnection) -> None:
    """Addresses, telephones and mailboxes that stand with many different family names are an organisation's, not a person's.

    In texts (letterheads, signatures) a few names suffice; in tables a household or a small firm may share one, and in a list of many
    addresses a home or a dormitory stands with as many names as live there.
    """
    listed = ", ".join(f"'{kind}'" for kind in ("email", "phone", "postal_address", "street"))
    connection.execute(
        f"CREATE TABLE shared AS WITH bearer AS (SELECT mention, min({FAMILY}) AS name FROM placed "
        "WHERE kind IN ('name', 'family_name') GROUP BY mention), "
        "rows_of AS (SELECT kind, locator, count(*) AS held FROM placed WHERE row IS NOT NULL GROUP BY kind, locator), "
        "part AS (SELECT kind, token, max(many / held) AS part FROM (SELECT kind, token, locator, count(*) AS many FROM placed "
        "WHERE row IS NOT NULL GROUP BY kind, token, locator) JOIN rows_of USING (kind, locator) GROUP BY kind, token) "
        "SELECT kind, token FROM (SELECT kind, token, bool_and(row IS NULL) AS in_texts, count(DISTINCT name) AS names "
        f"FROM placed JOIN bearer USING (mention) WHERE kind IN ({listed}) GROUP BY kind, token) LEFT JOIN part USING (kind, token) "
        f"WHERE names >= CASE WHEN in_texts THEN {MANY_IN_TEXTS} ELSE {MANY_IN_TABLES} END "
        f"AND (in_texts OR kind IN ('email', 'phone') OR part >= {MANY_ROWS})",
    )
    connection.execute("DELETE FROM placed WHERE EXISTS (SELECT 1 FROM shared s WHERE s.kind = placed.kind AND s.token = placed.token)")
    connection.execute("DROP TABLE shared")


def _columns() -> str:
    """One column of the partial record each; of several values the surest, then the last in order: the same every time."""
    identifiers = identifier_kinds()
    parts = ["mention AS key"]
    named = {
        "full_name": "name", "given": "given_name", "middle": "middle_name", "family": "family_name", "suffix": "name_suffix", "former": "former_name",  # noqa: E501
        "dob": "dob", "born": "birth_year", "email": "email", "phone": "phone",
    }  # fmt: skip
    parts += [f"{_surest(f'kind = {_quoted(kind)}', whole=kind == 'name')} AS {column}" for column, kind in named.items()]
    # Of two addresses in one row no part is taken into the other.
    whole, street = _surest("kind = 'postal_address'"), _surest("kind = 'street'")
    first, own = f"lower(split_part({whole}, '|', 1))", f"lower({street})"
    one = f"({street} IS NULL OR starts_with({first}, {own}) OR starts_with({own}, {first}))"
    for at, (column, kind) in enumerate(
        (("street", "street"), ("city", "city"), ("region", "region"), ("postcode", "postcode"), ("country", "country")), start=1
    ):
        own = _surest(f"kind = {_quoted(kind)}")
        parts.append(f"coalesce({own}, CASE WHEN {one} THEN nullif(trim(split_part({whole}, '|', {at})), '') END) AS {column}")
    for column, kinds in identifiers.items():
        listed = ", ".join(_quoted(kind) for kind in kinds)
        parts.append(f"min(kind || ':' || token) FILTER (kind IN ({listed})) AS {column}")
    parts += ["NULL::VARCHAR AS birth_place", "NULL::VARCHAR AS occupation"]
    return ", ".join(parts)


def _surest(condition: str, *, whole: bool = False) -> str:
    """The surest value; `whole`: one of several words before any of one (who signs `Maureen` wrote `Maureen Butler` above), a given name
    before its initial (`Mr S Marsh` stands above the address, `Dear Sam Marsh` below it).
    """
    wholeness = "CASE WHEN NOT contains(trim(text), ' ') THEN 0 WHEN regexp_matches(text, '^[^ ][.]? ') THEN 1 ELSE 2 END"
    first = f"'whole': {wholeness}, " if whole else ""
    return f"(max({{{first}'sure': round(confidence, 2), 'value': text}}) FILTER ({condition} AND text IS NOT NULL)).value"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
