"""`stanch sample`: what may have been overlooked, proven by looking at a sample drawn by lot."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened, shows_alone

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.casefile.sampling import Item

ASKED = {
    "silent": ("Is there personal data in it? [n]o, [y]es, [s]kip, [q]uit", {"n": "clean", "y": "missed"}),
    "finding": ("Is the marked value what it is called? [y]es, [n]o, [s]kip, [q]uit", {"y": "right", "n": "wrong"}),
}


@shows_alone
def command(case: Case, *, as_json: bool) -> bool:
    """What the sample proves so far. Ends with 1 while answers are missing."""
    from stanch.casefile import sampling
    from stanch.cli import show
    from stanch.errors import WrongCall

    found = sampling.outcome(case)
    if found is None:
        raise WrongCall("no sample was drawn", do="Draw one with `stanch sample draw -C CASE`.")
    if as_json:
        show.json_line(asdict(found))
    else:
        for sentence in found.statement:
            click.echo(show.printable(sentence))
    return found.at_most_missed is None or found.at_most_wrong is None


@command.command()
@click.option(
    "--miss-rate", type=click.FloatRange(0.0001, 0.5), default=0.01, show_default=True, help="The share of misses that must show."
)
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="How surely it must show.")
@click.option("--findings", type=click.IntRange(0), default=100, show_default=True, help="How many findings to look at as well.")
@click.option("--seed", type=int, default=1, show_default=True, help="Anybody can draw the same sample again with it.")
@case_option
@by_option
@json_option
def draw(case_folder: Path, *, miss_rate: float, confidence: float, findings: int, seed: int, by: str | None, as_json: bool) -> None:
    """Draw units without findings, and findings, by lot."""
    from stanch.casefile import sampling
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        plan = sampling.draw(case, rate=miss_rate, confidence=confidence, findings=findings, seed=seed, by=case.by)
    if as_json:
        show.json_line(asdict(plan))
        return
    show.message(
        f"Drawn: {plan.silent_drawn:,} of {plan.silent:,} texts and tables in which nothing was found, and {plan.findings_drawn:,} of "
        f"{plan.findings:,} findings.\nLook at them with `stanch sample review -C CASE`."
    )


@command.command("list")
@case_option
@json_option
def list_(case_folder: Path, *, as_json: bool) -> None:
    """The drawn items and their answers."""
    from stanch.casefile import sampling
    from stanch.cli import show

    with opened(case_folder) as case:
        drawn, given = sampling.items(case), sampling.answers(case)
    if as_json:
        show.json_line({"items": [{**asdict(one), "verdict": given.get(one.id)} for one in drawn]})
        return
    rows = [(one.id, one.kind or "nothing found", one.locator, given.get(one.id, "")) for one in drawn]
    show.table(f"{len(rows)} drawn, {sum(bool(row[3]) for row in rows)} answered", ("Item", "Finding", "Where", "Answer"), rows)


@command.command()
@click.argument("item")
@case_option
@by_option
def show(item: str, case_folder: Path, by: str | None) -> None:
    """Show one item in the clear; the journal keeps who looked."""
    from stanch.casefile import sampling

    with opened(case_folder, by=by) as case:
        _print(*sampling.reveal(case, item, by=case.by))


@command.command()
@click.argument("item")
@click.argument("verdict", type=click.Choice(["clean", "missed", "right", "wrong"]))
@click.option("--note", default="", help="What was overlooked, or what it really is.")
@case_option
@by_option
def answer(item: str, verdict: str, note: str, case_folder: Path, by: str | None) -> None:
    """Answer one item: clean or missed for a unit, right or wrong for a finding."""
    from stanch.casefile import sampling
    from stanch.cli import show as screen

    with opened(case_folder, by=by) as case:
        sampling.answer(case, item, verdict=verdict, by=case.by, note=note)
    screen.message(f"{item}: {verdict}.")


@command.command()
@case_option
@by_option
def review(case_folder: Path, by: str | None) -> None:
    """Go through the items that have no answer yet, one key each."""
    from stanch.casefile import sampling

    with opened(case_folder, by=by) as case:
        given = sampling.answers(case)
        waiting = [one for one in sampling.items(case) if one.id not in given]
        for number, one in enumerate(waiting, 1):
            click.echo(f"\n{number} of {len(waiting)}")
            if not _asked(case, one):
                break


def _asked(case: Case, one: Item) -> bool:
    """Show one item and record the answer; False when the reviewer stops."""
    from stanch.casefile import sampling

    _print(*sampling.reveal(case, one.id, by=case.by))
    question, verdicts = ASKED[one.stratum]
    key = click.prompt(question, type=click.Choice([*verdicts, "s", "q"]), show_choices=False)
    if key in verdicts:
        sampling.answer(case, one.id, verdict=verdicts[key], by=case.by)
    return bool(key != "q")


def _print(one: Item, content: str) -> None:
    from stanch.cli import show as screen

    place = one.locator + (f", row {one.row}, {one.column}" if one.row is not None else "")
    click.echo(screen.printable(f"{place}: {one.kind or 'nothing found'}\n{content}"))
