"""Duties: what is owed, what is not and why; and one duty with its proof."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import decide, own
from stanch.casefile.decisions import history
from stanch.casefile.duties import DutyState, duty_states
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, questions, seen, words
from stanch.portal.pages import mapping
from stanch.portal.rights import needs, visitor_of
from stanch.records import Duty
from stanch.report import wording

VERDICTS = (
    ("confirmed", "It is ours, and stands"),
    ("fulfilled", "It is fulfilled"),
    ("declined", "It is not owed"),
    ("open", "Open it again"),
)


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The list: owed, turning on a question, not owed; of all laws, or of one place's."""
    place = request.GET.get("place", "")[:40]
    every = duty_states(desk.case(), now=desk.now())
    states = [state for state in every if not place or mapping.concerns(state, place)]
    groups = [
        (_("Owed"), [state for state in states if state.duty.required is True]),
        (_("They turn on a question"), [state for state in states if state.duty.required == "conditional"]),
        (_("Considered, and not owed"), [state for state in states if state.duty.required is False]),
    ]
    open_ = questions.settling(state.duty for state in groups[1][1])
    return desk.page(
        request, "duties.html", _("Duties"), groups=groups, settling=open_, turning=groups[1][0], place=place, unasked=not every
    )


@needs("look", to_change="duties")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One duty: its deadline, its contents, and each condition with the facts that answer it; with its form sent, it is signed."""
    state = next((state for state in duty_states(desk.case(), now=desk.now()) if state.duty.id == identity), None)
    if state is None:
        raise Http404
    if request.method != "POST":
        return _duty(request, state)
    try:
        with seen.held_to(request.POST.get("revision", ""), lambda: _mark(identity)):
            decide.sign_duty(
                desk.case(),
                identity,
                verdict=request.POST.get("verdict", ""),
                by=visitor_of(request).name,
                grounds=request.POST.get("grounds", "")[:2000],
            )
    except StanchError as error:
        return _duty(request, state, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect(request.path)


def _mark(identity: str) -> str:
    found = next((state.duty for state in duty_states(desk.case(), now=desk.now()) if state.duty.id == identity), None)
    return seen.mark(Duty.__name__, identity, found)


def _duty(request: HttpRequest, state: DutyState, *, status: int = 200, fault: str = "") -> HttpResponse:
    return desk.page(
        request,
        "duty.html",
        words.duty(state.duty),
        status=status,
        fault=fault,
        verdicts=VERDICTS,
        revision=seen.mark(Duty.__name__, state.duty.id, state.duty),
        grounds=request.POST.get("grounds", "") if fault else "",
        state=state,
        duty=state.duty,
        asked=[(one, questions.page_of(one) if visitor_of(request).may("facts") else "") for one in state.duty.questions],
        deadline=wording.deadline(state.duty),
        proof=state.duty.proof,
        waiting=own.waits_for(desk.case(), "close", f"duty {state.duty.id}"),
        decided=history(desk.case().alias, "Duty", state.duty.id),
    )
