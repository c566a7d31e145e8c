"""Lists that are handed in and kept in the case: known people, those told already, those not to be contacted; and the clients' map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow as pa

from stanch.casefile.case import Case
from stanch.errors import WrongCall
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
UNPACKED = 2_000_000_000  # bytes


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
    table = _table(path)
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
        row for at, known in enumerate(told.to_pylist()) if (row := _row(path, kind, at, known, {role: extra[role][at] for role in OWN}))
    ]


def _table(path: Path) -> pa.Table:
    if path.suffix.casefold() in (".json", ".jsonl"):
        return _of_json(path)
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return _of_workbook(path)
    return tablefile.read_table(path)


def _of_workbook(path: Path) -> pa.Table:
    """The first sheet, read row by row: a workbook may claim more cells than there are, and hold more than was packed."""
    import zipfile

    import openpyxl

    from stanch.reading.readers.sheets import WIDEST, shown

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise WrongCall("the workbook unpacks to more than a list can be", where=str(path), do="Save the list as CSV.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = [
            [shown(cell.value, getattr(cell, "number_format", None) or "General") for cell in row[:WIDEST]]
            for row in islice((row for row in sheet.rows if row), MOST + 1)
        ]
    except (OSError, ValueError, KeyError, IndexError, SyntaxError, zipfile.BadZipFile) as error:
        raise WrongCall(f"not a readable workbook ({type(error).__name__})", where=str(path), do="Save the list as CSV.") from None
    rows = [row for row in rows if any(row)]
    head = [name or "" for name in rows[0]] if rows else []
    named = [name.strip() or f"column_{at + 1}" for at, name in enumerate(head)]
    unique = [name if named.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(named)]
    body = [(row + [None] * len(unique))[: len(unique)] for row in rows[1:]]
    return pa.table({name: pa.array([row[at] for row in body], pa.string()) for at, name in enumerate(unique)})


def _of_json(path: Path) -> pa.Table:
    """A list of objects, an object that holds one list, or an object a line."""
    import json

    try:
        text = path.read_text(encoding="utf-8-sig")
        told = [json.loads(line) for line in text.splitlines() if line.strip()] if path.suffix.casefold() == ".jsonl" else json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), None)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise WrongCall(
            "not a list of people in JSON", where=str(path), do='Write `[{"first_name": "Ana", "last_name": "Ruiz", ...}, ...]`.'
        )
    names = list(dict.fromkeys(str(name) for one in told for name in one))
    return pa.table({name: pa.array([_cell(one.get(name)) or None for one in told], pa.string()) for name in names})


def _cell(cell: object) -> str:
    """A value of JSON as text; what is nested says nothing here."""
    if cell is None or isinstance(cell, dict | list):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


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
