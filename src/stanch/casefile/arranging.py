"""Who carries out an action, by when, at what cost, and what must be done first: decided by people, laid over the plan."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from stanch.casefile.case import Case
from stanch.casefile.decisions import PLAN, Decision, history
from stanch.errors import WrongCall
from stanch.records import Action

MOST = 1e12


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed; None leaves a thing as it is."""

    owner: str | None = None
    due: date | None = None
    cost: float | None = None
    currency: str | None = None
    after: tuple[str, ...] | None = None


def arrange(case: Case, action: str, change: Change, *, by: str, grounds: str = "") -> Action:
    """Change who does an action, by when, what it costs and what it waits for; the action as it is then.

    Raises `WrongCall` for an unknown action, a circle of actions that wait for each other, or a sum that is none.
    """
    from stanch.casefile import decide

    actions = {one.id: one for one in case.store.get(Action)}
    if action not in actions:
        raise WrongCall(f"no such action: {action[:80]}", do="`stanch actions -C CASE` lists them.")
    arranged = replace(actions[action], **_checked(change, action, actions))
    if arranged == actions[action]:
        return arranged
    told = {
        "owner": arranged.owner,
        "due": arranged.due.isoformat() if arranged.due else "",
        "cost": arranged.cost,
        "currency": arranged.currency,
        "after": list(arranged.after),
        "grounds": grounds[:2000],
    }
    decide.write(case, PLAN, {action: ""}, verdict="arranged", by=by, grounds=json.dumps(told, ensure_ascii=False), action="arrange action")
    return arranged


def past(case: Case, action: str) -> list[Decision]:
    """Every arrangement of an action, oldest first; `grounds` is JSON."""
    return history(case.alias, PLAN, action)


def waits_for(action: Action, actions: Mapping[str, Action]) -> list[Action]:
    """The actions that must be done before this one, and are not."""
    return [actions[one] for one in action.after if one in actions and actions[one].status != "done"]


def late(case: Case, *, on: date) -> list[Action]:
    """Actions that are not done and whose day is past, the longest past first: repairs, and the checks ninety days and a year after."""
    past = [one for one in case.store.get(Action) if one.status != "done" and one.due is not None and one.due < on]
    return sorted(past, key=lambda one: (one.due or on, one.order))


def _checked(change: Change, action: str, actions: Mapping[str, Action]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if change.owner is not None:
        found["owner"] = change.owner.strip()[:200] or _refuse("an owner without a name", "Name the person or the role.")
    if change.due is not None:
        found["due"] = change.due
    if change.cost is not None:
        if not (isfinite(change.cost) and 0 <= change.cost <= MOST):
            _refuse(f"{change.cost} is no cost", "Give a sum of nought or more.")
        found["cost"] = change.cost
    if change.currency is not None:
        if not re.fullmatch(r"[A-Z]{3}", change.currency):
            _refuse(f"{change.currency[:20]!r} is no currency", "Use three letters of ISO 4217: USD, EUR, GBP.")
        found["currency"] = change.currency
    if change.after is not None:
        found["after"] = _order([one for one in change.after if one], action, actions)
    if found.get("cost", actions[action].cost) is not None and not found.get("currency", actions[action].currency):
        _refuse("a cost without its currency", "Give it too: USD, EUR, GBP.")
    return found


def _order(after: Sequence[str], action: str, actions: Mapping[str, Action]) -> tuple[str, ...]:
    unknown = [one for one in after if one not in actions]
    if unknown:
        _refuse(f"no such action: {unknown[0][:80]}", "`stanch actions -C CASE` lists them.")
    seen: set[str] = set()
    waiting = list(after)
    while waiting:
        one = waiting.pop()
        if one == action:
            _refuse("the actions would wait for each other", "Take one of them out of what must be done first.")
        if one not in seen:
            seen.add(one)
            waiting += actions[one].after if one in actions else ()
    return tuple(dict.fromkeys(after))


def _refuse(what: str, do: str) -> str:
    raise WrongCall(what, do=do)
