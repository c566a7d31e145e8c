"""`stanch timeline`: the course of events, from the logs and from people; noting, taking back, bringing cases of other tools, exporting."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened, shows_alone

if TYPE_CHECKING:
    from stanch.casefile import Case


@shows_alone
def command(case: Case, *, as_json: bool) -> bool:
    """What the logs tell and what people noted, by time."""
    from stanch.casefile import noting
    from stanch.cli import show

    moments = noting.timeline(case)
    if as_json:
        for one in moments:
            show.json_line({name: getattr(one, "at" if name == "time" else name) for name in noting.COLUMNS})
    else:
        rows = [(one.at.isoformat(" ", "minutes") if one.at else "", one.kind, one.text, one.source, one.id) for one in moments]
        show.table(f"{len(rows)} entries", ("When", "Kind", "What", "Source", "Id"), rows)
    return False


@command.command()
@click.argument("text")
@click.option("--at", default="", metavar="MOMENT", help="When it happened: 2026-11-24T02:30 (UTC), or with a zone: …+01:00.")
@click.option("--source", default="", help="Who or what told it.")
@case_option
@by_option
def note(text: str, at: str, source: str, case_folder: Path, by: str | None) -> None:
    """Note what happened, in a sentence."""
    from stanch.casefile import noting
    from stanch.cli import show

    moment = _moment(at)
    with opened(case_folder, by=by) as case:
        kept = noting.note(case, text, at=moment, source=source, by=case.by)
    show.message(f"Noted as {kept.id}.")


@command.command()
@click.argument("entry")
@click.option("--grounds", required=True, help="Why it does not hold; it stands in the journal.")
@case_option
@by_option
def withdraw(entry: str, grounds: str, case_folder: Path, by: str | None) -> None:
    """Take an entry back; it stays in the case, with the grounds."""
    from stanch.casefile import noting
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        noting.withdraw(case, entry, by=case.by, grounds=grounds)
    show.message(f"{entry} is taken back.")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@case_option
@by_option
@json_option
def bring(file: Path, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Bring a case of DFIR-IRIS, TheHive (JSON) or Timesketch (CSV, JSON lines). The same file twice adds nothing."""
    from stanch.casefile import noting
    from stanch.cause import foreign_cases
    from stanch.cli import show

    brought = foreign_cases.read(file)
    with opened(case_folder, by=by) as case:
        fresh = noting.bring(case, brought.entries, by=case.by, origin=f"{brought.tool}: {file.name}")
    told = {"tool": brought.tool, "new": len(fresh), "known": len(brought.entries) - len(fresh), "left_out": brought.left_out}
    if as_json:
        show.json_line(told)
        return
    left = "; ".join(f"{number:,} left out: {reason}" for reason, number in brought.left_out.items())
    show.message(f"{brought.tool}: {told['new']:,} new entries, {told['known']:,} known already.{f' {left}.' if left else ''}")


@command.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file, .csv.")
@case_option
def export(out: Path, case_folder: Path) -> None:
    """Write the whole timeline as CSV. The file is not sealed."""
    from stanch.casefile import noting
    from stanch.cli import show

    with opened(case_folder) as case:
        out.write_text(noting.as_csv(noting.timeline(case)), "utf-8", newline="")
        case.journal.append("export", out.name)
    show.message(f"Written: {out}")


def _moment(told: str) -> datetime | None:
    from stanch.errors import WrongCall

    if not told.strip():
        return None
    try:
        found = datetime.fromisoformat(told.strip())
    except ValueError:
        raise WrongCall(f"{told!r} is no moment", do="Write it as 2026-11-24T02:30.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
