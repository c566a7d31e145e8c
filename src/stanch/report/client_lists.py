"""For each client the list of its own people, as a table and a workbook, to be handed over beside the notice to that client.

A processor tells each controller of its people "to the extent possible" (45 CFR 164.410(c)(1); Cal. Civ. Code section 1798.82(b)), and
nobody of anybody else's. Of who stands in others' data as well only what this client's data tell is named: no address or mailbox, since
it may be the others' that was found. Identifiers stand as masks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from stanch import safe_csv
from stanch.records import Exposure, Person
from stanch.records.listed import file_of
from stanch.report.contents import Contents, label, place_name
from stanch.report.sheets import plain_cell, write
from stanch.vocabulary import elements

PREFIX = "people-of-"  # the files stand at the head of the report's folder, where the portal shows them
COLUMNS = (
    *("id", "name", "other names", "date of birth", "minor", "deceased", "e-mail", "telephone"),
    *("street", "city", "state", "postcode", "country", "lives in", "kinds exposed", "masked values", "found in", "note"),
)
SHARED = "Found in others' data too, which are not told here: reach this person by your own records."


def lay(contents: Contents, folder: Path) -> list[Path]:
    """Write `people-of-NAME.csv` and `.xlsx` for each client there; lists of clients that are none any more are removed."""
    written = [path for client, people in of_clients(contents.people).items() for path in write_list(client, people, folder, contents.now)]
    for left in {*folder.glob(f"{PREFIX}*")} - {*written}:
        left.unlink()
    return written


def of_clients(people: Iterable[Person]) -> dict[str, list[Person]]:
    """The people of each client, by name, in the order of where they live and what they are called."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for client in person.clients:
            found[client].append(person)
    return {client: sorted(found[client], key=lambda one: (one.residence or "", one.name, one.id)) for client in sorted(found)}


def write_list(client: str, people: Sequence[Person], folder: Path, now: datetime) -> tuple[Path, Path]:
    """One client's list, for the owner of the files alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    table, book = (folder / f"{PREFIX}{file_of(client)}.{ending}" for ending in ("csv", "xlsx"))
    with table.open("w", newline="", encoding="utf-8-sig", errors="replace") as stream:
        table.chmod(0o600)
        safe_csv.write(stream, COLUMNS, ([plain_cell(str("" if cell is None else cell)) for cell in _row(one, client)] for one in people))
    write(book, [("People", COLUMNS, (_row(one, client) for one in people))], now)
    book.chmod(0o600)
    return table, book


def _row(person: Person, client: str) -> tuple[Any, ...]:
    theirs = person.held_by(client)
    alone = not person.shares
    address = person.postal_address if alone else None
    return (
        *(person.id, person.name, "; ".join(person.other_names) if alone else "", person.dob if alone else ""),
        *("yes" if person.minor and alone else "", "yes" if person.deceased and alone else ""),
        *((person.email, person.phone) if alone else ("", "")),
        *((address.street, address.city, address.state, address.postcode, address.country) if address else ("", "", "", "", "")),
        place_name(person.residence) if person.residence and alone else "",
        "; ".join(dict.fromkeys(label(one.kind) for one in theirs.exposures)),
        "; ".join(_masked(theirs.exposures)),
        "; ".join(dict.fromkeys(place for one in theirs.exposures for place in one.sources)),
        "" if alone else SHARED,
    )


def _masked(exposures: Iterable[Exposure]) -> dict[str, None]:
    """The identifiers as masks, each once; a mask that shows nothing says nothing."""
    known = elements()
    numbers = (one for one in exposures if one.kind in known and known[one.kind].identifies and one.masked.strip("* "))
    return dict.fromkeys(f"{label(one.kind)} {one.masked}" for one in numbers)
