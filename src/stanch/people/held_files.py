"""Files within what speaks of somebody: a scan in a cell, a card's picture in a form, a page without a name behind a letter.

What such a file tells belongs to the person of the row (or of the document) that holds it, unless it names somebody else. A file that
names the very person of its row is his too, whatever else the two have in common. What comes with a message is its sender's where it came
from without, and names nobody else: a customer's card, not what a clerk sends to another. An archive is about nobody: what lies in it
together need not belong together.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.people.names import parse
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WITHIN = "!/"
# `people.scan_17`: table, column and row, as a reader calls a file that it takes out of a cell (`reading.readers.cell_files`).
_IN_A_CELL = re.compile(r"(.*)_([0-9]{1,18})", re.DOTALL)
_OF_A_SOURCE = re.compile(r"(.+)/[^/]+/([0-9]{1,18})")  # `postgresql/shop/people/scan/17`, taken from a live database
_ARCHIVE = re.compile(r"(?i)\.(?:zip|zipx|7z|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|lz4|iso|img|cab|jar|pst|ost|mbox|olm|dbx)$")
_CANDIDATES = pa.schema(
    [("locator", pa.string()), ("level", pa.int32()), ("holder", pa.string()), ("line", pa.int64()), ("in_cell", pa.bool_())]
)
# A document's tables, headers and notes are of it: `form.docx#table1`.
_DOCUMENT = "regexp_extract(locator, '^(.*!/)?[^#]*')"
# Whose a row is: not the guardian's beside the child, nor what is told of somebody further in the same row.
_OWN_ROW = "regexp_matches(coalesce(record, ''), '^(rows?/[0-9]+)?$')"

# Of these nobody has two.
_ONES_OWN = ("ssn", "national_id", "tax_id", "passport", "drivers_license", "dob", "email", "health_insurance")
_FARTHEST = 1_000  # a path tells less than what holds a file
# Nor a firm's own, or what a form tells of somebody beside its person.
_NO_OTHERS = "regexp_matches(coalesce(t.record, ''), '^([a-z_]+(/[0-9]+)?)?$') AND NOT starts_with(coalesce(t.record, ''), 'apart')"
# A paper's own telephone or address is whoever's wrote it: alone it is nobody's of whom the row tells.
CONTACT = ("email", "phone", "postal_address", "street", "city", "region", "postcode", "country")

# Messages that bring a file: who sent it, where what it brings is his.
_MAIL = (
    "SELECT locator, max(mention) FILTER (record = 'from') AS sender, bool_or(record = 'from' AND is_name) "
    "AND NOT bool_or(is_name AND record <> 'from' AND NOT starts_with(record, 'to/')) "
    "AND bool_or(kind = 'email' AND starts_with(record, 'to/')) "
    "AND NOT list_has_any(list(domain) FILTER (kind = 'email' AND record = 'from'), "
    "list(domain) FILTER (kind = 'email' AND starts_with(record, 'to/'))) AS is_his "
    "FROM (SELECT locator, mention, kind, kind IN ({names}) AS is_name, coalesce(record, '') AS record, "
    "CASE WHEN kind = 'email' THEN lower(split_part(text, '@', 2)) ELSE '' END AS domain FROM tied WHERE row IS NULL "
    "AND locator IN (SELECT holder FROM candidate WHERE line IS NULL)) WHERE kind = 'email' OR is_name GROUP BY locator "
    "HAVING bool_or(record = 'from')"
)


def tie(connection: DuckDBPyConnection, names: str) -> None:
    """In table `tied`: the mentions of files that name nobody else become those of the row or document that holds them.

    `names` are the kinds of names, quoted for SQL.
    """
    connection.execute("CREATE TABLE place AS SELECT locator, bool_or(row IS NULL) AS in_text FROM tied GROUP BY locator")
    connection.execute(f"ALTER TABLE place ADD COLUMN document VARCHAR; UPDATE place SET document = {_DOCUMENT}")
    held = connection.execute(
        f"SELECT locator FROM place WHERE in_text AND (contains(locator, '{_WITHIN}') OR regexp_matches(locator, '/[0-9]+$')) ORDER BY 1"
    ).fetchall()
    candidates = pa.Table.from_pylist([one for (path,) in held for one in _holders(path)], schema=_CANDIDATES)
    connection.register("candidate_rows", candidates)
    connection.execute("CREATE TABLE candidate AS SELECT * FROM candidate_rows")
    connection.unregister("candidate_rows")
    # What stands in a path alone; in a case of millions of rows this is nearly always nothing.
    connection.execute("CREATE TABLE told_by_path AS SELECT locator, kind, token, mention FROM tied WHERE row IS NULL AND start IS NULL")
    by_path = int(connection.execute("SELECT count(*) FROM told_by_path").fetchall()[0][0])
    _numbered(connection, names)
    if by_path or len(candidates):
        _whose(connection, names)
        _theirs(connection)
    if by_path:
        _filed(connection, names)
        # The number of a path that is nobody's is not one more person without a name.
        connection.execute(f"DELETE FROM tied WHERE mention IS NULL AND row IS NULL AND start IS NULL AND kind NOT IN ({names})")
    for table in ("place", "candidate", "told_by_path", "numbered", "whose", "naming"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _holders(locator: str) -> Iterator[dict[str, object]]:
    """What holds a file, the nearest first: a row of a table, or a document."""
    parts, is_packed = locator.split(_WITHIN), False
    if cell := _OF_A_SOURCE.fullmatch(parts[0]):
        yield {"locator": locator, "level": 2 * len(parts), "holder": cell[1], "line": int(cell[2]), "in_cell": True}
    for level in range(1, len(parts)):
        base, member = _WITHIN.join(parts[:-level]), parts[-level]
        if cell := _IN_A_CELL.fullmatch(member):
            dots = [at for at, char in enumerate(cell[1]) if char == "."]
            for holder in (base, *(f"{base}#{cell[1][:at]}" for at in dots)):
                yield {"locator": locator, "level": 2 * level, "holder": holder, "line": int(cell[2]), "in_cell": True}
        is_packed = is_packed or _ARCHIVE.search(base) is not None
        if not is_packed:
            yield {"locator": locator, "level": 2 * level + 1, "holder": base, "line": None, "in_cell": cell is not None}


def _numbered(connection: DuckDBPyConnection, names: str) -> None:
    """`numbered`: of files whose path has somebody's number (`extent.numbered_paths`) the mention of the one row that names him."""
    connection.execute(
        f"CREATE TABLE numbered AS SELECT f.locator, {_FARTHEST} AS level, min(t.mention) AS mention FROM told_by_path f "
        f"JOIN tied t ON t.kind = f.kind AND t.token = f.token WHERE f.kind NOT IN ({names}) AND t.row IS NOT NULL GROUP BY f.locator "
        "HAVING count(DISTINCT t.mention) = 1"
    )


