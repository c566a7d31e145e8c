"""Steps of the first hours: which were taken, as people said, and which still stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.casefile import decide, own
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, current
from stanch.casefile.texts import storable
from stanch.errors import WrongCall
from stanch.records import Attack, TakenStep, Unread, unread_id

KIND = "Step"
TAKEN, NOT_TAKEN = "taken", "not taken"
UNREAD = "Look at the files that could not be read"
LONGEST = 500  # characters of a step's words that name it in the journal: an index of PostgreSQL holds no more than 2,700 bytes
NOTE = 2000


@dataclass(frozen=True, slots=True)
class StepState:
    """A step with who said when that it was taken (or null), and in words what must be done before. `revision` is what a decision names."""

    id: str
    do: str
    why: str
    do_not: str
    taken: TakenStep | None
    waits_for: tuple[str, ...]
    revision: str


def taken(case: Case) -> dict[str, TakenStep]:
    """What was taken, by the step."""
    return {
        one.revision: TakenStep(one.revision, one.decided_by, one.decided_at, one.grounds)
        for one in current(case.alias, KIND).values()
        if one.verdict == TAKEN
    }


def steps(case: Case, attacks: Sequence[Attack] | None = None, unread: Sequence[Unread] | None = None) -> list[StepState]:
    """The plan of containment in its order, and looking at what could not be read where there is any; of rows that are read already."""
    attacks = case.store.get(Attack) if attacks is None else attacks
    unread = case.store.get(Unread) if unread is None else unread
    decided = {one.revision: one for one in current(case.alias, KIND).values()}
    held = [one for one in own.tasks(case) if one.is_open and one.blocks.startswith("step ")]
    return [
        StepState(
            identity,
            *words,
            _taken(decided.get(identity)),
            tuple(f"{one.text} ({one.id})" for one in held if one.blocks == f"step {identity}"),
            str(decided[identity].entry) if identity in decided else "0",
        )
        for identity, words in _planned(attacks, unread)
    ]


def say_taken(case: Case, step: str, *, by: str, note: str = "") -> None:
    """Say that a step was taken. Raises `WrongCall` where it stands as taken, a task holds it up, or there is none."""
    from django.db import transaction

    with transaction.atomic(using=case.alias):
        state = find(case, step)
        if state.taken:
            raise WrongCall(f"this step stands as taken already, said by {state.taken.by}", do="Nothing is to be done.")
        if state.waits_for:
            waits = "; ".join(state.waits_for[:5])
            raise WrongCall(f"this waits for: {waits}", do="Do that first (`stanch tasks done`, `stanch fields set`), or take it back.")
        _write(case, state, TAKEN, by=by, note=note, action="take step")


def say_not_taken(case: Case, step: str, *, by: str, note: str = "") -> None:
    """Say that a step was not taken after all. Raises `WrongCall` where nobody said it was, or there is none."""
    from django.db import transaction

    with transaction.atomic(using=case.alias):
        state = find(case, step)
        if state.taken is None:
            raise WrongCall("nobody said that this step was taken", do="`stanch actions steps -C CASE` lists them.")
        _write(case, state, NOT_TAKEN, by=by, note=note, action="take back step")


def find(case: Case, step: str) -> StepState:
    """One step. Raises `WrongCall` where there is none: the plan may have changed since somebody looked."""
    found = next((one for one in steps(case) if one.id == step), None)
    if found is None:
        raise WrongCall(f"no such step: {step[:80]}", do="The plan may have changed; `stanch actions steps -C CASE` lists it.")
    return found


def _write(case: Case, state: StepState, verdict: str, *, by: str, note: str, action: str) -> None:
    words = storable(state.do)
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 20]} … [{state.id}]"
    decide.write(case, KIND, {words: state.id}, verdict=verdict, by=by, grounds=note.strip()[:NOTE], action=action)


def _planned(attacks: Sequence[Attack], unread: Sequence[Unread]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each step's id and words. Of two that say the same the first counts."""
    seen = set()
    for attack in attacks[:1]:
        for one in sorted(attack.containment, key=lambda step: step.order):
            if one.id not in seen:
                seen.add(one.id)
                yield one.id, (one.do, one.why, one.do_not)
    if unread:
        yield unread_id(unread), (UNREAD, "Somebody may be named only there.", "")


def _taken(decision: Decision | None) -> TakenStep | None:
    if decision is None or decision.verdict != TAKEN:
        return None
    return TakenStep(decision.revision, decision.decided_by, decision.decided_at, decision.grounds)
