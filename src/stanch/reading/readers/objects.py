"""JSON documents: which of their objects are rows, and of which table.

A list of objects is a table wherever it stands. Where objects of several kinds stand in one list (`type`, `model`), each kind
is a table of its own; what JSON:API relates is related by keys. Long lists within a record are tables with its key.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from stanch.reading.readers.flattened import MOST_BESIDE, scalars, settings
from stanch.reading.readers.lone_records import is_a_persons

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """Objects of one kind, and the path to them. `references`: which of their columns are keys of which others, one a line."""

    path: str
    records: list[Record]
    references: str = ""


DEEPEST = 20
KEYED = 3  # objects under names of their own that make a table: `{"c1": {…}, "c2": {…}, "c3": {…}}`
MOST_KINDS, SAMPLE = 100, 200
_KIND = (
    *("type", "_type", "__typename", "@type", "model", "kind", "object", "entity", "entityType", "entity_type", "resourceType"),
    *("recordType", "record_type", "_class", "class"),
)
# What a record is wrapped in.
_ENVELOPES = ("fields", "attributes", "properties", "_source", "node", "doc", "document", "data")
# Under these names stand the rows of what their holder is the name of.
_ROWS = frozenset({"data", "rows", "records", "items", "values", "entries", "results", "list"})
_KEYS = ("id", "_id", "ID", "Id", "uuid", "guid", "pk", "key", "number")


def listed_in(document: Any) -> tuple[list[Listed], Any]:
    """The tables of a document, and what is left of it."""
    if (linked := _linked(document)) is not None:
        return linked, None
    groups, rest = _records_in(document, _Heads(document))
    found = [Listed(path, records) for path, records in groups.items()]
    return [table for one in found for table in _parted(one)], rest


def _parted(one: Listed) -> Iterator[Listed]:
    """One list as tables: a kind each, long lists within its records apart."""
    for kind in kinds_of(one):
        yield from _apart(kind)


def _records_in(document: Any, heads: _Heads, path: str = "", depth: int = 0) -> tuple[dict[str, list[Record]], Any]:
    """The lists of objects in a document, wherever they stand, by their path; and what is left of it."""
    if isinstance(document, list) and document and all(isinstance(one, dict) for one in document):
        return {path: document}, None
    if records := _rows_of_cells(document, heads) or _columns_of_cells(document):
        return {path: records}, None
    if isinstance(document, dict) and _is_keyed(document):
        return {path: [{"key": key, **one} for key, one in document.items()]}, None
    if not isinstance(document, dict) or depth > DEEPEST:
        return {}, document
    if is_a_persons(document):
        return {path: [document]}, None
    groups: dict[str, list[Record]] = {}
    rest: Record = {}
    for key, value in document.items():
        found, left = _records_in(value, heads, f"{path}.{key}" if path else str(key), depth + 1)
        for place, rows in found.items():  # `{"a": {"b": […]}, "a.b": […]}`
            groups[place] = [*groups[place], *rows] if place in groups else rows
        if left is not None:
            rest[key] = left
    return groups, (rest or None) if groups else document


def _is_keyed(document: Record, depth: int = 0) -> bool:
    """Whether an object is a table by another name: several objects that have most of their names in common."""
    if len(document) < KEYED or depth > DEEPEST or not all(isinstance(one, dict) and one for one in document.values()):
        return False
    if any(_is_keyed(one, depth + 1) for one in document.values()):  # tables by name, whose rows have the same keys
        return False
    often = Counter(name for one in document.values() for name in one)
    alike = sum(1 for many in often.values() if many * 2 >= len(document))
    return alike * 2 >= len(often)


LEAST_CELLS = 2


def _rows_of_cells(document: Any, heads: _Heads) -> list[Record]:
    """Rows that are lists of cells, the names of their columns in the first of them or somewhere else in the document."""
    if not isinstance(document, list) or len(document) < LEAST_CELLS or not all(isinstance(row, list) for row in document):
        return []
    width = max(map(len, document))
    if width < LEAST_CELLS or not all(scalars(row) for row in islice(document, 100)):
        return []
    names, rows = heads.of(width, document), document
    if names is None and _is_head(document[0]):
        names, rows = document[0], document[1:]
    return [dict(zip(unique(names), row, strict=False)) for row in rows] if names is not None else []


def _is_head(row: Sequence[Any]) -> bool:
    """Whether a row is words, no two alike: names of columns."""
    return all(_name_in(cell) and sum(map(str.isdigit, cell)) < len(cell) / 4 for cell in row) and len(set(row)) == len(row)


def unique(names: Sequence[str]) -> list[str]:
    """The same names, those that stand before already with a number."""
    often: Counter[str] = Counter()
    found = []
    for name in names:
        often[name] += 1
        found.append(name if often[name] == 1 else f"{name} {often[name]}")
    return found


class _Heads:
    """The lists in a document that may name the columns of rows elsewhere in it: words, or objects that have one each. Looked for once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._found: dict[int, list[tuple[Any, list[str]]]] | None = None

    def of(self, width: int, rows: Sequence[Any]) -> list[str] | None:
        """The first so many names that are none of these rows."""
        if self._found is None:
            self._found = {}
            for value, told in _lists_of_names(self._document):
                self._found.setdefault(len(told), []).append((value, told))
        return next((told for value, told in self._found.get(width, ()) if not any(value is row for row in rows)), None)


