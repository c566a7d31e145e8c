"""What people decided, read back and laid over the rows that the line made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from stanch.casefile import kept_decisions
from stanch.casefile.prepared import Question
from stanch.records import Action, Notice, Offer, to_json

T = TypeVar("T")
FEW = 1000  # so many subjects are asked for by name
PREPARED = 64  # so many with a question that is kept
PLAN = "Plan"  # the kind of decision on who does an action, by when and at what cost
WAY, EMAIL = "Way", "email"  # kind and subject of the decision that e-mail may be used
ACTING = ", by the token "  # between the name of a person and that of the program that acts for them
COLUMNS = ("kind", "subject", "verdict", "decided_by", "decided_at", "grounds", "revision", "entry")  # of a row, in the order of `Decision`
EMAIL_DOUBT = "no postal address"  # how the letters begin the doubt that this decision settles


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what on which record, when, on what grounds. `revision` tells which form of the record was seen."""

    kind: str
    subject: str
    verdict: str
    decided_by: str
    decided_at: datetime
    grounds: str
    revision: str
    entry: int


def reader_of(by: str) -> str:
    """Whose word this is, whether given in a browser or by a program for them: two words of one person are not two people's."""
    return by.partition(ACTING)[0].strip().casefold()


def revision_of(row: Any) -> str:
    """A hash of a record as the line made it: what a decision was about. What decisions themselves change is left out."""
    if isinstance(row, Notice):
        row = replace(row, status="draft", file="")
    elif isinstance(row, Action):
        row = replace(row, status="open", proof="", cost=None, currency="", after=())
    return hashlib.sha256(to_json(row)).hexdigest()[:32]


def current(alias: str, kind: str, subjects: Collection[str] | None = None) -> dict[str, Decision]:
    """The decisions that stand on records of one kind (or on those few that are named), by the record's id."""
    kept = kept_decisions.standing(alias, kind, lambda most: [Decision(*row) for row in _standing(kind).using(alias)[:most]])
    if kept is not None:
        wanted = kept.keys() if subjects is None else set(subjects)
        return {one: decision for one, decision in kept.items() if one in wanted}
    if subjects is None:
        rows = _CURRENT.ask(alias, kind)
    elif len(subjects) > PREPARED:
        rows = list(_standing(kind, *subjects).using(alias))
    else:
        rows = _CURRENT.ask(alias, kind, *subjects) if subjects else []
    return {one.subject: one for one in (Decision(*row) for row in rows)}


def _standing(kind: str, *subjects: str) -> Any:
    """What stands on records of a kind, or on those that are named, in the order of `Decision`."""
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.filter(kind=kind, is_current=True).order_by("id")
    return (rows.filter(subject__in=subjects) if subjects else rows).values_list(*COLUMNS)


_CURRENT = Question(_standing)


def history(alias: str, kind: str, subject: str) -> list[Decision]:
    """All decisions on one record, oldest first."""
    from stanch.casefile.models import DecisionRow

    return [_decision(row) for row in DecisionRow.objects.using(alias).filter(kind=kind, subject=subject).order_by("id")]


def laid_over(alias: str, kind: type[T], rows: list[T]) -> list[T]:
    """The rows with what was decided on them: an approved notice, a closed action."""
    if kind is Offer:
        from stanch.casefile.codes import with_codes

        return with_codes(alias, rows)  # type: ignore[arg-type,return-value]
    if kind not in (Notice, Action):
        return rows
    if kind is Notice and email_is_allowed(alias):
        rows = [_by_email(row) for row in rows]  # type: ignore[arg-type,misc]
    if kind is Action:
        arranged = current(alias, PLAN)
        rows = [_arranged(row, arranged.get(row.id)) for row in rows]  # type: ignore[arg-type,misc,attr-defined]
    few = len(rows) <= FEW
    decided = current(alias, kind.__name__, [row.id for row in rows] if few else None)  # type: ignore[attr-defined]
    if not decided:
        return rows
    lay: Any = _notice if kind is Notice else _action
    return [lay(row, decided.get(row.id)) for row in rows]  # type: ignore[attr-defined]


def email_is_allowed(alias: str) -> bool:
    """Whether a person decided that the laws' conditions for notice by e-mail are met."""
    decided = current(alias, WAY).get(EMAIL)
    return decided is not None and decided.verdict == "allowed"


def _by_email(row: Notice) -> Notice:
    # The doubt whether e-mail may be used is settled for all by one decision; what else is missing stays missing.
    if row.form != "email":
        return row
    return replace(row, missing=tuple(one for one in row.missing if not one.startswith(EMAIL_DOUBT)))


def _notice(row: Notice, decision: Decision | None) -> Notice:
    # An approval is of a text: when the draft has changed since, it is a draft again, and the old approval stays in the history.
    # Holding back is of the person and the moment, whatever the letter says: it stands until somebody lets the notice go.
    if decision is None or decision.verdict in ("draft", "read"):
        return row
    if decision.verdict != "held" and decision.revision != revision_of(row):
        return row
    return replace(row, status=decision.verdict)  # type: ignore[arg-type]


def _arranged(row: Action, decision: Decision | None) -> Action:
    # What people arranged stays when the plan is drawn up again.
    if decision is None:
        return row
    told = json.loads(decision.grounds)
    return replace(
        row,
        owner=told["owner"],
        due=date.fromisoformat(told["due"]) if told["due"] else None,
        cost=told["cost"],
        currency=told["currency"],
        after=tuple(told["after"]),
    )


def _action(row: Action, decision: Decision | None) -> Action:
    # A closed action stays closed when the plan is drawn up again: what was done was done.
    return row if decision is None else replace(row, status=decision.verdict, proof=decision.grounds if decision.verdict == "done" else "")


def _decision(row: Any) -> Decision:
    return Decision(row.kind, row.subject, row.verdict, row.decided_by, row.decided_at, row.grounds, row.revision, row.entry)
