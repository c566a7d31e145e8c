"""The register of breaches (GDPR Art. 33(5) and its like) as a list: a breach a row, with who was to be told, and what is kept how long."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from stanch.casefile import closing, counsel, crowd, destruction, ledger
from stanch.casefile.case import Case
from stanch.casefile.duties import DutyState, duty_states
from stanch.errors import WrongCall
from stanch.notices.accounting import REACHED
from stanch.records import DataSet, Kept
from stanch.report.contents import Contents
from stanch.report.counsel import register_csv, register_paper
from stanch.report.counsel.preservation import KINDS, period
from stanch.report.counsel.register import COLUMNS, Entry, keep_until, lines, rows
from stanch.report.press import pressed

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A record that a law has us keep, up to which day, and who signed what it rests on."""

    kept: Kept
    until: str
    decided_by: str
    grounds: str

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return KINDS.get(self.kept.kind, self.kept.kind.replace("_", " "))

    @property
    def period(self) -> str:
        """How long its law has it kept."""
        return period(self.kept)


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach in the register.

    `entry`: its facts, effects and the remedial action; `told`: the duties to tell somebody, with what was decided on what grounds;
    `asking` more turn on open questions. `people` are on the list, `reached` were told. `records`: what is kept of it. `closed`: when the
    case was closed; null while it is open.
    """

    reference: str
    organisation: str
    discovered: date | None
    entry: Entry
    told: tuple[DutyState, ...]
    asking: int
    people: int
    reached: int
    records: tuple[Record, ...]
    closed: closing.Closing | None


def breach(case: Case, contents: Contents, *, organisation: str, now: datetime) -> Breach:
    """A case as the register has it."""
    kept, signed = counsel.register(case, now=now)
    end, gone = closing.closed(case), destruction.counted_before(case)
    made = _finished(end, now)
    states = gone["by state"] if gone else ledger.on_the_board(case).counts
    outside = [one for one in duty_states(case, now=now) if one.duty.required is not False and not _is_our_own(one)]
    records = (Record(one, keep_until(one, made), *signed.get(one.jurisdiction, ("", ""))) for one in kept)
    return Breach(
        case.journal.head().case[:8],
        organisation,
        contents.facts.incident.discovered,
        lines(_told(case, contents)),
        tuple(one for one in outside if one.duty.required is True or one.decision),
        sum(one.duty.required is not True and one.decision is None for one in outside),
        sum(states.values()),
        sum(states.get(state, 0) for state in REACHED),
        tuple(records),
        end,
    )


def _told(case: Case, contents: Contents) -> Contents:
    """The contents with what is known of the people: counted now, or as it was when their list was destroyed."""
    facts, gone = crowd.situation(case), destruction.counted_before(case)
    if gone:
        places = {place: number for place, number in gone["by residence"].items() if place != destruction.NOT_KNOWN}
        kinds = (DataSet(elements=tuple(gone.get("elements", ()))),)
        lost = facts.without_residence or gone["by residence"].get(destruction.NOT_KNOWN)
        facts = replace(facts, affected={**places, **facts.affected}, data=facts.data or kinds, without_residence=lost)
    return replace(contents, facts=facts)


def _is_our_own(state: DutyState) -> bool:
    """A record or a service: nobody is told by it."""
    return state.duty.recipient.startswith(("register:", "service:"))


def _finished(end: closing.Closing | None, now: datetime) -> date:
    """The day from which records are kept: the day on which the case was closed, else this one."""
    return end.at.date() if end else now.date()


def written(case: Case, contents: Contents, form: str, *, now: datetime) -> bytes:
    """The register as a file of one of `FORMS`. Raises `WrongCall` for another."""
    if form == "pdf":
        kept, signed = counsel.register(case, now=now)
        return pressed(register_paper(kept, _told(case, contents), signed, made=_finished(closing.closed(case), now)), now)
    return of_several(listed(case, contents, now=now), form)


def listed(case: Case, contents: Contents, *, now: datetime) -> list[dict[str, Any]]:
    """A row for each record that is kept of the breach, as `COLUMNS` name its cells."""
    kept, signed = counsel.register(case, now=now)
    return rows(kept, _told(case, contents), signed, made=_finished(closing.closed(case), now))


def of_several(found: Sequence[dict[str, Any]], form: str, *, before: tuple[str, ...] = ()) -> bytes:
    """Rows as one CSV or XLSX file; `before`: columns that stand before those of the register, as where it is of several breaches."""
    if form == "csv":
        return register_csv(found, before=before).encode("utf-8-sig")
    if form == "xlsx":
        columns = (*before, *COLUMNS)
        return _book([columns, *([row[name] for name in columns] for row in found)])
    raise WrongCall(f"the register is not written as {form!r}", do=f"Ask for one of: {', '.join(FORMS)}.")


def _book(table: Sequence[Sequence[object]]) -> bytes:
    """A workbook of texts alone: a cell that begins like a formula is none."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet, bold = book.add_worksheet("Register of breaches"), book.add_format({"bold": True})
        for place, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, "" if cell is None else str(cell)[:32_000], bold if place == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS), 24)
    return stream.getvalue()
