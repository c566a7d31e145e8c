"""Counsel's pack of a case, counsel's answers taken in as signed decisions, and the register of breaches."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from stanch.casefile import crowd, decide, decisions, report
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, revision_of
from stanch.casefile.duties import SETTLED, DutyState, duty_states
from stanch.errors import WrongCall
from stanch.law import askable
from stanch.law.liability import kept, liabilities
from stanch.law.supposing import shifts
from stanch.records import Facts, Kept, Shift
from stanch.report.contents import place_name
from stanch.report.counsel import Answer, Ask, Brief, FactLine, duty_asks
from stanch.report.counsel.asks import DATE, HOLD
from stanch.report.counsel.brief import Signed
from stanch.report.phrase import Phrase

FOLDER = "counsel"
EARLIER = timedelta(days=7)
SEEN = 8  # characters of a revision that stand in the pack
TAKEN = "counsel answers"
HOLD_UNTIL = "fact:law_enforcement_hold_until"


def brief_of(case: Case, *, now: datetime, supposed: Mapping[str, date] | None = None) -> Brief:
    """Everything the pack is made of. `supposed`: dates of the "what if" view, else `earlier`'s."""
    states = duty_states(case, now=now)
    duties = [state.duty for state in states]
    facts = crowd.situation(case)
    contents = report.outline(case, now=now)
    dates = dict(supposed) if supposed is not None else earlier(facts, contents.attack.window.first)
    return Brief(
        contents=contents,
        considered=tuple(duties),
        facts=tuple(fact_lines(case)),
        asks=tuple(asks(states, facts, decisions.current(case.alias, "Counsel").get(HOLD))),
        liabilities=liabilities(facts, duties),
        kept=kept(facts) if case.store.get(Facts) else (),
        supposed=in_words(dates),
        shifts=what_if(case, dates, now=now) if dates else (),
        signed=tuple(_signed(states, case)),
    )


def earlier(facts: Facts, first_sign: datetime | None) -> dict[str, date]:
    """The supposition that a claimant would make: known from the first sign in the logs on, else a week before."""
    known = facts.incident.discovered
    if known is None:
        return {}
    day = first_sign.date() if first_sign and first_sign.date() < known else known - EARLIER
    begun = facts.incident.occurred
    return {"discovered": day} if begun is None or begun <= day else {"discovered": begun} if begun < known else {}


def in_words(dates: Mapping[str, date]) -> str:
    """`the breach was discovered on 2026-09-01`."""
    return " and ".join(f"{key.replace('_', ' ')} was {day.isoformat()}" for key, day in dates.items())


def what_if(case: Case, dates: Mapping[str, date], *, now: datetime) -> tuple[Shift, ...]:
    """The duties that move under these dates; those fulfilled or declined are left out."""
    settled = [state.duty.id for state in duty_states(case, now=now) if state.status in SETTLED]
    return shifts(crowd.situation(case), dates, now=now, settled=settled)


def fact_lines(case: Case) -> Iterator[FactLine]:
    """Every value that a fact has or had, in the order in which it became known; what was never known is left out."""
    for one in case.store.fact_history():
        if one.value in (None, [], {}, "") or one.value == "not_assessed":
            continue
        value = "the contracts on file" if one.key == "contracts" else _shown(one.value)
        yield FactLine(one.key, value, one.known_at, one.recorded_by, one.source, one.is_current)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(one)}" for key, one in value.items() if one not in (None, [], {}))
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    return str(value)


