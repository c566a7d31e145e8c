"""Actions: what must change, by whom, and what proves it."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import decide, own, proving
from stanch.casefile.decisions import history
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import Action, Attack


@needs("look", to_change="actions")
def show(request: HttpRequest) -> HttpResponse:
    """First the containment of the first hours, then the corrective actions; with a form sent, one is closed or opened again."""
    if request.method != "POST":
        return _actions(request)
    asked, by = request.POST, visitor_of(request).name
    text = asked.get("proof", "")[:2000]
    try:
        if asked.get("verdict") == "done":
            decide.close_action(desk.case(), asked.get("action", ""), by=by, proof=text)
        elif asked.get("verdict") == "reopened":
            decide.reopen_action(desk.case(), asked.get("action", ""), by=by, grounds=text)
        else:
            raise WrongCall("no decision was chosen", do="Close the action, or open it again.")
    except StanchError as error:
        return _actions(request, status=400, fault=str(error))
    return redirect("/actions")


@needs("look")
def show_board(request: HttpRequest) -> HttpResponse:
    """The actions by status, those that are late first."""
    actions = sorted(desk.case().store.get(Action), key=lambda one: (one.due is None, one.due, one.order))
    today = desk.now().date()
    columns = [
        (name, [(one, one.due is not None and one.due < today and one.status != "done") for one in actions if one.status == status])
        for status, name in (("open", "Open"), ("reopened", "Open again"), ("done", "Done"))
    ]
    return desk.page(request, "board.html", _("Actions by status"), columns=columns)


@needs("look")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One action: every check by a tool's result, and every decision."""
    action = next((one for one in desk.case().store.get(Action) if one.id == identity), None)
    if action is None:
        raise Http404
    checks = [(one, json.loads(one.grounds)) for one in reversed(proving.past(desk.case(), identity))]
    decided = history(desk.case().alias, Action.__name__, identity)
    waiting = own.waits_for(desk.case(), "close", f"action {identity}") if action.status != "done" else []
    return desk.page(request, "action.html", action.title, action=action, checks=checks, decided=decided, waiting=waiting)


def _actions(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    store = desk.case().store
    attacks = store.get(Attack)
    return desk.page(
        request,
        "actions.html",
        _("Actions"),
        status=status,
        fault=fault,
        containment=sorted(attacks[0].containment, key=lambda step: step.order) if attacks else [],
        actions=sorted(store.get(Action), key=lambda action: action.order),
        held_up={one.blocks.removeprefix("action ") for one in own.tasks(desk.case()) if one.is_open and one.blocks.startswith("action ")},
    )
