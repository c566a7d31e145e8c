"""`stanch notices clients`: what each client is handed, where data are held for others."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder; each client gets one below it.")
@click.option("--client", "only", default="", help="This client alone.")
@case_option
@by_option
@json_option
def clients(*, out: Path, only: str, case_folder: Path | None, by: str | None, as_json: bool) -> None:
    """A folder for each client: the notices to it, and the list of its own people as CSV and XLSX.

    Ends with 1 where nobody has approved a notice yet. The lists are not sealed: send them so that nobody else can read them.
    """
    from stanch.casefile import clients as batches
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder, by=by) as case:
        done = batches.hand_over(case, out, now=moment_of(case)[0], by=case.by, only=only)
    if as_json:
        show.json_line({"clients": [to_plain(one) for one in done], "out": str(out)})
    else:
        rows = [(one.client, one.people, one.notices, one.open_notices, one.folder) for one in done]
        show.table(f"{len(done)} clients", ("Client", "People", "Notices", "Not approved", "Folder"), rows)
        for one in done:
            if not one.notices:
                why = "where its people live is not known, or no law on file asks for one"
                show.message(f"{one.client}: no notice to it is drafted ({why}); tell it all the same what is in its list.")
        show.message(f"In {out}. The lists are not sealed: send them so that nobody else can read them.")
    if any(one.open_notices or not one.notices for one in done):
        raise SystemExit(1)