def _filed(connection: DuckDBPyConnection, names: str) -> None:
    """The rows of a table that names nobody, of one person as far as they tell, are his whose name its path has: a bank's statement."""
    alone = ", ".join(f"'{kind}'" for kind, one in elements().items() if one.fact in _ONES_OWN)
    connection.execute(
        f"CREATE TABLE filed AS SELECT locator, min(mention) AS mention FROM told_by_path WHERE kind IN ({names}) GROUP BY locator"
    )
    connection.execute(
        "DELETE FROM filed WHERE locator IN (SELECT locator FROM tied WHERE row IS NOT NULL AND locator IN (SELECT locator FROM filed) "
        f"GROUP BY locator, kind HAVING kind IN ({names}) OR (kind IN ({alone}) AND count(DISTINCT token) > 1))"
    )
    # A form in the folder may name another than the folder does.
    connection.execute(
        "DELETE FROM filed WHERE locator IN (SELECT here.locator FROM place here JOIN place other USING (document) JOIN tied t "
        "ON t.locator = other.locator WHERE here.locator IN (SELECT locator FROM filed) "
        f"AND t.kind IN ({names}) AND (t.start IS NOT NULL OR t.row IS NOT NULL))"
    )
    connection.execute(
        f"UPDATE tied SET mention = f.mention FROM filed f WHERE tied.locator = f.locator AND tied.row IS NOT NULL AND {_OWN_ROW}"
    )
    connection.execute("DROP TABLE filed")


