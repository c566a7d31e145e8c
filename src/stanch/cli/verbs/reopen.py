"""`stanch reopen`: a closed case goes on."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.option("--grounds", required=True, help="Why it is opened again; it stands in the journal.")
@case_option
@by_option
@json_option
def command(*, grounds: str, case_folder: Path | None, by: str | None, as_json: bool) -> None:
    """Open a closed case again: it can be changed, and reminders go out."""
    from stanch.casefile import closing
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        closing.reopen(case, by=case.by, grounds=grounds)
    if as_json:
        show.json_line({"closed": None})
    else:
        show.message("The case is open again.")
