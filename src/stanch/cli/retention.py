"""`stanch people destroy`: the people list at the end of retention."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.option("--confirm", default="", help="The words that the command asks for; they name the case and the number of people.")
@click.option("--grounds", default="", help="The end of retention, and that no hold or claim stands against it.")
@click.option("--despite-open", is_flag=True, help="Although letters are on their way or not accounted for.")
@click.option("--certificate", type=click.Path(path_type=Path, dir_okay=False), help="Write what can be shown afterwards here (JSON).")
@case_option
@by_option
@json_option
def destroy(
    *, confirm: str, grounds: str, despite_open: bool, certificate: Path | None, case_folder: Path | None, by: str | None, as_json: bool
) -> None:
    """Destroy the people list of a case: people, letters, codes, ledger, findings. Counts and decisions stay. It cannot be undone."""
    from stanch.casefile import destroying, destruction
    from stanch.cli import show
    from stanch.vault import write_whole

    with opened(case_folder, by=by) as case:
        done = destroying.destroy_people(case, by=case.by, grounds=grounds, confirmed=confirm, despite_open=despite_open)
        if certificate:
            write_whole(certificate, destruction.certificate(case).encode())
    if as_json:
        show.json_line({"people": done.people, "rows": done.rows, "files": done.files, "entry": done.entry})
        return
    show.message(
        f"{done.people:,} people, {sum(done.rows.values()):,} rows and {done.files:,} files are destroyed (journal entry {done.entry})."
    )
    show.message(
        "Not Stanch's to destroy: the evidence where it lies, batches handed to a print house, exported lists, backups of this folder."
    )
