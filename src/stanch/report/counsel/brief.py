"""The brief for the litigation attorney: one privileged paper of what is known, owed, open, asked, at stake, and to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from stanch.records import Duty, Kept, Liability, Shift
from stanch.report import reached
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.counsel.asks import Ask
from stanch.report.counsel.preservation import preserved
from stanch.report.counsel.proven import proven
from stanch.report.paper import PRACTICE
from stanch.report.press import Paper, Section
from stanch.report.wording import counted, deadline, headline, moment, recipient, remaining, when

MARK = "PRIVILEGED AND CONFIDENTIAL: ATTORNEY-CLIENT COMMUNICATION AND ATTORNEY WORK PRODUCT. Do not forward."
PAPER_NOTE = (
    "Prepared for counsel, so that counsel can advise on and prepare for litigation that must be expected after the incident. "
    "The mark at the head of each page does not make a paper privileged: send it to counsel alone, let counsel engage the forensic "
    "firm and direct its report, and keep a separate report for the business (In re Capital One Consumer Data Security Breach "
    "Litig., No. 1:19md2915, 2020 WL 2731238 (E.D. Va. May 26, 2020)). Facts are not privileged; what is said to counsel about them is."
)


HOW_TO_ANSWER = (
    "Write one of the choices under Answer, and under Grounds what it rests on, in this table of the Word document or in answers.csv.",
    "What stays empty stays open. The answers are read back with: stanch counsel answers FILE -C CASE --by NAME.",
)
NO_FORECAST = (
    "What the laws that bind here name is no forecast: most claims need more than the breach (damage, poor security, a late notice), "
    "and claims at common law stand beside them. Sums are the statute's own, times the people counted here where it names one for each."
)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A value that a fact has or had: when it became known, from where, and who said it."""

    key: str
    value: str
    known_at: datetime
    by: str
    source: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision that was made: on what, which, by whom, when, on what grounds."""

    subject: str
    verdict: str
    by: str
    at: datetime
    grounds: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything the pack is made of. `shifts` are under `supposed`, the words of the supposition."""

    contents: Contents
    considered: tuple[Duty, ...]
    facts: tuple[FactLine, ...] = ()
    asks: tuple[Ask, ...] = ()
    liabilities: tuple[Liability, ...] = ()
    kept: tuple[Kept, ...] = ()
    supposed: str = ""
    shifts: tuple[Shift, ...] = ()
    signed: tuple[Signed, ...] = ()

    @property
    def banner(self) -> str:
        """What stands at the head of each page."""
        return f"{MARK} {PRACTICE}" if self.contents.practice else MARK


def brief(it: Brief) -> Paper:
    """The paper."""
    contents = it.contents
    name = contents.facts.org.name or "the breached organisation"
    sections = [
        Section("About this paper", paragraphs=[PAPER_NOTE]),
        _in_short(it),
        _facts(it),
        _people(contents),
        _story(contents),
        _reached(contents),
        _clocks(it),
        *_supposed(it),
        Section("Duties owed", paragraphs=[_standing(contents.required, "is firmly owed", "are firmly owed")]),
        *(_duty(duty, it) for duty in contents.required),
        Section("Duties that turn on a fact not known", paragraphs=[_standing(contents.conditional, "is open", "are open")]),
        *(_duty(duty, it) for duty in contents.conditional),
        _not_owed(it.considered),
        _questions(contents),
        _asked(it),
        *_exposure(it),
        *preserved(it.kept, [duty.jurisdiction for duty in it.considered if duty.required is not False], contents),
        _signed(it),
    ]
    return Paper(
        title=f"Brief to counsel: {name}",
        under=headline(contents),
        author="Stanch",
        banner=it.banner,
        foot=f"As of {moment(contents.now)}. Privileged.",
        sections=[one for one in sections if one.paragraphs or one.items or one.numbered or one.rows or one.questions],
    )


def _standing(duties: Sequence[Duty], one: str, many: str) -> str:
    proven = (
        " Each stands below with its proof: what the law asks, whether it is met, by which fact, under which section." if duties else ""
    )
    return f"{counted(len(duties), f'duty {one}', f'duties {many}')} on the facts known.{proven}"


def _in_short(it: Brief) -> Section:
    contents = it.contents
    overdue = [duty for duty in contents.required if duty.deadline and duty.deadline.due and duty.deadline.due < contents.now]
    considered = counted(len(_against(it.considered)), "was", "were")
    items = [
        f"{counted(len(contents.required), 'duty is', 'duties are')} owed.",
        f"{counted(len(contents.conditional), 'turns', 'turn')} on facts not known; {considered} considered and not owed.",
        f"{counted(len(it.asks), 'decision is', 'decisions are')} asked of you; the table further down has room for the answers.",
    ]
    if overdue:
        items.append(f"{counted(len(overdue), 'deadline has', 'deadlines have')} passed: {'; '.join(_told(duty) for duty in overdue[:5])}.")
    sums = _sums(it.liabilities)
    if sums:
        items.append(f"Sums that statutes name for people's own claims: {sums}.")
    return Section("In short", items=items)


