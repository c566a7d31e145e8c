"""`stanch actions`: what must change so that it never happens again, and its proof."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


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
    """The corrective actions, in order."""
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


def _list(case_folder: Path, *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.records import Action, to_plain

    with opened(case_folder) as case:
        actions = sorted(case.store.get(Action), key=lambda action: action.order)
    if as_json:
        show.json_line({"actions": to_plain(actions)})
        return
    rows = [(one.id, one.title, one.owner, one.due or "", one.status, one.proof or one.proof_needed) for one in actions]
    still = sum(one.status != "done" for one in actions)
    show.table(f"{len(rows)} corrective actions, {still} not done", ("Action", "What", "Owner", "Due", "Status", "Proof"), rows)