def _lists_of_names(document: Any) -> Iterator[tuple[Any, list[str]]]:
    waiting = deque([(document, 0)])
    while waiting:
        value, depth = waiting.popleft()
        inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if isinstance(value, list) and len(value) >= LEAST_CELLS and all(told := [_name_in(one) for one in value]) and _is_head(told):
            yield value, told
        if depth < DEEPEST:
            waiting += [(one, depth + 1) for one in islice(inner, 200) if isinstance(one, dict | list)]


def _name_in(one: Any) -> str:
    """The name of a column: a word, or what an object says it is called."""
    if isinstance(one, dict):
        one = next((one[name] for name in ("name", "label", "title", "fieldName", "field", "header") if isinstance(one.get(name), str)), "")
    return one if isinstance(one, str) and any(map(str.isalpha, one)) and "@" not in one else ""


def _columns_of_cells(document: Any) -> list[Record]:
    """An object whose values are the columns of a table: lists as long as each other, or cells under the same numbers."""
    if not isinstance(document, dict) or len(document) < LEAST_CELLS:
        return []
    columns = list(document.values())
    if all(isinstance(one, list) and scalars(one) for one in columns):
        long = len(columns[0])
        if long < LEAST_CELLS or any(len(one) != long for one in columns):
            return []
        return [dict(zip(document, row, strict=True)) for row in zip(*columns, strict=True)]
    if not all(isinstance(one, dict) and one and scalars(one.values()) and all(map(str.isdigit, one)) for one in columns):
        return []
    rows = list(dict.fromkeys(row for one in columns for row in one))
    return [{name: one.get(row) for name, one in zip(document, columns, strict=True)} for row in rows]


def _unwrapped(records: list[Record]) -> list[Record]:
    """Records without the object that holds all they say: `{"pk": 7, "fields": {…}}`, `{"node": {…}}`."""
    for name in _ENVELOPES:
        if records and all(isinstance(one.get(name), dict) and one[name].keys() != {"type", "url"} for one in records):
            inner = [one[name] for one in records]
            outer = [{key: value for key, value in one.items() if key != name} for one in records]
            return [
                {**said, **{f"{name}.{key}" if key in said else key: value for key, value in held.items()}}
                for said, held in zip(outer, inner, strict=True)
            ]
    return records


def _kind_of(record: Record) -> str:
    """What an object says it is, "" for nothing."""
    told = record.get("attributes")
    said = told.get("type") if isinstance(told, dict) else None  # Salesforce
    return next((value for value in (said, *(record.get(name) for name in _KIND)) if isinstance(value, str) and 0 < len(value) < 80), "")


def kinds_of(one: Listed, *, certain: bool = False) -> list[Listed]:
    """A table a kind, where the records of one list are of several kinds that have little in common; `certain`: they are known to be."""
    records = _unwrapped(one.records)
    if not certain and not any(map(_kind_of, islice(records, SAMPLE))):
        return [replace(one, records=records)]
    kinds: dict[str, list[Record]] = {}
    for record in records:
        kinds.setdefault(_kind_of(record), []).append(record)
        if len(kinds) > MOST_KINDS:
            return [one]
    if not certain and not _differ(kinds):
        return [replace(one, records=records)]
    return [replace(one, path=_below(one.path, kind), records=many) for kind, many in kinds.items()]


def _below(path: str, name: str) -> str:
    return ".".join(filter(None, (path, name.replace("#", " "))))


def _differ(kinds: dict[str, list[Record]]) -> bool:
    """Whether records of several kinds have other names: no more in common than what each kind has alone."""
    if len(kinds) < 2 or "" in kinds:
        return False
    names = [{name for record in islice(records, 100) for name in record} for records in kinds.values()]
    shared = set.intersection(*names)
    return sum(len(one - shared) > len(shared - {*_KIND, *_KEYS, "attributes"}) for one in names) * 2 > len(names)


def _apart(one: Listed) -> Iterator[Listed]:
    """A table, and tables of the long lists of objects in its records, each with the key of the record that it stands in."""
    long = {
        name
        for record in one.records
        for name, value in record.items()
        if isinstance(value, list) and all(isinstance(each, dict) for each in value) and not settings(value) and _is_apart(record, value)
    }
    if not long:
        yield one
        return
    one = replace(one, path=one.path or "records")  # tables of one file have names of their own
    kept = [{name: value for name, value in record.items() if name not in long} for record in one.records]
    if any(kept):
        yield replace(one, records=kept)
    for name in sorted(long):
        within: dict[str, list[Record]] = {}
        reference = ""
        for record in one.records:
            rows = record.get(name)
            if not isinstance(rows, list):
                continue
            key, said = _key_of(record, one.path)
            reference = f"{key}\t{one.path}\t{said}" if key else reference
            path = _path_within(one.path, name, record)
            added = {key: record[said]} if key else {}
            within.setdefault(path, []).extend({**added, **row} for row in rows if isinstance(row, dict))
        for path, rows in within.items():
            yield from _parted(Listed(path, rows, reference))


