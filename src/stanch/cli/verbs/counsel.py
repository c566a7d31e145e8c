"""`stanch counsel`: the pack for the attorney, and the attorney's answers as signed decisions."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.group()
@case_option
def command(case_folder: Path | None) -> None:
    """What goes to counsel (facts, duties, exposure, open decisions, litigation hold) and what comes back."""


@command.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="The folder; default CASE/counsel.")
@click.option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="KEY=DATE",
    help="Dates to suppose, such as discovered=2026-09-01; default: the first sign in the logs, or a week earlier.",
)
@case_option
@json_option
def pack(case_folder: Path | None, out: Path | None, what_if: tuple[str, ...], *, as_json: bool) -> None:
    """Write the pack: brief and litigation hold as PDF and Word, marked privileged on each page, and answers.csv.

    Give it to counsel alone. The answers, in the Word document's table or in answers.csv, come back with `counsel answers`.
    A sheet that holds answers already is kept beside the new one.
    """
    from stanch.casefile import counsel
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.law.supposing import changes
    from stanch.report.counsel import set_aside, write_pack

    dates = changes(what_if) if what_if else None
    with opened(case_folder) as case:
        it = counsel.brief_of(case, now=moment_of(case)[0], supposed=dates)
        kept = set_aside(out or case.folder / counsel.FOLDER)
        files = write_pack(it, out or case.folder / counsel.FOLDER)
        case.journal.append("write counsel's pack", details={"asks": len(it.asks), "files": [path.name for path in files]})
    if as_json:
        aside = [str(path) for path in kept]
        show.json_line({"files": [str(path) for path in files], "asks": [ask.ref for ask in it.asks], "set_aside": aside})
    else:
        for path in kept:
            show.message(
                f"An earlier sheet holds answers and was kept as {show.printable(path.name)}; take it in with `stanch counsel answers`."
            )
        show.message(f"{len(it.asks)} decisions are asked for. For counsel alone: it names people's data and is privileged.")
        for path in files:
            click.echo(show.printable(str(path)))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@case_option
@by_option
@json_option
def answers(file: Path, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """Take counsel's answers in from FILE (brief.docx, answers.csv, or YAML): each becomes a signed decision in the journal.

    All are checked first. One that does not fit is refused with its place, and then none is recorded.
    """
    from stanch.casefile import counsel
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.report.counsel import read_answers

    found = read_answers(file)
    with opened(case_folder, by=by) as case:
        taken = counsel.take(case, found, by=case.by, source=file, now=moment_of(case)[0])
        who = case.by
    if as_json:
        show.json_line({"taken": taken, "by": who, "refs": [one.ref for one in found]})
        return
    show.message(f"{taken.get('decision', 0)} decisions signed and {taken.get('fact', 0)} facts stated, by {who}.")
    if taken.get("fact"):
        show.message("Facts have changed: run `stanch respond -C CASE` again, and the duties follow.")


@command.command()
@click.option("--ask", "asked", multiple=True, metavar="NAME", help="Somebody who was given the hold notice. May be given more than once.")
@click.option("--acknowledge", metavar="NAME", help="Somebody who signed it; with --holds.")
@click.option("--holds", default="", help="What that person holds, and where; 'nothing' is an answer.")
@click.option("--release", metavar="NAME", help="Somebody for whom counsel lifted the hold; with --grounds.")
@click.option("--grounds", default="", help="How the notice was given, or why the hold is lifted.")
@case_option
@by_option
@json_option
def hold(
    *, asked: tuple[str, ...], acknowledge: str | None, holds: str, release: str | None, grounds: str,
    case_folder: Path | None, by: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Keep the list of the litigation hold: who was given the notice, who acknowledged it, what they hold.

    Without an option it is shown. Ends with 1 while somebody has not answered for three days.
    """
    from stanch.casefile import holding
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder, by=by) as case:
        if asked:
            holding.ask(case, asked, by=case.by, how=grounds)
        if acknowledge:
            holding.acknowledge(case, acknowledge, holds=holds, by=case.by)
        if release:
            holding.release(case, release, grounds=grounds, by=case.by)
        people = holding.held(case)
    late = [one.name for one in people if one.is_late]
    if as_json:
        show.json_line({"hold": to_plain(people), "late": late})
    else:
        rows = [(one.name, one.status, one.asked_at.date(), one.answered_at.date() if one.answered_at else "", one.holds) for one in people]
        missing = sum(one.status == holding.ASKED for one in people)
        show.table(f"{len(people)} people, {missing} have not acknowledged", ("Name", "Status", "Asked", "Answered", "Holds"), rows)
        for name in late:
            show.message(f"{name} has not answered for three days: ask again.")
    if late:
        raise SystemExit(1)
