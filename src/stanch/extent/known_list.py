"""The company's own people from a list that is handed in (`handed`), whose first row (or keys) says what each column holds.

The headers are those that tables are read by, in seven languages. A cell that cannot be what its column says stops the reading:
every fault is told with row and column, and nothing is taken from a list with faults. Blank cells and the usual words for nothing
(`n/a`, `-`) are no fault. Rows count from 1, the header included, as a spreadsheet shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stanch.extent.columns import decide
from stanch.extent.folding import listed
from stanch.extent.handed import fault, table
from stanch.extent.headings import claims
from stanch.extent.known_people import KnownPerson
from stanch.extent.table_column import Column
from stanch.vocabulary import elements

NAMES = ("name", "given_name", "middle_name", "family_name", "former_name")
# Beside those that stand for a person by themselves (`identifies`).
NUMBERS = listed(
    "phone birth_certificate crypto_wallet insurance_claim prescription_number device_implant professional_licence imei imsi iccid "
    "us_ptin us_known_traveler vehicle_vin vehicle_registration",
)
NOTHING = frozenset(("", "-", "--", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "tbd", "?", "nan"))
LONGEST = 200
MOST_TOLD = 10
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=@]|[+-](?![\d(\s])")


@dataclass(frozen=True, slots=True)
class KnownList:
    """The people of a list; `used` and `unused` are the headers of columns that were searched for and those that were not."""

    people: tuple[KnownPerson, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]


def read(path: Path) -> KnownList:
    """The people of the file. Raises `WrongCall` naming each row and column that cannot be right."""
    header, rows = table(path)
    return _people(path, header, rows)


def _people(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> KnownList:
    faults = [
        f"row {number}: {len(row)} cells under {len(header)} columns"
        for number, row in enumerate(rows, 2)
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :])
    ]
    # Two columns of one header would hide each other.
    named = [name if name and header.index(name) == at else f"{name or 'column'} {at + 1}" for at, name in enumerate(header)]
    cells = {name: [row[at].strip() if at < len(row) else "" for row in rows] for at, name in enumerate(named)}
    columns = [_searched(column) for column in decide(pa.table({name: pa.array(texts, pa.string()) for name, texts in cells.items()}))]
    used = [column for column in columns if column is not None]
    if not used:
        raise fault(
            path,
            f"has no column that says what it holds (row 1: {', '.join(map(repr, header[:8]))})",
            "Name the columns, for example: name, email, phone, ssn, customer number. docs/_generated/kinds.md lists all headers.",
        )
    for column, kind in used:
        faults += _faults_of(column.name, kind, cells[column.name])
        if len(faults) > MOST_TOLD:
            break
    if faults:
        more = "\n… and more" if len(faults) > MOST_TOLD else ""
        told = "\n".join(faults[:MOST_TOLD]) + more
        raise fault(path, f"has faults\n{told}", "Correct these places, or empty the cells; nothing was taken from the list.")
    people = tuple(dict.fromkeys(person for at in range(len(rows)) for person in _persons(used, cells, at)))
    if not people:
        raise fault(path, "holds nobody", "Under the columns of names and numbers all cells are empty.")
    names = {column.name for column, _ in used}
    return KnownList(people, tuple(names_in(named, names)), tuple(name for name in named if name not in names))


def names_in(named: Sequence[str], wanted: set[str]) -> list[str]:
    """Those wanted, in the order of the list."""
    return [name for name in named if name in wanted]


def _searched(column: Column) -> tuple[Column, str] | None:
    """The column and its kind, None where it holds nothing that is looked for."""
    # In a list of people a header is believed whatever stands below it: cells that cannot be such values are faults.
    meant = (column.detector, *claims(column.name)[0])
    detector = next((one for one in meant if one is not None and _is_searched(one.kind)), None)
    return (column, detector.kind) if detector is not None else None


def _is_searched(kind: str) -> bool:
    return kind in NAMES or kind in NUMBERS or elements()[kind].identifies


def _faults_of(name: str, kind: str, cells: Sequence[str]) -> list[str]:
    """What cannot be right in a column, at most some more than are told."""
    found: list[str] = []
    for number, cell in enumerate(cells, 2):
        if cell.lower() not in NOTHING and (what := _fault_of(kind, cell)):
            found.append(f"row {number}, column {name!r}: {what}")
            if len(found) > MOST_TOLD:
                break
    return found


def _fault_of(kind: str, cell: str) -> str:
    if _CONTROL.search(cell):
        return "a control character"
    if len(cell) > LONGEST:
        return f"{len(cell):,} characters; a name or number has at most {LONGEST}"
    if _FORMULA.match(cell):
        return "begins like a formula"
    if kind == "email":
        return "" if re.fullmatch(r"[^\s@]+@[^\s@]+", cell) else "no e-mail address"
    if kind in NAMES:
        return "" if re.search(r"[^\W\d_]", cell) and not re.search(r"\d{3}|@", cell) else "no name"
    return "" if re.search(r"\d", cell) else f"no {elements()[kind].label.lower()}: it has no digit"


def _persons(used: Sequence[tuple[Column, str]], cells: Mapping[str, Sequence[str]], at: int) -> Iterator[KnownPerson]:
    """Who a row speaks of: its own person, and a guardian or spouse where columns name one."""
    for role in dict.fromkeys(column.role for column, _ in used):
        found: dict[str, list[str]] = {}
        for column, kind in used:
            cell = cells[column.name][at]
            if column.role == role and cell.lower() not in NOTHING:
                found.setdefault(kind, []).append(cell)
        numbers = tuple((kind, value) for kind, values in found.items() if kind not in NAMES for value in values)
        names = tuple(_names(found))
        if names or numbers:
            yield KnownPerson(names, numbers)


def _names(found: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    given = " ".join((*found.get("given_name", ())[:1], *found.get("middle_name", ())[:1]))
    for family in found.get("family_name", ()):
        if given:
            yield given, family
    for former in found.get("former_name", ()):
        yield ("", former) if " " in former or not given else (given, former)
    for whole in found.get("name", ()):
        yield "", whole