def _against(considered: Sequence[Duty]) -> list[Duty]:
    return [duty for duty in considered if duty.required is False]


def _told(duty: Duty) -> str:
    place, name = place_name(duty.jurisdiction), duty.name or recipient(duty.recipient)
    return place if place.casefold().endswith(name.casefold()) else f"{place}, {name}"


def _facts(it: Brief) -> Section:
    rows = [
        (one.key, one.value if one.is_current else f"before: {one.value}", when(one.known_at), f"{one.by} ({one.source})")
        for one in it.facts
    ]
    return Section(
        "Facts, and when each became known",
        columns=("Fact", "What is known", "Known since", "By whom (from)"),
        widths=(4, 6, 4, 4),
        rows=rows,
        paragraphs=() if rows else ["No fact was stated yet."],
    )


def _people(contents: Contents) -> Section:
    rows = [(name, f"{count:,}") for _, name, count in by_residence(contents.people)]
    kinds = [f"{name}: {counted(count, 'person', 'people')}" for _, name, count in people_by_kind(contents.people)]
    if not rows:
        rows = [(place_name(code), f"{count:,}") for code, count in sorted(contents.facts.affected.items())]
    return Section("People affected", columns=("Residence", "People"), widths=(4, 1), rows=rows, items=kinds)


def _story(contents: Contents) -> Section:
    attack = contents.attack
    return Section(
        "How it happened",
        paragraphs=[attack.cause.statement or "No cause is established yet."],
        items=[f"{when(one.time)}: {one.text} (shown by {', '.join(one.evidence[:2]) or 'the logs'})" for one in attack.story[:60]],
    )


def _reached(contents: Contents) -> Section:
    """What the logs say of each part of the evidence, and what of that must not be concluded."""
    reach = contents.attack.reach
    rows = [
        (reached.WORDS[contact], f"{files:,}", f"{people:,}")
        for contact, files, people in reached.counts(reach, contents.exhibits, contents.people)
    ]
    points = [*reached.open_points(reach, contents.exhibits, contents.people, contents.unread), *contents.suggested]
    note = (
        "A person is counted by the gravest contact of the files that speak of them. The duties below count everybody, whatever the logs "
        "say: whether what was not reached may be left out is for counsel to decide. Each place with its log lines: people.xlsx."
    )
    columns = ("As far as logs tell", "Files", "People")
    return Section("What was reached", paragraphs=[note] if rows else [], columns=columns, widths=(6, 1, 1), rows=rows, items=points)


def _clocks(it: Brief) -> Section:
    now = it.contents.now
    rows = [
        (
            f"{moment(duty.deadline.due)} ({remaining(duty.deadline.due, now)})",
            _told(duty) + ("" if duty.required is True else " (if owed)"),
            duty.cite + (f". {duty.deadline.note}" if duty.deadline.note else ""),
        )
        for duty in it.contents.clocks
        if duty.deadline
    ]
    vague = [f"{_told(duty)}: {deadline(duty)} ({duty.cite})" for duty in it.contents.required if duty.deadline and not duty.deadline.due]
    return Section("Clocks, the most urgent first", columns=("Due", "Tell", "By"), widths=(4, 5, 6), rows=rows, items=vague)


def _supposed(it: Brief) -> Iterator[Section]:
    if not it.supposed:
        return
    late = sum(shift.overdue_hours > 0 and not shift.was_overdue for shift in it.shifts)
    told = (
        f"If it were held that {it.supposed}: {counted(len(it.shifts), 'duty moves', 'duties move')}, "
        f"{counted(late, 'further deadline would have passed', 'further deadlines would have passed')}."
    )
    yield Section(
        "If discovery is held to have been earlier",
        paragraphs=[told],
        columns=("Duty", "Due as known", "Due then", "Overdue by"),
        widths=(5, 4, 4, 3),
        rows=[
            (
                f"{place_name(shift.jurisdiction)}: {recipient(shift.recipient)} ({shift.cite})",
                _day(shift.due_before, shift.required_before),
                _day(shift.due_after, shift.required_after),
                hours(shift.overdue_hours) if shift.overdue_hours > 0 else "not overdue",
            )
            for shift in it.shifts
        ],
    )


def _day(due: str | None, required: bool | str) -> str:
    if required is False:
        return "not owed"
    return due[:16].replace("T", " ") if due else "no date"


def hours(number: float) -> str:
    """`3 days 4 hours`."""
    days, rest = divmod(int(number), 24)
    told = [counted(days, "day")] * bool(days) + [counted(rest, "hour")] * bool(rest)
    return " ".join(told) or "less than an hour"


