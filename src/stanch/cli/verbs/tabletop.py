"""`stanch tabletop`: practise decisions against the clocks, at a table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import by_option, json_option

if TYPE_CHECKING:
    from stanch.casefile.practising import Table
    from stanch.drill.exercise import Inject, Question
    from stanch.drill.tabletop import Answer
    from stanch.records import Debrief, Facts


@click.group()
def command() -> None:
    """Tabletop exercises: news comes in by the clock, the table decides, and the debrief holds it against the law and the plan."""


@command.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """The exercises there are."""
    from stanch.cli import show
    from stanch.drill import exercise as exercises

    found = [(name, exercises.exercise(name)) for name in exercises.names()]
    if as_json:
        rows = [
            {"name": name, "title": one.title, "for": one.whom, "kind": one.kind, "decisions": len(one.questions)} for name, one in found
        ]
        show.json_line({"exercises": rows})
        return
    show.table(
        f"{len(found)} exercises",
        ("Name", "What happens", "For", "Decisions", "Minutes"),
        [(name, one.title, one.whom, len(one.questions), f"{sum(asked.minutes for _, asked in one.questions):g}") for name, one in found],
    )


@command.command()
@click.argument("name")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Decisions from a file; nothing is asked.")
@click.option(
    "--blank", type=click.Path(dir_okay=False, path_type=Path), help="Write the sheet for --answers, with everything that is said, and end."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="A folder for debrief.pdf and answers.yaml.")
@click.option(
    "--facts", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Your own organisation (org, affected, contracts)."
)
@click.option(
    "--begins", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Another first moment, such as 2027-03-05T17:40: the law of that day counts."
)
@click.option(
    "-C", "--case", "case_folder", type=click.Path(path_type=Path), help="A case: its organisation plays, and its journal keeps the score."
)
@by_option
@json_option
def play(  # noqa: PLR0917 one option each
    name: str, answers: Path | None, blank: Path | None, out: Path | None, facts: Path | None, begins: datetime | None,
    case_folder: Path | None, by: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Play an exercise NAME (or a file of your own) and be judged.

    Without --answers each piece of news is printed in its turn and the decision is asked for, with the time that it takes. The score holds
    decisions against what was best, what was told against the law's clocks, and the steps against the plan of containment.
    """
    from stanch.casefile import practising
    from stanch.cli import show
    from stanch.law import read_facts

    if case_folder is not None:
        own, organisation = _of_case(case_folder, by)
    else:
        own = read_facts(facts) if facts else None
        organisation = (own.org.name if own else None) or ""
    table = practising.table(name, begins=begins, own=own)
    if blank is not None:
        blank.write_text(sheet(table), encoding="utf-8")
        show.message(f"{len(table.exercise.questions)} decisions to fill in: {blank}")
        return
    given = _answers(answers, table) if answers else _asked(table)
    debrief = table.judged(given)
    if out is not None:
        _write(out, debrief, given, organisation)
    if case_folder is not None:
        _keep(case_folder, debrief, by)
    _print(debrief, as_json=as_json)


def _of_case(folder: Path, by: str | None) -> tuple[Facts | None, str]:
    from stanch.cli.casework import opened
    from stanch.records import Facts

    with opened(folder, by=by) as case:
        own = next(iter(case.store.get(Facts)), None)
    return own, (own.org.name if own else None) or ""


def _keep(folder: Path, debrief: Debrief, by: str | None) -> None:
    from stanch.casefile import practising
    from stanch.cli.casework import opened

    with opened(folder, by=by) as case:
        practising.keep(case, debrief, by=case.by)


def sheet(table: Table) -> str:
    """The whole exercise as a sheet to fill in: news as comments, one line for each decision."""
    from stanch.cli import show

    one = table.exercise
    lines = [f"# {show.printable(one.title)}", *(f"# {line}" for line in _wrapped(one.opening)), "#"]
    for inject in one.injects:
        lines += [f"# {_when(table, inject.at)}  {inject.source}:", *(f"#   {line}" for line in _wrapped(inject.says))]
        if inject.decide:
            asked = inject.decide
            lines += [f"# {asked.asks} ({_form(asked)}, {asked.minutes:g} minutes)"]
            lines += [f"#   {number}. {choice.says}" for number, choice in enumerate(asked.choices, 1)]
            lines += [f"{asked.id}: []", "#"]
    return "\n".join([*(show.printable(line) for line in lines), ""])


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    from stanch.cli import show

    return wrap(show.printable(" ".join(text.split())), 100)


