"""Duties, clocks and actions: what is owed by when, what must change, and signing it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import arranging, causes, decide, taking
from stanch.casefile.decisions import revision_of
from stanch.casefile.duties import DutyState, clocks, duty_states
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, missing
from stanch.portal.api.door import actor, get, post
from stanch.portal.api.standing import held_to, marks, revision
from stanch.records import Action, Attack

router = Router(tags=["duties"])


@get(router, "/duties", "look", shapes.Duties)
def duties(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every duty that was considered: owed, turning on a question, not owed; each with its proof."""
    return answer({"duties": [_form(one) for one in duty_states(desk.case(), now=desk.now())]})


@get(router, "/duties/{path:identity}", "look", shapes.DutyForm)
def duty(request: HttpRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """One duty."""
    form = _form(_found(identity))
    return answer(form, revision=form["revision"])


@post(router, "/duties/{path:identity}", "duties", shapes.DutyForm)
def sign_duty(request: HttpRequest, identity: str, given: bodies.DutySigned) -> HttpResponse:
    """Sign a duty: it stands, it is fulfilled, it is not owed, or it is open again."""
    state = _found(identity)
    with held_to(given.revision, lambda: _now(identity)):
        mark = revision_of(state.duty)
        decide.sign_duty(desk.case(), identity, verdict=given.verdict, by=actor(request), grounds=given.grounds, revision=mark)
    form = _form(_found(identity))
    return answer(form, revision=form["revision"])


@get(router, "/clocks", "look", shapes.Clocks)
def running_clocks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The clocks that run, the most urgent first."""
    return answer({"clocks": [one.contract_form() for one in clocks(desk.case(), now=desk.now())]})


@get(router, "/actions", "look", shapes.Actions)
def actions(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Containment of the first hours, and the corrective actions with where they stand."""
    store, entries = desk.case().store, marks("Action")
    attacks = store.get(Attack)
    found = [shapes.ActionState(one, revision(one, entries.get(one.id))) for one in sorted(store.get(Action), key=lambda one: one.order)]
    return answer(shapes.Actions(sorted(attacks[0].containment, key=lambda step: step.order) if attacks else [], found))


@get(router, "/steps", "look", shapes.Steps)
def steps(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The steps of the first hours with who said that they were taken."""
    return answer(shapes.Steps([_step(one) for one in desk.steps()]))


@post(router, "/steps/{identity}", "actions", shapes.StepState)
def take_step(request: HttpRequest, identity: str, given: bodies.StepSaid) -> HttpResponse:
    """Say that a step was taken, or was not after all."""
    with held_to(given.revision, lambda: (_known(identity).revision, _known(identity))):
        say = taking.say_taken if given.verdict == "taken" else taking.say_not_taken
        say(desk.case(), identity, by=actor(request), note=given.note)
    shown = _known(identity)
    return answer(shown, revision=shown.revision)


@get(router, "/causes", "look", shapes.Causes)
def told_causes(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The cause and the controls that failed, with who confirmed or refuted them."""
    return answer(shapes.Causes([_cause(one) for one in causes.findings(desk.case())]))


@post(router, "/causes/{identity}", "actions", shapes.CauseState)
def judge_cause(request: HttpRequest, identity: str, given: bodies.CauseJudged) -> HttpResponse:
    """Confirm the cause or a failed control, refute it, or leave it open again."""
    with held_to(given.revision, lambda: (_of_cause(identity).revision, _of_cause(identity))):
        causes.judge(desk.case(), identity, given.verdict, by=actor(request), grounds=given.grounds)
    shown = _of_cause(identity)
    return answer(shown, revision=shown.revision)


@post(router, "/actions/{path:identity}", "actions", shapes.ActionState)
def decide_action(request: HttpRequest, identity: str, given: bodies.ActionDecided) -> HttpResponse:
    """Close an action with its proof, or open it again with what was found."""
    _action(identity)
    with held_to(given.revision, lambda: (_action(identity).revision, _action(identity))):
        if given.verdict == "done":
            decide.close_action(desk.case(), identity, by=actor(request), proof=given.grounds)
        else:
            decide.reopen_action(desk.case(), identity, by=actor(request), grounds=given.grounds)
    shown = _action(identity)
    return answer(shown, revision=shown.revision)


@post(router, "/arrangements/{path:identity}", "actions", shapes.ActionState)
def arrange_action(request: HttpRequest, identity: str, given: bodies.ActionArranged) -> HttpResponse:
    """Say who carries out an action, by when, at what cost, and which actions must be done first."""
    _action(identity)
    change = arranging.Change(given.owner, given.due, given.cost, given.currency, None if given.after is None else tuple(given.after))
    with held_to(given.revision, lambda: (_action(identity).revision, _action(identity))):
        arranging.arrange(desk.case(), identity, change, by=actor(request), grounds=given.grounds)
    shown = _action(identity)
    return answer(shown, revision=shown.revision)


def _step(one: taking.StepState) -> shapes.StepState:
    return shapes.StepState(one.id, one.do, one.why, one.do_not, one.taken, list(one.waits_for), one.revision)


def _cause(one: causes.CauseState) -> shapes.CauseState:
    said = (one.verdict, one.by, one.at, one.grounds, one.has_changed, one.revision)
    return shapes.CauseState(one.id, one.says, one.why, one.confidence, list(one.controls), *said)


def _of_cause(identity: str) -> shapes.CauseState:
    found = next((one for one in causes.findings(desk.case()) if one.id == identity), None)
    if found is None:
        raise missing("finding of the cause", identity)
    return _cause(found)


def _known(identity: str) -> shapes.StepState:
    found = next((one for one in desk.steps() if one.id == identity), None)
    if found is None:
        raise missing("step", identity)
    return _step(found)


def _found(identity: str) -> DutyState:
    found = next((one for one in duty_states(desk.case(), now=desk.now()) if one.duty.id == identity), None)
    if found is None:
        raise missing("duty", identity)
    return found


def _form(state: DutyState) -> dict[str, Any]:
    return {**state.contract_form(), "revision": revision(state.duty, state.decision.entry if state.decision else _open(state.duty.id))}


def _open(identity: str) -> int | None:
    """Who opened a duty again decided too, although its state does not show it."""
    return marks("Duty", [identity]).get(identity)


def _now(identity: str) -> tuple[str, dict[str, Any]]:
    form = _form(_found(identity))
    return form["revision"], form


def _action(identity: str) -> shapes.ActionState:
    found = next((one for one in desk.case().store.get(Action) if one.id == identity), None)
    if found is None:
        raise missing("action", identity)
    return shapes.ActionState(found, revision(found, marks("Action", [identity]).get(identity)))
