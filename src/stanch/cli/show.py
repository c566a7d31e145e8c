"""Tables, JSON, progress: results on standard output, messages on standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stanch.engine.bench import Progress

if TYPE_CHECKING:
    from stanch.records import Shift

UNWATCHED = 160  # columns where no window gives the width
LONG_WORD = 24


def json_line(content: Any) -> None:
    """One JSON document on a line of standard output."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, default=str) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for people. Cells are shown literally: markup and control characters in evidence have no effect.

    Where the window is too narrow for whole words, each row is written as lines of its own.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[printable("" if cell is None else str(cell)) for cell in row] for row in rows]
    # A file, a pager or another program has no width of its own.
    console = Console(highlight=False) if sys.stdout.isatty() or "COLUMNS" in os.environ else Console(highlight=False, width=UNWATCHED)
    if _least_width(columns, cells) > console.width:
        _listed(title, columns, cells)
        return
    drawn = Table(title=Text(title) if title else None, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        drawn.add_column(Text(column), overflow="fold")
    for row in cells:
        drawn.add_row(*[Text(cell) for cell in row])
    console.print(drawn)


def ready() -> None:
    """Load what tables are drawn with, where there is time before one is needed."""
    import rich.console
    import rich.table
    import rich.text  # noqa: F401


def _least_width(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """The width at which no ordinary word is cut; of paths and keys, which are longer, a part is enough."""
    longest = [
        max((min(len(word), LONG_WORD) for text in column for word in text.split()), default=0)
        for column in zip(columns, *cells, strict=True)
    ]
    return sum(longest) + 3 * len(longest)


def _listed(title: str, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    if title:
        click.echo(title)
    for row in cells:
        click.echo("")
        for column, cell in zip(columns, row, strict=True):
            if cell.strip():
                label = f"{column}: " if column else ""
                click.echo(click.wrap_text(label + cell, width=max(shutil.get_terminal_size().columns, 40), subsequent_indent="   "))


def shifts(moved: Sequence[Shift], supposed: str, *, as_json: bool) -> None:
    """What a supposition moves, for people or as JSON."""
    from dataclasses import asdict

    if as_json:
        json_line({"supposed": supposed, "shifts": [asdict(one) for one in moved]})
        return
    late = sum(one.overdue_hours > 0 and not one.was_overdue for one in moved)
    many = "1 duty moves" if len(moved) == 1 else f"{len(moved)} duties move"
    title = f"If {supposed}: {many}, {late} would be newly overdue"
    table(title, ("Duty", "Owed", "Due as known", "Due then", "Moved by", "Overdue by", "Section"), map(_shift, moved))


def _shift(one: Shift) -> tuple[str, ...]:
    words = {True: "yes", False: "no", "conditional": "open"}
    owed = (
        words[one.required_after]
        if one.required_before == one.required_after
        else f"{words[one.required_before]}, then {words[one.required_after]}"
    )
    moved = "" if one.moved_hours is None else f"{one.moved_hours / 24:+.1f} days"
    late = f"{one.overdue_hours / 24:.1f} days" + (" (was already)" if one.was_overdue else "") if one.overdue_hours > 0 else ""
    return one.duty, owed, (one.due_before or "")[:16], (one.due_after or "")[:16], moved, late, one.cite


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
        from stanch.engine.bench import silent

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
