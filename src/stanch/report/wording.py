"""Plain words for the page: moments, remaining time, recipients, deadlines, the next things to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stanch.records import Duty, Proof
from stanch.report.contents import Contents, place_name

REGULATORS = {
    "AG": "the Attorney General",
    "HHS": "the US Department of Health and Human Services",
    "SA": "the data protection authority",
    "ICO": "the Information Commissioner's Office",
    "FTC": "the Federal Trade Commission",
    "DFS": "the Department of Financial Services",
    "NYDFS": "New York's Superintendent of Financial Services",
    "DOI": "the insurance commissioner",
    "DOD": "the Department of Defense",
    "CISA": "the Cybersecurity and Infrastructure Security Agency",
    "ED": "the US Department of Education",
    "IRS": "the Internal Revenue Service",
    "OCABR": "the Office of Consumer Affairs and Business Regulation",
    "DOS": "the Department of State",
    "state_police": "the State Police",
    "DPFR": "the Department of Professional and Financial Regulation",
    "AZDOHS": "the Department of Homeland Security of Arizona",
    "OCP": "the Office of Consumer Protection",
    "consumer_affairs": "the consumer affairs department",
}
OTHERS = {
    "individuals": "the people affected",
    "cra": "the consumer reporting agencies",
    "media": "the media",
    "owner": "the owner of the data",
    "controller": "the controller",
    "covered_entity": "the covered entity",
    "investors": "investors",
    "acquirer": "the card acquirer",
    "customer": "the customer",
    "insurer": "the cyber insurer",
    "partner": "the partner",
    "card_brands": "the card brands",
    "law_enforcement": "the police",
    "organisations_that_can_help": "organisations that can reduce the harm",
    "service:credit_monitoring": "the people affected: an offer of credit monitoring",
    "register:internal": "your own register of breaches",
    "register:no_harm_determination": "your own record of why no harm is expected",
    "register:risk_assessment": "your own record of the risk assessment",
}


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do: what, by whom, why. `about` is what it is about: `duty:US-CA/ag`, `fact:incident.discovered`, `unread`, …"""

    do: str
    who: str
    why: str
    about: str = ""


def recipient(word: str) -> str:
    """A recipient in plain words."""
    if word.startswith("regulator:"):
        name = word.partition(":")[2]
        return REGULATORS.get(name, f"the authority ({name.replace('_', ' ')})")
    return OTHERS.get(word, word.replace("_", " ").replace(":", ": "))


def moment(when: datetime | None) -> str:
    """`Fri 3 Oct 2026, 17:00 EDT`, or a dash."""
    return f"{when:%a} {when.day} {when:%b %Y, %H:%M} {when.tzname() or ''}".strip() if when else "—"