def asks(states: Sequence[DutyState], facts: Facts, hold: Decision | None = None) -> Iterator[Ask]:
    """The decisions asked for: the hold, findings on harm and facts by what turns on them, then every running duty.

    `hold` is what was decided on the hold.
    """
    bound = Phrase("It binds everyone who may hold something.")
    yield Ask(HOLD, Phrase("Is the litigation hold (hold-notice) issued?"), ("issued", "not needed"), bound, _mark("hold", hold))
    running = [state for state in states if state.is_running]
    turning = Counter(question for state in running if state.duty.required == "conditional" for question in state.duty.questions)
    by_law = Counter(
        state.duty.jurisdiction
        for state in running
        if state.duty.required == "conditional" and set(state.duty.questions) & askable.harm_questions()
    )
    for code, number in sorted(by_law.items(), key=lambda pair: (-pair[1], pair[0])):
        asked = Phrase("%(law)s: what did the assessment of the risk of harm find?", law=place_name(code))
        yield Ask(f"harm:{code}", asked, askable.harm_words(code), turning=number)
    for question, number in sorted(turning.items(), key=lambda pair: (-pair[1], pair[0])):
        if question in askable.plain_facts():
            key, choices = askable.plain_facts()[question]
            yield Ask(f"fact:{key}", question, choices, turning=number)
        elif question in askable.OF_DATA and any(getattr(group, askable.OF_DATA[question]) is None for group in facts.data):
            yield Ask(f"data:{askable.OF_DATA[question]}", question, askable.YES_NO, turning=number)
    if facts.incident.discovered is None and running:
        key, question = askable.DISCOVERED
        yield Ask(f"fact:{key}", question, (DATE,))
    if facts.law_enforcement_hold_until is None and running:
        asked = Phrase("Has a law-enforcement agency asked in writing to hold notices back, and until when?")
        yield Ask(HOLD_UNTIL, asked, (DATE,))
    # A letter in front: no table takes it for a number and writes it in another way.
    yield from duty_asks([(state.duty, _mark(f"r{revision_of(state.duty)[:SEEN]}", state.decision)) for state in running])


def _mark(form: str, decision: Decision | None) -> str:
    """What stands in the pack of a record's form and of the decision on it, by its entry in the journal."""
    return f"{form}-{decision.entry}" if decision else form


def _signed(states: Sequence[DutyState], case: Case) -> Iterator[Signed]:
    for state in states:
        if state.decision:
            one = state.decision
            yield Signed(state.duty.id, one.verdict, one.decided_by, one.decided_at, one.grounds)
    for one in decisions.current(case.alias, "Counsel").values():
        yield Signed(one.subject, one.verdict, one.decided_by, one.decided_at, one.grounds)


def take(case: Case, answers: Sequence[Answer], *, by: str, source: Path, now: datetime) -> dict[str, int]:
    """Check all answers, then record them all as decisions and facts of `by`; how many of which sort.

    Raises `WrongCall` naming every place whose answer does not fit; nothing is recorded then.
    """
    from django.db import transaction

    states, hold = duty_states(case, now=now), decisions.current(case.alias, "Counsel").get(HOLD)
    known = {ask.ref: ask for ask in asks(states, crowd.situation(case), hold)}
    others = {one.subject: one for one in (hold, *(state.decision for state in states)) if one is not None and one.decided_by != by}
    faults = [fault for answer in answers for fault in _faults(answer, known, answers, others)]
    if faults:
        raise WrongCall("\n".join(faults), where=str(source), do="Mend these places; nothing was recorded.")
    if not answers:
        raise WrongCall("no answer is filled in", where=str(source), do="Write under Answer, and under Grounds what it rests on.")
    mark = hashlib.sha256(source.read_bytes()).hexdigest()
    if any(entry.action == TAKEN and json.loads(entry.details).get("sha256") == mark for entry in case.journal.entries()):
        raise WrongCall("this very file was taken in before", where=str(source), do="Its answers stand; `stanch journal` shows them.")
    with transaction.atomic(using=case.alias):
        for answer in answers:
            _record(case, answer, known[answer.ref], by=by, source=source)
        told = {"sha256": mark, "answers": [answer.ref for answer in answers]}
        case.journal.append(TAKEN, source.name, by=by, details=told)
    return dict(Counter("fact" if one.ref.startswith(("fact:", "harm:", "data:")) else "decision" for one in answers))


