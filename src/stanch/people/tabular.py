"""A table of partial records straight to clusters: `stanch people TABLE`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.people import days, review
from stanch.people.columns import PARTS, roles
from stanch.people.columnwise import each, numbers
from stanch.people.partial import PARTIAL, written_out
from stanch.vault.duck import duck, share_of_memory

SIMPLE = {
    "full_name": "full_name", "first_name": "given", "middle_name": "middle", "last_name": "family", "suffix": "suffix", "former_name": "former",  # noqa: E501
    "email": "email", "phone": "phone", "city": "city", "state": "region", "postcode": "postcode", "country": "country",
    "birth_place": "birth_place", "occupation": "occupation",
}  # fmt: skip
NUMBERED = {
    "ssn": "national",
    "national_id": "national",
    "tax_id": "national",
    "license": "document",
    "account": "account",
    "health_id": "health",
    "member_id": "member",
}

ITIN = re.compile(r"9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])\d{4}")  # ranges the revenue service gives out
LOOKED_AT = 5000  # values of a column


@dataclass(frozen=True, slots=True)
class Clustering:
    """`clusters`: record_id, cluster_id, confidence, a row per input row. `doubtful`: left, right, probability, evidence. `roles`: of the columns."""  # noqa: E501

    clusters: pa.Table
    doubtful: pa.Table
    roles: dict[str, str]


def link_table(table: pa.Table, *, mapping: Mapping[str, str] | None = None, bench: Bench) -> Clustering:
    """Clusters of the rows of a table. The cluster's id is its smallest record id: independent of the order of rows."""
    from stanch.people.cluster import cluster
    from stanch.people.link import distinct, linked_records

    found = roles(table, mapping)
    if not any(role not in ("record_id", "ignore", "gender") for role in found.values()):
        raise WrongCall("no column says anything of persons", do="Settle the columns with --columns MAP.yaml (lines `column: role`).")
    partial = partial_records(table, found, latest=bench.as_of.year)
    ids = partial.column("key")
    del table  # with millions of rows each copy counts
    bench.progress("linking records", 0, 2)
    with duck(bench.work, threads=bench.workers, memory=share_of_memory()) as connection:
        member_of = distinct(partial, connection)
        del partial
        linked = linked_records(member_of, connection, elsewhere=bench if bench.engine != "local" else None)
    bench.progress("linking records", 1, 2)
    clusters = cluster(linked, bench)
    with ThreadPoolExecutor(2) as pool:
        labels = pool.submit(review.row_labels, linked, clusters, ids)
        doubtful = review.pairs_table(linked, clusters, ids)
        label, confidence = labels.result()
    bench.progress("linking records", 2, 2)
    out = pa.table({"record_id": ids, "cluster_id": label, "confidence": pa.array(np.round(confidence, 4))})
    return Clustering(out, doubtful, found)


def partial_records(table: pa.Table, found: Mapping[str, str], *, latest: int) -> pa.Table:
    """The rows as partial records."""
    size = len(table)
    by_role: dict[str, list[str]] = {}
    for name, role in found.items():
        by_role.setdefault(role, []).append(name)
    makers = (partial(_numbers, table, by_role), partial(_streets, table, by_role), partial(_born, table, by_role, latest))
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        columns = _plain(table, by_role)
        for made in pool.map(lambda make: make(), makers):
            columns |= made
        key = by_role.get("record_id")
        columns["key"] = table.column(key[0]) if key else pa.array([str(number) for number in range(1, size + 1)], pa.string())
        whole = pool.map(lambda name: _whole(columns.get(name), size), PARTIAL.names)
        return pa.table(dict(zip(PARTIAL.names, whole, strict=True)), schema=PARTIAL)


def _plain(table: pa.Table, by_role: Mapping[str, Sequence[str]]) -> dict[str, pa.Array]:
    """What is taken as it stands; towns with state and postcode in one cell are cut."""
    columns: dict[str, pa.Array] = {}
    for role, target in SIMPLE.items():
        for name in by_role.get(role, []):
            columns[target] = _first(columns.get(target), table.column(name))
    for name in by_role.get("city_state_zip", []):
        for target, number in (("city", 1), ("region", 2), ("postcode", 3)):
            columns[target] = _first(columns.get(target), each(table.column(name), partial(_place, number)))
    return columns


