"""Work: how far the line is, while it is walked again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import destruction
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker


@needs("look", to_change="run")
def show(request: HttpRequest) -> HttpResponse:
    """How far it is; with its form sent, the line is walked again for what has changed, or the walk ends where it is."""
    if request.method == "POST" and request.POST.get("do") == "stop":
        worker.stop(desk.case(), by=visitor_of(request).name)
        return redirect("/work")
    if request.method == "POST":
        worker.start(desk.case(), by=visitor_of(request).name)
        return redirect("/work")
    response = desk.page(request, "work.html", _("Work"), destroyed=destruction.was_destroyed(desk.case()))
    if worker.progress().state == "running":
        # The page looks again by itself, without a script.
        response.headers["Refresh"] = "2"
    return response
