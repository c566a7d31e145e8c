"""`stanch verify`: is the case's record, and the evidence, untouched?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@case_option
@click.option("--accept", is_flag=True, help="Go on although the journal is not where its anchor says; that is journaled, and stays.")
@json_option
def command(case_folder: Path, *, accept: bool, as_json: bool) -> None:
    """Check every page of the database, the journal's chain and anchor, the tables, and the evidence. Ends with 1 if anything differs."""
    from stanch import custody
    from stanch.casefile.check import faults
    from stanch.cli import show
    from stanch.records import Evidence, Exhibit

    if accept:
        opened(case_folder, accept_anchor=True).close()
    with opened(case_folder, check=False) as case, show.progress() as progress:
        found = faults(case)
        exhibits: list[Exhibit] = []
        differences: list[custody.Difference] = []
        entries, head = 0, ""
        # A broken database is told as such; what else it could say would be worth nothing.
        if not any(fault.where == "database" for fault in found):
            entries, head = len(case.journal), case.journal.head().mac
            exhibits = case.store.get(Exhibit)
            evidence, held = case.store.get(Evidence), (case.parts, case.keys)
            differences = custody.verify(exhibits, evidence=evidence, own=case.folder, held=held, progress=progress)
            if not found:
                case.journal.append("verify", details={"exhibits": len(exhibits), "differences": len(differences)})
    if as_json:
        told = {"entries": entries, "head": head, "exhibits": len(exhibits)}
        show.json_line({**told, "faults": [asdict(one) for one in found], "differences": [asdict(one) for one in differences]})
    else:
        rows = [(one.where, one.what) for one in found] + [(f"custody: {one.kind}", f"{one.name} {one.detail}") for one in differences]
        if rows:
            show.table("Not as it was left", ("Where", "What"), rows)
        else:
            show.message(f"Untouched: {entries} journal entries, {len(exhibits)} exhibits. The journal's head is {head}")
    if found or differences:
        raise SystemExit(1)
