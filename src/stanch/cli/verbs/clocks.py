"""`stanch clocks`: which deadlines run, the most urgent first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import case_option, json_option, opened, what_if_option

if TYPE_CHECKING:
    from stanch.casefile.duties import Clock


@click.command()
@what_if_option
@case_option
@json_option
def command(case_folder: Path, what_if: tuple[str, ...], *, as_json: bool) -> None:
    """The clocks that run, the most urgent first, each with its citation. Ends with 1 if one is overdue.

    With --what-if discovered=2026-09-01: which clocks would move if that date were so, and which would be overdue.
    """
    from stanch.casefile.duties import clocks
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    if what_if:
        _supposed(case_folder, what_if, as_json=as_json)
        return
    with opened(case_folder) as case:
        running = clocks(case, now=moment_of(case)[0])
    if as_json:
        show.json_line([clock.contract_form() for clock in running])
    else:
        dated = sum(clock.due is not None for clock in running)
        title = f"{dated} {'clock runs' if dated == 1 else 'clocks run'}; {len(running) - dated} more without a date"
        show.table(title, ("Due", "Remaining", "Jurisdiction", "Tell", "Status", "Citation"), map(_row, running))
    if any(clock.state.status == "overdue" for clock in running):
        raise SystemExit(1)


def _supposed(case_folder: Path, what_if: tuple[str, ...], *, as_json: bool) -> None:
    from stanch.casefile import counsel
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.law.supposing import changes

    dates = changes(what_if)
    with opened(case_folder) as case:
        show.shifts(counsel.what_if(case, dates, now=moment_of(case)[0]), counsel.in_words(dates), as_json=as_json)


def _row(clock: Clock) -> tuple[str, ...]:
    from stanch.casefile.duties import remaining
    from stanch.report.contents import place_name
    from stanch.report.wording import deadline, recipient

    duty = clock.state.duty
    due = clock.due.isoformat(" ", "minutes") if clock.due else deadline(duty)
    return due, remaining(clock.hours), place_name(duty.jurisdiction), recipient(duty.recipient), clock.state.status, duty.cite
