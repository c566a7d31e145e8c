"""`stanch reached`: which exhibits and people the actor reached, as far as logs tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.records import Reach


@click.command()
@click.option("--people", "of_people", is_flag=True, help="Person by person instead of exhibit by exhibit.")
@case_option
@json_option
def command(case_folder: Path, *, of_people: bool, as_json: bool) -> None:
    """Which exhibits left, which were opened, which were not reached, and of which no log tells.

    "not reached" is said only where every read is logged over the whole window of exposure. "not known" is never taken for it.
    Ends with 1 where something that was reached could not be read, so that nobody knows whom it concerns.
    """
    from stanch.casefile import reached
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        reach, unreadable = reached.reach_of(case), reached.unreadable(case)
        places = [] if of_people else reached.exhibits(case)
        people = [(person.id, person.name, contact) for person, contact in reached.people(case)] if of_people else []
    if as_json:
        told = {"elsewhere": reach.elsewhere, "elsewhere_count": reach.elsewhere_count, "unreadable": unreadable}
        listed = [{"id": identity, "contact": contact} for identity, _, contact in people] or to_plain(places)
        show.json_line({("people" if of_people else "exhibits"): listed, **told})
    else:
        if of_people:
            show.table(f"{len(people):,} people", ("Person", "Name", "Reached"), people)
        else:
            rows = [(one.locator, one.contact.replace("_", " "), one.why, ", ".join(one.evidence)) for one in places]
            show.table(f"{len(rows):,} places", ("Exhibit", "Reached", "Why", "Lines"), rows)
        _warn(reach, unreadable)
    if unreadable:
        raise SystemExit(1)


def _warn(reach: Reach, unreadable: list[str]) -> None:
    from stanch.cli import show

    if reach.elsewhere_count:
        named = ", ".join(reach.elsewhere[:5])
        show.message(f"! {reach.elsewhere_count:,} things that the actor took are no part of this evidence ({named}): hand them in too.")
    for place in unreadable:
        show.message(f"! {place} was reached and could not be read: nobody knows whom it concerns")
