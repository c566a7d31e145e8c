"""Lists as workbooks. Every cell is written as text, so that a name like `=cmd|…` stays a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stanch.records import Aside, Contact, Duty, Person
from stanch.report.contents import Contents, label, place_name
from stanch.report.reached import WORDS, Standing, contact_of, exhibits
from stanch.report.wording import deadline, moment, recipient, remaining

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
LONGEST = 32_000  # characters in a cell; the format's own limit is 32,767
DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_ROWS = 1_000_000  # rows in a sheet; the format's own limit is 1,048,576


def people(contents: Contents, path: Path) -> None:
    """people.xlsx: the list, the entries that may be one person, who is not on the list, and rows of lists that met nobody."""
    reach = contents.attack.reach
    columns = (
        *("id", "name", "other names", "date of birth", "minor", "deceased", "e-mail", "telephone", "street", "city", "state", "postcode"),
        *(
            "country",
            "residence",
            "residence from",
            "kinds exposed",
            "reached",
            "masked values",
            "letter",
            "relation",
            "language",
            "confidence",
            "joined by",
            "lists",
            "clients",
            "sources",
        ),
    )
    names = {person.id: person.name for person in contents.people}
    written: dict[str, list[str]] = {}
    for notice in contents.notices:
        written.setdefault(notice.person or "", []).append(notice.id)
    doubtful = [
        (pair.left, names.get(pair.left), pair.right, names.get(pair.right), f"{pair.probability:.2f}", "; ".join(pair.evidence))
        for pair in sorted(contents.doubtful, key=lambda pair: pair.is_household)
    ]
    write(
        path,
        [
            ("People", columns, (_person(person, written.get(person.id, []), contact_of(reach, person)) for person in contents.people)),
            ("For review", ("id", "name", "other id", "other name", "probability", "evidence"), doubtful),
            ("Not on the list", ("id", "name", "what", "kinds exposed", "why", "decided by"), map(_aside, contents.asides)),
            ("What was reached", ("exhibit", "reached", "why", "first", "last", "lines that show it"), map(_place, _places(contents))),
            ("Rows that met nobody", ("list", "row", "name", "why"), contents.unmet),
        ],
        contents.now,
    )


def duties(contents: Contents, path: Path) -> None:
    """duties.xlsx: what must be done, what turns on an open question, and what does not apply and why."""
    columns = (
        *("jurisdiction", "code", "recipient", "due", "remaining", "deadline", "people", "months", "citation", "reason", "questions"),
        *("must contain", "must not contain", "checked against the source", "note", "source"),
    )
    sheets: list[Sheet] = [
        (title, columns, [_duty(duty, contents.now) for duty in rows])
        for title, rows in (
            ("Required", contents.required),
            ("Turns on a question", contents.conditional),
            ("Does not apply", contents.not_required),
        )
    ]
    write(path, sheets, contents.now)


def actions(contents: Contents, path: Path) -> None:
    """actions.xlsx: corrective actions."""
    columns = (
        "order",
        "action",
        "why",
        "owner",
        "due",
        "effort",
        "cost",
        "currency",
        "after",
        "would have stopped this breach",
        "references",
        "proof needed",
        "status",
        "proof",
    )
    rows = [
        (
            *(one.order, one.title, one.why, one.owner, one.due, one.effort, one.cost, one.currency),
            *(", ".join(one.after), "yes" if one.would_have_stopped_it else "no"),
            *(", ".join(one.controls), one.proof_needed, one.status, one.proof),
        )
        for one in contents.actions
    ]
    write(path, [("Corrective actions", columns, rows)], contents.now)


def unread(contents: Contents, path: Path) -> None:
    """unread.xlsx: what could not be read, and why."""
    rows = [(one.locator, one.reason, one.detail, one.step) for one in contents.unread]
    write(path, [("Unread", ("where", "reason", "detail", "step"), rows)], contents.now)


def write(path: Path, sheets: Sequence[Sheet], now: datetime) -> None:
    """A workbook of text cells with a header row, filters and a frozen first row; long lists go on on a further sheet."""
    import xlsxwriter

    as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    # The writer's own temporary files name people: they lie where the workbook will, never in a folder that others share.
    options = {"constant_memory": True, "tmpdir": str(path.parent), **as_text}
    partial = path.with_name(path.name + ".partial")
    try:
        with xlsxwriter.Workbook(str(partial), options) as book:
            book.set_properties({"title": path.stem, "created": now.replace(tzinfo=None)})
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            for title, columns, rows in sheets:
                _sheet(book, bold, title, columns, iter(rows))
    except xlsxwriter.exceptions.FileCreateError as error:
        # It hides the fault of the system (a full disk, a missing permission) that the user must know.
        raise next((part for part in error.args if isinstance(part, OSError)), OSError(str(error))) from error
    partial.replace(path)


def _sheet(book: Any, bold: Any, title: str, columns: Sequence[str], rows: Any) -> None:
    part, more = 1, True
    while more:
        sheet = book.add_worksheet(title if part == 1 else f"{title} {part}")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 14 if len(column) < 14 else 22)
            sheet.write_string(0, at, column, bold)
        number, more = 0, False
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, _text(cell))
            if number == MOST_ROWS:
                more = True
                break
        sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)
        part += 1


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return moment(cell)
    return plain_cell(cell.isoformat() if isinstance(cell, date) else str(cell))


def plain_cell(text: str) -> str:
    """Text that may stand in a cell, and shows on the screen as it is."""
    # Control characters are no XML; surrogates are no UTF-8; marks of direction turn a name or path round on the screen.
    clean = (
        "".join(char if char in "\t\n" or ord(char) >= 32 else " " for char in text if char not in DIRECTION)
        .encode("utf-8", "replace")
        .decode()
    )
    return clean[:LONGEST]


def _places(contents: Contents) -> Iterable[Standing]:
    reach = contents.attack.reach
    return exhibits(reach, contents.exhibits) if reach else ()


def _place(one: Standing) -> tuple[Any, ...]:
    return one.locator, WORDS[one.contact], one.why, one.first, one.last, ", ".join(one.evidence)


def _person(person: Person, written: Sequence[str], contact: Contact) -> tuple[Any, ...]:
    address = person.postal_address
    exposed = sorted({exposure.kind for exposure in person.exposures})
    return (
        *(
            person.id,
            person.name,
            "; ".join(person.other_names),
            person.dob,
            "yes" if person.minor else "",
            "yes" if person.deceased else "",
        ),
        *(person.email, person.phone),
        *((address.street, address.city, address.state, address.postcode, address.country) if address else ("", "", "", "", "")),
        *(person.residence, person.residence_reason, ", ".join(label(kind) for kind in exposed), WORDS[contact]),
        "; ".join(
            dict.fromkeys(f"{label(exposure.kind)} {exposure.masked}" for exposure in person.exposures if exposure.masked.strip("* "))
        ),
        "; ".join(written) or "none",
        *(person.relation, person.language, f"{person.confidence:.2f}", "; ".join(person.joined_by)),
        *("; ".join(f"{match.says} ({match.place})" for match in person.matches), "; ".join(person.clients), "; ".join(person.sources)),
    )


def _aside(one: Aside) -> tuple[Any, ...]:
    kinds = ", ".join(label(kind) for kind in sorted({exposure.kind for exposure in one.person.exposures}))
    return one.id, one.person.name, one.cause.replace("_", " "), kinds, one.reason, one.decided_by


def _duty(duty: Duty, now: datetime) -> tuple[Any, ...]:
    # What does not apply is never overdue.
    due = duty.deadline.due if duty.deadline and duty.required is not False else None
    return (
        *(place_name(duty.jurisdiction), duty.jurisdiction, recipient(duty.recipient), due, remaining(due, now), deadline(duty)),
        *(
            duty.people,
            duty.months,
            duty.cite,
            duty.reason,
            "; ".join(duty.questions),
            ", ".join(duty.contents),
            ", ".join(duty.must_not_contain),
        ),
        *("yes" if duty.verified else "NO", duty.note, duty.url),
    )
