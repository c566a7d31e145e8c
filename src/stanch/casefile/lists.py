"""Lists that are handed in and kept in the case: known people, those told already, those not to be contacted; and the clients' map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from stanch.casefile.case import Case
from stanch.errors import WrongCall
from stanch.extent import handed
from stanch.people import clients as maps
from stanch.people import columns, days, tablefile, tabular
from stanch.people.lists import NAMES
from stanch.records import Client, Listed, PostalAddress
from stanch.records.listed import ListName

# Columns that only such lists have, by header.
OWN = {
    "person": re.compile(r"(stanch |person )+id|person", re.IGNORECASE),
    "on": re.compile(
        r"(date|day)( of)?( notice| notified| sent| letter)?|notified( on)?|sent( on)?|notice ?date|letter ?date", re.IGNORECASE
    ),
    "elements": re.compile(r"elements|kinds|data( told| named)?|told( of)?", re.IGNORECASE),
    "note": re.compile(r"note|notes|reason|why|comment|remarks?", re.IGNORECASE),
}
TELLING = {"full_name", "first_name", "last_name", "email"}
MOST = 5_000_000


def hand_in(case: Case, files: dict[ListName, Path], clients: Path | None = None) -> None:
    """Read lists and keep them in the case; one that is given again takes the place of the former of its kind,
    but known people add up. Raises `WrongCall`.
    """
    if files:
        # Whom one knows may stand in several files; who is not to be written to is what the last list says.
        kept = [row for row in case.store.get(Listed) if row.kind not in files or row.kind == "known"]
        fresh = [row for kind, path in files.items() for row in read(path, kind)]
        case.store.put(Listed, list(dict.fromkeys([*kept, *fresh])))
    if clients is not None:
        case.store.put(Client, maps.read_clients(clients))


def read(path: Path, kind: ListName) -> list[Listed]:
    """The rows of one list (CSV, Parquet, Excel, JSON; the first row names the columns). Raises `WrongCall` where it tells of nobody."""
    table, places = _filled(_table(path))
    if not 0 < len(table) <= MOST:
        raise WrongCall("the list has no rows" if not len(table) else f"the list has more than {MOST:,} rows", where=str(path))
    own = {role: next((name for name in table.column_names if shape.fullmatch(_header(name))), None) for role, shape in OWN.items()}
    rest = table.select([name for name in table.column_names if name not in own.values()])
    roles = columns.roles(rest) if rest.num_columns else {}
    if not (own["person"] or TELLING & set(roles.values())):
        raise WrongCall(
            f"nobody can be told by the list of people {NAMES[kind]}: no column holds ids, names or e-mail addresses",
            where=f"{path} ({', '.join(table.column_names[:8])})",
            do="Give a header line with such columns as person_id, first_name, last_name, email, date_of_birth, street, city, state, zip.",
        )
    told = tabular.partial_records(rest, roles, latest=date.today().year)  # noqa: DTZ011 only tells the century of two-figure years
    extra = {role: table.column(name).to_pylist() if name else [None] * len(table) for role, name in own.items()}
    return [
        row
        for at, known in enumerate(told.to_pylist())
        if (row := _row(path, kind, places[at], known, {role: extra[role][at] for role in OWN}))
    ]


def _filled(table: pa.Table) -> tuple[pa.Table, list[int]]:
    """The rows in which anything stands, and their places: a workbook may claim a million below its last."""
    if not table.num_columns:
        return table, []
    empty = reduce(pc.and_, (pc.is_null(column) for column in table.columns))
    places = pc.indices_nonzero(pc.invert(empty))
    return table.take(places), places.to_pylist()


def _table(path: Path) -> pa.Table:
    if handed.form(path) in ("text", "parquet"):
        return tablefile.read_table(path)
    header, rows = handed.table(path)
    named = [name or f"column_{at + 1}" for at, name in enumerate(header)]
    unique = [name if named.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(named)]
    return pa.table(
        {name: pa.array([(row[at] if at < len(row) else "") or None for row in rows], pa.string()) for at, name in enumerate(unique)}
    )


def _header(name: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", name).split())


def _row(path: Path, kind: ListName, at: int, known: dict[str, str | None], own: dict[str, str | None]) -> Listed | None:
    told = {name: value or "" for name, value in known.items()}
    name = told["full_name"] or " ".join(told[part] for part in ("given", "middle", "family", "suffix") if told[part])
    person = own["person"] or ""
    person = person if person.startswith("p-") else ""
    if not (name or person or told["email"]):
        return None
    address = PostalAddress(*(told[part] for part in ("street", "city", "region", "postcode", "country")))
    return Listed(
        kind=kind,
        place=f"{path.name}, line {at + 2}",
        person=person,
        name=name,
        dob=date.fromisoformat(told["dob"]) if told["dob"] else None,
        email=told["email"],
        phone=told["phone"],
        postal_address=address if address != PostalAddress() else None,
        on=_day(own["on"] or ""),
        elements=tuple(sorted({word.strip() for word in re.split(r"[,;|]", own["elements"] or "") if word.strip()})),
        note=own["note"] or "",
    )


def _day(text: str) -> date | None:
    read = days.reader([text])(text) if text else None
    return date.fromisoformat(read) if read else None


def counts(listed: Iterable[Listed]) -> dict[str, int]:
    """How many rows each list has."""
    found: dict[str, int] = {}
    for row in listed:
        found[row.kind] = found.get(row.kind, 0) + 1
    return found
