"""Documents one a line (`{"id", "text"}`), as annotated texts come: their spans, piece by piece in workers or on a cluster.

A line that hangs or kills its worker is lost alone, and told.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch.errors import WrongCall
from stanch.vocabulary import elements

if TYPE_CHECKING:
    import pyarrow as pa

    from stanch.engine import Bench, Input, Lost
    from stanch.extent.known_people import Known
    from stanch.extent.span import Span
    from stanch.records import Unread

# Lines a piece, by their bytes: large enough to be worth a message to a worker, small enough to share the work evenly.
PIECE = 1 << 19
# Bytes a second of the slowest text; a piece has the time that its length takes beside the usual limit.
SLOWEST = 50_000
EFFORT = 8  # so many times as long as to copy it


@dataclass(frozen=True, slots=True)
class Scanned:
    """Tables of findings and, of spans, the line of each document as it is printed; and the lines that were none or were lost."""

    findings: Iterator[pa.Table]
    lines: Iterator[str]
    unread: tuple[Unread, ...]


def is_documents(path: Path) -> bool:
    """Whether the first line of a `.jsonl` is such a document."""
    if path.suffix.lower() not in (".jsonl", ".ndjson") or not path.is_file():
        return False
    with path.open("rb") as stream:
        first = stream.readline(64 << 20)
    try:
        row = json.loads(first)
    except ValueError:
        return False
    return isinstance(row, dict) and "id" in row and isinstance(row.get("text"), str)


def pieces(path: Path) -> Iterator[dict[str, Any]]:
    """Where the lines of a file stand, in pieces of some size: each an input of the engine."""
    start, end, first = 0, 0, 1
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            end += len(line)
            if end - start >= PIECE:
                yield _piece(path, start, end, first)
                start, first = end, number + 1
    if end > start:
        yield _piece(path, start, end, first)


def _piece(path: Path, start: int, end: int, first: int) -> dict[str, Any]:
    long = end - start
    place = {"path": str(path.resolve()), "name": path.name, "start": start, "end": end, "first": first}
    return {**place, "weight": long * EFFORT, "seconds": 60 + long // SLOWEST}


def _lines(given: Input) -> Iterator[tuple[int, int, bytes]]:
    """Number, place and bytes of each line of a piece."""
    place = given["start"]
    with Path(given["path"]).open("rb") as stream:
        stream.seek(place)
        for number, line in enumerate(BytesIO(stream.read(given["end"] - place)), start=given["first"]):
            yield number, place, line
            place += len(line)


def _documents(given: Input, only: Collection[str] | None, known: Known | None) -> Iterator[tuple[int, Any, list[Span] | None]]:
    """For each line: its number, the document's id, its spans; None where the line is no document."""
    from stanch.extent.scanning import text_spans  # long to load, and most calls have no such documents

    for number, _place, line in _lines(given):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, name = row["text"], row["id"]
        except (ValueError, TypeError, KeyError):
            yield number, None, None
            continue
        if not isinstance(text, str):
            yield number, name, None
            continue
        spans = text_spans(text, {}, known=known)
        yield number, name, [span for span in spans if only is None or span.kind in only]


def scan_piece(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does with a piece: the findings of its documents, or, of spans, a line for each; null where a line is no document."""
    from stanch.extent.known_sealed import of_bench
    from stanch.extent.rows import finding_rows
    from stanch.records import Unit

    only = frozenset(bench.settings["only"].split(",")) if bench.settings.get("only") else None
    told: list[tuple[int, bytes | None]] = []
    for number, name, spans in _documents(given, only, of_bench(bench.settings, bench.keys)):
        if spans is None:
            told.append((number, None))
        elif given["as_spans"]:
            told.append((number, _line(name, spans).encode("utf-8", "surrogatepass")))
        elif spans:
            unit = Unit("", f"{given['name']}#{name}", "text", "text/plain")
            yield "findings", finding_rows(unit, spans, [None] * len(spans), bench.keys)
    if told:
        yield "lines", _table(told)


def _line(name: Any, spans: Sequence[Span]) -> str:
    marks = [{"start": span.start, "end": span.end, "type": span_type(span.kind)} for span in spans]
    return json.dumps({"id": name, "spans": marks}, ensure_ascii=False)


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("number", pa.int64()), ("line", pa.binary())])


def _table(told: Sequence[tuple[int, bytes | None]]) -> pa.Table:
    import pyarrow as pa

    schema = _schema()
    numbers, lines = zip(*told, strict=True)
    return pa.table([pa.array(numbers, schema.field(0).type), pa.array(lines, schema.field(1).type)], schema=schema)


def scan_documents(path: Path, *, as_spans: bool, bench: Bench) -> Scanned:
    """All documents of a file in order, by the bench's workers or its cluster; what is lost in a piece is tried again line by line."""
    from stanch.engine import Parts, run
    from stanch.extent.scanning import version_of
    from stanch.records import FINDING_MADE, Unread

    inputs = [{**piece, "as_spans": as_spans} for piece in pieces(path)]
    if len(inputs) < 2 and bench.engine == "local":
        bench = replace(bench, workers=0)  # sooner done here than a worker has started
    schemas, version = {"findings": FINDING_MADE, "lines": _schema()}, version_of(bench)
    whole = run(scan_piece, inputs, schemas, step="documents", version=version, bench=bench)
    apart = run(scan_piece, _apart(path, whole.lost), schemas, step="documents-apart", version=version, bench=bench)
    findings, lines = (Parts((*whole.parts[name].paths, *apart.parts[name].paths), bench.keys) for name in schemas)
    none = [number for table in lines.tables() for number in table.filter(table.column("line").is_null()).column("number").to_pylist()]
    unread = [Unread("", f"{path.name}#{number}", "damaged", "the line is no JSON object with id and text") for number in none]
    unread += [Unread("", f"{path.name}#{one.input['first']}", one.reason, one.detail, step="extent") for one in apart.lost]
    told = (line for table in lines.tables(["line"]) for line in table.column("line").drop_null().to_pylist())
    return Scanned(findings.tables(), (line.decode("utf-8", "surrogatepass") for line in told), tuple(unread))


def _apart(path: Path, lost: Sequence[Lost]) -> list[dict[str, Any]]:
    """Each line of the pieces that were lost as an input of its own."""
    return [
        {**_piece(path, place, place + len(line), number), "as_spans": one.input["as_spans"]}
        for one in lost
        for number, place, line in _lines(one.input)
        if line.strip()
    ]


def span_type(kind: str) -> str:
    """The type that `--format spans` prints (`us_ssn` is `SSN`)."""
    return elements()[kind].span


def check_kinds(words: str | None) -> frozenset[str] | None:
    """The kinds of `--only`. Raises `WrongCall` that names the nearest known one."""
    if not words:
        return None
    import difflib

    kinds = [word.strip() for word in words.split(",") if word.strip()]
    for kind in kinds:
        if kind not in elements():
            near = difflib.get_close_matches(kind, elements(), n=1)
            raise WrongCall(
                f"no kind is called {kind!r}", do=f"Did you mean {near[0]}?" if near else f"Known kinds: {', '.join(elements())}"
            )
    return frozenset(kinds)