def when(at: datetime | None) -> str:
    """A moment without its weekday, for running text."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname() or ''}".strip() if at else "an unknown moment"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def remaining(due: datetime | None, now: datetime) -> str:
    """`in 3 days`, `in 5 hours`, `12 days overdue`."""
    if due is None:
        return ""
    gap = due - now
    late, size = gap < timedelta(), abs(gap)
    hours = int(size.total_seconds() // 3600)
    amount = f"{size.days} days" if size.days >= 2 else counted(hours, "hour") if hours else "less than 1 hour"
    return f"{amount} overdue" if late else f"in {amount}"


def deadline(duty: Duty) -> str:
    """The rule in words: `30 days from discovery`."""
    found = duty.deadline
    if found is None:
        return "no deadline in the law"
    from_ = found.from_.replace("_", " ")
    if found.amount is None:
        return f"{found.unit.replace('_', ' ')} ({from_})" if from_ else found.unit.replace("_", " ")
    amount = int(found.amount) if found.amount == int(found.amount) else found.amount
    return f"{amount} {found.unit.replace('_', ' ')} from {from_}"


def proof_lines(proof: Proof | None, depth: int = 0) -> list[tuple[int, Proof]]:
    """A proof tree as (depth, step) lines in reading order."""
    if proof is None:
        return []
    return [(depth, proof), *(line for part in proof.parts for line in proof_lines(part, depth + 1))]


def headline(contents: Contents) -> str:
    """What is known, in a sentence."""
    window = contents.attack.window
    opened = f" Data lay open {_span(window.first, window.last)}." if window.first and window.last else ""
    exposed = counted(sum(exhibit.role == "evidence" for exhibit in contents.exhibits), "exposed file")
    if not contents.people:
        # Never "0 people are affected": nobody found is not nobody affected.
        unread = f"; {counted(len(contents.unread), 'file')} could not be read" if contents.unread else ""
        return f"Nobody was found yet in {exposed}{unread}.{opened}"
    return f"{counted(len(contents.people), 'person is', 'people are')} affected, found in {exposed}.{opened}"


def _span(first: datetime, last: datetime) -> str:
    return f"on {_day(first)}" if first.date() == last.date() else f"from {_day(first)} to {_day(last)}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def next_things(contents: Contents) -> list[NextThing]:
    """The next five things to do, the most pressing first."""
    found = [
        *_stop_it(contents),
        *_discovery(contents),
        *_clocks(contents),
        *_unknown(contents),
        *_unread(contents),
        *_review(contents),
        *_letters(contents),
        *_repair(contents),
    ]
    return found[:5]


def _stop_it(contents: Contents) -> list[NextThing]:
    if contents.attack.ongoing is False or not contents.attack.containment:
        return []
    steps = [
        step
        for step in contents.attack.containment
        if "block" in step.do.lower() or "disable" in step.do.lower() or "close" in step.do.lower()
    ]
    step = (steps or list(contents.attack.containment))[0]
    return [NextThing(step.do, "IT lead", step.why, "containment")]


def _discovery(contents: Contents) -> list[NextThing]:
    if contents.facts.incident.discovered is not None:
        return []
    what = "Write the day on which the breach was discovered into the facts file (incident.discovered), and run again."
    return [
        NextThing(
            what,
            "Owner",
            "Legal clocks start from it, and some give 72 hours; without it no date can be worked out.",
            "fact:incident.discovered",
        )
    ]


def _clocks(contents: Contents) -> list[NextThing]:
    return [_telling(duty, contents) for duty in [duty for duty in contents.clocks if duty.required is True][:2]]


def _telling(duty: Duty, contents: Contents) -> NextThing:
    due = duty.deadline.due if duty.deadline else None
    what = f"Tell {recipient(duty.recipient)} ({place_name(duty.jurisdiction)}): due {moment(due)}, {remaining(due, contents.now)}."
    drafted = any(duty.id in notice.duties for notice in contents.notices)
    return NextThing(what, "Counsel", f"{duty.cite}." + " The draft is ready to read." * drafted, f"duty:{duty.id}")


def _unknown(contents: Contents) -> list[NextThing]:
    asked: dict[str, int] = {}
    for duty in contents.conditional:
        for question in duty.questions:
            asked[question] = asked.get(question, 0) + 1
    for warning in contents.warnings:
        asked.setdefault(warning, 0)
    if not asked:
        return []
    question, count = max(asked.items(), key=lambda pair: (pair[1], pair[0]))
    why = (
        f"{counted(count, 'possible duty turns', 'possible duties turn')} on the answer."
        if count
        else "The assessment is not complete without it."
    )
    return [NextThing(f"Answer: {question}", "Owner", f"{why} Write it into the facts file and run again.", "questions")]


def _unread(contents: Contents) -> list[NextThing]:
    locked = sum(one.reason == "encrypted" for one in contents.unread)
    if locked:
        what = "Find the password of 1 locked file" if locked == 1 else f"Find the passwords of {locked:,} locked files"
        why = "Whoever is named only there is not on the list yet. Write them in a file, one a line, and run again with --passwords FILE."
        return [NextThing(f"{what} (listed in unread.xlsx).", "IT lead", why, "unread")]
    if contents.unread:
        what = counted(len(contents.unread), "file")
        return [
            NextThing(
                f"Look at {what} that could not be read (listed in unread.xlsx).", "IT lead", "Somebody may be named only there.", "unread"
            )
        ]
    return []


def _review(contents: Contents) -> list[NextThing]:
    if not contents.in_doubt:
        return []
    return [
        NextThing(
            f"Review {counted(len(contents.in_doubt), 'pair')} of entries that may be one person.",
            "Reviewer",
            "One letter to each person, and right counts.",
            "review",
        )
    ]


def _letters(contents: Contents) -> list[NextThing]:
    if not contents.notices:
        return []
    gaps = sorted({gap for notice in contents.notices for gap in notice.missing})
    what = f"Read {counted(len(contents.notices), 'draft')}" + (f" and fill in: {', '.join(gaps[:4])}" if gaps else "") + "."
    return [NextThing(what, "Counsel", "Nothing is sent before it is approved.", "notices")]


def _repair(contents: Contents) -> list[NextThing]:
    first = next((action for action in contents.actions if action.would_have_stopped_it), None)
    return [NextThing(first.title + ".", first.owner, first.why, "actions")] if first else []
