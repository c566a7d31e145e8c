"""`stanch fields`: fields of your own on the case, and what waits until they are filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, opened, shows_alone

if TYPE_CHECKING:
    from stanch.casefile import Case


@shows_alone
def command(case: Case, *, as_json: bool) -> bool:
    """The fields with their values. Ends with 1 while one that something waits for is empty."""
    from stanch.casefile import own
    from stanch.cli import show
    from stanch.records import to_plain

    found = own.fields(case)
    if as_json:
        for one in found:
            show.json_line({**to_plain(one.field), "value": one.value.value if one.value else None})
    else:
        rows = [
            (one.field.key, one.field.label, one.value.value if one.value else "", own.STEPS.get(one.field.needed_for, "")) for one in found
        ]
        show.table(f"{len(rows)} fields", ("Key", "Field", "Value", "Needed"), rows)
    return any(one.is_wanting for one in found)


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@case_option
@by_option
def load(file: Path, case_folder: Path, by: str | None) -> None:
    """Define the fields of a YAML file: `fields:`, a list of key, label, and where wanted kind, choices, needed_for, why."""
    from stanch.casefile import own
    from stanch.cli import show

    fresh = own.read_fields(file)
    with opened(case_folder, by=by) as case:
        changed = own.define(case, fresh, by=case.by)
    show.message(f"{changed} of {len(fresh)} fields are new or changed.")


@command.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--source", default="", help="Who or what told it.")
@case_option
@by_option
def set_(key: str, value: str, source: str, case_folder: Path, by: str | None) -> None:
    """Fill a field; an empty value empties it. What it held before stays in the case."""
    from stanch.casefile import own
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        own.fill(case, key, value, by=case.by, source=source)
    show.message(f"{key} is filled." if value else f"{key} is empty.")
