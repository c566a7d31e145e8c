"""The register of breaches (GDPR Art. 33(5) and its like) and the findings of no harm, with how long each is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stanch import safe_csv
from stanch.records import Facts, Kept
from stanch.report.contents import Contents, label, place_name
from stanch.report.counsel.preservation import KINDS, period
from stanch.report.paper import PRACTICE
from stanch.report.phrase import Phrase, together
from stanch.report.press import Paper, Section
from stanch.report.wording import moment, when

COLUMNS = (
    "record", "jurisdiction", "law", "cite", "owed", "kept_for_years", "keep_until", "facts", "effects", "measures",
    "decided_by", "grounds",
)  # fmt: skip
MOST_PLANNED = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of the breach: the facts, the effects, what was done (the three parts of Art. 33(5)), a line for each."""

    facts: tuple[str, ...]
    effects: tuple[str, ...]
    measures: tuple[str, ...]


def entry(contents: Contents) -> dict[str, str]:
    """The entry in running text, as lists and papers hold it."""
    told = lines(contents)
    return {
        "facts": "; ".join(told.facts),
        "effects": "; ".join(told.effects),
        "measures": "; ".join(told.measures) or "none recorded yet",
    }


def lines(contents: Contents) -> Entry:
    """The entry, line by line; sentences of ours remember their patterns."""
    facts, attack = contents.facts, contents.attack
    incident, finding = facts.incident, facts.harm.finding.replace("_", " ")
    days = (
        Phrase("occurred %(day)s", day=incident.occurred.isoformat()) if incident.occurred else "",
        Phrase("ended %(day)s", day=incident.ended.isoformat()) if incident.ended else "",
        Phrase("discovered %(day)s", day=incident.discovered.isoformat()) if incident.discovered else "",
        Phrase("determined %(day)s", day=incident.determined.isoformat()) if incident.determined else "",
    )
    lost = facts.without_residence or 0
    told = incident.description or attack.cause.statement or (incident.kind or "cause not known").replace("_", " ")
    return Entry(
        (told, *(one for one in days if one)),
        (
            Phrase("%(people)s in %(places)s", people=_people(sum(facts.affected.values()) + lost), places=_places(len(facts.affected))),
            *([Phrase("where they live is not known: %(people)s", people=_people(lost))] if lost else ()),
            Phrase("kinds of data: %(kinds)s", kinds=_kinds(facts)),
            Phrase("finding on harm: %(finding)s", finding=finding),
            *(
                Phrase("for %(place)s: %(finding)s", place=code, finding=word.replace("_", " "))
                for code, word in sorted(facts.harm_by_jurisdiction.items())
            ),
        ),
        (
            *_steps(contents),
            *(Phrase("%(what)s (%(state)s)", what=action.title, state=action.status) for action in contents.actions[:10]),
        ),
    )


def _people(number: int) -> Phrase:
    return Phrase("%(number)s person", number=number) if number == 1 else Phrase("%(number)s people", number=number)


def _places(number: int) -> Phrase:
    return Phrase("%(number)s place", number=number) if number == 1 else Phrase("%(number)s places", number=number)


def _kinds(facts: Facts) -> str:
    found: str = together(map(label, sorted({word for group in facts.data for word in group.elements})), ", ")
    return found or "not known"


def _steps(contents: Contents) -> list[str]:
    """Containment: what was taken and when, then what is planned. A register says what was done, not what somebody should do."""
    steps, taken = contents.attack.containment, contents.taken
    done: list[str] = [
        Phrase("%(what)s (taken %(day)s)", what=step.do, day=taken[step.id].at.date().isoformat()) for step in steps if step.id in taken
    ]
    return done + [Phrase("%(what)s (planned)", what=step.do) for step in steps if step.id not in taken][:MOST_PLANNED]


def rows(kept: Sequence[Kept], contents: Contents, signed: dict[str, tuple[str, str]], *, made: date | None = None) -> list[dict[str, Any]]:
    """A row for each record, in the order of the laws. `signed`: who signed the duty of a law, and on what grounds.

    `made`: the day on which the record was finished, when the case was closed; until then it is of the day of `contents`.
    """
    told = entry(contents)
    return [
        {
            "record": one.kind,
            "jurisdiction": one.jurisdiction,
            "law": one.law,
            "cite": one.cite,
            "owed": "yes" if one.is_owed else "conditional",
            "kept_for_years": one.years,
            "keep_until": keep_until(one, made or contents.now.date()),
            **told,
            "decided_by": signed.get(one.jurisdiction, ("", ""))[0],
            "grounds": signed.get(one.jurisdiction, ("", ""))[1],
        }
        for one in kept
    ]


def keep_until(one: Kept, made: date) -> str:
    """The day up to which a record made on this day is kept; empty where the law names no period."""
    if one.years is None:
        return ""
    try:
        return made.replace(year=made.year + one.years).isoformat()
    except ValueError:
        return made.replace(year=made.year + one.years, month=3, day=1).isoformat()


def register_csv(found: Sequence[dict[str, Any]], *, before: tuple[str, ...] = ()) -> str:
    """The rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe. `before`: columns in front of these."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*before, *COLUMNS))
    for row in found:
        writer.writerow([safe_csv.cell(row[name]) for name in (*before, *COLUMNS)])
    return out.getvalue()


def register_paper(kept: Sequence[Kept], contents: Contents, signed: dict[str, tuple[str, str]], *, made: date | None = None) -> Paper:
    """The register as a paper: one part for the breach, one for the records. `made` as of `rows`."""
    told = entry(contents)
    table = [
        (
            f"{place_name(one.jurisdiction)} ({one.cite})",
            KINDS.get(one.kind, one.kind) + ("" if one.is_owed else ", if owed"),
            f"{period(one)}{f', until {until}' if (until := keep_until(one, made or contents.now.date())) else ''}",
            ", ".join(part for part in signed.get(one.jurisdiction, ("", "")) if part),
        )
        for one in kept
    ]
    return Paper(
        title=f"Register of breaches: {contents.facts.org.name or 'the organisation'}",
        under=f"Entry made {when(contents.now)}.",
        author="Stanch",
        banner=PRACTICE if contents.practice else "CONFIDENTIAL",
        foot=f"As of {moment(contents.now)}.",
        sections=[
            Section("Facts of the breach", paragraphs=[told["facts"]]),
            Section("Its effects", paragraphs=[told["effects"]]),
            Section("What was done", paragraphs=[told["measures"]]),
            Section(
                "Records kept",
                columns=("Law", "Record", "Kept for", "Decided by, on what grounds"),
                widths=(5, 3, 4, 5),
                rows=table,
                paragraphs=() if table else ["No law that binds here asks for a record on the facts known."],
            ),
        ],
    )
