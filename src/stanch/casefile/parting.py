"""What each record of one person tells, by the findings: somebody else's records are chosen by it, and who is left with nothing is seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanch.casefile import passages
from stanch.casefile.case import Case
from stanch.records import Person
from stanch.vocabulary import elements

if TYPE_CHECKING:
    import pyarrow as pa

# Of one person; the findings of more are not looked through for a form. A million rows of one file are many row groups.
MOST_FILES, MOST_GROUPS = 50, 12
Told = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its key, the file, the row of a table, and the words of Facts that it tells; None where that cannot be told."""

    key: str
    file: str
    row: int | None
    facts: tuple[str, ...] | None


def told_by(case: Case, person: Person) -> Told:
    """The facts that each row of a table tells of a person, by its key. What a text says belongs to whoever is named near, to no record."""
    kinds, wanted = elements(), set(person.records)
    found: dict[str, set[str]] = {}
    files = list(dict.fromkeys(key.partition("|")[0] for key in person.records))[:MOST_FILES]
    for table in passages.of_files(case.store.get_parts("findings"), files, ["kind", "row", "record"], most=MOST_GROUPS):
        for row in _of_records(table, wanted).to_pylist():
            kind = kinds.get(row["kind"])
            if kind and kind.fact:
                found.setdefault(row["key"], set()).add(kind.fact)
    # What was found of this person by nobody any more (reviewers said that it is false) is told of nowhere.
    return {key: frozenset(facts & set(person.elements)) for key, facts in found.items()}


def _of_records(table: pa.Table, wanted: Collection[str]) -> pa.Table:
    """The findings of these records of tables, with the key of the record."""
    import pyarrow as pa
    import pyarrow.compute as pc

    held = table.filter(pc.is_valid(table["row"]))
    record = held["record"].cast(pa.string())
    row = pc.binary_join_element_wise("row", held["row"].cast(pa.string()), "/")
    within = pc.coalesce(pc.if_else(pc.equal(record, ""), None, record), row)
    keyed = held.append_column("key", pc.binary_join_element_wise(held["locator"].cast(pa.string()), within, "|"))
    return keyed.filter(pc.is_in(keyed["key"], pa.array(sorted(wanted), pa.string())))


def records_of(person: Person, told: Told, *, most: int) -> Sequence[Record]:
    """The first records of a person, each as somebody can choose it."""
    found = []
    for key in person.records[:most]:
        file, _, within = key.partition("|")
        row = within.removeprefix("row/")
        at = int(row) if row != within and row.isascii() and row.isdigit() else None
        found.append(Record(key, file, at, tuple(sorted(told[key])) if key in told else None))
    return found
