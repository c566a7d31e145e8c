"""The printed papers: the summary for a meeting, and the after-action report filled from the case as far as it goes.

The after-action report follows the lessons-learned questions of NIST SP 800-61 (what happened and when, how well it was
handled, what to do otherwise, which measures prevent a repetition); what only the team can say has a box to write in.
"""

from __future__ import annotations

from pathlib import Path

from stanch.records import Action, Containment, Duty
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.known import known, letters_in_numbers, unknown
from stanch.report.press import Paper, Section, pressed
from stanch.report.wording import deadline, headline, moment, next_things, recipient, remaining, when

PRACTICE = "PRACTICE: an invented breach. Nobody in it exists, and nothing here is to be sent."
MOST = 60  # rows of a table on paper; the workbooks are complete
QUESTIONS = (
    "Who noticed the breach, and could it have been noticed earlier?",
    "What went well in the response?",
    "What was slow or missing: people, access, contacts, logs, decisions?",
    "Which step of the attack could have been stopped, and what would it have needed?",
    "Which instructions, contracts or trainings change because of it, and who sees to that?",
)


def summary(contents: Contents, path: Path) -> None:
    """summary.pdf: the first page's content, for a meeting."""
    sections = [
        Section(
            "The next five things to do",
            numbered=[f"{thing.do} {thing.who}. {thing.why}" for thing in next_things(contents)],
        ),
        Section("What is known", items=known(contents)),
        Section("What is not known yet", items=unknown(contents)),
        _clocks("Clocks, the most urgent first", contents.clocks, contents),
        *_unset(contents),
        _people(contents),
        _kinds(contents),
        Section(
            "How it happened",
            paragraphs=[contents.attack.cause.statement or "No cause is established yet."],
            items=[f"{when(one.time)}: {one.text}" for one in contents.attack.story[:MOST]],
        ),
        Section("In the first hours, in this order", numbered=[_step(step) for step in contents.attack.containment]),
        Section("Letters and filings, all drafts", items=[f"{count:,} {what}" for what, count in letters_in_numbers(contents)[:MOST]]),
        _actions(contents),
    ]
    _write(contents, "Breach summary", headline(contents), sections, path)


def after_action(contents: Contents, path: Path) -> None:
    """after-action.pdf: what happened, what was done, what was learnt, what changes."""
    incident = contents.facts.incident
    dates = [
        ("began", incident.occurred),
        ("ended", incident.ended),
        ("was discovered", incident.discovered),
        ("was confirmed as a breach", incident.determined),
    ]
    sections = [
        Section("In short", paragraphs=[headline(contents)], items=known(contents)),
        Section("Dates", items=[f"It {what}: {day.day} {day:%B %Y}." if day else f"It {what}: not stated." for what, day in dates]),
        Section(
            "The attack, step by step",
            columns=("When", "What", "Shown by"),
            widths=(3, 7, 4),
            rows=[(when(one.time), one.text, ", ".join(one.evidence[:3])) for one in contents.attack.story[:MOST]],
            paragraphs=() if contents.attack.story else ["No logs were given, or they do not tell."],
        ),
        Section("Cause", paragraphs=[contents.attack.cause.statement or "No cause is established yet."], items=_veris(contents)),
        _people(contents),
        _kinds(contents),
        _clocks("Duties and their dates", contents.required, contents),
        Section("Still open", items=unknown(contents) or ["No question is open."]),
        _actions(contents),
        Section("Lessons, for the team to write", questions=QUESTIONS),
    ]
    _write(contents, "After-action report", "Filled from the case; the boxes are for the team.", sections, path)


def _write(contents: Contents, title: str, under: str, sections: list[Section], path: Path) -> None:
    name = contents.facts.org.name or "The breached organisation"
    paper = Paper(
        title=f"{title}: {name}",
        under=under,
        author="Stanch",
        banner=PRACTICE if contents.practice else "",
        foot=f"As of {moment(contents.now)}. Confidential.",
        sections=[one for one in sections if one.paragraphs or one.items or one.numbered or one.rows or one.questions],
    )
    path.write_bytes(pressed(paper, contents.now))


def _clocks(heading: str, duties: list[Duty], contents: Contents) -> Section:
    rows = []
    for duty in duties[:MOST]:
        due = duty.deadline.due if duty.deadline else None
        date = f"{moment(due)} ({remaining(due, contents.now)})" if due else deadline(duty)
        mark = "" if duty.required is True else "Only if: " + "; ".join(duty.questions) + " "
        check = "" if duty.verified else " (not checked against the law itself)"
        rows.append((date, f"{place_name(duty.jurisdiction)}: {recipient(duty.recipient)}", f"{mark}{duty.cite}{check}"))
    more = [f"{len(duties) - MOST} more stand in duties.xlsx."] if len(duties) > MOST else []
    return Section(heading, columns=("Due", "Tell", "Because of"), widths=(4, 5, 5), rows=rows, paragraphs=more)


def _unset(contents: Contents) -> list[Section]:
    if contents.clocks or contents.facts.incident.discovered is not None:
        return []
    told = "Clocks may be running: no date can be worked out before it is known when the breach was discovered. Some laws give 72 hours."
    return [Section("Clocks", paragraphs=[told])]


def _people(contents: Contents) -> Section:
    rows = [(name, f"{count:,}") for _, name, count in by_residence(contents.people)]
    return Section("People by residence", columns=("Residence", "People"), widths=(4, 1), rows=rows[:MOST])


def _kinds(contents: Contents) -> Section:
    rows = [(name, f"{count:,}") for _, name, count in people_by_kind(contents.people)]
    return Section("People by kind of data exposed", columns=("Kind", "People"), widths=(4, 1), rows=rows[:MOST])


def _actions(contents: Contents) -> Section:
    return Section(
        "Corrective actions",
        columns=("Action", "Owner and date", "Proof needed", "Status"),
        widths=(6, 3, 5, 2),
        rows=[(_told(one), f"{one.owner}{f', by {one.due}' if one.due else ''}", one.proof_needed, one.status) for one in contents.actions],
    )


def _step(step: Containment) -> str:
    return f"{step.do} {step.why}" + (f" Do not: {step.do_not}" if step.do_not else "")


def _told(action: Action) -> str:
    return action.title + (" (would have stopped this breach)" if action.would_have_stopped_it else "")


def _veris(contents: Contents) -> list[str]:
    """The cause in VERIS words: `action: hacking: variety: Use of stolen creds`."""
    lines: list[str] = []

    def walk(words: tuple[str, ...], branch: object) -> None:
        if isinstance(branch, dict):
            for key, value in branch.items():
                walk((*words, str(key)), value)
        elif isinstance(branch, list | tuple) and any(isinstance(part, dict) for part in branch):
            for part in branch:
                walk(words, part)
        elif isinstance(branch, list | tuple):
            lines.append(": ".join((*words, ", ".join(map(str, branch)))))
        else:
            lines.append(": ".join((*words, str(branch))))

    walk((), contents.attack.cause.veris)
    return [f"VERIS {line}" for line in lines]
