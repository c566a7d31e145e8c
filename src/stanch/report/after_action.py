"""The after-action report in two versions: the whole one, for counsel and the team, and one that may be shown to others.

Both follow the lessons-learned questions of NIST SP 800-61 (what happened and when, how well it was handled, what to do
otherwise, which measures prevent a repetition). The whole one names decisions with their grounds, what is open and what went badly,
and is marked privileged: whether it is, is for counsel to say. The other one is made of what stands firm and may be known:
days, the course by its tactics, people in numbers, measures that are done. It names no account, address, machine, file or person,
nothing that is open, and no judgement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from stanch.records import Action
from stanch.report.contents import UNRESOLVED, Contents, by_residence, people_by_kind, place_name
from stanch.report.known import known, unknown
from stanch.report.paper import MOST, actions_table, kinds_table, people_table, running, veris_lines, write_paper
from stanch.report.press import Section
from stanch.report.wording import headline, when

MARK = "PRIVILEGED AND CONFIDENTIAL: prepared at the direction of counsel in expectation of claims. Do not copy or forward."
FEW = 10  # people of a place or kind, below which a number could point at one of them
QUESTIONS = (
    "Who noticed the breach, and could it have been noticed earlier?",
    "What went well in the response?",
    "What was slow or missing: people, access, contacts, logs, decisions?",
    "Which step of the attack could have been stopped, and what would it have needed?",
    "What did it cost: hours, outside help, notices, services, lost business?",
    "Which instructions, contracts or trainings change because of it, and who sees to that?",
)
STEPS = {
    "reconnaissance": "Systems were looked over from outside.",
    "resource-development": "Preparations for the attack were seen.",
    "initial-access": "Somebody without permission came in.",
    "execution": "Programs were run without permission.",
    "persistence": "A way to come back was set up.",
    "privilege-escalation": "Higher rights were taken.",
    "defense-evasion": "Traces were hidden or protection was passed by.",
    "credential-access": "Passwords or sign-ins were tried or taken.",
    "discovery": "Systems were looked over from within.",
    "lateral-movement": "Other systems were reached.",
    "collection": "Data was gathered.",
    "command-and-control": "Systems were steered from outside.",
    "exfiltration": "Data was carried out.",
    "impact": "Data or systems were damaged or locked.",
}


def privileged(contents: Contents, path: Path) -> None:
    """after-action.pdf: what happened, what was done and decided, what was learnt, what changes."""
    sections = [
        Section("In short", paragraphs=[headline(contents)], items=known(contents)),
        Section("Dates", items=[f"It {what}: {_day(day)}." if day else f"It {what}: not stated." for what, day in _dates(contents)]),
        Section(
            "The attack, step by step",
            columns=("When", "What", "Shown by"),
            widths=(3, 7, 4),
            rows=[(when(one.time), one.text, ", ".join(one.evidence[:3])) for one in contents.attack.story[:MOST]],
            paragraphs=() if contents.attack.story else ["No logs were given, or they do not tell."],
        ),
        Section("Cause", paragraphs=[contents.attack.cause.statement or "No cause is established yet."], items=veris_lines(contents)),
        Section("Why it could happen", columns=("Finding", "Said of it"), widths=(7, 7), rows=list(contents.failed[:MOST])),
        people_table(contents),
        kinds_table(contents),
        running("Duties and their dates", contents.required, contents),
        Section(
            "Decisions and their grounds",
            columns=("When", "Who", "Decision", "Grounds"),
            widths=(3, 3, 4, 6),
            rows=[(when(one.at), one.by, one.decision, one.grounds) for one in contents.decided[-MOST:]],
        ),
        Section("Still open", items=unknown(contents) or ["No question is open."]),
        actions_table(contents),
        Section("Lessons, for the team to write", questions=QUESTIONS),
    ]
    write_paper(contents, "After-action report", "Filled from the case; the boxes are for the team.", sections, path, banner=MARK)


def shareable(contents: Contents, path: Path) -> None:
    """after-action-shareable.pdf: what may be told to customers, partners and insurers once counsel has agreed."""
    done = [one for one in contents.actions if one.status == "done"]
    sections = [
        Section("What happened", paragraphs=[_what(contents)]),
        Section("Dates", items=[f"It {what}: {_day(day)}." for what, day in _dates(contents) if day]),
        Section("The course", items=list(_course(contents))),
        Section("Whom it concerns", items=list(_numbers(contents))),
        Section("What was done", items=[_measure(one) for one in done], paragraphs=() if done else ["Measures are under way."]),
    ]
    under = "Made of what is established. It names no person, account, machine or address. To be released by counsel."
    write_paper(contents, "Report on the incident", under, sections, path)


def _dates(contents: Contents) -> list[tuple[str, date | None]]:
    incident = contents.facts.incident
    return [
        ("began", incident.occurred),
        ("ended", incident.ended),
        ("was discovered", incident.discovered),
        ("was confirmed as a breach", incident.determined),
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _what(contents: Contents) -> str:
    kind = (contents.facts.incident.kind or "security incident").replace("_", " ")
    name = contents.facts.org.name or "The organisation"
    return f"{name} had a security incident ({kind})." if kind != "security incident" else f"{name} had a security incident."


def _course(contents: Contents) -> Iterator[str]:
    """The steps by their tactics alone, each once, with its first day."""
    told: set[str] = set()
    for one in contents.attack.story:
        if one.tactic in STEPS and one.tactic not in told:
            told.add(one.tactic)
            yield f"{_day(one.time.date())}: {STEPS[one.tactic]}"


def _numbers(contents: Contents) -> Iterator[str]:
    """People in numbers; small ones are told as "fewer than ten"."""
    if contents.people:
        yield f"People: {_count(len(contents.people))}."
    for code, name, count in by_residence(contents.people):
        yield f"{name if code == UNRESOLVED else place_name(code)}: {_count(count)}."
    yield from (f"Kind of data: {name}, {_count(count)}." for _, name, count in people_by_kind(contents.people))


def _count(number: int) -> str:
    return f"{number:,}" if number >= FEW else "fewer than ten"


def _measure(action: Action) -> str:
    return action.title.rstrip(".") + "."