def _whose(connection: DuckDBPyConnection, names: str) -> None:
    """`whose`: of each file the mention of its nearest holder that is somebody's, if it is one; `naming`: what files and mentions name."""
    connection.execute(
        "CREATE TABLE whose AS WITH rows_of AS (SELECT c.locator, c.level, t.mention FROM candidate c JOIN tied t "
        f"ON t.locator = c.holder AND t.row = c.line WHERE c.line IS NOT NULL AND {_OWN_ROW}), "
        f"mail AS ({_MAIL.format(names=names)}), "
        "named AS (SELECT DISTINCT locator, document, row IS NULL AS in_text, mention FROM tied JOIN place USING (locator) "
        f"WHERE kind IN ({names}) AND locator NOT IN (SELECT locator FROM mail) "
        "AND (locator IN (SELECT holder FROM candidate) OR document IN (SELECT holder FROM candidate))), "
        "documents AS (SELECT c.locator, c.level, n.mention FROM candidate c JOIN named n ON n.locator = c.holder WHERE c.line IS NULL "
        "AND (n.in_text OR NOT c.in_cell) UNION SELECT c.locator, c.level, n.mention FROM candidate c JOIN named n "
        "ON n.document = c.holder WHERE c.line IS NULL AND (n.in_text OR NOT c.in_cell)), "
        "each AS (SELECT * FROM rows_of UNION SELECT * FROM documents UNION SELECT * FROM numbered "
        "UNION SELECT c.locator, c.level, CASE WHEN m.is_his THEN m.sender END FROM candidate c JOIN mail m ON m.locator = c.holder "
        "WHERE c.line IS NULL), "
        "nearest AS (SELECT * FROM each QUALIFY level = min(level) OVER (PARTITION BY locator)) "
        "SELECT locator, min(mention) AS mention FROM nearest GROUP BY locator HAVING count(DISTINCT mention) = 1"
    )
    connection.execute(
        "CREATE TABLE naming AS SELECT mention, locator, row IS NULL AS in_text, "
        "coalesce(max(text) FILTER (kind = 'name'), concat_ws(' ', max(text) FILTER (kind = 'given_name'), "
        f"max(text) FILTER (kind = 'family_name'))) AS name FROM tied WHERE kind IN ({names}) AND (mention IN (SELECT mention FROM whose) "
        "OR locator IN (SELECT locator FROM whose)) GROUP BY ALL"
    )


def _theirs(connection: DuckDBPyConnection) -> None:
    """What names nobody, and what names the holder's own person, is his."""
    read = connection.execute(
        "SELECT w.locator, w.mention, n.mention, n.name, o.name FROM whose w LEFT JOIN naming n ON n.locator = w.locator AND n.in_text "
        "LEFT JOIN naming o ON o.mention = w.mention ORDER BY ALL"
    ).fetchall()
    others = {locator for locator, _, theirs, name, own in read if theirs and not _is_one(name, own)}
    moved = {theirs: owner for _, owner, theirs, name, own in read if theirs and theirs != owner and _is_one(name, own)}
    same = sorted((theirs, _at_last(theirs, moved)) for theirs in moved)
    # What a letter holds is whose the letter is, and that one's row may hold the letter.
    silent = sorted({(locator, _at_last(owner, moved)) for locator, owner, *_ in read if locator not in others})
    for name, pairs in (("same_person", same), ("silent_file", silent)):
        connection.register(name, pa.table({"found": [one for one, _ in pairs], "owner": [owner for _, owner in pairs]},
                                           schema=pa.schema([("found", pa.string()), ("owner", pa.string())])))  # fmt: skip
    connection.execute("UPDATE tied SET mention = s.owner FROM same_person s WHERE tied.mention = s.found")
    contact = ", ".join(f"'{kind}'" for kind in CONTACT)
    connection.execute(
        "CREATE TABLE silent_part AS SELECT s.found, s.owner, t.mention FROM silent_file s JOIN tied t ON t.locator = s.found "
        f"WHERE t.row IS NULL AND {_NO_OTHERS} GROUP BY ALL HAVING bool_or(t.kind NOT IN ({contact}))"
    )
    connection.execute(
        "UPDATE tied SET mention = s.owner FROM silent_part s WHERE tied.locator = s.found AND tied.row IS NULL "
        f"AND tied.mention IS NOT DISTINCT FROM s.mention AND (s.mention IS NOT NULL OR tied.kind NOT IN ({contact}))"
    )
    connection.execute("DROP TABLE silent_part")
    for name in ("same_person", "silent_file"):
        connection.unregister(name)


def _at_last(mention: str, moved: Mapping[str, str]) -> str:
    """Where a mention is in the end, that may have gone over to one that goes over to another."""
    passed = {mention}
    while (further := moved.get(mention)) is not None and further not in passed:
        passed.add(mention := further)
    return mention


def _is_one(name: str | None, other: str | None) -> bool:
    """Whether two names are one, as far as both are told: `Example, Ann M.` and `Ann Example`."""
    first, second = parse(name or ""), parse(other or "")
    if not (first.given and first.family and first.given == second.given and first.family == second.family):
        return False
    return not (first.suffix and second.suffix and first.suffix != second.suffix) and _goes_with(first.middle, second.middle)


def _goes_with(middle: str, other: str) -> bool:
    return not middle or not other or middle.startswith(other) or other.startswith(middle)
