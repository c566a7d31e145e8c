"""`stanch journal`: what was done on the case, when, by whom."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.group(invoke_without_command=True)
@case_option
@click.option("--last", type=click.IntRange(1), default=None, metavar="N", help="Only the newest N entries.")
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path | None, last: int | None, *, as_json: bool) -> None:
    """The journal: one entry for everything that was put in, decided or changed, each bound to the one before."""
    if context.invoked_subcommand:
        return
    from stanch.cli import show

    with opened(case_folder) as case:
        entries = case.journal.entries() if last is None else case.journal.entries(newest_first=True, count=last)[::-1]
    if as_json:
        for entry in entries:
            show.json_line(entry.contract_form())
    else:
        rows = [(entry.sequence, entry.at[:19], entry.actor, entry.action, entry.subject, entry.mac[:12]) for entry in entries]
        show.table(f"{len(rows)} entries (times in UTC)", ("No.", "Time", "Who", "What", "Of", "Code"), rows)


@command.command()
@click.option("--authority", required=True, metavar="URL", help="A time stamp authority (RFC 3161 over HTTP) of your choice.")
@click.option(
    "--roots",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its root certificates (PEM), to which stamps are traced.",
)
@click.option("--every-night", is_flag=True, help="While the portal runs it asks the same authority again every night.")
@case_option
@json_option
@click.pass_context
def stamp(context: click.Context, authority: str, roots: Path, case_folder: Path | None, *, every_night: bool, as_json: bool) -> None:
    """Have the journal's head stamped by a trusted clock: proof to others of when the journal was there. Only a hash leaves."""
    from dataclasses import asdict

    from stanch.casefile import stamping
    from stanch.cli import show

    with opened(case_folder or (context.parent.params["case_folder"] if context.parent else None)) as case:
        made = stamping.stamp(case, stamping.Authority(authority, roots.read_bytes()), nightly=every_night)
    if as_json:
        show.json_line(asdict(made))
        return
    show.message(f"Entry {made.entry} was there at {made.at} by the clock of {made.authority}. The stamp stands in the journal.")
    if abs(made.clock_off) > stamping.SKEW.total_seconds():
        show.message(f"This machine's clock is {abs(made.clock_off) / 60:.0f} minutes off; set it, for deadlines are counted by it.")


@command.command()
@click.option(
    "--to", "destination", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Where entries go (YAML of mode 600): `address: syslog+tls://HOST:6514` or `https://…`; `whole`, `roots`, `secret`.",
)  # fmt: skip
@case_option
@by_option
@json_option
@click.pass_context
def forward(context: click.Context, destination: Path, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """Send what was written since the last time on to another system, where whoever comes to rule this machine cannot take it back.

    Of each entry the number, moment, actor, action and codes; with `whole: true` also what it was about. `stanch serve --forward` sends
    them on as they come.
    """
    from stanch.casefile import current_user, forwarding
    from stanch.cli import show

    to = forwarding.read_destination(destination)
    with opened(case_folder or (context.parent.params["case_folder"] if context.parent else None)) as case:
        forwarding.begin(case, to, by=by or current_user())
        sent = forwarding.forward(case, to)
    if as_json:
        show.json_line({"sent": sent})
    else:
        show.message(f"{sent} entries were sent on.")
