"""`stanch init`: make a case."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, json_option


@click.command()
@click.argument("case_folder", type=click.Path(path_type=Path), metavar="CASE_DIR")
@click.option("--org", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The organisation, as a YAML file.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    metavar="EXPORT",
    help="What `stanch export --full` wrote: folder or ZIP.",
)
@by_option
@json_option
def command(case_folder: Path, org: Path | None, source: Path | None, by: str | None, *, as_json: bool) -> None:
    """Make a case in a new folder. Its passphrase is asked for, or read from the file named by STANCH_KEY_FILE.

    Keep the passphrase: without it nobody can open the case again. With --from the new case holds what an export tells: what was found,
    stated, drafted, decided and sent, with the journal of the case that it was.
    """
    from datetime import UTC, datetime

    from stanch import casefile, datafile
    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.records import Organisation

    if (case_folder / "keys.json").exists():
        raise WrongCall("there is a case here already", where=str(case_folder), do="Name a new folder for the case.")
    if org and source:
        raise WrongCall("an export tells of the organisation itself", do="Leave out --org.")
    organisation = datafile.read(org, Organisation) if org else None
    passphrase = casefile.passphrase(new=True)
    who = by or casefile.current_user()
    if source:
        _bring_in(source, case_folder, passphrase, who, as_json=as_json)
        return
    with casefile.create(case_folder, passphrase=passphrase, org=organisation, by=who, now=datetime.now(UTC)) as case:
        if as_json:
            show.json_line({"case": str(case.folder), "opened_by": who})
        else:
            ways = f"Next: stanch respond EVIDENCE -C {case_folder}\n  or: stanch serve -C {case_folder}   (everything in a browser)"
            show.message(f"Case made in {case_folder}.\n{ways}")


def _bring_in(source: Path, case_folder: Path, passphrase: str, who: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from stanch.casefile import open_import
    from stanch.cli import show

    case, brought = open_import.bring_in(source, case_folder, passphrase=passphrase, by=who)
    with case:
        if as_json:
            show.json_line({"case": str(case.folder), "opened_by": who, **asdict(brought)})
            return
    show.message(
        f"Case made in {case_folder}: {brought.people} people, {brought.entries} journal entries of the case that it was.\n"
        f"Evidence is in no export: hand it in with `stanch respond EVIDENCE -C {case_folder}` where more is to be sought."
    )
