"""`stanch tasks`: what somebody is to do, and what may not be done before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, opened, shows_alone

if TYPE_CHECKING:
    from stanch.casefile import Case


@shows_alone
def command(case: Case, *, as_json: bool) -> bool:
    """The tasks of the case: those that are open, then those that are done. Ends with 1 while one that holds something up is open."""
    from stanch.casefile import own
    from stanch.cli import show
    from stanch.records import to_plain

    found = own.tasks(case)
    if as_json:
        for one in found:
            show.json_line(to_plain(one))
    else:
        rows = [(one.id, one.text, one.who, one.due or "", one.blocks, one.ended or "open") for one in found]
        show.table(f"{len(rows)} tasks", ("Id", "Task", "Who", "Due", "Holds up", "State"), rows)
    return any(one.is_open and one.blocks for one in found)


@command.command()
@click.argument("text")
@click.option(
    "--blocks",
    default="",
    metavar="WHAT",
    help="What waits for it: `action ID`, `duty ID`, `notice ID`, `step ID`, `notices` (all), or `sending`.",
)
@click.option("--who", default="", help="Who is to do it.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="By which day.")
@case_option
@by_option
def add(text: str, *, blocks: str, who: str, due: datetime | None, case_folder: Path, by: str | None) -> None:
    """Add a task, in a sentence."""
    from stanch.casefile import own
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        made = own.add_task(case, text, by=case.by, blocks=blocks, who=who, due=due.date() if due else None)
    show.message(f"Added as {made.id}." + (f" {made.blocks} waits for it." if made.blocks else ""))


@command.command()
@click.argument("task")
@click.option("--grounds", required=True, help="What was done; it stands in the journal.")
@click.option("--withdraw", is_flag=True, help="It need not be done; the grounds say why.")
@case_option
@by_option
def done(task: str, grounds: str, case_folder: Path, by: str | None, *, withdraw: bool) -> None:
    """Say that a task is done."""
    from stanch.casefile import own
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        own.end_task(case, task, by=case.by, grounds=grounds, withdrawn=withdraw)
    show.message(f"{task} is {'taken back' if withdraw else 'done'}.")
