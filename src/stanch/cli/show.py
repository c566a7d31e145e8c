"""Tables, JSON, progress: results on standard output, messages on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from stanch.engine.bench import Progress, silent


def json_line(content: Any) -> None:
    """One JSON document on a line of standard output."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, default=str) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for people. Cells are shown literally: markup and control characters in evidence have no effect."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=Text(title) if title else None, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        drawn.add_column(Text(column), overflow="fold")
    for row in rows:
        drawn.add_row(*[Text(printable("" if cell is None else str(cell))) for cell in row])
    Console(highlight=False).print(drawn)


def printable(text: str) -> str:
    """Text without characters that a terminal would obey (escape codes, bidirectional overrides)."""
    bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "".join(char if char in "\n\t" or (char.isprintable() and char not in bidi) else f"\\x{ord(char):02x}" for char in text)


def message(text: str) -> None:
    """A line on standard error."""
    click.echo(printable(text), err=True)


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress line on standard error while a terminal watches; silent otherwise."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        shown: dict[str, Any] = {}

        def draw(what: str, done: int, of: int) -> None:
            if what not in shown:
                shown[what] = bars.add_task(printable(what), total=of)
            bars.update(shown[what], completed=done, total=of)

        yield draw
