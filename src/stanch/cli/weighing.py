"""`stanch notices options|choose`: the ways of telling people, side by side; the choice of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.records import Option

SHOWN = 12

rates_option = click.option(
    "--rates", type=click.Path(path_type=Path), help="Your rates (YAML); what it does not name is a labelled default."
)
custom_option = click.option("--custom", type=click.Path(path_type=Path), help="A strategy of your own (YAML), weighed beside the others.")


@click.command("options")
@rates_option
@custom_option
@click.option("--only", default="", help="Tell one strategy in full.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write options.html, options.pdf and options.svg here (default: the report's folder).",
)
@case_option
@json_option
def options(rates: Path | None, custom: Path | None, only: str, out: Path | None, case_folder: Path, *, as_json: bool) -> None:
    """Weigh at least five ways of telling people: who and when, duties kept and missed, what may be said, cost, exposure, trust."""
    from stanch.casefile import report, weighing
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        now = moment_of(case)[0]
        weighed = weighing.weighed(case, now=now, rates=rates, custom=custom)
        choice = weighing.chosen(case)
        folder = report.write_options(case, weighed, now=now, folder=out)
    picked = [_found(weighed, only)] if only else weighed
    if as_json:
        plain = [{**to_plain(one), "missed": len(one.missed), "total": one.total} for one in picked]
        show.json_line({"options": plain, "chosen": choice.verdict if choice else None, "written": str(folder)})
        return
    _show(weighed)
    if only:
        _show_full(picked[0])
    show.message(f"In full, with the picture: {folder / 'options.html'} and options.pdf")
    show.message(
        f"Chosen: {choice.verdict}, by {choice.decided_by}."
        if choice
        else "Nothing is chosen: stanch notices choose STRATEGY --grounds TEXT --by NAME"
    )


def _found(weighed: list[Option], wanted: str) -> Option:
    import difflib

    from stanch.errors import WrongCall

    by_id = {one.id: one for one in weighed}
    if wanted not in by_id:
        near = difflib.get_close_matches(wanted, list(by_id), n=1)
        raise WrongCall(
            f"no strategy is called {wanted!r}", do=f"The nearest one is {near[0]}." if near else f"There are: {', '.join(by_id)}."
        )
    return by_id[wanted]


def _show(weighed: list[Option]) -> None:
    from stanch.cli import show
    from stanch.report.options import compared

    show.table(f"{len(weighed)} ways of telling people", ("", *(one.id for one in weighed)), compared(weighed))


def _show_full(option: Option) -> None:
    from stanch.cli import show
    from stanch.report.options import sections

    for section in sections([option])[1:]:
        click.echo("")
        if section.rows:
            show.table(section.heading, section.columns, section.rows)
            continue
        click.echo(show.printable(section.heading))
        for text in (*section.paragraphs, *section.items):
            click.echo(show.printable(f" - {text}"))


@click.command()
@click.argument("strategy")
@click.option("--grounds", required=True, help="Why this way; it stands in the journal.")
@rates_option
@custom_option
@case_option
@by_option
@json_option
def choose(
    *, strategy: str, grounds: str, rates: Path | None, custom: Path | None, case_folder: Path, by: str | None, as_json: bool
) -> None:
    """Choose a strategy, as counsel. Nothing can be sent before; a later choice takes its place."""
    from stanch.casefile import gate, weighing
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        weighed = weighing.weighed(case, now=moment_of(case)[0], rates=rates, custom=custom)
        option = _found(weighed, strategy)
        others = weighing.choose(case, option, by=case.by, grounds=grounds)
        reasons = gate.may_send(case)
    if as_json:
        show.json_line({"chosen": option.id, "by": by, "missed": len(option.missed), "against_sending": reasons})
        return
    show.message(f"{option.name}: chosen, by {by or 'this account'}. It misses {len(option.missed)} of {len(option.kept)} duties.")
    if others:
        show.message(" - it changes who gets a letter or help: `stanch notices draft` writes the letters anew")
    for reason in reasons:
        show.message(f" - before anything is sent: {reason}")
