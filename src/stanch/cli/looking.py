"""The subcommands of `stanch people` that show: one person, why, the rulings; and the export of the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened
from stanch.cli.deciding import _people

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.records import Person


@click.command(name="show")
@click.argument("person")
@case_option
@json_option
def show_person(person: str, case_folder: Path | None, *, as_json: bool) -> None:
    """Everything known of PERSON: names, address as the post takes it, what was exposed where, its records, lists, letters."""
    from stanch.casefile import listing, parting
    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.records import to_plain

    with opened(case_folder) as case:
        found = _anybody(case, person)
        row = next(one for one in listing.build(case).rows if one["id"] == found.id)
        records = parting.records_of(found, parting.told_by(case, found), most=len(found.records))
        case.journal.append("show person", found.id)
    if as_json:
        show.json_line({**to_plain(found), "list": row})
        return
    if not row:
        raise WrongCall(f"no such person: {person}")
    told = [(name.replace("_", " "), "; ".join(map(str, value)) if isinstance(value, list) else value) for name, value in row.items()]
    show.table(f"{found.id}: {found.name or '(no name)'}", ("", ""), [(name, value) for name, value in told if value not in ("", None)])
    rows = [
        (at, one.file, "" if one.row is None else f"row {one.row}", ", ".join(one.facts or ()), one.key)
        for at, one in enumerate(records, 1)
    ]
    show.table("Records", ("Number", "Where", "At", "Tells of", "Key"), rows)


def _anybody(case: Case, wanted: str) -> Person:
    """Somebody on the list, or set aside."""
    from stanch.records import Aside

    aside = next((one for one in case.store.get(Aside) if one.id == wanted), None)
    return aside.person if aside else _people(case, (wanted,))[0]


@click.command()
@click.argument("people", nargs=-1, required=True)
@case_option
@json_option
def why(people: tuple[str, ...], case_folder: Path | None, *, as_json: bool) -> None:
    """Why the records of one of PEOPLE (ids) are one person; of two, what speaks for and against their being one."""
    from stanch.casefile import reasons
    from stanch.cli import show
    from stanch.errors import WrongCall

    if len(people) > 2:
        raise WrongCall("why asks of one person or of two", do="Name one id, or two.")
    with opened(case_folder) as case:
        found = [_anybody(case, one) for one in people]
        told, touching = reasons.why(case, found)
    if as_json:
        show.json_line({"people": [one.id for one in found], "why": told, "rulings": [one.id for one in touching]})
    else:
        for line in told:
            click.echo(show.printable(f"- {line}"))


@click.command()
@case_option
@json_option
def rulings(case_folder: Path | None, *, as_json: bool) -> None:
    """The decisions on who is who that hold, oldest first."""
    from stanch.casefile import rulings as made
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        found = made.standing(case.alias)
    if as_json:
        show.json_line({"rulings": [to_plain(one) for one in found]})
        return
    rows = [
        (one.id, made.WORDS[one.verdict], ", ".join(one.people), one.by, one.at and one.at.strftime("%Y-%m-%d %H:%M"), one.grounds)
        for one in found
    ]
    show.table(f"{len(rows)} rulings hold", ("Ruling", "Verdict", "On", "By", "When", "Grounds"), rows)


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A file that ends in .csv, .xlsx or .json.")
@case_option
@by_option
def export(out: Path, case_folder: Path | None, by: str | None) -> None:
    """The notification list, for a mail house or counsel: people, companies, who is set aside, and why somebody gets no letter.

    The file is not sealed and holds names and addresses; the journal tells that it was made, with its hash.
    """
    from stanch.casefile import doubtful
    from stanch.casefile import rulings as made_rulings
    from stanch.casefile.export import export as write
    from stanch.cli import show
    from stanch.errors import WrongCall

    with opened(case_folder, by=by) as case:
        if made_rulings.are_pending(case) or doubtful.are_pending(case):
            raise WrongCall(
                "decisions were made since the last run, and the list does not show them yet",
                do=f"Run `stanch respond -C {case_folder}` first.",
            )
        made = write(case, out, by=case.by)
    show.table(str(out), ("", "Number", ""), [(what, f"{number:,}", meaning) for what, number, meaning in made.account])
    show.message("This file is not sealed: it holds names and addresses. Keep it where only those who need it can read it.")