def _numbers(table: pa.Table, by_role: Mapping[str, Sequence[str]]) -> dict[str, pa.Array]:
    """Numbers of one role compare, of different roles or columns do not."""
    columns: dict[str, pa.Array] = {}
    for role, target in NUMBERED.items():
        for name in by_role.get(role, []):
            columns[target] = _first(columns.get(target), _marked(role, table.column(name)))
    return columns


def _born(table: pa.Table, by_role: Mapping[str, Sequence[str]], latest: int) -> dict[str, pa.Array]:
    """Days of birth, and the years where no more is told."""
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {}
    for name in by_role.get("dob", []):
        values = pc.unique(table.column(name)).to_pylist()
        read = days.reader([value for value in values if value], latest=latest)
        columns["dob"] = _first(columns.get("dob"), each(table.column(name), read))
    for name in (*by_role.get("birth_year", []), *by_role.get("dob", [])):
        columns["born"] = _first(columns.get("born"), each(table.column(name), days.year_of))
    parts = [next(iter(by_role.get(role, [])), None) for role in PARTS]
    if all(parts):
        columns["dob"] = _first(columns.get("dob"), _dates(*(table.column(str(name)) for name in parts), latest=latest))
    return columns


def _streets(table: pa.Table, by_role: Mapping[str, Sequence[str]]) -> dict[str, pa.Array]:
    """The street line of all its columns."""
    import pyarrow.compute as pc

    street = [name for role in ("house_number", "street", "street2", "address") for name in by_role.get(role, [])]
    if not street:
        return {}
    parts = [pc.replace_substring_regex(pc.coalesce(table.column(name), ""), r"^(\d+)\.0+$", r"\1") for name in street]
    return {"street": pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, " "))}


def _dates(year: pa.ChunkedArray, month: pa.ChunkedArray, day: pa.ChunkedArray, *, latest: int) -> pa.Array:
    """Days of birth from three columns, as ISO dates; null where a part is missing or the three are no day."""
    import pyarrow.compute as pc

    plain = [pc.replace_substring_regex(pc.utf8_trim_whitespace(one), r"\.0+$", "") for one in (year, month, day)]
    joined = pc.binary_join_element_wise(*plain, "-")
    return each(joined, days.reader(pc.unique(joined.combine_chunks()).drop_null().to_pylist(), latest=latest))


PLACE = re.compile(r"\s*(.+?)[\s,]+([A-Za-z]{2})\.?[\s,]+(\d{5}(?:-\d{4})?|[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d)\s*")


def _place(number: int, text: str) -> str | None:
    """City, state or postcode of `Austin, TX 78701`."""
    found = PLACE.fullmatch(text)
    return found[number] if found else None


def _marked(role: str, column: pa.ChunkedArray) -> pa.Array:
    """Numbers as written to `role:number`."""
    seen = [_number(text) for text in column.drop_null().slice(0, LOOKED_AT).to_pylist()]
    # Whoever has no Social Security number files under a taxpayer number of another kind: the two say nothing about each other.
    mixed = role == "ssn" and sum(bool(ITIN.fullmatch(one)) for one in seen) < len(seen) / 2

    def marked(text: str) -> str | None:
        looked = text.translate(days.LOOK_ALIKE) if role == "ssn" else text
        plain = _number(looked if re.fullmatch(r"[0-9 -]+", looked) else text)
        return f"{'itin' if mixed and ITIN.fullmatch(plain) else role}:{plain}" if plain else None

    return numbers(column, role, marked, others=(ITIN.pattern, "itin") if mixed else None)


def _number(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", re.sub(r"\.0+$", "", written_out(text).upper()))


def _first(known: pa.ChunkedArray | pa.Array | None, column: pa.ChunkedArray | pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return column if known is None else pc.coalesce(known, column)


def _whole(column: pa.ChunkedArray | pa.Array | None, size: int) -> pa.Array:
    if column is None:
        return pa.nulls(size, pa.string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
