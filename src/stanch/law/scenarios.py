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
    """A name and the facts to be judged; None where they cannot be, and what is wrong with them."""

    id: str
    facts: Facts | None
    faults: tuple[str, ...] = ()


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a YAML or JSON file. One that is impossible does not keep the others from being judged."""
    tree = datafile.load_quickly(path)
    rows = tree.get("scenarios") if isinstance(tree, Mapping) else tree
    if not isinstance(rows, list):
        raise BrokenDataFile([Fault(str(path), 1, 1, "a list of {id, facts} is needed, or a mapping with `scenarios`")])
    return [_one(row, index) for index, row in enumerate(rows)]


def _one(row: Any, index: int) -> Scenario:
    values = row.get("facts") if isinstance(row, Mapping) else None
    name = str(row.get("id") or row.get("name") or index + 1) if isinstance(row, Mapping) else str(index + 1)
    if not isinstance(values, Mapping):
        return Scenario(name, None, ("a mapping `facts` is needed",))
    plain = datafile.plain(values)
    wrong = tuple(f"{reading.dotted(steps)}: {what}" for steps, what in reading.impossible(plain))
    if wrong:
        return Scenario(name, None, wrong)
    odd = tuple(f"{reading.dotted(steps)}: {what}" for steps, what in reading.unknown_words(plain))
    return Scenario(name, reading.converted(plain), odd)
