"""Facts: what is known and since when; what a value would change; stating one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import law, shapes
from stanch.casefile import decide
from stanch.casefile import facts as known
from stanch.errors import WrongCall
from stanch.portal import ahead, desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, missing
from stanch.portal.api.door import actor, get, post
from stanch.portal.api.standing import held_to
from stanch.portal.work import worker
from stanch.records import Facts

router = Router(tags=["facts"])


@get(router, "/facts", "facts", list[shapes.FactState])
def facts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every fact that there can be, with its value now; null is unknown."""
    values, histories = known.spread(ahead.facts()), _histories()
    return answer([_state(key, json.loads(values[key]), histories.get(key, [])) for key in values])


@get(router, "/facts/{key}", "facts", shapes.FactHistory)
def fact(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """One fact, with all the values it has had."""
    shown = _history(_known(key))
    return answer(shown, revision=shown.fact.revision)


@post(router, "/facts/{key}", "facts", shapes.FactHistory)
def state_fact(request: HttpRequest, key: str, given: bodies.FactGiven) -> HttpResponse:
    """State one fact. What it was before stays in its history; the line is walked again for what depends on it."""
    ahead.with_answer(_known(key), given.value)
    at = given.known_at if given.known_at is None or given.known_at.tzinfo else given.known_at.replace(tzinfo=UTC)
    if at is not None and at > desk.case().clock():
        raise WrongCall("that moment is still to come", where="known_at", do="Say when it became known.")
    with held_to(given.revision, lambda: (_revision(key), _history(key))):
        decide.set_fact(desk.case(), key, given.value, by=actor(request), source=given.source, known_at=_within(at), grounds=given.grounds)
    worker.start(desk.case(), by=actor(request))
    shown = _history(key)
    return answer(shown, revision=shown.fact.revision)


@post(router, "/facts/{key}/effects", "facts", shapes.Effects, changes=False)
def look_ahead(request: HttpRequest, key: str, given: bodies.ValueGiven) -> HttpResponse:  # noqa: ARG001
    """Which duties and clocks this value would change. Nothing is kept."""
    found = law.effects(ahead.duties(ahead.facts()), ahead.duties(ahead.with_answer(_known(key), given.value)))
    told = [
        shapes.Effect(one.duty.id, one.duty.jurisdiction, one.duty.recipient, one.duty.cite, one.turn, one.before, one.after)
        for one in found
    ]
    return answer(shapes.Effects(told))


def _known(key: str) -> str:
    if key not in known.spread(Facts()):
        raise missing("fact", key)
    return key


def _within(at: datetime | None) -> datetime | None:
    """In UTC. Raises `WrongCall` for a moment at the edge of the calendar, which has none there."""
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:
        raise WrongCall("that is no moment at which anything became known", where="known_at", do="Say when it became known.") from None


def _revision(key: str) -> str:
    return str(len(desk.case().store.fact_history(key)))


def _histories() -> dict[str, list[known.Known]]:
    found: dict[str, list[known.Known]] = {}
    for one in desk.case().store.fact_history():
        found.setdefault(one.key, []).append(one)
    return found


def _state(key: str, value: Any, history: list[known.Known]) -> shapes.FactState:
    last = next((one for one in reversed(history) if one.is_current), None)
    if last is None:
        return shapes.FactState(key, value, None, None, None, None, str(len(history)))
    return shapes.FactState(key, value, last.source, last.known_at, last.recorded_at, last.recorded_by, str(len(history)))


def _history(key: str) -> shapes.FactHistory:
    history = desk.case().store.fact_history(key)
    told = [shapes.FactValue(one.value, one.source, one.known_at, one.recorded_at, one.recorded_by, one.is_current) for one in history]
    return shapes.FactHistory(_state(key, json.loads(known.spread(ahead.facts())[key]), history), told)
