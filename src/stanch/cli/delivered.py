"""`stanch notices status`, `returns`, `reconcile`, `proof`, `substitute`, `set-aside`: what came of what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import by_option, case_option, json_option, opened
from stanch.cli.sources import PathOrAddress, credentials_option, opened_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stanch.casefile import Case
    from stanch.casefile.returned import Taken
    from stanch.casefile.told_less import Less

PathOption = click.Path(path_type=Path)
Existing = click.Path(path_type=Path, exists=True)


SHOWN = 20  # people named one by one
DESTROYED = "The people list was destroyed by order; how many were told, and by what, stands in the journal and in the certificate."


@click.command()
@click.option("--people", "listed", is_flag=True, help="List everybody with their state, not only the counts.")
@click.option("--state", help="List only the people in this state.")
@case_option
@json_option
def status(*, listed: bool, state: str | None, case_folder: Path | None, as_json: bool) -> None:
    """Where every person stands: each is in exactly one state, and the numbers add up.

    Ends with 1 where somebody is not accounted for, or was told of less than is known now.
    """
    from stanch.casefile import destruction, gate, told_less
    from stanch.casefile.ledger import drafts, ledger, standings
    from stanch.cli import show
    from stanch.notices.accounting import STATES

    if state is not None and state not in STATES:
        raise click.BadParameter(f"say one of {', '.join(STATES)}", param_hint="--state")
    with opened(case_folder) as case:
        found, forms = ledger(case), drafts(case)
        stopped, gone = gate.is_stopped(case.folder), destruction.was_destroyed(case)
        less = told_less.found(case)
        rows = [one for one in standings(case) if state in (None, one.state)] if listed or state else []
    if as_json:
        told: dict[str, Any] = {
            "people": found.people,
            "states": found.counts,
            "pieces": found.pieces,
            "unexplained": [one.person for one in found.listed],
        }
        told |= {"departed": list(found.departed), "notices": forms.total()}
        told["told_less"] = [{"person": one.person, "notice": one.notice, "left_at": one.left_at, "more": one.more} for one in less]
        told["by"] = [
            {"form": form, "status": where, "incomplete": lacks, "notices": number}
            for (form, where, lacks), number in sorted(forms.items())
        ]
        people = [{"person": one.person, "state": one.state, "why": one.why, "piece": one.piece} for one in rows]
        show.json_line({**told, "stopped": stopped, **({"standings": people} if listed or state else {})})
    else:
        shown = [(number, state.replace("_", " "), STATES[state]) for state, number in found.counts.items()]
        show.table(
            f"{found.people:,} people, each in one state" + (" (sending is stopped)" if stopped else ""), ("People", "State", ""), shown
        )
        shown_forms = [
            (form, where, "something is missing" if lacks else "complete", number) for (form, where, lacks), number in sorted(forms.items())
        ]
        show.table(f"{forms.total():,} notices", ("Form", "Status", "", "Notices"), shown_forms)
        if found.pieces:
            show.table("Pieces", ("Piece", "Number"), list(found.pieces.items()))
        else:
            show.message(DESTROYED if gone else "Nothing has been queued or sent yet.")
        if rows:
            show.table(
                "", ("Person", "State", "Why", "Piece"), [(one.person, one.state.replace("_", " "), one.why, one.piece) for one in rows]
            )
        if found.departed:
            show.message(
                f"{len(found.departed):,} pieces went to people who are not on the list any more, because records were joined since "
                f"(the first: {found.departed[0]}). Look whether those they were joined with need another letter."
            )
        for one in found.listed:
            show.message(f"{one.person}: {one.why}")
        _tell_less(less)
    if less or found.counts.get("unexplained") or found.counts.get("in_doubt"):
        raise SystemExit(1)


def _tell_less(less: Sequence[Less]) -> None:
    """Whose letter has left and did not name all that is known by now."""
    from stanch.cli import show

    for one in less[:SHOWN]:
        show.message(f"{one.person}: the letter of {one.left_at:%Y-%m-%d} did not name {', '.join(one.more)}, found since")
    if less:
        show.message(
            f"{len(less):,} people were told of less than is known now. Approve their letters as they are now; the next sending takes them."
        )


@click.command()
@click.option(
    "--bounces",
    type=PathOrAddress(),
    help="Read bounces from this mailbox: mbox, Maildir, a folder of .eml, one message, or imaps://user@host/INBOX (it is only read).",
)
@credentials_option
@click.option(
    "--export", "export", type=PathOption, help="Write the addresses of those whose letter came back, for a licensed address service."
)
@click.option("--everyone", is_flag=True, help="With --export: everybody's, before the first letter goes out.")
@click.option("--addresses", type=Existing, help="Take newer addresses from this CSV (as exported, filled in by the service).")
@click.option("--source", default="address service", show_default=True, help="With --addresses: who told them.")
@click.option("--again", is_flag=True, help="Queue a second attempt for everybody whose letter came back and whose newer address is known.")
@click.option("--cost", type=click.FloatRange(0), help="What telling everybody one by one would cost: some laws turn on it.")
@case_option
@by_option
@json_option
def returns(
    *,
    bounces: Path | str | None,
    credentials: Path | None,
    export: Path | None,
    everyone: bool,
    addresses: Path | None,
    source: str,
    again: bool,
    cost: float | None,
    case_folder: Path | None,
    by: str | None,
    as_json: bool,
) -> None:
    """What came back and what follows: newer address, second attempt, or substitute notice where a law's condition for it is met."""
    from stanch.casefile import destruction, returned
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        told: list[str] = []
        if isinstance(bounces, Path):
            told += _taken("Bounces", returned.take_bounces(case, bounces))
        elif bounces:
            told += _taken("Bounces", returned.take_bounces_from(case, *opened_by(bounces, credentials)))
        if addresses:
            told += _taken("Newer addresses", returned.take_addresses(case, addresses, source))
        if export:
            told.append(f"{returned.export_addresses(case, export, everyone=everyone):,} addresses written to {export}.")
        if again:
            told.append("Second attempts: " + _counted(dict(returned.again(case))))
        found = returned.substitutions(case, cost=cost)
        given, now, gone = returned.substitutes_given(case), moment_of(case)[0], destruction.was_destroyed(case)
    if as_json:
        show.json_line({"told": told, "substitutes": [_plain(one, given, now) for one in found]})
        return
    for line in told:
        show.message(line)
    if not found:
        show.message(DESTROYED if gone else "Everybody to whom a notice is owed can be reached one by one, as far as is known.")
        return
    rows = [
        (
            *(one.duty, one.unreached, one.owed, "yes" if one.met else "NO", one.why),
            *("; ".join(one.ways), _clock(one.due, now), one.cite, given.get(one.duty, "")),
        )
        for one in found
    ]
    columns = ("Duty", "Unreached", "Of", "Substitute allowed", "Why", "How", "Clock", "Citation", "Given")
    show.table("People who cannot be reached one by one: what each law says", columns, rows)


