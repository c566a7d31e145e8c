"""`stanch restore`: a case made again from a backup."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@case_option
@by_option
@json_option
def command(source: Path, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """Make a case again from a backup, in a new folder, and check its record. Ends with 1 if the record is not as it was left.

    With DATABASE_URL set its rows go to that PostgreSQL server, without it into the folder, wherever they stood before: this is also the
    way to move a case. Asks for the passphrase that the case had when the backup was made.
    """
    from stanch import casefile
    from stanch.casefile import check
    from stanch.casefile.restoring import restore
    from stanch.cli import show
    from stanch.errors import WrongCall

    os.umask(0o077)
    if case_folder is None:
        raise WrongCall("no folder was named", do="Name a new one with -C CASE_DIR.")
    with restore(source, case_folder, passphrase=casefile.passphrase(), by=by or casefile.current_user()) as case:
        faults, entries = check.faults(case), len(case.journal)
    if as_json:
        show.json_line({"case": str(case_folder), "entries": entries, "faults": [asdict(one) for one in faults]})
    elif faults:
        show.table("Not as it was left", ("Where", "What"), [(one.where, one.what) for one in faults])
    else:
        show.message(
            f"Restored in {case_folder}: {entries} journal entries, the record as it was left. `stanch verify` looks at the evidence too."
        )
    if faults:
        raise SystemExit(1)
