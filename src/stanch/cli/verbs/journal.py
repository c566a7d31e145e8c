"""`stanch journal`: what was done on the case, when, by whom."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@case_option
@click.option("--last", type=click.IntRange(1), default=None, metavar="N", help="Only the newest N entries.")
@json_option
def command(case_folder: Path, last: int | None, *, as_json: bool) -> None:
    """The journal: one entry for everything that was put in, decided or changed, each bound to the one before."""
    from stanch.cli import show

    with opened(case_folder) as case:
        entries = case.journal.entries() if last is None else case.journal.entries(newest_first=True, count=last)[::-1]
    if as_json:
        for entry in entries:
            show.json_line(entry.contract_form())
    else:
        rows = [(entry.sequence, entry.at[:19], entry.actor, entry.action, entry.subject, entry.mac[:12]) for entry in entries]
        show.table(f"{len(rows)} entries (times in UTC)", ("No.", "Time", "Who", "What", "Of", "Code"), rows)
