"""`stanch actions`: what must change so that it never happens again, and its proof."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.casefile.taking import StepState
    from stanch.records import Action
    from stanch.recovery import Judgement

SHOWN = 10  # changes told of one action


@click.group(invoke_without_command=True)
@case_option
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path, *, as_json: bool) -> None:
    """The corrective actions, in order."""
    if context.invoked_subcommand is None:
        _list(case_folder, as_json=as_json)


@command.command("list")
@case_option
@json_option
def list_(case_folder: Path, *, as_json: bool) -> None:
    """The corrective actions, in order. Ends with 1 when one is not done and its day is past."""
    _list(case_folder, as_json=as_json)


@command.command()
@click.argument("action")
@click.option("--proof", required=True, help="What proves it: a file, a ticket, or the signed statement itself.")
@case_option
@by_option
@json_option
def close(action: str, proof: str, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Close a corrective action with its proof."""
    from stanch.casefile import decide
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        decide.close_action(case, action, by=case.by, proof=proof)
        if as_json:
            show.json_line({"action": action, "status": "done", "proof": proof, "closed_by": case.by})
        else:
            show.message(f"{action}: done, by {case.by}.")


@command.command()
@case_option
@json_option
def steps(case_folder: Path, *, as_json: bool) -> None:
    """The steps of the first hours, in order, and which were taken."""
    from stanch.casefile import taking
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        found = taking.steps(case)
    if as_json:
        show.json_line({"steps": to_plain(found)})
        return
    rows = [(one.id, one.do, _said(one)) for one in found]
    still = sum(one.taken is None for one in found)
    show.table(f"{len(rows)} steps of the first hours, {still} not taken", ("Step", "What", "Taken"), rows)


def _said(step: StepState) -> str:
    """Who said when that it was taken, or what it waits for."""
    if step.taken:
        return f"{step.taken.at:%Y-%m-%d %H:%M}, said by {step.taken.by}{f': {step.taken.note}' if step.taken.note else ''}"
    return f"waits for: {'; '.join(step.waits_for)}" if step.waits_for else ""


@command.command()
@click.argument("step")
@click.option("--note", default="", help="Who did it, and how; or what was found.")
@click.option("--undo", is_flag=True, help="It was not taken after all.")
@case_option
@by_option
@json_option
def take(*, step: str, note: str, undo: bool, case_folder: Path, by: str | None, as_json: bool) -> None:
    """Say that a step of the first hours was taken; it then leaves what is to be done next. `stanch actions steps` lists them."""
    from stanch.casefile import taking
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder, by=by) as case:
        (taking.say_not_taken if undo else taking.say_taken)(case, step, by=case.by, note=note)
        found = taking.find(case, step)
    if as_json:
        show.json_line(to_plain(found))
    else:
        show.message(f"{found.do}: {_said(found) or 'not taken'}.")


@command.command("causes")
@case_option
@json_option
def causes_(case_folder: Path, *, as_json: bool) -> None:
    """How it happened and which controls failed, each with what speaks for it, and who confirmed it."""
    from stanch.casefile import causes
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        found = causes.findings(case)
    if as_json:
        show.json_line({"causes": to_plain(found)})
        return
    rows = [(one.id, one.says, one.in_words()) for one in found]
    still = sum(one.verdict == causes.OPEN for one in found)
    show.table(f"{len(rows)} findings on the cause, {still} open", ("Finding", "What", "Said of it"), rows)


@command.command()
@click.argument("finding")
@click.option("--grounds", required=True, help="By what it is known.")
@click.option("--not-so", "refuted", is_flag=True, help="It was not so.")
@click.option("--open", "opened_again", is_flag=True, help="It is open again.")
@case_option
@by_option
@json_option
def confirm(*, finding: str, grounds: str, refuted: bool, opened_again: bool, case_folder: Path, by: str | None, as_json: bool) -> None:
    """Say that a finding on the cause was so (`stanch actions causes` lists them). It holds whatever later logs say."""
    from stanch.casefile import causes
    from stanch.cli import show
    from stanch.records import to_plain

    verdict = causes.OPEN if opened_again else causes.REFUTED if refuted else causes.CONFIRMED
    with opened(case_folder, by=by) as case:
        one = causes.judge(case, finding, verdict, by=case.by, grounds=grounds)
    if as_json:
        show.json_line(to_plain(one))
    else:
        show.message(f"{one.says} {one.in_words()}.")


