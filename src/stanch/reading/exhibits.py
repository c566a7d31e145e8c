"""Read exhibits in workers: evidence to units, logs to raw text, everything else to the list of what was not read."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.engine import Bench, Input, Parts, run
from stanch.records import UNIT_SCHEMA, UNREAD_SCHEMA, Exhibit, Unit, Unread

LOG_PIECE = 4_000_000  # characters
OCR_SECONDS_PER_MB = 20.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Units of evidence, raw text of logs, and what could not be read."""

    units: Parts
    logs: Parts
    unread: tuple[Unread, ...]


def read(exhibits: Sequence[Exhibit], *, bench: Bench) -> Reading:
    """Read every exhibit; each is one input of the engine, so that a hostile one costs itself only."""
    missed = [
        Unread(one.id, one.name, "unsupported" if one.form != "unreadable" else "damaged", one.note or one.form)
        for one in exhibits
        if one.form in ("symlink", "special", "unreadable")
    ]
    inputs: list[Input] = [
        {"id": one.id, "name": one.name, "path": one.path, "role": one.role, "sha256": one.sha256, "weight": one.size,
         "seconds": bench.limits.seconds + OCR_SECONDS_PER_MB * one.size / 1e6}
        for one in exhibits if one.form in ("file", "sparse")
    ]  # fmt: skip
    kept = {key: bench.settings[key] for key in ("ocr", "passwords") if key in bench.settings}
    version = hashlib.blake2b((_code() + repr(sorted(kept.items()))).encode(), digest_size=16).hexdigest()
    schemas = {"units": UNIT_SCHEMA, "logs": UNIT_SCHEMA, "unread": UNREAD_SCHEMA}
    result = run(read_exhibit, inputs, schemas, step="reading", version=version, bench=bench)
    missed += [Unread(**row) for table in result.parts["unread"].tables() for row in table.to_pylist()]
    missed += [Unread(one.input["id"], one.input["name"], one.reason, one.detail) for one in result.lost]
    return Reading(
        result.parts["units"], result.parts["logs"], tuple(sorted(missed, key=lambda one: (one.locator, one.reason, one.detail)))
    )


def read_exhibit(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does with one exhibit."""
    from stanch.reading.descend import read_file

    path = Path(given["path"])
    passwords = tuple(bench.settings.get("passwords", "").split("\n")) if bench.settings.get("passwords") else ()
    settings = {**bench.settings, "lock": str(bench.work / "ocr.lock")}
    if given["role"] == "log":
        for unit in log_units(path, given["name"], given["id"]):
            yield "logs", _table(unit)
        return
    for found in read_file(path, given["name"], given["id"], settings=settings, passwords=passwords):
        if isinstance(found, Unread):
            row = {"exhibit": found.exhibit, "locator": found.locator, "reason": found.reason, "detail": found.detail}
            yield "unread", pa.Table.from_pylist([row], schema=UNREAD_SCHEMA)
        else:
            yield "units", _table(found)


def log_units(path: Path, name: str, exhibit: str) -> Iterator[Unit]:
    """A log as raw text in pieces that end at line ends; unpacked where it is gzipped, as rotated logs are."""
    from stanch.reading.pieces import clean
    from stanch.reading.readers.text import chunks

    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        stream: Any = gzip.GzipFile(fileobj=plain) if packed else plain
        for start, text in chunks(stream, LOG_PIECE):
            yield Unit(exhibit, name, "text", "text/plain", start, clean(text))


def _table(unit: Unit) -> pa.Table:
    row = {name: getattr(unit, name) for name in UNIT_SCHEMA.names}
    row["properties"] = list(unit.properties.items())
    return pa.Table.from_pylist([row], schema=UNIT_SCHEMA)


@cache
def _code() -> str:
    mark = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        mark.update(file.read_bytes())
    return mark.hexdigest()
