"""Documents one a line (`{"id", "text"}`), as annotated texts come: spans for evaluating recognisers, in worker processes."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch.errors import WrongCall
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from stanch.extent.known_people import Known
    from stanch.extent.span import Span

# Lines a chunk, by their bytes: large enough to be worth a message to a worker, small enough to share the work evenly.
CHUNK = 1 << 19


# In a worker process: the known people, sent once and not with every chunk.
_remembered: dict[str, Known] = {}


def _remember(known: Known | None) -> None:
    if known is not None:
        _remembered["known"] = known


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


def chunks(path: Path) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered lines in chunks."""
    held: list[tuple[int, bytes]] = []
    size = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                held.append((number, line))
                size += len(line)
            if size >= CHUNK:
                yield held
                held, size = [], 0
    if held:
        yield held


def scan_lines(
    lines: list[tuple[int, bytes]], only: Collection[str] | None = None, known: Known | None = None
) -> list[tuple[int, Any, list[Span] | None]]:
    """For each line: its number, the document's id, its spans; None where the line is no document."""
    from stanch.extent.scanning import text_spans  # long to load, and most calls have no such documents

    found: list[tuple[int, Any, list[Span] | None]] = []
    for number, line in lines:
        try:
            row = json.loads(line)
            text, name = row["text"], row["id"]
        except (ValueError, TypeError, KeyError):
            found.append((number, None, None))
            continue
        if not isinstance(text, str):
            found.append((number, name, None))
            continue
        spans = text_spans(text, {}, known=known or _remembered.get("known"))
        found.append((number, name, [span for span in spans if only is None or span.kind in only]))
    return found


def scan_documents(
    path: Path, *, workers: int = 2, only: Collection[str] | None = None, known: Known | None = None
) -> Iterator[tuple[int, Any, list[Span] | None]]:
    """All documents of a file in order, by that many processes."""
    from stanch.extent import names_model

    names_model.check()
    pieces = chunks(path)
    first = next(pieces, None)
    if first is None:
        return
    second = next(pieces, None)
    if second is None or workers < 2:
        for piece in (first, *([second] if second else []), *pieces):
            yield from scan_lines(piece, only, known)
        return
    yield from _in_workers(_chain(first, second, pieces), workers, only, known)


def _chain(
    first: list[tuple[int, bytes]], second: list[tuple[int, bytes]], rest: Iterable[list[tuple[int, bytes]]]
) -> Iterator[list[tuple[int, bytes]]]:
    yield first
    yield second
    yield from rest


def _in_workers(
    pieces: Iterator[list[tuple[int, bytes]]], workers: int, only: Collection[str] | None, known: Known | None
) -> Iterator[tuple[int, Any, list[Span] | None]]:
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[Future[list[tuple[int, Any, list[Span] | None]]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_remember, initargs=(known,)) as pool:
        for piece in pieces:
            waiting.append(pool.submit(scan_lines, piece, only))
            if len(waiting) > workers * 2:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


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
