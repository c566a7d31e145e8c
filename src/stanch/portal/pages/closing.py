"""The end of the case: what is still open, closing it with a reason, opening it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import closing, decisions
from stanch.errors import Changed, WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker

LONGEST = 2000


@needs("look", to_change="close", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """How far the case is from its end; with a form sent, it is closed or opened again."""
    if request.method != "POST":
        return _page(request)
    asked, by = request.POST, visitor_of(request).name
    grounds = asked.get("grounds", "")[:LONGEST]
    try:
        if asked.get("do") == "reopen":
            closing.reopen(desk.case(), by=by, grounds=grounds)
        else:
            end(by=by, grounds=grounds, despite_open=bool(asked.get("despite_open")), seen=asked.get("seen", ""))
    except (WrongCall, Changed) as error:
        return _page(request, status=409 if isinstance(error, Changed) else 400, fault=str(error), grounds=grounds)
    return redirect("/settings/close")


def end(*, by: str, grounds: str, despite_open: bool, seen: str | None) -> None:
    """Close the case on the desk. Raises `WrongCall`, `Changed`; nothing is closed while the line is walked."""
    if worker.progress().state == "running":
        raise WrongCall("the case is being worked through", do="Wait until it is done, or stop it on the page Work; then close the case.")
    closing.close(desk.case(), by=by, grounds=grounds, now=desk.now(), despite_open=despite_open, seen=seen)


def left() -> dict[str, int]:
    """What is open now; counted afresh, for somebody decides by it."""
    return closing.still_open(desk.case(), now=desk.now())


def _page(request: HttpRequest, *, status: int = 200, fault: str = "", grounds: str = "") -> HttpResponse:
    case = desk.case()
    found = closing.closed(case)
    open_ = found.left if found else left()
    shown: dict[str, Any] = {
        "end": found,
        "rows": [(name, closing.WORDS[name], number, closing.PLACES[name]) for name, number in open_.items()],
        "seen": "" if found else closing.revision(case, open_),
        "decided": decisions.history(case.alias, closing.KIND, closing.SUBJECT),
        "grounds": grounds,
    }
    return desk.page(request, "close.html", _("The end of the case"), status=status, fault=fault, **shown)
