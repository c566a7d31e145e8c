"""What each record of one person tells, by the findings: somebody else's records are chosen by it, and who is left with nothing is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stanch.casefile import passages
from stanch.casefile.case import Case
from stanch.records import Person
from stanch.vocabulary import elements

MOST_FILES = 50  # of one person; the findings of more are not looked through for a form
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
    parts = case.store.get_parts("findings")
    files = list(dict.fromkeys(key.partition("|")[0] for key in person.records))
    for file in files[:MOST_FILES]:
        for row in passages.rows_of(parts, file, ["kind", "row", "record"]):
            within = row["record"] or f"row/{row['row']}"
            key, kind = f"{file}|{within}", kinds.get(row["kind"])
            if row["row"] is not None and key in wanted and kind and kind.fact:
                found.setdefault(key, set()).add(kind.fact)
    # What was found of this person by nobody any more (reviewers said that it is false) is told of nowhere.
    return {key: frozenset(facts & set(person.elements)) for key, facts in found.items()}


def records_of(person: Person, told: Told, *, most: int) -> Sequence[Record]:
    """The first records of a person, each as somebody can choose it."""
    found = []
    for key in person.records[:most]:
        file, _, within = key.partition("|")
        row = within.removeprefix("row/")
        at = int(row) if row != within and row.isascii() and row.isdigit() else None
        found.append(Record(key, file, at, tuple(sorted(told[key])) if key in told else None))
    return found
