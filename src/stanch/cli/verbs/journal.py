"""`stanch journal`: what was done on the case, when, by whom."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@case_option
@click.option("--last", type=click.IntRange(1), default=None, metavar="N", help="Only the newest N entries.")
@click.option("--stamp", "authority", metavar="URL", help="Have the head stamped by this authority of time (RFC 3161) first.")
@click.option("--roots", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The authority's root certificates (PEM).")
@json_option
def command(case_folder: Path, last: int | None, authority: str | None, roots: Path | None, *, as_json: bool) -> None:
    """The journal: one entry for everything that was put in, decided or changed, each bound to the one before.

    With --stamp an authority learns a hash of the journal's head and signs when it was there; `stanch verify` checks the stamps.
    """
    from stanch.cli import show

    if (authority is None) != (roots is None):
        from stanch.errors import WrongCall

        raise WrongCall("--stamp and --roots go together", do="Give the authority's address, and the certificates that it is trusted by.")
    if authority is not None and roots is not None:
        from stanch.casefile import stamps

        with opened(case_folder) as case:
            moment = stamps.take(case, authority, roots.read_bytes())
        if not as_json:
            show.message(f"Stamped: the journal was there at {moment:%Y-%m-%d %H:%M:%S} UTC, says {authority}.")
    with opened(case_folder) as case:
        entries = case.journal.entries() if last is None else case.journal.entries(newest_first=True, count=last)[::-1]
    if as_json:
        for entry in entries:
            show.json_line(entry.contract_form())
    else:
        rows = [(entry.sequence, entry.at[:19], entry.actor, entry.action, entry.subject, entry.mac[:12]) for entry in entries]
        show.table(f"{len(rows)} entries (times in UTC)", ("No.", "Time", "Who", "What", "Of", "Code"), rows)
