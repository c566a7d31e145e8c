"""Tasks and fields that an organisation adds of its own: making, ending and filling them, and what may not be done before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from stanch import datafile
from stanch.casefile.case import Case
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.records import Action, Attack, Duty, Notice
from stanch.records.own import OwnField, OwnValue, Task

T = TypeVar("T")
LONGEST = 2000  # characters of a text
MOST = 5000  # tasks, and values, of a case
FEW = 200  # fields
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
KINDS: dict[str, type] = {"action": Action, "duty": Duty, "notice": Notice}
WHOLE = ("notices", "sending")
NAMED = (*KINDS, "step")  # what a task may hold up by its id
# What is decided, and which blocks stand before it: the kind of its subject, all of that kind, and the step that fields are needed for.
CLOSING = {("Action", "done"): "close", ("Duty", "fulfilled"): "close", ("Duty", "declined"): "close", ("Notice", "approved"): "approve"}
STEPS = {
    "approve": "before a notice is approved",
    "send": "before anything is sent",
    "close": "before a duty or an action is closed",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with the value that stands, or none."""

    field: OwnField
    value: OwnValue | None

    @property
    def is_wanting(self) -> bool:
        """Whether something waits for it."""
        return bool(self.field.needed_for) and self.value is None


@dataclass(frozen=True, slots=True)
class _Fields:
    fields: tuple[OwnField, ...]


def tasks(case: Case) -> list[Task]:
    """All tasks: those that are open first, by their day, then the rest, the newest first."""
    rows = case.store.get(Task)
    opened = sorted((one for one in rows if one.is_open), key=lambda one: (one.due is None, one.due or date.max, one.id))
    return opened + sorted((one for one in rows if not one.is_open), key=lambda one: str(one.ended_at), reverse=True)


def add_task(case: Case, text: str, *, by: str, blocks: str = "", who: str = "", due: date | None = None) -> Task:
    """Make a task. Raises `WrongCall` where it has no text, or is to hold up what there is not."""
    from django.db import transaction

    if not text.strip():
        raise WrongCall("a task needs a text", do="Say in a sentence what is to be done.")
    blocks = _checked(case, blocks)
    with transaction.atomic(using=case.alias):
        before = case.store.get(Task)
        if len(before) >= MOST:
            raise WrongCall(f"a case holds {MOST:,} tasks at most", do="Keep what is not of this case elsewhere.")
        made = Task(f"t{len(before) + 1}", text.strip()[:LONGEST], blocks, who.strip()[:200], due, by, case.clock())
        case.store.put(Task, [*before, made])
        case.journal.append("add task", made.id, by=by, details={"text": made.text, "blocks": blocks})
    return made


def end_task(case: Case, identity: str, *, by: str, grounds: str, withdrawn: bool = False) -> None:
    """Say that a task is done, or need not be. Raises `WrongCall` where it is not open, or the grounds are not said."""
    from django.db import transaction

    if not grounds.strip():
        raise WrongCall(
            "what was done must be said", do="Say in a sentence what was done, or why it need not be; it stands in the journal."
        )
    with transaction.atomic(using=case.alias):
        rows = case.store.get(Task)
        if not any(one.id == identity and one.is_open for one in rows):
            raise WrongCall(f"no task {identity!r} is open", do="`stanch tasks -C CASE` lists them.")
        ended = "withdrawn" if withdrawn else "done"
        told = {"ended": ended, "ended_by": by, "ended_at": case.clock(), "grounds": grounds.strip()[:LONGEST]}
        case.store.put(Task, [replace(one, **told) if one.id == identity else one for one in rows])  # type: ignore[arg-type]
        case.journal.append(f"task {ended}", identity, by=by, details={"grounds": grounds.strip()[:LONGEST]})


def _checked(case: Case, blocks: str) -> str:
    kind, _, subject = blocks.strip().partition(" ")
    if not blocks.strip() or (kind in WHOLE and not subject):
        return blocks.strip()
    if kind == "step" and any(step.id == subject for attack in case.store.get(Attack) for step in attack.containment):
        return f"step {subject}"
    if kind not in KINDS or not subject:
        raise WrongCall(
            f"nothing is called {blocks!r}",
            do=f"Say one of: {', '.join(f'{one} ID' for one in NAMED)}, {', '.join(WHOLE)}; or nothing.",
        )
    if not case.store.some(KINDS[kind], [subject]):
        raise WrongCall(f"there is no {kind} {subject!r}", do="List them first; their ids stand in the first column.")
    return f"{kind} {subject}"


def holding_up(case: Case, *what: str) -> list[Task]:
    """The open tasks that hold up any of these (`action a1`, `notices`)."""
    return [one for one in tasks(case) if one.is_open and one.blocks in what]


# Fields


def fields(case: Case) -> list[Filled]:
    """The fields that stand, in the order in which they were first defined, each with its value."""
    last = {one.key: one for one in case.store.get(OwnField)}
    values = {one.key: one for one in case.store.get(OwnValue)}
    return [
        Filled(one, values[one.key] if values.get(one.key) and values[one.key].value else None) for one in last.values() if not one.is_gone
    ]


