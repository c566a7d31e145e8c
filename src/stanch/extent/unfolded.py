"""Tables whose facts do not stand in columns: an attribute a row (`id, field, value`), or objects in cells (JSON, XML, PHP).

They are laid out as a table with a column for each attribute, judged like any other, and what is found is said of the place
where it stands in the table as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from stanch.extent import php_values, xml_values
from stanch.extent.folding import listed
from stanch.extent.headings import claims, words_of
from stanch.extent.row_keys import key_words
from stanch.extent.table_column import NAMES
from stanch.records import FINDING_SCHEMA

VALUE = listed("value val valor valeur wert waarde valore content inhalt contenido answer response antwort respuesta reponse risposta")
LEAST_ATTRIBUTES, MOST_ATTRIBUTES = 3, 300
# Of the attributes so many must be what headers of people's tables are.
TELLING = 0.3
SAMPLE, MOSTLY = 50, 0.8
DEEPEST = 6
OBJECTS = ("{", "[", "<", *php_values.BEGINS)  # what cells with objects begin with


@dataclass
class Unfolded:
    """A table laid out. `places` gives for (row, column name) the row, the column and the offset in its cell where the value stands."""

    table: pa.Table
    places: dict[tuple[int, str], tuple[int, str, int]] = field(default_factory=dict)
    # Whether its rows are those of the table itself; else records are named by the first row of each.
    same_rows: bool = True

    def said_of(self, found: pa.Table, first: int) -> pa.Table:
        """Findings in the laid-out table (whose first row is number `first`) with the places of the table as it is."""
        columns = {name: found.column(name).to_pylist() for name in ("row", "column", "start", "end", "record", "masked", "text")}
        for at, (row, name) in enumerate(zip(columns["row"], columns["column"], strict=True)):
            place = self.places.get((row - first, name))
            if place is None:
                continue
            own_row, own_name, offset = place
            value = self.table.column(name)[row - first].as_py() or ""
            start, end = columns["start"][at], columns["end"][at]
            if offset >= 0:
                columns["start"][at] = offset + (start or 0)
                columns["end"][at] = offset + (end if end is not None else len(value))
            else:
                columns["start"][at] = columns["end"][at] = None
            columns["row"][at], columns["column"][at] = own_row + first, own_name
            if not self.same_rows and columns["record"][at]:
                lead, _, rest = columns["record"][at].partition("/")
                _, _, role = rest.partition("/")
                columns["record"][at] = f"{lead}s/{row}" + (f"/{role}" if role else "")
        for name, cells in columns.items():
            column = FINDING_SCHEMA.field(name)
            found = found.set_column(FINDING_SCHEMA.get_field_index(name), column, pa.array(cells, column.type))
        return found


def of_attributes(table: pa.Table) -> Unfolded | None:
    """A table with an attribute a row, laid out; None where it is none."""
    if not 2 <= table.num_columns <= MOST_ATTRIBUTES or table.num_rows < LEAST_ATTRIBUTES * 2:
        return None
    names = table.column_names
    value_at = next((at for at, name in enumerate(names) if words_of(name).rpartition(" ")[2] in VALUE), None)
    # `Valor` of a list of members is what each owes.
    if not value_at or not any(char.isalpha() for text in table.column(value_at).slice(0, 100).to_pylist() for char in text or ""):
        return None
    attribute_at = next((at for at in range(value_at - 1, -1, -1) if _are_attributes(table.column(at))), None)
    if attribute_at is None:
        return None
    return laid_out_by(table, table.column(attribute_at).to_pylist(), attribute_at, value_at)


def laid_out_by(table: pa.Table, attributes: Sequence[str | None], attribute_at: int, value_at: int, key_at: int | None = None) -> Unfolded:
    """A table with an attribute a row as one with a column for each; `attributes` are the names, whatever the column holds."""
    names, values = table.column_names, table.column(value_at).to_pylist()
    key_at = _key_of(table, attribute_at, value_at) if key_at is None else key_at
    keys = table.column(key_at).to_pylist() if key_at is not None else [None] * table.num_rows
    rows: list[dict[str, str]] = []
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    current: dict[Any, int] = {}
    for at, (key, attribute, value) in enumerate(zip(keys, attributes, values, strict=True)):
        if not attribute or not value:
            continue
        row = current.get(key)
        if row is None or attribute in rows[row]:
            row = current[key] = len(rows)
            rows.append({names[key_at]: key} if key_at is not None and key else {})
            if key_at is not None:
                places[row, names[key_at]] = (at, names[key_at], 0)
        rows[row][attribute] = value
        places[row, attribute] = (at, names[value_at], 0)
    return Unfolded(_laid_out(rows, list(dict.fromkeys(name for one in rows for name in one))), places, same_rows=False)


def _key_of(table: pa.Table, attribute_at: int, value_at: int) -> int | None:
    """The column that says whose an attribute is: one that repeats with ever other attributes; else the first."""
    others = [at for at in range(table.num_columns) if at not in (attribute_at, value_at)]
    for at in others:
        keys = table.column(at).to_pylist()
        pairs = len(set(zip(keys, table.column(attribute_at).to_pylist(), strict=True)))
        if len(set(keys)) * 2 <= len(keys) and pairs * 10 >= len(keys) * 9:
            return at
    # Where most have one attribute only (a telephone or a mailbox), by what its header says.
    told = [at for at in others if len(words := key_words(table.column_names[at])) > 1 and words[-1] == "id"]
    if len(told) == 1 and told[0] < attribute_at:
        return told[0]
    return others[0] if others and others[0] < attribute_at else None


_REACHING = frozenset({"phone", "email"})
LONGEST_NAME = 60


def _are_attributes(cells: pa.ChunkedArray) -> bool:
    """Few words that repeat, and enough of them what columns of people's tables are called."""
    distinct = [text for text in cells.unique().to_pylist() if text]
    if len(distinct) == len(("TEL", "EMAIL")) and len(cells) >= LEAST_ATTRIBUTES * 2:  # ways of reaching people
        return all(any(one.kind in _REACHING for one in claims(text)[0]) for text in distinct if len(text) < LONGEST_NAME)
    if not LEAST_ATTRIBUTES <= len(distinct) <= MOST_ATTRIBUTES or len(distinct) * 2 > len(cells):
        return False
    return are_told(distinct)