def _faults(answer: Answer, known: Mapping[str, Ask], every: Sequence[Answer], others: Mapping[str, Decision]) -> Iterator[str]:
    """What is wrong with one answer, with its place and what would be right. `others`: the decisions of other people, by subject."""
    import difflib

    here = f"{answer.place} ({answer.ref or 'no ref'})"
    ask = known.get(answer.ref)
    if ask is None:
        near = difflib.get_close_matches(answer.ref, list(known), n=1)
        yield f"{here}: nothing of that name is asked now; {f'the nearest is {near[0]}' if near else 'make the pack anew'}"
        return
    if next(one for one in every if one.ref == answer.ref) is not answer:
        yield f"{here}: answered twice"
    if not answer.answer:
        yield f"{here}: grounds without an answer; choose one of: {', '.join(ask.choices)}"
        return
    if answer.seen and answer.seen.partition("-")[0] != ask.seen.partition("-")[0]:
        yield f"{here}: it has changed since the pack was made; make the pack anew, and look at it again"
    elif answer.seen and answer.seen != ask.seen and (other := others.get(answer.ref)):
        told = f"{other.decided_by} has decided it since the pack was made ({other.verdict.replace('_', ' ')})"
        yield f"{here}: {told}; make the pack anew, and look at it again"
    if _read(answer.answer, ask) is None:
        yield f"{here}: {answer.answer[:60]!r} does not fit; choose one of: {', '.join(ask.choices)}"
    if ask.needs_grounds and not answer.grounds:
        yield f"{here}: the grounds are missing; say in a sentence what it rests on"


def _read(text: str, ask: Ask) -> str | None:
    """The choice that is meant, whatever its case and spaces; a date as ISO writes it."""
    if ask.choices == (DATE,):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return None
    flat = text.casefold().replace(" ", "_")
    return next((one for one in ask.choices if one.casefold().replace(" ", "_") == flat), None)


def _record(case: Case, answer: Answer, ask: Ask, *, by: str, source: Path) -> None:
    chosen = _read(answer.answer, ask)
    assert chosen is not None  # noqa: S101 checked before anything was recorded
    kind, _, key = answer.ref.partition(":")
    told = f"counsel's answers ({source.name})"
    if kind == "fact":
        value: Any = chosen == "yes" if ask.choices == askable.YES_NO else chosen
        decide.set_fact(case, key, value, by=by, source=told, grounds=answer.grounds)
    elif kind == "data":
        groups = askable.settled(case.store.get(Facts)[0], key, value=chosen == "yes")
        decide.set_fact(case, "data", groups, by=by, source=told, grounds=answer.grounds)
    elif kind == "harm":
        before: dict[str, str] = next(
            (one.value for one in reversed(case.store.fact_history("harm_by_jurisdiction")) if one.is_current and one.value), {}
        )
        decide.set_fact(case, "harm_by_jurisdiction", {**before, key: chosen}, by=by, source=told, grounds=answer.grounds)
    elif answer.ref == HOLD:
        seen = hashlib.sha256(json.dumps([answer.ref, chosen]).encode()).hexdigest()[:32]
        decide.write(
            case, "Counsel", {answer.ref: seen}, verdict=chosen.replace(" ", "_"), by=by, grounds=answer.grounds, action="counsel decides"
        )
    else:
        decide.sign_duty(case, answer.ref, verdict=chosen, by=by, grounds=answer.grounds)


def register(case: Case, *, now: datetime) -> tuple[tuple[Kept, ...], dict[str, tuple[str, str]]]:
    """The records to keep, and who signed a register duty or finding of each law on what grounds."""
    facts = crowd.situation(case)
    signed: dict[str, tuple[str, str]] = {}
    for state in duty_states(case, now=now):
        if state.decision and (state.duty.recipient.startswith("register:") or state.duty.jurisdiction not in signed):
            signed[state.duty.jurisdiction] = (state.decision.decided_by, state.decision.grounds)
    return (kept(facts) if case.store.get(Facts) else ()), signed
