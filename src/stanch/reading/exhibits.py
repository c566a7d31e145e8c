"""Read exhibits in workers: evidence to units, logs to raw text, everything else to the list of what was not read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyarrow as pa

from stanch.engine import Bench, Input, Parts, run
from stanch.reading import taken
from stanch.reading.likeness import marked
from stanch.reading.watch import Watch, stops_of
from stanch.records import UNIT_SCHEMA, UNREAD_SCHEMA, Exhibit, Unit, Unread

SET_ASIDE = "set aside:"
OCR_SECONDS_PER_MB = 40.0  # a page of a fax takes 30 kB and a second
STRETCH = 64 << 20  # bytes of a large log that one worker reads at once


@dataclass(frozen=True, slots=True)
class Reading:
    """Units of evidence, raw text of logs, and what could not be read.

    `copies` counts exhibits whose bytes another exhibit has too: they were read once, and their units say `copy_of`.
    """

    units: Parts
    logs: Parts
    unread: tuple[Unread, ...]
    copies: int = 0

    @property
    def aside(self) -> int:
        """How many programs, system files, fonts, sounds and films were recognised and set aside; each stands in `unread`."""
        return sum(map(is_aside, self.unread))

    def families(self) -> tuple[tuple[str, ...], ...]:
        """Groups of texts that are nearly the same, by locator, told from the fingerprints of their units."""
        from stanch.reading.likeness import families

        return families(self.units)


def is_aside(one: Unread) -> bool:
    """Whether this is a program or the like: nobody's words are in it, so it is counted apart from what could not be read."""
    return one.detail.startswith(SET_ASIDE)


def read(exhibits: Sequence[Exhibit], *, bench: Bench, step: str = "reading") -> Reading:
    """Read every exhibit; each is one input of the engine, so that a hostile one costs itself only. `step` names where the parts lie."""
    missed = [
        Unread(one.id, one.name, "unsupported" if one.form != "unreadable" else "damaged", one.note or one.form)
        for one in exhibits
        if one.form in ("symlink", "special", "unreadable")
    ]
    groups = same_bytes([one for one in exhibits if one.form in ("file", "sparse", "taken")])
    inputs: list[Input] = [
        {**taken.held(one), **stretch,
         "id": one.id, "name": one.name, "path": one.path, "role": one.role, "sha256": one.sha256,
         "weight": one.size * (1 + len(copies)) // len(stretches), "copies": [[copy.id, copy.name] for copy in copies],
         "seconds": bench.limits.seconds + OCR_SECONDS_PER_MB * one.size / 1e6}
        for one, *copies in groups
        for stretches in (_stretches(one),)
        for stretch in stretches
    ]  # fmt: skip
    kept = {key: bench.settings[key] for key in ("ocr", "passwords") if key in bench.settings}
    version = hashlib.blake2b((_code() + repr(sorted(kept.items()))).encode(), digest_size=16).hexdigest()
    schemas = {"units": UNIT_SCHEMA, "logs": UNIT_SCHEMA, "unread": UNREAD_SCHEMA}
    result = run(read_exhibit, inputs, schemas, step=step, version=version, bench=bench)
    missed += [Unread(**row) for table in result.parts["unread"].tables() for row in table.to_pylist()]
    for one in result.lost:
        places = [(one.input["id"], one.input["name"]), *one.input["copies"]]
        where = f"{one.detail}; bytes {one.input['stretch'][0]:,} to {one.input['stretch'][1]:,}" if "stretch" in one.input else one.detail
        missed += [Unread(exhibit, name, one.reason, where) for exhibit, name in places]
    return Reading(
        result.parts["units"],
        result.parts["logs"],
        tuple(sorted(missed, key=lambda one: (one.locator, one.reason, one.detail))),
        sum(len(copies) for _, *copies in groups),
    )


def _stretches(one: Exhibit) -> list[Input]:
    """What of an exhibit each worker is asked for: of a large log a stretch of its bytes, of all else the whole."""
    if one.role != "log" or one.form != "file" or one.size < 2 * STRETCH:
        return [{}]
    return [{"stretch": [first, min(first + STRETCH, one.size)]} for first in range(0, one.size, STRETCH)]


