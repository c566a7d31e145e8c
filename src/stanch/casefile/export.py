"""Writes the notification list to a file outside the case: CSV, Excel or JSON; told in the journal, with the file's hash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from stanch import safe_csv
from stanch.casefile.case import Case
from stanch.casefile.listing import COLUMNS, NotificationList, build
from stanch.errors import WrongCall
from stanch.report import plain_cell, workbook
from stanch.vault import write_whole

FORMS = (".csv", ".xlsx", ".json")


def export(case: Case, out: Path, *, by: str) -> NotificationList:
    """Write the list. Raises `WrongCall` on an unknown form, or a place inside the case's own folder."""
    form = out.suffix.casefold()
    if form not in FORMS:
        raise WrongCall(f"no form for {out.name!r}", do=f"Name a file that ends in {', '.join(FORMS)}.")
    if case.folder.resolve() in out.resolve().parents:
        raise WrongCall(
            "the list would lie inside the case's folder", where=str(out), do="Name a place elsewhere: the case is sealed, this is not."
        )
    if not out.parent.is_dir():
        raise WrongCall("there is no such folder", where=str(out.parent), do="Make it first.")
    made = build(case)
    if form == ".xlsx":
        _workbook(case, made, out)
    else:
        write_whole(out, (_csv(made) if form == ".csv" else _json(made)).encode("utf-8", "backslashreplace"))
    out.chmod(0o600)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    people = len(made.of("person"))
    case.journal.append("export people", out.name, by=by, details={"people": people, "rows": len(made.rows), "sha256": digest})
    return made


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before one that begins like one."""
    return safe_csv.cell(plain_cell(text))


def flat(value: Any) -> str:
    """A value as one cell."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _csv(made: NotificationList) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(flat(row[column])) for column in COLUMNS] for row in made.rows)
    # The mark tells Excel that the text is UTF-8.
    return "\ufeff" + stream.getvalue()


def _json(made: NotificationList) -> str:
    content = {
        "people": made.of("person"),
        "companies": made.of("company"),
        "set_aside": made.of("set aside"),
        "unmet": list(made.unmet),
        "account": [{"what": what, "number": number, "meaning": meaning} for what, number, meaning in made.account],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _workbook(case: Case, made: NotificationList, out: Path) -> None:
    heads = tuple(column.replace("_", " ") for column in COLUMNS)
    people = made.of("person")
    sheets: list[Any] = [
        (title, heads, [[flat(row[column]) for column in COLUMNS] for row in rows])
        for title, rows in (
            ("People", people),
            ("Residence not known", [row for row in people if not row["residence"]]),
            ("Not deliverable", [row for row in people if row["deliverable"] == "no"]),
            ("No letter", [row for row in people if row["no_letter_because"]]),
            ("Companies", made.of("company")),
            ("Set aside", made.of("set aside")),
        )
    ]
    met = ("list", "place", "name", "why")
    sheets.append(("Rows that met nobody", met, [[row[name] for name in met] for row in made.unmet]))
    sheets.append(("Account", ("what", "number", "meaning"), made.account))
    workbook(out, sheets, case.clock())
