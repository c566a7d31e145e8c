"""`stanch notices`: the drafts, what they must hold, their approval; and what `cli/sending.py` and its neighbours add: delivery."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import click

from stanch.cli import clients, delivered, lettering, sending, telling, weighing, wording
from stanch.cli.casework import by_option, case_option, json_option, opened

# Beyond this many rows a list on the screen is no list any more; `--json` and the report hold all.
SHOWN = 50


@click.group(invoke_without_command=True)
@case_option
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path, *, as_json: bool) -> None:
    """The notices as they stand: whom they go to, what they lack, whether they are approved."""
    if context.invoked_subcommand is None:
        _list(case_folder, as_json=as_json)


@command.command("list")
@case_option
@json_option
def list_(case_folder: Path, *, as_json: bool) -> None:
    """The notices as they stand."""
    _list(case_folder, as_json=as_json)


@command.command()
@click.argument("notice")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Also write it, as it would be printed, below this folder.")
@case_option
@json_option
def preview(notice: str, out: Path | None, case_folder: Path, *, as_json: bool) -> None:
    """One notice: its recipient, what it lacks, and each content that a law demands of it."""
    from stanch import notices
    from stanch.casefile import drafting
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        one = drafting.one_of(case, notice)
        file = None
        if out is not None:
            file = str(out / notices.render([one], out, bench=drafting.prepared(case, case.bench(workers=1)))[0].file)
            case.journal.append("preview notice", one.id, details={"file": file})
    if as_json:
        show.json_line({**to_plain(one), "file": file or one.file})
        return
    about = [("to", ", ".join(one.address) or one.email or one.recipient), ("status", one.status), ("for", ", ".join(one.duties))]
    about += [(f"missing {count}", what) for count, what in enumerate(one.missing, 1)]
    show.table(one.id, ("", ""), [*about, *([("printed", file)] if file else [])])
    checks = [
        ("yes" if check.passed else "NO", check.kind.replace("_", " "), check.content, check.where, check.cite) for check in one.checks
    ]
    if checks:
        show.table("What the duties demand", ("Kept", "", "Content", "Where", "Citation"), checks)
    else:
        show.message("The laws that this notice serves name no content for it.")


@command.command()
@click.argument("notices", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every complete draft.")
@click.option("--grounds", default="", help="What the approval rests on; it stands in the journal.")
@case_option
@by_option
@json_option
def approve(notices: tuple[str, ...], case_folder: Path, by: str | None, grounds: str, *, everything: bool, as_json: bool) -> None:
    """Approve notices as they are now. A draft that changes later must be approved anew. Nothing is sent."""
    from stanch.casefile import drafting, two_readers
    from stanch.cli import show
    from stanch.errors import WrongCall

    if bool(notices) == everything:
        raise WrongCall("say which notices", do="Name their ids, or give --all for every complete draft.")
    with opened(case_folder, by=by) as case:
        wanted = drafting.ready(case) if everything else list(notices)
        number, read = drafting.approve(case, wanted, by=case.by, grounds=grounds)
        left = sum(one.status == "draft" for one in drafting.each(case))
        alone = len(two_readers.waiting(case))
    if as_json:
        show.json_line({"approved": number, "read": read, "drafts": left, "approved_by": case.by, "one_said_no": alone})
        return
    waits = f"; {read} wait for a second person" if read else ""
    show.message(f"{number} approved, by {case.by}{waits}; {left} are drafts still. Nothing was sent.")
    if alone:
        show.message(
            f"To {alone:,} one reader said no: they stay on the list and are written to. See them: stanch review second -C {case_folder}"
        )


for _one in (
    lettering.facts,
    lettering.missing,
    lettering.draft,
    lettering.settle,
    lettering.follow_up,
    weighing.options,
    weighing.choose,
    wording.edit,
):
    command.add_command(_one)


command.add_command(sending.send)
command.add_command(sending.hold)
command.add_command(sending.resume)
command.add_command(sending.allow_email)
command.add_command(delivered.status)
command.add_command(delivered.returns)
command.add_command(delivered.reconcile)
command.add_command(delivered.proof)
command.add_command(delivered.substitute)
command.add_command(delivered.set_aside)
command.add_command(telling.page)
command.add_command(telling.tell_team)
command.add_command(telling.calendar)
command.add_command(clients.clients)
command.add_command(telling.check_domain)


def _list(case_folder: Path, *, as_json: bool) -> None:
    from stanch.casefile import drafting
    from stanch.cli import show
    from stanch.records import Notice, to_plain
    from stanch.report.contents import place_name
    from stanch.report.wording import recipient

    with opened(case_folder) as case:
        number = case.store.count(Notice)
        found = drafting.each(case)
        notices = list(found if as_json else islice(found, SHOWN))
    if as_json:
        show.json_line({"notices": to_plain(notices)})
        return
    rows: list[tuple[Any, ...]] = [
        (
            *(one.id, one.form, one.person or recipient(one.recipient)),
            *(place_name(one.jurisdiction) if one.jurisdiction else "", one.status, "; ".join(one.missing)),
        )
        for one in notices
    ]
    more = f", the first {SHOWN} of them" if number > SHOWN else ""
    show.table(f"{number} notices{more}", ("Notice", "Form", "To", "Jurisdiction", "Status", "Missing"), rows)