def define(case: Case, fresh: Iterable[OwnField], *, by: str) -> int:
    """Define fields, or define them anew; how many were not so before. Raises `WrongCall`."""
    from django.db import transaction

    with transaction.atomic(using=case.alias):
        before = case.store.get(OwnField)
        last = {one.key: _bare(one) for one in before}
        changed = [one for one in map(_well_formed, fresh) if last.get(one.key) != _bare(one)]
        if len({one.key for one in [*before, *changed]}) > FEW or len(before) + len(changed) > MOST:
            raise WrongCall(f"a case holds {FEW} fields at most", do="Keep what is not of this case elsewhere.")
        if changed:
            now = case.clock()
            case.store.put(OwnField, [*before, *(replace(one, made_by=by, made_at=now) for one in changed)])
            case.journal.append("define fields", by=by, details={"fields": {one.key: one.needed_for for one in changed}})
    return len(changed)


def read_fields(path: Path) -> tuple[OwnField, ...]:
    """The fields of a YAML file (`fields:`, a list). Raises `BrokenDataFile` with the place of each fault."""
    found = datafile.read(path, _Fields).fields
    faults = []
    for one in found:
        try:
            _well_formed(one)
        except WrongCall as error:
            faults.append(Fault(str(path), 1, 1, error.what))
    if faults:
        raise BrokenDataFile(faults)
    return found


def _bare(one: OwnField) -> OwnField:
    return replace(one, made_by="", made_at=None)


def _well_formed(one: OwnField) -> OwnField:
    if not KEY.fullmatch(one.key):
        raise WrongCall(f"{one.key!r} is no name for a field", do="Use small letters, digits and _, 40 at most, a letter first.")
    if not one.label.strip():
        raise WrongCall(f"the field {one.key!r} has no label", do="Say what people are to read.")
    if (one.kind == "choice") != bool(one.choices):
        raise WrongCall(f"the field {one.key!r}: choices go with the kind `choice`, and no other", do="Name them, or choose another kind.")
    return replace(one, label=one.label.strip()[:200], why=one.why.strip()[:LONGEST], choices=tuple(c.strip()[:200] for c in one.choices))


def fill(case: Case, key: str, value: str, *, by: str, source: str = "") -> None:
    """Fill a field; what it held before stays in its history. Raises `WrongCall` where the value is not of its kind."""
    from django.db import transaction

    field = next((one.field for one in fields(case) if one.field.key == key), None)
    if field is None:
        raise WrongCall(f"there is no field {key!r}", do="`stanch fields -C CASE` lists them.")
    text = _of_kind(field, value.strip()[:LONGEST])
    with transaction.atomic(using=case.alias):
        before = case.store.get(OwnValue)
        held = next((one.value for one in reversed(before) if one.key == key), "")
        if held == text:
            return
        if len(before) >= MOST * 4:
            raise WrongCall("the fields of this case were changed too often", do="Keep what changes all the time elsewhere.")
        case.store.put(OwnValue, [*before, OwnValue(key, text, by, case.clock(), source.strip()[:500])])
        case.journal.append("fill field", key, by=by, details={"value": text})


def _of_kind(field: OwnField, text: str) -> str:
    wrong = {"date": "2026-11-24", "number": "a number, such as 12.5", "yes_no": "yes or no", "choice": ", ".join(field.choices)}
    try:
        if text and field.kind == "date":
            return date.fromisoformat(text).isoformat()
        if text and field.kind == "number":
            return f"{float(text):g}"
        if text and field.kind in ("yes_no", "choice") and text not in (field.choices or ("yes", "no")):
            raise ValueError  # noqa: TRY301 told below, as the others are
    except ValueError:
        raise WrongCall(f"{text!r} is not what {field.label!r} holds", do=f"Say {wrong[field.kind]}.") from None
    return text


# What waits


def waits_for(case: Case, step: str, *what: str) -> list[str]:
    """In words, what must be done first: tasks that hold up any of these, and fields that this step needs."""
    told = [f"{one.text} ({one.id}{f', {one.who}' if one.who else ''})" for one in holding_up(case, *what)]
    return told + [
        f"{one.field.label} ({one.field.key}) is not filled" for one in fields(case) if one.is_wanting and one.field.needed_for == step
    ]


def check(case: Case, kind: str, subjects: Collection[str], verdict: str) -> None:
    """Raise `WrongCall` where this decision waits for something. Asked within the transaction that decides."""
    step = CLOSING.get((kind, verdict))
    if step is None:
        return
    word, known = kind.lower(), set(subjects)
    held = {one.blocks for one in case.store.get(Task) if one.is_open}
    what = [one for one in held if one.startswith(f"{word} ") and one.removeprefix(f"{word} ") in known]
    _refuse(waits_for(case, step, *what, *(("notices",) if kind == "Notice" else ())))


def _refuse(told: Sequence[str]) -> None:
    if told:
        more = f"; and {len(told) - 5} more" if len(told) > 5 else ""
        raise WrongCall(
            f"this waits for: {'; '.join(told[:5])}{more}", do="Do that first (`stanch tasks done`, `stanch fields set`), or take it back."
        )
