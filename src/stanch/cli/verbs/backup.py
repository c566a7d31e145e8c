"""`stanch backup`: a whole case in one sealed file."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@case_option
@json_option
def command(target: Path, case_folder: Path | None, *, as_json: bool) -> None:
    """Save a case into a new file: every row, every sealed file, accounts too. The portal may run meanwhile.

    The file opens with the passphrase that the case has now, and with nothing else. The evidence stays where it lies.
    `stanch restore` makes the case again, on this machine or another, on either kind of database.
    """
    from datetime import UTC, datetime

    from stanch import casefile
    from stanch.casefile import backup
    from stanch.cli import show
    from stanch.errors import WrongCall

    os.umask(0o077)
    if case_folder is None:
        raise WrongCall("no case was named", do="Name it with -C CASE_DIR.")
    if target.exists():
        raise WrongCall("there is a file here already", where=str(target), do="Name a new one.")
    if target.parent.resolve().is_relative_to(case_folder.resolve()):
        raise WrongCall("a backup within the case would hold itself", where=str(target), do="Name a file elsewhere, on another disk.")
    saved = backup.write(case_folder, casefile.passphrase(), target, now=datetime.now(UTC))
    if as_json:
        show.json_line({"file": str(target), "bytes": target.stat().st_size, **asdict(saved)})
    else:
        rows = sum(saved.rows.values())
        show.message(
            f"Saved in {target}: {rows} rows, {saved.files} files, {saved.entries} journal entries. The journal's head is {saved.head}"
        )
