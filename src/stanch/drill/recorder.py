"""Writes down every value that goes into the evidence: nothing of a kind in the vocabulary is written but through here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from stanch.drill.people import Address, Invented


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a vocabulary kind, and whose it is (null: nobody's). `address` says which address a part belongs to."""

    kind: str
    value: str
    person: Invented | None = None
    address: Address | None = None
    seen_on: str = ""


@dataclass(slots=True)
class Traces:
    """What has been written about one person."""

    kinds: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    homes: dict[str, Address] = field(default_factory=dict)


class Recorder:
    """truth/elements.jsonl, and the traces of each person until they are told."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.traces: dict[int, Traces] = {}
        self.people: dict[int, Invented] = {}

    def write(self, mark: Mark, locator: str, row: int | None = None, column: str | None = None) -> str:
        """Note the value at its place; gives the value back, to be written there."""
        whose = mark.person
        line = {
            "person": whose.id if whose else None,
            "locator": locator,
            "kind": mark.kind,
            "value": mark.value,
            "row": row,
            "column": column,
        }
        self.file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if whose:
            self.people[whose.index] = whose
            traces = self.traces.setdefault(whose.index, Traces())
            traces.kinds.add(mark.kind)
            traces.sources.add(locator)
            if mark.kind in {"name", "former_name"}:
                traces.names.add(mark.value)
            if mark.address:
                traces.homes["old" if mark.address == whose.old else "now"] = mark.address
        return mark.value

    def named(self, person: Invented, name: str) -> None:
        """A name of the person's as its parts stand in a row: a nickname, a slip of the keyboard."""
        self.traces.setdefault(person.index, Traces()).names.add(name)


def open_truth(path: Path) -> IO[str]:
    """The file of elements."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w", encoding="utf-8", newline="\n")