def _is_apart(record: Record, rows: Sequence[Record]) -> bool:
    """Whether objects in a record are a table of their own: many, or several people (guests of a booking) who are nobody's kin."""
    return len(rows) > MOST_BESIDE or (len(rows) > 1 and not is_a_persons(record) and all(map(is_a_persons, rows)))


def _path_within(path: str, name: str, record: Record) -> str:
    """Where the rows of a record stand: under its own name where theirs says nothing (`{"name": "users", "data": […]}`)."""
    called = record.get("name") or record.get("table") or record.get("tableName")
    if name in _ROWS and isinstance(called, str) and called:
        return called
    return _below(path, name)


def _key_of(record: Record, path: str) -> tuple[str, str]:
    """A column for the key of a record in the rows within it, and what the record calls it: `customers_id`, `id`; "" for none."""
    said = next((name for name in _KEYS if isinstance(record.get(name), str | int)), "")
    if said:
        return f"{path.rpartition('.')[2]}_id", said
    own = next((name for name, value in record.items() if name.casefold().endswith(("id", "number", "_no")) and isinstance(value, str)), "")
    return own, own


def _linked(document: Any) -> list[Listed] | None:
    """JSON:API: a table a type of resource; what is related bears the key of what it is related to. None for any other document."""
    pages = document if isinstance(document, list) else [document]
    if not pages or not all(isinstance(page, dict) and _is_page(page) for page in pages):
        return None
    rows: dict[str, dict[str, Record]] = {}
    resources = [one for page in pages for part in ("data", "included") for one in _resources(page.get(part))]
    for one in resources:
        said = one.get("attributes")
        rows.setdefault(one["type"], {}).setdefault(str(one["id"]), {"id": str(one["id"])}).update(said if isinstance(said, dict) else {})
    references = _related(resources, rows)
    return [Listed(kind.replace("#", " "), list(many.values()), "\n".join(references.get(kind, ()))) for kind, many in rows.items()]


def _is_page(page: Record) -> bool:
    found = list(_resources(page.get("data")))
    held = page.get("data")
    return bool(found) and len(found) == (len(held) if isinstance(held, list) else 1)


def _resources(held: Any) -> Iterator[Record]:
    for one in held if isinstance(held, list) else [held]:
        is_one = isinstance(one, dict) and isinstance(one.get("type"), str) and isinstance(one.get("id"), str | int)
        if is_one and (isinstance(one.get("attributes"), dict) or isinstance(one.get("relationships"), dict)):
            yield one


# Whoever is related to one of these lives there.
_HOMES = ("address", "household", "home", "residence", "family")


def _related(resources: Sequence[Record], rows: dict[str, dict[str, Record]]) -> dict[str, list[str]]:
    """Keys in the rows of what is related, and for each type the lines that say which column is whose key."""
    pairs = [pair for one in resources for pair in _pairs(one)]
    often = Counter((pair.kind, pair.name, pair.theirs, pair.key) for pair in pairs)
    told: dict[str, dict[str, str]] = {}
    for pair in pairs:
        holder, other = rows[pair.kind][pair.number], rows.get(pair.theirs, {}).get(pair.key)
        once = often[pair.kind, pair.name, pair.theirs, pair.key] == 1
        if other is not None and once and pair.kind != pair.theirs:
            other.setdefault(f"{pair.kind}_id", pair.number)
            told.setdefault(pair.theirs, {})[f"{pair.kind}_id"] = pair.kind
        elif other is not None and any(word in f"{pair.name} {pair.theirs}".casefold() for word in _HOMES):
            holder.update({f"{pair.name}.{said}": value for said, value in other.items() if said != "id"})
        if pair.alone:
            holder.setdefault(f"{pair.name}_id", pair.key)
            told.setdefault(pair.kind, {})[f"{pair.name}_id"] = pair.theirs
    return {kind: [f"{column}\t{other}\tid" for column, other in lines.items()] for kind, lines in told.items()}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A resource and one that it is related to, by the name of the relation; `alone`: it is the only one."""

    kind: str
    number: str
    name: str
    theirs: str
    key: str
    alone: bool


def _pairs(resource: Record) -> Iterator[_Pair]:
    told = resource.get("relationships")
    for name, relation in told.items() if isinstance(told, dict) else ():
        held = relation.get("data") if isinstance(relation, dict) else None
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict) and isinstance(one.get("type"), str) and isinstance(one.get("id"), str | int):
                yield _Pair(resource["type"], str(resource["id"]), name, one["type"], str(one["id"]), not isinstance(held, list))
