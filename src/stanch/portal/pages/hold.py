"""The litigation hold: who was given the notice, who acknowledged it and what they hold, who is to be asked again, and its end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import holding
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of

LARGEST = 20_000  # signs of a list of names


@needs("privileged", to_change="duties", in_closed=True)
def show(request: HttpRequest) -> HttpResponse:
    """The list; with a form sent, people are asked, or one acknowledges or is released."""
    if request.method != "POST":
        return _hold(request)
    case, by, asked = desk.case(), visitor_of(request).name, request.POST
    name = asked.get("name", "")
    try:
        match asked.get("do"):
            case "ask":
                holding.ask(case, asked.get("names", "")[:LARGEST].splitlines(), by=by, how=asked.get("how", ""))
            case "acknowledge":
                holding.acknowledge(case, name, holds=asked.get("holds", ""), by=by)
            case "release":
                holding.release(case, name, grounds=asked.get("grounds", ""), by=by)
            case _:
                return _hold(request, status=400, fault=_("Use one of the buttons."))
    except WrongCall as error:
        return _hold(request, status=400, fault=str(error))
    return redirect("/counsel/hold")


def _hold(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    people = holding.held(desk.case())
    counts = {
        "people": people,
        "missing": sum(one.status == holding.ASKED for one in people),
        "late": sum(one.is_late for one in people),
        "names": request.POST.get("names", "") if fault else "",
    }
    return desk.page(request, "hold.html", _("Litigation hold"), status=status, fault=fault, **counts)
