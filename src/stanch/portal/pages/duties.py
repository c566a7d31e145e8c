"""Duties: what is owed, what is not and why; and one duty with its proof."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from stanch.casefile.decisions import history
from stanch.casefile.duties import duty_states
from stanch.portal import desk
from stanch.report import wording


def show(request: HttpRequest) -> HttpResponse:
    """The list: owed, turning on a question, not owed."""
    states = duty_states(desk.case(), now=desk.now())
    groups = [
        ("Owed", [state for state in states if state.duty.required is True]),
        ("They turn on a question", [state for state in states if state.duty.required == "conditional"]),
        ("Considered, and not owed", [state for state in states if state.duty.required is False]),
    ]
    return desk.page(request, "duties.html", "Duties", groups=groups)


def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One duty: its deadline, its contents, and each condition with the facts that answer it."""
    state = next((state for state in duty_states(desk.case(), now=desk.now()) if state.duty.id == identity), None)
    if state is None:
        raise Http404
    return desk.page(
        request,
        "duty.html",
        state.duty.name or state.duty.id,
        state=state,
        duty=state.duty,
        deadline=wording.deadline(state.duty),
        proof=state.duty.proof,
        decided=history(desk.case().alias, "Duty", identity),
    )
