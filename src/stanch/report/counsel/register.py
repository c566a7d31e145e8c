"""The register of breaches (GDPR Art. 33(5) and its like) and the findings of no harm, with how long each is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from stanch import safe_csv
from stanch.records import Kept
from stanch.report.contents import Contents, place_name
from stanch.report.counsel.preservation import KINDS, period
from stanch.report.paper import PRACTICE
from stanch.report.press import Paper, Section
from stanch.report.wording import counted, moment, when

COLUMNS = (
    "record", "jurisdiction", "law", "cite", "owed", "kept_for_years", "keep_until", "facts", "effects", "measures",
    "decided_by", "grounds",
)  # fmt: skip
MOST_PLANNED = 5


def entry(contents: Contents) -> dict[str, str]:
    """What the register says of the breach: the facts, the effects, what was done (the three parts of Art. 33(5))."""
    facts, attack = contents.facts, contents.attack
    incident = facts.incident
    days = [
        f"{what} {day.isoformat()}"
        for what, day in (
            ("occurred", incident.occurred),
            ("ended", incident.ended),
            ("discovered", incident.discovered),
            ("determined", incident.determined),
        )
        if day
    ]
    people = sum(facts.affected.values())
    kinds = sorted({word for group in facts.data for word in group.elements})
    told = [incident.description or attack.cause.statement or (incident.kind or "cause not known").replace("_", " "), *days]
    effects = [
        f"{counted(people, 'person', 'people')} in {counted(len(facts.affected), 'place')}",
        f"kinds of data: {', '.join(kinds) or 'not known'}",
    ]
    effects += [f"finding on harm: {facts.harm.finding.replace('_', ' ')}"]
    effects += [f"for {code}: {word.replace('_', ' ')}" for code, word in sorted(facts.harm_by_jurisdiction.items())]
    done = [*_steps(contents), *(f"{action.title} ({action.status})" for action in contents.actions[:10])]
    return {"facts": "; ".join(told), "effects": "; ".join(effects), "measures": "; ".join(done) or "none recorded yet"}


def _steps(contents: Contents) -> list[str]:
    """Containment: what was taken and when, then what is planned. A register says what was done, not what somebody should do."""
    steps, taken = contents.attack.containment, contents.taken
    done = [f"{step.do} (taken {taken[step.id].at.date().isoformat()})" for step in steps if step.id in taken]
    return done + [f"{step.do} (planned)" for step in steps if step.id not in taken][:MOST_PLANNED]


def rows(kept: Sequence[Kept], contents: Contents, signed: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """A row for each record, in the order of the laws. `signed`: who signed the duty of a law, and on what grounds."""
    told = entry(contents)
    return [
        {
            "record": one.kind,
            "jurisdiction": one.jurisdiction,
            "law": one.law,
            "cite": one.cite,
            "owed": "yes" if one.is_owed else "conditional",
            "kept_for_years": one.years,
            "keep_until": keep_until(one, contents.now.date()),
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


def register_csv(found: Sequence[dict[str, Any]]) -> str:
    """The rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow([safe_csv.cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def register_paper(kept: Sequence[Kept], contents: Contents, signed: dict[str, tuple[str, str]]) -> Paper:
    """The register as a paper: one part for the breach, one for the records."""
    told = entry(contents)
    made = [
        (
            f"{place_name(one.jurisdiction)} ({one.cite})",
            KINDS.get(one.kind, one.kind) + ("" if one.is_owed else ", if owed"),
            f"{period(one)}{f', until {until}' if (until := keep_until(one, contents.now.date())) else ''}",
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
                rows=made,
                paragraphs=() if made else ["No law that binds here asks for a record on the facts known."],
            ),
        ],
    )