def same_bytes(exhibits: Sequence[Exhibit]) -> list[list[Exhibit]]:
    """Exhibits by their bytes and what their names say about them, each group in the order given."""
    groups: dict[tuple[str, ...], list[Exhibit]] = {}
    for one in exhibits:
        # The ending breaks ties between kinds of text; a hash that could not be taken joins nobody.
        ending = one.name.lower().rpartition(".")[2]
        kind = "table" if one.rows is not None else ending
        groups.setdefault((one.role, one.sha256, kind) if one.sha256 else (one.id,), []).append(one)
    return list(groups.values())


def read_exhibit(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does with one exhibit."""
    from stanch.reading.descend import read_file

    path = Path(given["path"])
    passwords = tuple(bench.settings.get("passwords", "").split("\n")) if bench.settings.get("passwords") else ()
    seconds = given.get("seconds", bench.limits.seconds)
    settings = {**bench.settings, "lock": str(bench.work / "ocr.lock"), "seconds": str(seconds)}
    places = [(given["id"], given["name"]), *given.get("copies", ())]
    if given.get("taken") == "table":
        for unit in taken.table_units(given, bench):
            for exhibit, name in places:
                yield _row(moved(unit, given["name"], exhibit, name))
        return
    if given["role"] == "log":
        from stanch.reading.logs import log_units

        sealed = (taken.opener(given, bench), int(given["size"])) if given.get("taken") else None
        stretch = (int(given["stretch"][0]), int(given["stretch"][1])) if "stretch" in given else None
        for part in log_units(path, given["name"], given["id"], passwords, opened=sealed, stretch=stretch):
            for exhibit, name in places:
                at = moved(part, given["name"], exhibit, name)
                yield ("logs", _table(at)) if isinstance(at, Unit) else _row(at)
        return
    watch = Watch(bench.at, lambda size: bench.limits.seconds + OCR_SECONDS_PER_MB * size / 1e6, stops_of(given.get("stuck", ())))
    sealed = (taken.opener(given, bench), int(given["size"])) if given.get("taken") else None
    for found in read_file(path, given["name"], given["id"], settings=settings, passwords=passwords, opened=sealed, watch=watch):
        for exhibit, name in places:
            yield _row(moved(found, given["name"], exhibit, name))


def moved(found: Unit | Unread, original: str, exhibit: str, name: str) -> Unit | Unread:
    """The same unit as it stands in a copy of the file."""
    if name == original:
        return found
    at = name + found.locator.removeprefix(original)
    if isinstance(found, Unread):
        return replace(found, exhibit=exhibit, locator=at)
    return replace(found, exhibit=exhibit, locator=at, properties={**found.properties, "copy_of": original})


def _row(found: Unit | Unread) -> tuple[str, pa.Table]:
    if isinstance(found, Unread):
        row = {"exhibit": found.exhibit, "locator": found.locator, "reason": found.reason, "detail": found.detail}
        return "unread", pa.Table.from_pylist([row], schema=UNREAD_SCHEMA)
    return "units", _table(marked(found))


def _table(unit: Unit) -> pa.Table:
    row = {name: getattr(unit, name) for name in UNIT_SCHEMA.names}
    row["properties"] = list(unit.properties.items())
    if not unit.cells:
        return pa.Table.from_pylist([row], schema=UNIT_SCHEMA)
    table = pa.Table.from_pylist([{**row, "cells": None}], schema=UNIT_SCHEMA)
    # The cells where they are: a piece of a table has megabytes of them.
    ends = pa.array([0, len(unit.cells)], pa.int64()).buffers()[1]
    cells = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(unit.cells)])
    return table.set_column(UNIT_SCHEMA.get_field_index("cells"), UNIT_SCHEMA.field("cells"), cells)


@cache
def _code() -> str:
    mark = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        mark.update(file.read_bytes())
    return mark.hexdigest()
