"""`stanch duties`: whom we must tell what by when, why, and what was decided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.casefile.duties import DutyState


@click.group(invoke_without_command=True)
@case_option
@click.option("--all", "everything", is_flag=True, help="Also duties that were considered and do not apply.")
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path, *, everything: bool, as_json: bool) -> None:
    """The duties with reason, citation, deadline and status. Ends with 1 if one is overdue."""
    if context.invoked_subcommand:
        return
    from stanch.casefile.duties import duty_states
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder) as case:
        states = duty_states(case, now=moment_of(case)[0])
        warnings = _warnings(case) if as_json else ()
    if as_json:
        show.json_line({"duties": [state.contract_form() for state in states], "warnings": list(warnings)})
    else:
        shown = [state for state in states if everything or state.duty.required is not False]
        columns = ("Duty", "Tell", "By", "Status", "Why", "Citation")
        show.table(
            f"{len(shown)} duties ({len(states) - len(shown)} more were considered and do not apply: --all)", columns, map(_row, shown)
        )
    if any(state.status == "overdue" for state in states):
        raise SystemExit(1)


@command.command()
@click.argument("duty")
@click.option("--verdict", type=click.Choice(["confirmed", "fulfilled", "declined", "open"]), default="confirmed", show_default=True)
@click.option("--grounds", required=True, help="What the decision rests on, in a sentence; it stands in the journal.")
@case_option
@by_option
@json_option
def sign(duty: str, verdict: str, grounds: str, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Sign a duty: confirmed (it stands), fulfilled, declined (not owed), or open again."""
    from stanch.casefile import decide
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        decide.sign_duty(case, duty, verdict=verdict, by=case.by, grounds=grounds)
        if as_json:
            show.json_line({"duty": duty, "status": verdict, "decided_by": case.by})
        else:
            show.message(f"{duty}: {verdict}, by {case.by}.")


@command.command()
@click.option("--format", "form", type=click.Choice(["json", "csv", "xlsx", "pdf"]), default="csv", show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="The file; json and csv go to standard output without."
)
@case_option
def register(case_folder: Path, form: str, out: Path | None) -> None:
    """The register of breaches (GDPR Art. 33(5) and its like) and findings of no harm, with how long each is kept."""
    from stanch.casefile import breaches, report
    from stanch.casefile.walking import moment_of
    from stanch.errors import WrongCall

    if form in ("pdf", "xlsx") and out is None:
        raise WrongCall(f"{form.upper()} needs a file to go to", do=f"Say where: --out register.{form}.")
    with opened(case_folder) as case:
        now = moment_of(case)[0]
        contents = report.contents(case, now=now)
        if form == "json":
            content = (json.dumps({"records": breaches.listed(case, contents, now=now)}, ensure_ascii=False) + "\n").encode()
        else:
            content = breaches.written(case, contents, form, now=now)
            content = content if out else content.removeprefix(b"\xef\xbb\xbf")
    if out is None:
        click.echo(content.decode(), nl=False)
        return
    out.touch(mode=0o600)
    out.write_bytes(content)


def _warnings(case: Case) -> tuple[str, ...]:
    """The facts that the law still asks for."""
    from stanch.records import Facts

    if not case.store.get(Facts):
        return ()
    from stanch import law, line

    return law.assess(line.situation(case.store)).warnings


def _row(state: DutyState) -> tuple[str, ...]:
    from stanch.report.wording import deadline as told
    from stanch.report.wording import recipient

    duty = state.duty
    deadline = duty.deadline
    by = ""
    if deadline:
        by = deadline.due.isoformat(" ", "minutes") if deadline.due else told(duty)
    signed = f"{state.status} ({state.decision.decided_by})" if state.decision else state.status.replace("_", " ")
    return duty.id, recipient(duty.recipient), by, signed + (", changed since" if state.has_changed else ""), duty.reason, duty.cite


@command.command()
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="Who is told when (YAML): steps with before_hours and to.",
)
@click.option("--email", "server_file", type=click.Path(path_type=Path), help="The mail server's file (mode 600), as for `notices send`.")
@click.option("--dry-run", is_flag=True, help="Say who would be told what; send nothing.")
@case_option
@by_option
@json_option
def remind(plan_file: Path, server_file: Path | None, case_folder: Path, by: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Remind of deadlines and of repairs that are due by e-mail, with escalation, each once; for a timer of your system.

    The portal does it with `serve --remind`.
    """
    from stanch.casefile import reminders
    from stanch.casefile.provider import courier_of
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.notices.mail_server import read_server

    if not server_file and not dry_run:
        raise WrongCall("say how to send", do="Give --email SERVER.yaml, or --dry-run.")
    plan, server = reminders.read_plan(plan_file), read_server(server_file) if server_file else None
    with opened(case_folder, by=by) as case:
        now = moment_of(case)[0]
        found = reminders.due(case, plan, now=now)
        told = {one.address: "would be told" for one in found}
        if server and not dry_run:
            told = reminders.send(case, found, server, courier_of(server), by=case.by, now=now)
    rows = [
        {"address": one.address, "clocks": list(one.lines), "repairs": list(one.repairs), "outcome": told[one.address]} for one in found
    ]
    if as_json:
        show.json_line(rows)
    else:
        show.table(
            f"{len(rows)} reminders",
            ("To", "Outcome", "Clocks and repairs"),
            [(row["address"], row["outcome"], "\n".join([*row["clocks"], *row["repairs"]])) for row in rows],
        )
    if not dry_run and any(outcome not in reminders.TOLD for outcome in told.values()):
        raise SystemExit(1)
