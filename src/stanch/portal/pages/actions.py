"""Actions: what must change, by whom, and what proves it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from stanch.portal import desk
from stanch.records import Action, Attack


def show(request: HttpRequest) -> HttpResponse:
    """First the containment of the first hours, then the corrective actions."""
    store = desk.case().store
    attacks = store.get(Attack)
    return desk.page(
        request,
        "actions.html",
        "Actions",
        containment=sorted(attacks[0].containment, key=lambda step: step.order) if attacks else [],
        actions=sorted(store.get(Action), key=lambda action: action.order),
    )
