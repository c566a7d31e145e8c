"""`stanch review`: findings in doubt, the most consequential first; what reviewers say of them, and how far they agree."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import by_option, case_option, json_option, opened, shows_alone

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.casefile.doubtful import Item
    from stanch.casefile.two_readers import Concerned, OneNo

SHOWN = 20
SAID = {"nobody": "nobody", "one": "one person", "apart": "two people"}
KEYS = {"y": "right", "n": "wrong"}
AFTER = "It counts when a second reader says so too: stanch review second -C CASE"


@shows_alone
def command(case: Case, *, as_json: bool) -> bool:
    """How many findings are in doubt, what was said of them, and how far reviewers agree. Ends with 1 while some wait."""
    from stanch.casefile import doubtful, keeping, two_readers
    from stanch.cli import show

    found, given = keeping.current(case, doubtful.QUEUE), doubtful.answers(case)
    left, second = len(doubtful.waiting(found, given, reviewer=case.by)), len(two_readers.waiting(case))
    told: dict[str, Any] = {
        "in_doubt": found.total,
        "by_consequence": {doubtful.RANKS[rank]: number for rank, number in found.counted.items()},
        "waiting": left,
        "refuted": len(doubtful.refuted(case.alias)),
        "disputed": len(doubtful.disputed(given)),
        "agreements": [asdict(one) for one in doubtful.agreements(given)],
        "pending": doubtful.are_pending(case),
        "one_said_no": second,
    }
    if as_json:
        show.json_line(told)
        return bool(left)
    by_rank = ", ".join(f"{number:,} decide {words}" for words, number in told["by_consequence"].items())
    click.echo(f"{found.total:,} findings are in doubt{': ' if by_rank else '.'}{by_rank}")
    click.echo(f"{left:,} wait for an answer, {told['refuted']:,} were said to be false, on {told['disputed']:,} reviewers differ.")
    for one in told["agreements"]:
        agreed = "not defined" if one["kappa"] is None else f"{one['kappa']:.2f}"
        click.echo(show.printable(f"{one['first']}, {one['second']}: {one['agreed']:,} of {one['items']:,} alike, Cohen's kappa {agreed}"))
    if second:
        click.echo(f"To {second:,} one reader said no: nobody leaves the list by that. A second one looks: stanch review second")
    if told["pending"]:
        show.message("The list does not show all answers yet: run `stanch respond` on the case.")
    return bool(left)


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that were answered.")
@case_option
@json_option
def list_(case_folder: Path, *, everything: bool, as_json: bool) -> None:
    """The findings in doubt, the most consequential first; values masked."""
    from stanch.casefile import doubtful, keeping
    from stanch.cli import show

    with opened(case_folder) as case:
        found, given = keeping.current(case, doubtful.QUEUE), doubtful.answers(case)
        rows = doubtful.waiting(found, given, reviewer=case.by)
        if everything:
            asked = {one.id for one in found.items}
            rows = [*found.items, *(one for identity, one in doubtful.answered(case).items() if identity not in asked)]
    if as_json:
        show.json_line({"total": found.total, "items": [{**asdict(one), "answers": given.get(one.id, {})} for one in rows]})
        return
    table = [(one.id, doubtful.RANKS[one.rank], one.kind, one.masked, f"{one.confidence:.2f}", _where(one)) for one in rows[:SHOWN]]
    more = f", the first {SHOWN} of them" if len(rows) > SHOWN else ""
    show.table(f"{len(rows):,} findings in doubt{more}", ("Item", "Decides", "Kind", "Masked", "Sure", "Where"), table)


@command.command("show")
@click.argument("item")
@click.option("--reveal", "reason", default="", metavar="REASON", help="Show the value itself, for this reason; the journal keeps it.")
@case_option
@by_option
def show_(item: str, reason: str, case_folder: Path, by: str | None) -> None:
    """Show one finding with the words around it; values masked."""
    from stanch.casefile import doubtful, keeping, passages
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        one = doubtful.named(case, keeping.current(case, doubtful.QUEUE), item)
        _tell(case, one)
        if reason:
            click.echo(show.printable(passages.reveal(case, one.locator, one.spot, by=case.by, reason=reason)))


@command.command()
@click.argument("item")
@click.argument("verdict", type=click.Choice(["right", "wrong"]))
@click.option("--note", default="", help="What it really is.")
@case_option
@by_option
@json_option
def answer(item: str, verdict: str, note: str, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Say of one finding that it is what it is called (right), or is not (wrong); of a table's values the answer is for the column."""
    from stanch.casefile import doubtful, keeping
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        doubtful.answer(case, doubtful.named(case, keeping.current(case, doubtful.QUEUE), item), verdict=verdict, by=case.by, note=note)
    if as_json:
        show.json_line({"item": item, "verdict": verdict, "by": case.by})
    else:
        when = "It takes effect with the next run: stanch respond -C CASE" if verdict == "right" else AFTER
        show.message(f"{item}: {verdict}. {when.replace('CASE', str(case_folder))}")