@click.command()
@click.argument("reports", nargs=-1, type=Existing)
@click.option("--batch", "folders", multiple=True, type=Existing, help="Check a handed-over batch's folder against its manifest.")
@click.option("--email", "server_file", type=PathOption, help="Settle e-mails in doubt from this server's archive.")
@click.option("--mail-log", "logs", multiple=True, type=Existing, help="Settle e-mails in doubt from a Postfix log.")
@click.option("--piece", help="Settle one piece in doubt by a person's word; with --accepted or --resend, and --grounds.")
@click.option("--accepted/--resend", default=None, help="It was taken over, or it was not and is to be sent again.")
@click.option("--grounds", default="", help="What shows it.")
@case_option
@by_option
@json_option
def reconcile(
    *,
    reports: tuple[Path, ...],
    folders: tuple[Path, ...],
    server_file: Path | None,
    logs: tuple[Path, ...],
    piece: str | None,
    accepted: bool | None,
    grounds: str,
    case_folder: Path | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Hold what comes back against what went out: reports of the print house (CSV: piece, event, date), batches, e-mails in doubt.

    Ends with 1 where something does not match.
    """
    from stanch.casefile import printing, returned
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        told: list[str] = []
        wrong = 0
        for report in reports:
            taken = returned.take_post_report(case, report)
            told += _taken(report.name, taken)
            wrong += len(taken.unknown)
        for folder in folders:
            faults = list(printing.batch_faults(case, folder))
            told += faults or [f"{folder.name}: as handed over."]
            wrong += len(faults)
        if server_file or logs:
            told.append("E-mails in doubt: " + _counted(_doubts(case, server_file, logs)))
        if piece:
            _by_word(case, piece, grounds, accepted=accepted)
            told.append(f"{piece}: {'taken for accepted' if accepted else 'queued again'}.")
    if as_json:
        show.json_line({"told": told, "wrong": wrong})
    else:
        for line in told:
            show.message(line)
    if wrong:
        raise SystemExit(1)


def _doubts(case: Case, server_file: Path | None, logs: tuple[Path, ...]) -> dict[str, int]:
    from stanch.casefile import outbox
    from stanch.casefile.provider import courier_of
    from stanch.notices.mail_server import MailServer, read_server

    server = read_server(server_file) if server_file else MailServer(host="", from_address="")
    courier = courier_of(server)
    try:
        return outbox.settle_doubts(case, courier, server, logs=logs)
    finally:
        courier.close()


def _by_word(case: Case, piece: str, grounds: str, *, accepted: bool | None) -> None:
    from stanch.casefile import outbox
    from stanch.errors import WrongCall

    if accepted is None:
        raise WrongCall("say what became of it", where=piece, do="Give --accepted or --resend.")
    outbox.settle_by_person(case, piece.upper(), accepted=accepted, by=case.by, grounds=grounds, at=case.clock())


@click.command()
@click.argument("person", required=False)
@click.option("--out", type=PathOption, required=True, help="A file: .pdf or .json for one person, .csv for one or for all.")
@case_option
@by_option
@json_option
def proof(person: str | None, out: Path, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """Proof of sending for a regulator: what was owed, approved, sent and answered, with hashes and journal entries."""
    from stanch.casefile import sending_proof
    from stanch.cli import show
    from stanch.errors import WrongCall

    if out.suffix not in (".pdf", ".csv", ".json") or (person is None and out.suffix != ".csv"):
        raise WrongCall("this form is not made", where=str(out), do="Name PERSON with a .pdf or .json file, or a .csv file for one or all.")
    with opened(case_folder, by=by) as case:
        if out.suffix == ".csv":
            rows, digest = sending_proof.export_csv(case, out, None if person is None else [person])
        elif out.suffix == ".pdf":
            rows, digest = 1, sending_proof.export_pdf(case, out, person or "")
        else:
            from stanch.vault import write_whole

            write_whole(out, sending_proof.as_json(case, person or "").encode())
            rows, digest = 1, ""
    if as_json:
        show.json_line({"file": str(out), "rows": rows, "sha256": digest})
    else:
        show.message(f"{out}" + (f"  SHA-256 {digest} (it stands in the journal)" if digest else ""))


@click.command()
@click.argument("duty")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which it was given.")
@click.option("--where", "place", required=True, help="Where it can be seen, and until when.")
@case_option
@by_option
def substitute(duty: str, day: datetime, place: str, case_folder: Path | None, by: str | None) -> None:
    """Record that substitute notice was given under a duty; the people whom nothing else reached count as told by it."""
    from stanch.casefile import returned
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        judged = returned.give_substitute(case, duty, on=day.date(), where=place, by=case.by)
    show.message(f"Substitute notice under {duty}: {day:%Y-%m-%d}, {place}.")
    if judged and not judged.met:
        show.message(f"{judged.cite}: {judged.why}. The record stands; that it is enough, counsel must say.")


@click.command("set-aside")
@click.argument("person")
@click.option("--grounds", required=True, help="Why nothing is sent to this person; it stands in the journal.")
@case_option
@by_option
def set_aside(person: str, grounds: str, case_folder: Path | None, by: str | None) -> None:
    """Decide that a person is not written to, with the reason."""
    from stanch.casefile import ledger
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        ledger.set_aside(case, person, by=case.by, grounds=grounds)
    show.message(f"{person} is set aside, by {by or 'this account'}.")


def _taken(what: str, taken: Taken) -> list[str]:
    lines = [f"{what}: {_counted(dict(taken.counts))}"]
    lines += [f"  not taken: {one}" for one in taken.unknown[:20]]
    if len(taken.unknown) > 20:
        lines.append(f"  and {len(taken.unknown) - 20:,} more that were not taken")
    if taken.missing:
        lines.append(f"  handed over and not reported yet: {len(taken.missing):,}, the first {taken.missing[0]}")
    return lines


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items()) or "nothing new"


def _clock(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    hours = (due - now).total_seconds() / 3600
    return f"{due:%Y-%m-%d}" + (f" ({hours / 24:.0f} days left)" if hours >= 0 else f" (OVERDUE by {-hours / 24:.0f} days)")


def _plain(one: Any, given: dict[str, str], now: datetime) -> dict[str, Any]:
    return {
        "duty": one.duty, "unreached": one.unreached, "owed": one.owed, "met": one.met, "why": one.why, "ways": list(one.ways),
        "due": one.due.isoformat() if one.due else None, "remaining_hours": (one.due - now).total_seconds() / 3600 if one.due else None,
        "cite": one.cite, "given": given.get(one.duty),
    }  # fmt: skip
