"""`stanch export`: a whole case in forms that anybody can read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE.zip")
@click.option("--full", is_flag=True, help="With full values, and with what is privileged; else what identifies people is masked.")
@click.option("--grounds", default="", metavar="WHY", help="With --full: who asked for full values, and why; it stands in the journal.")
@case_option
@by_option
@json_option
def command(target: Path, case_folder: Path | None, by: str | None, grounds: str, *, full: bool, as_json: bool) -> None:
    """Write the whole case out as JSON, CSV and VERIS, into a new folder or ZIP file: nothing of it needs Stanch to be read.

    What identifies people is masked unless --full is given. The evidence, its passwords and the accounts are never in it.
    `stanch init CASE_DIR --from FOLDER|FILE.zip` makes a new case from an export with full values.
    """
    from stanch.casefile import open_export
    from stanch.cli import show

    os.umask(0o077)
    with opened(case_folder, by=by) as case:
        written = open_export.folder(case, target, full=full, by=case.by, grounds=grounds)
    rows = sum(written.rows.values())
    if as_json:
        show.json_line({"export": str(target), "masked": written.masked, "rows": written.rows, "sha256": written.sha256})
        return
    values = "Values that identify people are masked." if written.masked else "It names people: keep it on an encrypted disk."
    show.message(f"Written to {target}: {len(written.rows)} files, {rows} rows. {values}\nSHA-256 of case.json: {written.sha256}")