@command.command()
@click.argument("action")
@click.option("--owner", help="Who carries it out.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="By when.")
@click.option("--cost", type=float, help="What it costs, as a sum.")
@click.option("--currency", help="Of the cost: USD, EUR, GBP and so on.")
@click.option("--after", multiple=True, metavar="ACTION", help="An action that must be done first; may be given again; empty: none.")
@click.option("--grounds", default="", help="Why it is changed.")
@case_option
@by_option
@json_option
def arrange(
    *,
    action: str,
    owner: str | None,
    due: datetime | None,
    cost: float | None,
    currency: str | None,
    after: tuple[str, ...],
    grounds: str,
    case_folder: Path,
    by: str | None,
    as_json: bool,
) -> None:
    """Say who carries out an action, by when, at what cost, and what must be done first."""
    from stanch.casefile import arranging
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder, by=by) as case:
        change = arranging.Change(owner, due.date() if due else None, cost, currency, after or None)
        arranged = arranging.arrange(case, action, change, by=case.by, grounds=grounds)
    if as_json:
        show.json_line(to_plain(arranged))
    else:
        show.message(f"{action}: {arranged.owner}, by {arranged.due or 'no day'}{_more(arranged)}.")


def _more(action: Action) -> str:
    """Cost, and what must be done first."""
    cost = f", {action.currency} {action.cost:,.2f}" if action.cost is not None else ""
    return cost + (f", after {', '.join(action.after)}" if action.after else "")


@command.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--taken", type=click.DateTime(["%Y-%m-%d"]), help="The day of results that tell none themselves (apt, dnf, Get-HotFix).")
@case_option
@by_option
@json_option
def check(results: tuple[Path, ...], taken: datetime | None, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Hold RESULTS of tools against the actions: what they prove is closed, what they disprove is opened again.

    Understood: nmap XML, OpenSCAP results, Lynis report or log, osquery results, Prowler, DNS records as text, ClamAV versions and
    freshclam's log, Microsoft Defender's status, BitLocker's status, updates that are missing (apt, dnf, CSV) or installed (Get-HotFix),
    Trivy, Grype, the record of a restore test (YAML). Results of several days may come together: the newest counts. Ends with 1
    when a check fails.
    """
    from dataclasses import asdict

    from stanch.casefile import proving
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        files, checked = proving.check(case, results, by=case.by, taken=taken.date() if taken else None)
    if as_json:
        rows = [
            {"action": one.action.id, **asdict(one.judgement), "before": one.before, "turned": one.turned, "changed": one.changed}
            for one in checked
        ]
        show.json_line({"files": [asdict(one) for one in files], "actions": rows})
    else:
        for file in files:
            show.message(f"{file.name}: {file.tool}, {file.observations:,} observations")
        told = [(one.action.id, one.before or "first check", one.judgement.outcome, one.turned, _why(one.judgement)) for one in checked]
        if not checked:
            show.message("No action of this case is proven by these tools; `stanch actions -C CASE` tells what would prove each.")
            return
        show.table(f"{len(checked)} actions were checked", ("Action", "Before", "Now", "", "Because"), told)
        for line in (f"{one.action.id}: {change}" for one in checked for change in one.changed[:SHOWN]):
            show.message(line)
    if any(one.judgement.outcome == "failing" for one in checked):
        raise SystemExit(1)


def _why(judgement: Judgement) -> str:
    """The first reasons, those against first."""
    reasons = judgement.against or tuple(f"still needed: {one}" for one in judgement.lacking) or judgement.for_
    return "; ".join(reasons[:3]) + (f" and {len(reasons) - 3} more" if len(reasons) > 3 else "")


def _list(case_folder: Path, *, as_json: bool) -> None:
    from datetime import UTC

    from stanch.casefile import arranging
    from stanch.cli import show
    from stanch.records import Action, to_plain

    today = datetime.now(UTC).date()
    with opened(case_folder) as case:
        actions = sorted(case.store.get(Action), key=lambda action: action.order)
        late = {one.id for one in arranging.late(case, on=today)}
    if as_json:
        show.json_line({"actions": to_plain(actions), "late": [one.id for one in actions if one.id in late]})
    else:
        told = [(one, one.owner + _more(one), _day(one, today, late)) for one in actions]
        rows = [(one.id, one.title, owner, day, one.status, one.proof or one.proof_needed) for one, owner, day in told]
        still = sum(one.status != "done" for one in actions)
        head = f"{len(rows)} corrective actions, {still} not done" + (f", {len(late)} past their day" if late else "")
        show.table(head, ("Action", "What", "Owner", "Due", "Status", "Proof"), rows)
    if late:
        raise SystemExit(1)


def _day(action: Action, today: date, late: set[str]) -> str:
    """By when, and how long ago that was."""
    if not action.due:
        return ""
    return f"{action.due}, {(today - action.due).days} days late" if action.id in late else f"{action.due}"