@command.command()
@click.argument("item", required=False)
@click.argument("verdict", type=click.Choice(["no", "stays"]), required=False)
@click.option("--grounds", default="", help="What the answer rests on; it stands in the journal.")
@click.option("--sure", is_flag=True, help="Do not ask again whether those who would leave the list were looked at.")
@case_option
@by_option
@json_option
def second(item: str | None, verdict: str | None, grounds: str, case_folder: Path, by: str | None, *, sure: bool, as_json: bool) -> None:
    """What one reader said no to: who stays on the list until a second one says the same. With ITEM and an answer, that is said."""
    from stanch.casefile import server, two_readers
    from stanch.cli import show
    from stanch.errors import WrongCall

    with opened(case_folder, by=by) as case:
        rows = two_readers.waiting(case)
        if item is None:
            _list_second(case, rows, as_json=as_json)
            return
        if verdict is None:
            raise WrongCall("the answer is missing", where=item, do="Say `no` (the same), or `stays`.")
        one = two_readers.named(rows, item)
        if verdict == "no" and not sure:
            _tell_concerned(case, one, rows)
            click.confirm("Those who would not be told were looked at, and it is so", abort=True)
        two_readers.answer(case, item, verdict, by=case.by, grounds=grounds, alone=server.schema_of(case.folder) is None)
    if as_json:
        show.json_line({"item": item, "verdict": verdict, "by": case.by})
    else:
        show.message(f"{item}: {verdict}. It takes effect with the next run: stanch respond -C {case_folder}")


def _list_second(case: Case, rows: list[OneNo], *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.records import to_plain

    if as_json:
        show.json_line({"waiting": [to_plain(one) for one in rows]})
        return
    columns = ("Item", "Said to be", "People", "May not be told", "Whose", "By", "Why")
    said = [f"no {one.item.kind}" if one.item else SAID[one.verdict or "nobody"] for one in rows]
    table = [
        (one.id, what, f"{one.people:,}", f"{one.leave:,}", ", ".join(one.whose[:3]), one.by, one.grounds)
        for what, one in zip(said, rows[:SHOWN], strict=False)
    ]
    show.table(f"To {len(rows):,} one reader said no; nobody leaves the list by that", columns, table)
    if rows:
        show.message(f"Say the same, or that they stay: stanch review second ITEM no|stays --grounds TEXT -C {case.folder}")


def _follows(one: Concerned) -> str:
    if one.joins:
        return f"would be told in one letter with {one.joins.id} {one.joins.name}"
    if one.is_parted:
        return "would be two people, and one of them would be told of nothing"
    if one.leaves:
        return "would not be told"
    if one.may_leave:
        return "may not be told any more: without the name, what is left may be nobody's or another's"
    return f"would no longer be told of {', '.join(one.lost)}" if one.lost else "is told as before"


def _tell_concerned(case: Case, one: OneNo, rows: list[OneNo]) -> None:
    from stanch.casefile import two_readers
    from stanch.cli import show

    for each in two_readers.concerned(case, [one], refused=rows, most=SHOWN)[one.id]:
        click.echo(show.printable(f"  {each.person.id} {each.person.name}: {_follows(each)}"), err=True)
    if one.people > SHOWN:
        click.echo(f"  and more: {one.people:,} in all", err=True)


@command.command()
@click.option("--second", is_flag=True, help="Read a second time what others have answered; their answers are not shown.")
@case_option
@by_option
def go(case_folder: Path, by: str | None, *, second: bool) -> None:
    """Go through what waits, one key each."""
    from stanch.casefile import doubtful, keeping

    with opened(case_folder, by=by) as case:
        found = keeping.current(case, doubtful.QUEUE)
        left = doubtful.waiting(found, doubtful.answers(case), reviewer=case.by, second=second)
        for number, one in enumerate(left, 1):
            click.echo(f"\n{number} of {len(left)}, decides {doubtful.RANKS[one.rank]}")
            _tell(case, one)
            key = click.prompt(
                "Is it what it is called? [y]es, [n]o, [s]kip, [q]uit", type=click.Choice([*KEYS, "s", "q"]), show_choices=False
            )
            if key in KEYS:
                doubtful.answer(case, one, verdict=KEYS[key], by=case.by)
            if key == "q":
                break


def _where(one: Item) -> str:
    if one.column is None:
        return one.locator
    many = f"column {one.column} ({one.number:,} rows)" if one.start is None else f"row {one.row}, column {one.column}"
    return f"{one.locator}, {many}"


def _tell(case: Case, one: Item) -> None:
    from stanch.casefile import passages
    from stanch.cli import show

    lines = [f"{one.kind} {one.masked}: {_where(one)}"]
    for passage in passages.around(case, one.locator, one.spot):
        marked = (f">>>{piece.text}<<<" if piece.spot and _is(piece.spot, one) else piece.text for piece in passage.pieces)
        lines.append(f"  {passage.where}: {''.join(marked)}")
    people = "person holds" if one.people == 1 else "people hold"
    lines.append(f"  {one.people:,} {people} it and nothing surer of its kind, {one.only:,} may not be told without it")
    lines += [f"  if all such findings are false: {told}" for told in one.matters]
    for line in lines:
        click.echo(show.printable(line))


def _is(spot: Any, one: Item) -> bool:
    return (spot.kind, spot.start, spot.column) == (one.kind, one.start, one.column)
