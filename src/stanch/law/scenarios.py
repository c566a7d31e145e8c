"""A file of scenarios: `[{id, facts}]` or `{scenarios: [...]}`, all read before one is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.law import facts as reading
from stanch.records import Facts


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and the facts to be judged."""

    id: str
    facts: Facts


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a YAML or JSON file. Raises `BrokenDataFile` with the faults of all of them."""
    tree = datafile.load_quickly(path)
    rows = tree.get("scenarios") if isinstance(tree, Mapping) else tree
    if not isinstance(rows, list):
        raise BrokenDataFile([Fault(str(path), 1, 1, "a list of {id, facts} is needed, or a mapping with `scenarios`")])
    found: list[Scenario] = []
    faults: list[Fault] = []
    for index, row in enumerate(rows):
        _one(row, index, str(path), found, faults)
    if faults:
        raise BrokenDataFile(faults)
    return found


def _one(row: Any, index: int, file: str, found: list[Scenario], faults: list[Fault]) -> None:
    values = row.get("facts") if isinstance(row, Mapping) else None
    name = str(row.get("id") or row.get("name") or index + 1) if isinstance(row, Mapping) else str(index + 1)
    if not isinstance(values, Mapping):
        faults.append(Fault(file, 1, 1, f"scenario {name}: a mapping `facts` is needed"))
        return
    try:
        found.append(Scenario(name, reading.from_values(values)))
    except BrokenDataFile as error:
        faults += [Fault(file, 1, 1, f"scenario {name}: {fault.file.removeprefix('facts: ')}: {fault.what}") for fault in error.faults]
