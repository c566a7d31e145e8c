"""Actions: what must change, by whom, and what proves it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stanch.casefile import decide
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


def _actions(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    store = desk.case().store
    attacks = store.get(Attack)
    return desk.page(
        request,
        "actions.html",
        "Actions",
        status=status,
        fault=fault,
        containment=sorted(attacks[0].containment, key=lambda step: step.order) if attacks else [],
        actions=sorted(store.get(Action), key=lambda action: action.order),
    )
