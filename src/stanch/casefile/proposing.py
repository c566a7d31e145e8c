"""Words of a letter by the word of two: one hands an edited text in, another says that it stands; one of them signs as counsel.

What was handed in is checked against every letter of that text, which takes minutes where there are many: so it is kept first, and checked
beside the pages. Only words whose every letter was checked, on the case as it stands, may be approved. It changes nothing until then.
See ADR 0194 and ADR 0198.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from stanch.casefile import decide, decisions, destruction, drafting, wording
from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.casefile.decisions import reader_of
from stanch.casefile.wording import Tried
from stanch.engine import Bench
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.form import text_at
from stanch.notices.versions import parts_of
from stanch.records import Wording

KIND = "Wording"
HAND_IN, PROPOSE, BREAK, HALT, REFUSE, TAKE = (
    "hand in words", "propose words", "words break a law", "stop check of words", "refuse words", "approve words",
)  # fmt: skip
State = Literal["checking", "waiting", "broken", "stopped"]
# The state of what was decided last on a text; whatever else was decided, nothing of it waits.
STATES: Mapping[str, State] = {"handed in": "checking", "proposed": "waiting", "broken": "broken", "stopped": "stopped"}
Kept = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was handed in: the version that it would be, by whom and why, and what the checks said.

    `state`: `checking` until every letter of this text was drafted with it, `waiting` for a second person, `broken` where letters would
    lack what a law demands (nobody can approve that), `stopped` where somebody ended the check. `letters` use this text; `lost` are
    contents that a law demands and that they would lack, `told` what makes them hard to read, `vouched` what changed words are to say and
    no program can recognise. `is_counsels`: whoever handed it in signs as counsel. `force`: it is to be taken although letters are lost.
    `drafted_from`: the case that it was checked on, as `wording.drafted_from`. `at`: when it was handed in; `entry` is of the last step.
    """

    wording: Wording
    state: State
    is_counsels: bool
    force: bool
    at: datetime
    entry: int
    letters: int = 0
    lost: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)
    vouched: tuple[str, ...] = ()
    drafted_from: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the words at one place, in runs that stay, go, or are new."""

    place: str
    runs: tuple[tuple[Kept, str], ...]


def hand_in(case: Case, content: bytes, file: str, *, by: str, grounds: str, as_counsel: bool = False, force: bool = False) -> Proposal:
    """Keep an edited document, to be checked and then to wait for a second person; `force`: although letters would break a law.

    Raises `WrongCall` where it is of an earlier version, changes nothing, or the grounds are not said; `StanchError` where its words
    cannot be used.
    """
    _must_be_open(case, grounds)
    made = wording.read_in(case, content, file, by=by, grounds=grounds.strip())
    return _handed_in(case, made, as_counsel=as_counsel, force=force)


def hand_back(case: Case, name: str, version: int, *, by: str, grounds: str, as_counsel: bool = False) -> Proposal:
    """Let an earlier version be checked and wait; 0 is the text as Stanch brings it. Raises `WrongCall`."""
    _must_be_open(case, grounds)
    made = wording.earlier(case, name, version, by=by, grounds=grounds.strip())
    # It stood before: where a law has changed since, whoever approves it sees what letters would lack.
    return _handed_in(case, made, as_counsel=as_counsel, force=True)


def _must_be_open(case: Case, grounds: str) -> None:
    refuse_if_closed(case.alias)
    destruction.refuse_if_destroyed(case)
    _need(grounds)


def _handed_in(case: Case, made: Wording, *, as_counsel: bool, force: bool) -> Proposal:
    is_counsels = _is_counsel(case, made.by, as_counsel=as_counsel)
    _write(case, Proposal(made, "checking", is_counsels, force, case.clock(), 0), {}, verdict="handed in", action=HAND_IN, by=made.by)
    return of_text(case, made.text)


def _write(case: Case, one: Proposal, checked: dict[str, Any], *, verdict: str, action: str, by: str) -> None:
    """The next step of what was handed in, which stands in the journal with its words."""
    made = one.wording
    told = {
        "version": made.version, "parts": dict(made.parts), "grounds": made.grounds, "counsel": one.is_counsels, "force": one.force,
        "by": made.by, "at": one.at.isoformat(), **checked,
    }  # fmt: skip
    said = json.dumps(told, ensure_ascii=False)
    decide.write(case, KIND, {made.text: f"version {made.version}"}, verdict=verdict, by=by, grounds=said, action=action)


def check(case: Case, name: str, *, bench: Bench) -> Proposal | None:
    """Draft every letter of this text with the words that were handed in, and write down what that showed; also once more.

    It takes as long as drafting does: `bench.progress` is told how far it is, `bench.beat` may end it, and then nothing is written.
    Null where other words were handed in meanwhile, or somebody decided. Raises `WrongCall` where none were handed in.
    """
    found = of_text(case, name)
    drafted_from = wording.drafted_from(case)
    tried = wording.tried_out(case, found.wording, bench=bench)
    return _checked(case, found, tried, drafted_from)


def _checked(case: Case, found: Proposal, tried: Tried, drafted_from: str) -> Proposal | None:
    from django.db import transaction

    made, is_broken = found.wording, bool(tried.lost) and not found.force
    told = {
        "letters": tried.letters, "lost": tried.lost, "told": tried.told, "vouched": list(tried.vouched), "drafted from": drafted_from,
    }  # fmt: skip
    with transaction.atomic(using=case.alias):
        now = _of_text(case, made.text)
        if now is None or now.entry != found.entry:
            return None
        verdict, action = ("broken", BREAK) if is_broken else ("proposed", PROPOSE)
        _write(case, found, told, verdict=verdict, action=action, by=made.by)
    return of_text(case, made.text)


def halt(case: Case, name: str, *, by: str) -> None:
    """Write down that somebody ended the check: it is not begun again by itself. Nothing where none is under way."""
    found = _of_text(case, name)
    if found is not None and found.state == "checking":
        _write(case, found, {}, verdict="stopped", action=HALT, by=by)


def proposals(case: Case) -> list[Proposal]:
    """All that was handed in and not decided on, by their texts; one made from a version that does not stand any more is not among it."""
    found = [_proposal(one) for _, one in sorted(decisions.current(case.alias, KIND).items()) if one.verdict in STATES]
    return [one for one in found if one.wording.version == wording.last(case, one.wording.text) + 1]


def unchecked(case: Case) -> list[str]:
    """The texts whose words were handed in, and whose check the end of a program cut off."""
    return [one.wording.text for one in proposals(case) if one.state == "checking"]


def of_text(case: Case, name: str) -> Proposal:
    """What was handed in for one text. Raises `WrongCall` where nothing was."""
    found = _of_text(case, name)
    if found is None:
        raise WrongCall(f"no words of {name} wait for a second person", do="Look at the list of texts: somebody may have answered already.")
    return found


def _of_text(case: Case, name: str) -> Proposal | None:
    return next((one for one in proposals(case) if one.wording.text == name), None)


def is_stale(case: Case, one: Proposal) -> bool:
    """Whether the case is another one than the letters were checked on."""
    return one.drafted_from != wording.drafted_from(case)


def _proposal(one: decisions.Decision) -> Proposal:
    told = json.loads(one.grounds)
    at = datetime.fromisoformat(told["at"]) if "at" in told else one.decided_at
    made = Wording(one.subject, told["version"], told["parts"], told.get("by", one.decided_by), at, told["grounds"])
    checked: dict[str, Any] = {
        "letters": told.get("letters", 0), "lost": told.get("lost", {}), "told": told.get("told", {}),
        "vouched": tuple(told.get("vouched", ())), "drafted_from": told.get("drafted from", ""),
    }  # fmt: skip
    is_forced = told.get("force", bool(checked["lost"]))  # of an earlier release: what breaks a law waited there by force alone
    return Proposal(made, STATES[one.verdict], told["counsel"], is_forced, at, one.entry, **checked)


def approve(case: Case, name: str, *, by: str, entry: int, as_counsel: bool = False, alone: bool = False) -> Wording:
    """Let what waits stand as a new version. `alone`: there is nobody else to ask.

    Raises `WrongCall` where the same person handed it in, none of the two signs as counsel, or not every letter was checked; `Changed`
    where something else waits than was seen, or the case is another one than the letters were checked on.
    """
    from django.db import transaction

    found = of_text(case, name)
    _may_approve(case, found, by=by, entry=entry, as_counsel=as_counsel, alone=alone)
    made = Wording(name, found.wording.version, dict(found.wording.parts), found.wording.by, case.clock(), found.wording.grounds)
    # Both names stand in the journal: of whoever handed it in with the version, of the second here.
    with transaction.atomic(using=case.alias):
        if is_stale(case, found):
            raise Changed("the case has changed since these letters were checked", do="Have them checked again, then decide.")
        wording.keep(case, made, as_counsel=True)
        decide.write(case, KIND, {name: f"version {made.version}"}, verdict="approved", by=by, grounds=made.grounds, action=TAKE)
    return made


def _may_approve(case: Case, found: Proposal, *, by: str, entry: int, as_counsel: bool, alone: bool) -> None:
    if found.entry != entry:
        raise Changed("other words wait by now than those that you saw", do="Read what waits, then decide.")
    if reader_of(found.wording.by) == reader_of(by) and not alone:
        raise WrongCall("you are the one who handed it in", do="Somebody else must read it: two people approve the words of a letter.")
    if not (found.is_counsels or _is_counsel(case, by, as_counsel=as_counsel)):
        drafting.must_be_counsel(case, by, as_counsel=as_counsel)
    if found.state == "broken":
        raise WrongCall("letters would lack what a law demands", do="Refuse these words, mend them, and hand them in again.")
    if found.state != "waiting":
        raise WrongCall("not every letter was checked yet", do="Wait until the check is done, then decide.")


def refuse(case: Case, name: str, *, by: str, entry: int, grounds: str) -> None:
    """Say that the words do not stand, with grounds; who handed them in may say so too. Raises `WrongCall`, `Changed`."""
    found = of_text(case, name)
    if found.entry != entry:
        raise Changed("other words wait by now than those that you saw", do="Read what waits, then decide.")
    _need(grounds)
    decide.write(case, KIND, {name: f"version {found.wording.version}"}, verdict="refused", by=by, grounds=grounds.strip(), action=REFUSE)


def changes(case: Case, made: Wording) -> list[Change]:
    """What becomes of each place whose words are others than those that stand now, in the order of the text."""
    return between(made, wording.parts_in(case, made.text))


def between(made: Wording, before: Mapping[str, str]) -> list[Change]:
    """The same against the words of another version."""
    own = parts_of(text_at(made.text))
    now, then = {**own, **before}, {**own, **made.parts}
    return [Change(place, _runs(now[place], then[place])) for place in own if now[place].split() != then[place].split()]


def _runs(before: str, after: str) -> tuple[tuple[Kept, str], ...]:
    """Word by word."""
    old, new = before.split(), after.split()
    found: list[tuple[Kept, str]] = []
    for what, first, last, begin, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(old[first:last])))
        else:
            found += [("gone", " ".join(old[first:last]))] * (last > first)
            found += [("new", " ".join(new[begin:end]))] * (end > begin)
    return tuple(found)


def _is_counsel(case: Case, by: str, *, as_counsel: bool) -> bool:
    try:
        drafting.must_be_counsel(case, by, as_counsel=as_counsel)
    except StanchError:
        return False
    return True


def _need(grounds: str) -> None:
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why the words are changed; it stands in the journal.")