def are_told(names: Sequence[str]) -> bool:
    """Whether enough of these names are what columns of people's tables are called, or some and a person's name among them."""
    found = [one for text in names if len(text) < 60 and (one := claims(text)[0])]
    named = any(detector.kind in NAMES for one in found for detector in one)
    return len(found) >= max(2, min(len(names) * TELLING, LEAST_NAMED if named else len(names)))


LEAST_NAMED = 3


def of_objects(table: pa.Table) -> Unfolded | None:
    """A table with JSON objects in the cells of some columns, these laid out as columns; None where there are none."""
    chosen = [at for at in range(table.num_columns) if _holds_objects(table.column(at))]
    if not chosen:
        return None
    rows: list[dict[str, str]] = [{} for _ in range(table.num_rows)]
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    taken = set(table.column_names)
    for at in chosen:
        name_of = naming(taken)
        for row, cell in enumerate(table.column(at).to_pylist()):
            for path, value in _values(cell):
                name = name_of(path)
                rows[row][name] = value
                places[row, name] = (row, table.column_names[at], _offset(cell, value))
    found = _laid_out(rows, list(dict.fromkeys(name for one in rows for name in one)))
    # What is no object in such a column is still read as it is.
    for at, name in enumerate(table.column_names):
        column = table.column(at)
        if at in chosen:
            column = pa.chunked_array([pa.array([None if _parsed(cell) is not None else cell for cell in column.to_pylist()], pa.string())])
        found = found.append_column(name, column)
    return Unfolded(found, places)


def _laid_out(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


def naming(taken: set[str]) -> Callable[[tuple[str, ...]], str]:
    """Names of columns for paths: the whole path, or its last word where that alone says what it is; no name twice."""
    known: dict[tuple[str, ...], str] = {}

    def name_of(path: tuple[str, ...]) -> str:
        if path not in known:
            whole = " ".join(path)
            name = whole if claims(whole)[0] or not claims(path[-1])[0] else path[-1]
            number = 2
            unique = name
            while unique in taken:
                unique, number = f"{name} {number}", number + 1
            taken.add(unique)
            known[path] = unique
        return known[path]

    return name_of


def _holds_objects(cells: pa.ChunkedArray) -> bool:
    sample = [text for text in cells.slice(0, SAMPLE * 4).to_pylist() if text][:SAMPLE]
    if not sample or not sample[0].lstrip().startswith(OBJECTS):
        return False
    return sum(_parsed(text) is not None for text in sample) >= len(sample) * MOSTLY


def _parsed(cell: str | None) -> Any:
    """The object or list of objects in a cell, as JSON, XML or PHP writes them; None for anything else."""
    if not cell or len(cell) < 7 or not cell.lstrip().startswith(OBJECTS):
        return None
    try:
        said = cell.lstrip()
        value = (
            xml_values.loads(said) if said[0] == "<" else php_values.loads(cell) if said.startswith(php_values.BEGINS) else json.loads(cell)
        )
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) or (isinstance(value, list) and value and all(isinstance(one, dict) for one in value)) else None


def _values(cell: str | None) -> list[tuple[tuple[str, ...], str]]:
    """Every value of a cell's object with the names on the way to it."""
    found: list[tuple[tuple[str, ...], str]] = []

    def walk(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict) and len(path) < DEEPEST:
            for name, inner in value.items():
                walk(inner, (*path, name.strip()))
        elif isinstance(value, list) and len(path) < DEEPEST and (named := _settings(value)):
            walk(named, path)
        elif isinstance(value, list) and len(path) < DEEPEST:
            for number, inner in enumerate(value, start=1):
                walk(inner, (*path[:-1], f"{path[-1]} {number}") if path else (str(number),))
        elif value is not None and not isinstance(value, bool) and path and str(value).strip():
            found.append((path, str(value)))

    walk(_parsed(cell), ())
    return found


def _settings(listed: Sequence[Any]) -> dict[str, Any]:
    """What a list of names and values says, by name: `[{"name": "SSN", "value": "…"}]`; nothing where it is none."""
    found = {}
    for one in listed:
        name = (
            next((one[key] for key in ("label", "name", "key", "question", "q", "field") if isinstance(one.get(key), str)), "")
            if isinstance(one, dict)
            else ""
        )
        value = next((one[key] for key in ("value", "answer", "a") if key in one), None) if name else None
        if not name or name in found or isinstance(value, dict | list):
            return {}
        found[name] = value
    return found if any(found.values()) else {}


def _offset(cell: str, value: str) -> int:
    """Where a value stands in its cell as it is; -1 where it is written otherwise (with escapes)."""
    if cell.lstrip()[:1] == "<" and (within := cell.find(f">{value}<")) >= 0:
        return within + 1
    quoted = cell.find(f'"{value}"')
    while quoted >= 0 and cell[quoted + len(value) + 2 :].lstrip().startswith(":"):
        quoted = cell.find(f'"{value}"', quoted + 1)  # that is a name
    return quoted + 1 if quoted >= 0 else cell.find(value)
