"""A statute file proves itself: runs its own cases, and knows how to break its rules one condition at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from stanch.law import statutes
from stanch.law.assess import Court
from stanch.law.facts import from_values
from stanch.law.instrument import Case, Instrument
from stanch.law.plain import duty_plain
from stanch.law.statutes import Statute
from stanch.records import Duty, Facts

Check = tuple[str, Callable[[], None]]


def cases(path: Path) -> Iterator[Check]:
    """The file's own cases: name, and a callable that raises AssertionError where the law comes out otherwise."""
    yield from cases_of(statutes.read(path))


def cases_of(statute: Statute) -> Iterator[Check]:
    """The cases of a statute that was read."""
    for name, facts, expect in expanded(statute.versions[-1].law):
        yield name, partial(run, statute, facts, expect)


def expanded(law: Instrument) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every single case: a `counts` or `sets` case stands for one each."""
    for case in law.cases:
        laid = merged(law.case_facts, case.facts)
        if case.counts:
            for number, expect in case.counts.items():
                yield f"{case.name}: {number}", merged(laid, {"affected": {law.residence[0]: int(number)}}), expect
        elif case.sets is not None:
            yield from _sets(case, laid)
        else:
            yield case.name, laid, case.expect


def _sets(case: Case, laid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    assert case.sets is not None
    for required, listed in ((True, case.sets.owed), (False, case.sets.not_owed), ("conditional", case.sets.open)):
        for words in listed:
            facts = deepcopy(laid)
            group = {**(facts["data"][0] if facts.get("data") else {}), "elements": words.split()}
            yield f"{case.name}: {words}", {**facts, "data": [group]}, {case.sets.rule: required}


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `under`: mappings are merged (but `affected` is replaced), all else replaced."""
    result = deepcopy(dict(under))
    for key, value in over.items():
        old = result.get(key)
        result[key] = (
            merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) and key != "affected" else deepcopy(value)
        )
    return result


def run(statute: Statute, facts: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    """One case against the law of its day; raises AssertionError where the law comes out otherwise."""
    duties = {duty.rule: duty for duty in duties_under(statute, facts)}
    for rule, wanted in expect.items():
        compare(rule, duties.get(rule), wanted)


def duties_under(statute: Statute, facts: Mapping[str, Any]) -> list[Duty]:
    """The duties under this file alone (others on file may be asked whether theirs are owed)."""
    known = from_values(facts)
    return duties_of(known, statute.on(known.as_of or date.max))


def duties_of(known: Facts, law: Instrument) -> list[Duty]:
    """The duties under one instrument."""
    here = court(known, law)
    return here.duties(law) if law.status == "enacted" and here.concerned(law) else []


def court(known: Facts, law: Instrument) -> Court:
    """A court for this instrument; the others on file stand beside it."""
    return Court(known, {**_others(known.as_of or date.max), law.code: law})


@cache
def _others(day: date) -> dict[str, Instrument]:
    return {statute.code: statute.on(day) for statute in statutes.library()}


def compare(rule: str, duty: Duty | None, wanted: Any) -> None:
    """Is the duty as the case expects it?"""
    if wanted == "absent":
        assert duty is None, f"{rule}: listed, though it should not be"
        return
    assert duty is not None, f"{rule}: no such duty is listed"
    asked = wanted if isinstance(wanted, Mapping) else {"required": wanted}
    found = duty_plain(duty)
    found.update({key: (found["deadline"] or {}).get(key) for key in ("amount", "unit", "from", "due")})
    for written, value in asked.items():
        key = "from" if written == "from_" else written
        held = found.get(key)
        if key == "due" and held is not None and len(str(value)) == len("2026-01-31"):
            held = str(held)[:10]
        assert held == value, f"{rule}: {key} is {held!r}, expected {value!r}. {duty.reason}"
