"""Cases: those of a portal of several on which one has a role."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.portal import desk, which
from stanch.portal.team import members


def show(request: HttpRequest) -> HttpResponse:
    """The list, by name."""
    if not which.several():
        raise Http404
    rows = [(one.name, desk.organisation(desk.of(one.key)), role) for one, role in members.cases_of(request.user)]
    return desk.page(request, "cases.html", _("Cases"), cases=sorted(rows))


# Everybody sees their own; which those are is asked of their roles.
show.needs = (None, None)  # type: ignore[attr-defined]
