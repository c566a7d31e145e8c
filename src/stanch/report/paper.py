"""The printed summary for a meeting, and the parts that other papers share with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stanch.records import Action, Containment, Duty
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.known import known, letters_in_numbers, unknown
from stanch.report.press import Paper, Section, pressed
from stanch.report.wording import deadline, headline, moment, next_things, recipient, remaining, when

PRACTICE = "PRACTICE: an invented breach. Nobody in it exists, and nothing here is to be sent."
MOST = 60  # rows of a table on paper; the workbooks are complete


def summary(contents: Contents, path: Path) -> None:
    """summary.pdf: the first page's content, for a meeting."""
    sections = [
        Section(
            "The next five things to do",
            numbered=[f"{thing.do} {thing.who}. {thing.why}" for thing in next_things(contents)],
        ),
        Section("What is known", items=known(contents)),
        Section("What is not known yet", items=unknown(contents)),
        running("Clocks, the most urgent first", contents.clocks, contents),
        *_unset(contents),
        people_table(contents),
        kinds_table(contents),
        Section(
            "How it happened",
            paragraphs=[contents.attack.cause.statement or "No cause is established yet."],
            items=[f"{when(one.time)}: {one.text}" for one in contents.attack.story[:MOST]],
        ),
        Section("In the first hours, in this order", numbered=[_step(step, contents) for step in contents.attack.containment]),
        Section("Letters and filings, all drafts", items=[f"{count:,} {what}" for what, count in letters_in_numbers(contents)[:MOST]]),
        actions_table(contents),
    ]
    write_paper(contents, "Breach summary", headline(contents), sections, path)


def write_paper(contents: Contents, title: str, under: str, sections: list[Section], path: Path, *, banner: str = "") -> None:
    """Set a paper of these sections; those that are empty are left out."""
    name = contents.facts.org.name or "The breached organisation"
    paper = Paper(
        title=f"{title}: {name}",
        under=under,
        author="Stanch",
        banner=" ".join(filter(None, (banner, PRACTICE if contents.practice else ""))),
        foot=f"As of {moment(contents.now)}. Confidential.",
        sections=[one for one in sections if one.paragraphs or one.items or one.numbered or one.rows or one.questions],
    )
    path.write_bytes(pressed(paper, contents.now))


def running(heading: str, duties: list[Duty], contents: Contents) -> Section:
    """Duties with their dates, whom to tell and why."""
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


def people_table(contents: Contents) -> Section:
    """People by residence."""
    rows = [(name, f"{count:,}") for _, name, count in by_residence(contents.people)]
    return Section("People by residence", columns=("Residence", "People"), widths=(4, 1), rows=rows[:MOST])


def kinds_table(contents: Contents) -> Section:
    """People by kind of data."""
    rows = [(name, f"{count:,}") for _, name, count in people_by_kind(contents.people)]
    return Section("People by kind of data exposed", columns=("Kind", "People"), widths=(4, 1), rows=rows[:MOST])


def actions_table(contents: Contents) -> Section:
    """The corrective actions with owner, date, proof and status."""
    return Section(
        "Corrective actions",
        columns=("Action", "Owner and date", "Proof needed", "Status"),
        widths=(6, 3, 5, 2),
        rows=[(_told(one), _arranged(one), one.proof_needed, one.status) for one in contents.actions],
        paragraphs=_costs(contents.actions),
    )


def _arranged(action: Action) -> str:
    """Owner, date, cost, and what comes first."""
    cost = f", {action.currency} {action.cost:,.2f}" if action.cost is not None else ""
    after = f", after: {', '.join(action.after).replace('_', ' ')}" if action.after else ""
    return f"{action.owner}{f', by {action.due}' if action.due else ''}{cost}{after}"


def _costs(actions: Sequence[Action]) -> list[str]:
    """What the measures cost in all, by currency, and how many of them no sum was given for."""
    sums: dict[str, float] = {}
    for one in actions:
        if one.cost is not None:
            sums[one.currency] = sums.get(one.currency, 0.0) + one.cost
    told = ", ".join(f"{currency} {amount:,.2f}".strip() for currency, amount in sorted(sums.items()))
    without = sum(one.cost is None for one in actions)
    return [f"Cost of the measures: {told}" + (f"; no sum was given for {without}." if without else ".")] if sums else []


def _step(step: Containment, contents: Contents) -> str:
    said = contents.taken.get(step.id)
    done = f" Done: {when(said.at)}, said by {said.by}{f' ({said.note})' if said.note else ''}." if said else ""
    return f"{step.do} {step.why}" + (f" {step.do_not}" if step.do_not else "") + done


def _told(action: Action) -> str:
    return action.title + (" (would have stopped this breach)" if action.would_have_stopped_it else "")


def veris_lines(contents: Contents) -> list[str]:
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
