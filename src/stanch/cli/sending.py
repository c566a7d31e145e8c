"""`stanch notices send`, `hold`, `resume`, `allow-email`: what leaves, and what stops it. Registered by `verbs/notices.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.casefile import Case

PathOption = click.Path(path_type=Path)


@click.command()
@click.option("--email", "server_file", type=PathOption, help="Send what is queued for e-mail through the server of this file (mode 600).")
@click.option(
    "--print-house", "out", type=PathOption, help="Write what is queued for the post into this folder, in batches with manifests."
)
@click.option(
    "--sample", type=PathOption, help="Only print one letter of each distinct combination of texts here, for reading; nothing is queued."
)
@click.option("--dry-run", is_flag=True, help="Say what would leave, and do nothing.")
@click.option("--limit", type=click.IntRange(1), help="At most so many pieces in this run.")
@click.option("--batch", type=click.IntRange(1, 10_000), default=1000, show_default=True, help="Letters in a batch for the print house.")
@click.option(
    "--per-file",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="Letters in one PDF of a batch, each on sheets of its own; 1 gives every letter a file of its own, tagged for screen readers.",
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes that print.")
@case_option
@by_option
@json_option
def send(
    *,
    server_file: Path | None,
    out: Path | None,
    sample: Path | None,
    dry_run: bool,
    limit: int | None,
    batch: int,
    per_file: int,
    workers: int,
    case_folder: Path | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Send approved notices: each once, however often this is run or killed.

    E-mail goes to the one server that the file names; letters go into a folder that you hand to the print house. Without
    approval, or while the stop switch is down, nothing leaves. Ends with 1 when something is left that needs a person.
    """
    from stanch.cli import show
    from stanch.errors import WrongCall

    if not (server_file or out or sample or dry_run):
        raise WrongCall("say how to send", do="Give --email SERVER.yaml, --print-house FOLDER, or both; or --dry-run, or --sample FOLDER.")
    with opened(case_folder, by=by) as case, show.progress() as progress:
        if sample:
            done = _sampled(case, sample, workers)
        elif dry_run:
            done = _dry(case)
        else:
            done = _sent(case, server_file, out, limit=limit, sizes=(batch, per_file), workers=workers, progress=progress)
    if as_json:
        show.json_line(done)
    else:
        show.table(done.pop("title"), ("", ""), [(name.replace("_", " "), value) for name, value in done.items()])
    if done.get("in_doubt") or done.get("refused") or done.get("set_aside"):
        raise SystemExit(1)


def _sent(
    case: Case, server_file: Path | None, out: Path | None, *, limit: int | None, sizes: tuple[int, int], workers: int, progress: Any
) -> dict[str, Any]:
    from stanch.casefile import outbox, pieces, printing
    from stanch.casefile.provider import courier_of
    from stanch.notices.mail_server import read_server

    server = read_server(server_file) if server_file else None
    outbox.refuse(case)
    queued = pieces.queue_approved(case)
    told: dict[str, Any] = {"title": "Sending", "set_aside": queued["set aside"]}
    if server:
        run = outbox.send(case, courier_of(server), server, limit=limit, watch=lambda done, of: progress("e-mails", done, of))
        told |= {"sent": run.sent, "refused": run.refused, "to_try_again": run.later, "not_approved_any_more": run.skipped}
        told |= {"in_doubt": run.in_doubt + run.settled.get("open", 0), "found_in_archive": run.settled.get("witnessed", 0)}
        if run.next_try:
            told |= {"put_off_before": run.resting, "to_be_tried_from": run.next_try.isoformat(timespec="minutes")}
        told |= {"email_waiting": outbox.waiting(case), "ended": run.ended or "all that waited was tried"}
    if out:
        size, per_file = sizes
        made = printing.hand_over(case, out, size=size, limit=limit, workers=workers, per_file=per_file, progress=progress)
        told |= {
            "batches": len(made),
            "letters": sum(one.pieces for one in made),
            "sheets": sum(one.sheets for one in made),
            "folder": str(out),
        }
    return told


def _dry(case: Case) -> dict[str, Any]:
    from stanch.casefile import gate, outbox, pieces, printing

    counts = pieces.would_queue(case)
    held = gate.may_send(case)
    return {
        "title": "Nothing was sent. This would leave:",
        "letters_by_post": counts["mail"] + printing.waiting(case),
        "emails": counts["email"] + outbox.waiting(case),
        "no_usable_address": counts["set aside"],
        "may_be_sent": "yes" if not held else "NO: " + "; ".join(held),
    }


def _sampled(case: Case, folder: Path, workers: int) -> dict[str, Any]:
    from stanch.casefile import printing

    printed = printing.print_sample(case, folder, workers=workers)
    return {
        "title": f"Read these before you approve: {folder}",
        "combinations": len(printed),
        "stand_for": sum(one.stands_for for one in printed),
    }


@click.command()
@click.argument("notices", nargs=-1)
@click.option("--grounds", required=True, help="Why, and until when; it stands in the journal.")
@case_option
@by_option
def hold(notices: tuple[str, ...], grounds: str, case_folder: Path | None, by: str | None) -> None:
    """Hold notices back; without a name, stop all sending at once, even while a sender runs."""
    from stanch.casefile import decide, gate
    from stanch.cli import show
    from stanch.errors import WrongCall

    if case_folder is None or not (case_folder / "keys.json").exists():
        raise WrongCall("no case here", where=str(case_folder or ""), do="Name it with -C CASE_DIR.")
    if not notices:
        # First the switch, then the record: it must work while the case is in use, and without waiting for anything.
        gate.stop(case_folder)
        show.message("Sending is stopped: a sender that runs ends before its next message.")
    try:
        with opened(case_folder, by=by) as case:
            if notices:
                for one in notices:
                    decide.hold_notice(case, one, by=case.by, grounds=grounds)
                show.message(f"{len(notices)} held, by {case.by}.")
            else:
                case.journal.append("stop sending", by=case.by, details={"grounds": grounds})
    except WrongCall as error:
        if notices or "in use" not in error.what:
            raise
        show.message("The case is in use; write the grounds into the journal with the same command when it is free.")


@click.command()
@click.argument("notices", nargs=-1)
@click.option("--grounds", required=True, help="Why nothing stands in the way any more; it stands in the journal.")
@case_option
@by_option
def resume(notices: tuple[str, ...], grounds: str, case_folder: Path | None, by: str | None) -> None:
    """Let held notices go again; without a name, lift the stop switch."""
    from stanch.casefile import decide, gate
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        for one in notices:
            show.message(f"{one}: {decide.release_notice(case, one, by=case.by, grounds=grounds)} again.")
        if not notices:
            case.journal.append("resume sending", by=case.by, details={"grounds": grounds, "was_stopped": gate.is_stopped(case.folder)})
            show.message("Sending may go on." if gate.lift(case.folder) else "Sending was not stopped.")


@click.command("allow-email")
@click.option(
    "--grounds", required=True, help="Which condition of the laws is met: consent, the usual way of writing, a law that names e-mail."
)
@case_option
@by_option
def allow_email(grounds: str, case_folder: Path | None, by: str | None) -> None:
    """Decide, as counsel, that people without a postal address may be told by e-mail. Each such notice is still to be approved."""
    from stanch.casefile import decide, drafting
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        drafting.must_be_counsel(case, case.by)
        decide.allow_email(case, by=case.by, grounds=grounds)
    show.message("E-mail may be used where there is no postal address. Look at the notices and approve them.")