def _duty(duty: Duty, it: Brief) -> Section:
    due = (
        f"{moment(duty.deadline.due)}, {remaining(duty.deadline.due, it.contents.now)}"
        if duty.deadline and duty.deadline.due
        else deadline(duty)
    )
    paragraphs = [f"{duty.reason.rstrip('.')} ({duty.cite}). Due: {due}."]
    if duty.questions and duty.required != True:  # noqa: E712 "conditional" is a word of its own
        paragraphs.append(f"It turns on: {' '.join(duty.questions)}")
    if not duty.verified:
        paragraphs.append(f"Not checked against the law itself: {duty.note or 'see the law on file'}.")
    elif duty.note:
        paragraphs.append(duty.note)
    return Section(_told(duty), paragraphs=paragraphs, items=proven(duty), level=2)


def _not_owed(considered: Sequence[Duty]) -> Section:
    return Section(
        "Considered and not owed",
        columns=("Duty", "Why not", "Proof"),
        widths=(3, 5, 7),
        rows=[(f"{_told(duty)} ({duty.cite})", duty.reason, " ".join(proven(duty))) for duty in considered if duty.required is False],
    )


def _questions(contents: Contents) -> Section:
    turning: dict[str, list[Duty]] = {}
    for duty in contents.conditional:
        for question in duty.questions:
            turning.setdefault(question, []).append(duty)
    ranked = sorted(turning.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = [
        (
            question,
            f"{len(duties)}",
            "; ".join(dict.fromkeys(place_name(duty.jurisdiction) for duty in duties[:12])) + (" …" * (len(duties) > 12)),
        )
        for question, duties in ranked
    ]
    others = [warning for warning in contents.warnings if not any(question in warning for question in turning)]
    return Section(
        "Open questions, by what turns on them", columns=("Question", "Duties", "Under"), widths=(7, 1, 5), rows=rows, items=others
    )


def _asked(it: Brief) -> Section:
    return Section(
        "Decisions asked for",
        paragraphs=HOW_TO_ANSWER if it.asks else (),
        columns=("Ref", "Asked", "Choose one of", "Answer", "Grounds", "Seen"),
        widths=(4, 6, 3, 3, 4, 2),
        rows=[(ask.ref, f"{ask.asked} {ask.why}".strip(), " / ".join(ask.choices), "", "", ask.seen) for ask in it.asks],
        is_form=True,
    )


def _exposure(it: Brief) -> Iterator[Section]:
    rows = [
        (
            f"{place_name(one.jurisdiction)}: {one.who}",
            one.what + ("" if one.is_owed else " (only if a duty of this law is owed)"),
            amount(one),
            one.cite + ("" if one.verified else f" (not read in the law itself: {one.note})"),
        )
        for one in it.liabilities
    ]
    if rows:
        yield Section(
            "Litigation exposure",
            paragraphs=[NO_FORECAST],
            columns=("Who", "What", "Sum here", "Section"),
            widths=(4, 6, 4, 5),
            rows=rows,
        )


def amount(one: Liability) -> str:
    """The sums of a liability in words; empty where the law names none."""
    people = counted(one.people, "person", "people")
    if one.kind == "no_private_action":
        return "no claim under this law"
    if one.least is not None and one.most is not None and one.per == "person":
        return f"{one.least:,.0f} to {one.most:,.0f} {one.currency} ({people})"
    if one.least is not None and one.per == "person":
        return f"{one.least:,.0f} {one.currency} or more ({people})"
    if one.most is not None:
        return f"up to {one.most:,.0f} {one.currency}" + (f" ({people})" if one.per == "person" else "")
    if one.high is not None:
        return f"up to {one.high:,.0f} {one.currency} a {one.per.replace('_', ' and ')}"
    return ""


def _sums(found: Sequence[Liability]) -> str:
    """Statutory sums of people's own claims that are firm, by currency."""
    totals: dict[str, list[float]] = {}
    for one in found:
        if one.kind == "private_action" and one.per == "person" and one.most is not None:
            pair = totals.setdefault(one.currency, [0.0, 0.0])
            pair[0] += one.least or 0
            pair[1] += one.most
    more = any(one.kind == "private_action" and one.least is not None and one.most is None for one in found)
    return "; ".join(f"{low:,.0f} to {high:,.0f} {currency}" for currency, (low, high) in totals.items()) + ", and more" * (
        more and bool(totals)
    )


def _signed(it: Brief) -> Section:
    return Section(
        "Decisions already signed",
        columns=("On", "Decision", "By, when", "Grounds"),
        widths=(4, 2, 4, 6),
        rows=[(one.subject, one.verdict, f"{one.by}, {when(one.at)}", one.grounds) for one in it.signed],
    )
