"""Plain words for the page: moments, remaining time, recipients, deadlines, the next things to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stanch.records import Duty, Proof, unread_id
from stanch.report.contents import Contents, place_name
from stanch.report.phrase import Phrase, in_english, together

PRESSING = timedelta(hours=72)
REGULATORS = {
    "AG": "the Attorney General",
    "HHS": "the US Department of Health and Human Services",
    "SA": "the data protection authority",
    "ICO": "the Information Commission (until September 2026 the ICO)",
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
    "DFR": "the Department of Financial Regulation of Vermont",
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
    """One thing to do: what, by whom, why. `about` is what it is about: `duty:US-CA/ag`, `fact:incident.discovered`, `step:ID`, …"""

    do: str
    who: str
    why: str
    about: str = ""


def recipient(word: str) -> str:
    """A recipient in plain words."""
    if word.startswith("regulator:"):
        name = word.partition(":")[2]
        return REGULATORS.get(name, Phrase("the authority (%(name)s)", name=name.replace("_", " ")))
    return OTHERS.get(word, word.replace("_", " ").replace(":", ": "))


def moment(when: datetime | None) -> str:
    """`Fri 3 Oct 2026, 17:00 EDT`, or a dash."""
    return in_english(when) if when else "—"


def when(at: datetime | None) -> str:
    """A moment without its weekday, for running text."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname() or ''}".strip() if at else "an unknown moment"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 file`, `2,000 files`."""
    return Phrase(f"%(number)s {one if number == 1 else many or one + 's'}", number=number)


def remaining(due: datetime | None, now: datetime) -> str:
    """`in 3 days`, `in 5 hours`, `12 days overdue`."""
    if due is None:
        return ""
    gap = due - now
    late, size = gap < timedelta(), abs(gap)
    hours = int(size.total_seconds() // 3600)
    amount = counted(size.days, "day") if size.days >= 2 else counted(hours, "hour") if hours else "less than 1 hour"
    return Phrase("%(amount)s overdue", amount=amount) if late else Phrase("in %(amount)s", amount=amount)


def deadline(duty: Duty) -> str:
    """The rule in words: `30 days from discovery`."""
    found = duty.deadline
    if found is None:
        return Phrase("no deadline in the law")
    from_ = found.from_.replace("_", " ")
    if found.amount is None:
        unit = found.unit.replace("_", " ")
        return Phrase("%(unit)s (%(start)s)", unit=unit, start=from_) if from_ else unit
    amount = int(found.amount) if found.amount == int(found.amount) else found.amount
    return Phrase("%(amount)s %(unit)s from %(start)s", amount=str(amount), unit=found.unit.replace("_", " "), start=from_)


def proof_lines(proof: Proof | None, depth: int = 0) -> list[tuple[int, Proof]]:
    """A proof tree as (depth, step) lines in reading order."""
    if proof is None:
        return []
    return [(depth, proof), *(line for part in proof.parts for line in proof_lines(part, depth + 1))]


def headline(contents: Contents) -> str:
    """What is known, in a sentence."""
    exposed = counted(sum(exhibit.role == "evidence" for exhibit in contents.exhibits), "exposed file")
    opened = _span(contents)
    if contents.people:
        people = counted(len(contents.people), "person is", "people are")
        return Phrase("%(people)s affected, found in %(files)s.%(opened)s", people=people, files=exposed, opened=opened)
    if contents.destroyed:
        return destroyed(*contents.destroyed)
    # Never "0 people are affected": nobody found is not nobody affected.
    if not contents.exhibits and not contents.unread:
        return Phrase("No evidence was handed in yet; who is affected is not known.")
    if not contents.unread:
        return Phrase("Nobody was found yet in %(files)s.%(opened)s", files=exposed, opened=opened)
    unread = counted(len(contents.unread), "file")
    return Phrase("Nobody was found yet in %(files)s; %(unread)s could not be read.%(opened)s", files=exposed, unread=unread, opened=opened)


def destroyed(number: int, day: date) -> str:
    """That there was a list of so many people, and when it was destroyed."""
    people = counted(number, "person was", "people were")
    return Phrase("%(people)s affected. The list of them was destroyed by order on %(day)s.", people=people, day=day)


def _span(contents: Contents) -> str:
    first, last = contents.attack.window.first, contents.attack.window.last
    if not first or not last:
        return ""
    if first.date() == last.date():
        return Phrase(" Data lay open on %(day)s.", day=first.date())
    return Phrase(" Data lay open from %(first)s to %(last)s.", first=first.date(), last=last.date())


def next_things(contents: Contents) -> list[NextThing]:
    """The next five things to do, the most pressing first."""
    pressing = _pressing(contents)
    found = [
        *_stop_it(contents),
        *_discovery(contents),
        *pressing,
        *_clocks(contents),
        *(one for one in _unknown(contents) if one.do not in {asked.do for asked in pressing}),
        *([] if contents.destroyed else _unread(contents)),
        *_review(contents),
        *_letters(contents),
        *_repair(contents),
    ]
    return found[:5]


def _stop_it(contents: Contents) -> list[NextThing]:
    if contents.attack.ongoing is False or not contents.attack.containment:
        return []
    still = [step for step in contents.attack.containment if step.id not in contents.taken]
    pressing = [step for step in still if any(word in step.do.lower() for word in ("block", "disable", "close"))]
    return [NextThing(step.do, "IT lead", step.why, f"step:{step.id}") for step in (pressing or still)[:1]]


def _discovery(contents: Contents) -> list[NextThing]:
    if contents.facts.incident.discovered is not None:
        return []
    what = Phrase("Write the day on which the breach was discovered into the facts file (incident.discovered), and run again.")
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


def _pressing(contents: Contents) -> list[NextThing]:
    """The question of a clock that may run out within three days, before anything else is due: nobody knows yet whether it runs at all."""
    dated = [(one.deadline.due, one) for one in contents.clocks if one.deadline and one.deadline.due]
    sure = min((due for due, one in dated if one.required is True), default=None)
    unsure = [(due, one) for due, one in dated if one.required is not True and one.questions and due - contents.now < PRESSING]
    if not unsure or (sure and sure < min(due for due, _ in unsure)):
        return []
    due, duty = min(unsure, key=lambda pair: (pair[0], pair[1].id))
    whom, place = recipient(duty.recipient), place_name(duty.jurisdiction)
    why = Phrase(
        "If it applies, tell %(whom)s (%(place)s): due %(due)s, %(left)s.",
        whom=whom, place=place, due=due, left=remaining(due, contents.now),
    )  # fmt: skip
    return [_asking(duty.questions[0], why)]


def _telling(duty: Duty, contents: Contents) -> NextThing:
    due = duty.deadline.due if duty.deadline else None
    whom, place = recipient(duty.recipient), place_name(duty.jurisdiction)
    if due is None:
        what = Phrase("Tell %(whom)s (%(place)s).", whom=whom, place=place)
    else:
        what = Phrase(
            "Tell %(whom)s (%(place)s): due %(due)s, %(left)s.", whom=whom, place=place, due=due, left=remaining(due, contents.now)
        )
    return NextThing(what, "Counsel", _how_far(duty, contents), f"duty:{duty.id}")


def _how_far(duty: Duty, contents: Contents) -> str:
    """The law, and how far its notices are: a year after the letters went nobody is sent to read a draft."""
    approved, number = next(((ready, of) for one, ready, of in contents.drafted.approved if one == duty.id), (0, 0))
    if approved:
        told = "%(cite)s. Its notices are approved (%(ready)s of %(all)s): see that they go out, then sign it as fulfilled."
        return Phrase(told, cite=duty.cite, ready=approved, all=number)
    return Phrase("%(cite)s. The draft is ready to read.", cite=duty.cite) if duty.id in contents.drafted.duties else f"{duty.cite}."


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
    why: str = Phrase("The assessment is not complete without it.")
    if count:
        why = Phrase("%(duties)s on the answer.", duties=counted(count, "possible duty turns", "possible duties turn"))
    return [_asking(question, why)]


def _asking(question: str, why: str) -> NextThing:
    told = Phrase("%(why)s Write it into the facts file and run again.", why=why)
    return NextThing(Phrase("Answer: %(question)s", question=question), "Owner", told, "questions")


def _unread(contents: Contents) -> list[NextThing]:
    step = unread_id(contents.unread) if contents.unread else ""
    if step in contents.taken:
        return []
    locked = sum(one.reason == "encrypted" for one in contents.unread)
    if locked:
        many = Phrase("Find the passwords of %(number)s locked files (listed in unread.xlsx).", number=locked)
        what = Phrase("Find the password of 1 locked file (listed in unread.xlsx).") if locked == 1 else many
        why = Phrase(
            "Whoever is named only there is not on the list yet. Tell it on the page Evidence, or run again with --passwords FILE."
        )
        return [NextThing(what, "IT lead", why, f"unread:{step}")]
    if contents.unread:
        files = counted(len(contents.unread), "file")
        what = Phrase("Look at %(files)s that could not be read (listed in unread.xlsx).", files=files)
        return [NextThing(what, "IT lead", "Somebody may be named only there.", f"unread:{step}")]
    return []


def _review(contents: Contents) -> list[NextThing]:
    if not contents.in_doubt:
        return []
    return [
        NextThing(
            Phrase("Review %(pairs)s of entries that may be one person.", pairs=counted(len(contents.in_doubt), "pair")),
            "Reviewer",
            "One letter to each person, and right counts.",
            "review",
        )
    ]


def _letters(contents: Contents) -> list[NextThing]:
    left = contents.drafted.number - contents.drafted.ready
    if left <= 0:
        return []
    # What turns on an open question is asked as a question; of each other gap the first clause says enough here, what most wait for first.
    gaps = list(dict.fromkeys(gap.partition(";")[0] for gap, _ in contents.drafted.gaps if not gap.startswith("conditional:")))
    drafts = counted(left, "draft")
    what = (
        Phrase("Read %(drafts)s and fill in: %(gaps)s.", drafts=drafts, gaps=together(gaps[:3]))
        if gaps
        else Phrase("Read %(drafts)s.", drafts=drafts)
    )
    return [NextThing(what, "Counsel", "Nothing is sent before it is approved.", "notices")]


def _repair(contents: Contents) -> list[NextThing]:
    still = [action for action in contents.actions if action.status != "done"]
    late = [action for action in still if action.due and action.due < contents.now.date()]
    first = min(late, key=lambda action: (action.due, action.order), default=None)
    first = first or next((action for action in still if action.would_have_stopped_it), None)
    return [NextThing(first.title + ".", first.owner, first.why, "actions")] if first else []
