"""`stanch close`: the end of a case."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.option("--grounds", default="", help="Why the case is closed; it stands in the journal. Without it, what is still open is listed.")
@click.option("--despite-open", is_flag=True, help="Although something is still open; it is told in the journal.")
@case_option
@by_option
@json_option
def command(*, grounds: str, despite_open: bool, case_folder: Path | None, by: str | None, as_json: bool) -> None:
    """Close a case: it is read and kept from then on, not changed, and nobody is reminded of it. `stanch reopen` opens it again.

    Without --grounds: what is still open, or since when it is closed. Ends with 1 where something is open.
    """
    from stanch.casefile import closing
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        now = moment_of(case)[0]
        if grounds:
            closing.close(case, by=case.by, grounds=grounds, now=now, despite_open=despite_open)
        found = closing.closed(case)
        left = found.left if found else closing.still_open(case, now=now)
    if as_json:
        told = {"at": found.at.isoformat(), "by": found.by, "grounds": found.grounds} if found else None
        show.json_line({"closed": told, "open": left})
    else:
        rows = [(closing.WORDS[name], number) for name, number in left.items()]
        if rows:
            show.table("What was open when it was closed" if found else "What is still open", ("What", "Number"), rows)
        show.message(f"Closed {found.at:%Y-%m-%d %H:%M}, by {found.by}: {found.grounds}" if found else _open(rows))
    if left and not found:
        raise SystemExit(1)


def _open(rows: list[tuple[str, int]]) -> str:
    return "The case is open. " + ("" if rows else "Nothing is left to do; close it with --grounds.")
