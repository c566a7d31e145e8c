"""JSON documents too large to be held: objects are rows as they pass, wherever they stand in a list or under keys of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.objects import Listed, kinds_of, unique
from stanch.reading.readers.records import record_table
from stanch.reading.source import Source
from stanch.records import Unit, Unread

HELD, HELD_VALUES = 10_000, 200_000  # objects of one piece of a table, and values in them
KEYED_AT = 2  # `{"users": {"u1": {…}, "u2": {…}}}`: so deep an object that stands in no list is a row too
MOST_VALUES = 100_000  # of one object; more is no row
MOST_HEADS = 2_000
_ROWS = frozenset(("rows", "data", "values", "results", "records"))
MOST_REST = 200_000  # lines of what stands outside


def streamed(source: Source) -> Iterator[Unit | Unread]:
    """Tables by path, in pieces; what is no row as lines of label and value. Memory does not grow with the file."""
    import ijson

    source.media_type = "application/json"
    reading = _Reading(source)
    damaged = ""
    with source.open() as stream:
        try:
            for path, event, value in ijson.parse(stream):
                yield from reading.take(path, event, value)
        except (ijson.common.JSONError, UnicodeDecodeError, RecursionError) as error:
            damaged = str(error).splitlines()[0][:120]
    yield from reading.out()
    if damaged and not reading.rows and not reading.rest:
        raise EvidenceError("damaged", damaged)
    if damaged:
        yield Unread(source.exhibit, source.locator, "damaged", f"read up to where it is no JSON any more ({damaged})")


@dataclass(slots=True)
class _Reading:
    """Objects on their way to tables."""

    source: Source
    held: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    values: int = 0
    first: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    rest: list[str] = field(default_factory=list)
    builder: Any = None
    at: str = ""
    key: str = ""
    depth: int = 0
    inside: int = 0
    size: int = 0
    arrays: list[bool] = field(default_factory=list)  # of the holders around, which are lists
    heads: list[str] = field(default_factory=list)  # the last list of words: `"columns": ["id", "name"]`

    def take(self, path: str, event: str, value: Any) -> Iterator[Unit]:
        """One more event of the parser."""
        if self.builder is not None:
            yield from self._within(event, value)
        elif self.arrays and (
            (event == "start_map" and (self.arrays[-1] or len(self.arrays) == KEYED_AT)) or (event == "start_array" and self.arrays[-1])
        ):
            from ijson.common import ObjectBuilder

            self.at = path.removesuffix(".item").removesuffix("item") if self.arrays[-1] else path.partition(".")[0]
            self.key = "" if self.arrays[-1] else path.partition(".")[2]
            self.builder, self.inside, self.size = ObjectBuilder(), 1, 0
            self.builder.event(event, value)
        elif event in ("start_map", "start_array"):
            self.arrays.append(event == "start_array")
            self.heads = [] if event == "start_array" and path.rpartition(".")[2] not in _ROWS else self.heads
        elif event in ("end_map", "end_array"):
            self.arrays.pop()
            if event == "end_map" and len(self.arrays) == 1:
                self.rest.append("")
        elif event not in ("map_key", "null") and len(self.rest) < MOST_REST:
            if self.arrays and self.arrays[-1]:
                self.heads = [*self.heads, str(value)] if len(self.heads) < MOST_HEADS else []
            self.rest.append(f"{path.replace('.item', '')}: {value}" if path else str(value))

    def _within(self, event: str, value: Any) -> Iterator[Unit]:
        if event in ("start_map", "start_array"):
            self.inside += 1
        elif event in ("end_map", "end_array"):
            self.inside -= 1
        self.size += 1
        if self.size <= MOST_VALUES:
            self.builder.event(event, value if event in ("map_key", "string", "boolean", "null") else str(value))
        if self.inside:
            return
        record = self.builder.value if self.size <= MOST_VALUES else {}
        self.builder = None
        if isinstance(record, list):
            named = self.heads if len(self.heads) == len(record) else [f"column_{place}" for place in range(1, len(record) + 1)]
            record = dict(zip(unique(named), record, strict=True))
        if isinstance(record, dict) and record:
            self.held.setdefault(self.at, []).append({"key": self.key, **record} if self.key else record)
            self.values += self.size
            self.rows += 1
            if len(self.held[self.at]) >= HELD or self.values >= HELD_VALUES:
                yield from self._tables()

    def _tables(self) -> Iterator[Unit]:
        for path, records in self.held.items():
            for one in kinds_of(Listed(path, records), certain=True):
                first = self.first.get(one.path, 0)
                yield from record_table(self.source, one.records, f"#{one.path}" if one.path else "", first + 1)
                self.first[one.path] = first + len(one.records)
        self.held, self.values = {}, 0

    def out(self) -> Iterator[Unit]:
        """What is still held, and what stands outside of all rows."""
        yield from self._tables()
        if any(self.rest):
            yield from texts(self.source, "\n".join(self.rest) + "\n")