def _form(asked: Question) -> str:
    return "one number" if asked.form == "one" else "numbers, in the order in which you do it"


def _when(table: Table, hours: float) -> str:
    return f"{table.exercise.moment(hours):%a %d %b %H:%M}"


def _answers(path: Path, table: Table) -> dict[str, Answer]:
    from stanch import datafile
    from stanch.drill.tabletop import Answer, answered
    from stanch.errors import WrongCall

    told = datafile.plain(datafile.load(path))
    known = {asked.id: asked for _, asked in table.exercise.questions}
    if not isinstance(told, dict):
        raise WrongCall("no sheet of answers", where=str(path), do="Write `decision: number` lines; --blank makes the sheet.")
    unknown = sorted(set(told) - set(known))
    if unknown:
        raise WrongCall(f"there is no decision {unknown[0]!r}", where=str(path), do=f"The decisions are {', '.join(known)}.")
    given = {}
    for name, said in told.items():
        if said in (None, [], ""):
            continue
        given[name] = Answer(answered(known[name], [str(one) for one in said] if isinstance(said, list) else str(said)))
    return given


def _asked(table: Table) -> dict[str, Answer]:
    """Play at the terminal: news, question, choices, answer, by the clock on the wall."""
    _say(table.exercise.title)
    _say(table.exercise.opening)
    given: dict[str, Answer] = {}
    for inject in table.exercise.injects:
        _tell(table, inject)
        if inject.decide:
            given[inject.decide.id] = _decision(inject.decide)
    return given


def _say(text: str) -> None:
    from stanch.cli import show

    click.echo(show.printable("\n".join(_wrapped(text))))


def _tell(table: Table, inject: Inject) -> None:
    from stanch.cli import show

    click.echo(show.printable(f"\n-- {_when(table, inject.at)} -- {inject.source}:"))
    _say(inject.says)


def _decision(asked: Question) -> Answer:
    from time import monotonic

    from stanch.cli import show
    from stanch.drill.tabletop import Answer, answered
    from stanch.errors import WrongCall

    click.echo(show.printable(f"\n{asked.asks} ({_form(asked)}; {asked.minutes:g} minutes)"))
    for number, choice in enumerate(asked.choices, 1):
        click.echo(show.printable(f"  {number}. {choice.says}"))
    begun = monotonic()
    while True:
        said = click.prompt("Decided", type=str)
        try:
            return Answer(answered(asked, said), (monotonic() - begun) / 60)
        except WrongCall as wrong:
            show.message(str(wrong))


def _write(out: Path, debrief: Debrief, given: dict[str, Answer], organisation: str) -> None:
    from datetime import UTC

    from stanch.cli import show
    from stanch.report import debrief as paper

    out.mkdir(parents=True, exist_ok=True)
    (out / "debrief.pdf").write_bytes(paper.pdf(debrief, organisation=organisation, now=datetime.now(UTC)))
    lines = [f"{name}: [{', '.join(answer.choices)}]\n" for name, answer in given.items()]
    (out / "answers.yaml").write_text("".join(lines), encoding="utf-8")
    show.message(f"The debrief to print: {out / 'debrief.pdf'}")


def _print(debrief: Debrief, *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.records import to_plain
    from stanch.report import debrief as paper

    if as_json:
        told: dict[str, Any] = to_plain(debrief)
        show.json_line(told)
        return
    click.echo("")
    rows = [
        (paper.stamp(one.at), one.asked, " / ".join(one.chosen) or "-", f"{one.share:.0%}{paper.slow(one)}") for one in debrief.decisions
    ]
    show.table("Decisions", ("When", "Asked", "Chosen", "Share"), rows)
    for one in debrief.decisions:
        for better in one.better:
            click.echo(show.printable(f"  Better: {better}"))
    show.table("Clocks of the law", ("Due", "Whom to tell", "Told", "So", "Because of"), [paper.clock_row(one) for one in debrief.clocks])
    for fault in debrief.faults:
        click.echo(show.printable(f"- {fault}"))
    click.echo(show.printable(f"\n{paper.headline(debrief)}"))
