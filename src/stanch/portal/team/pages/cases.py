"""Cases: those of a portal of several on which one has a role, and the register of their breaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import breaches, closing
from stanch.portal import desk, rights, which
from stanch.portal.pages import register as of_case
from stanch.portal.team import members

OF_SEVERAL = ("csv", "xlsx")


def show(request: HttpRequest) -> HttpResponse:
    """The list: the open ones first, then by name."""
    if not which.several():
        raise Http404
    rows = []
    for one, role in members.cases_of(request.user):
        case = desk.of(one.key)
        rows.append((closing.closed(case) if case else None, one.name, desk.organisation(case), role))
    shown: dict[str, Any] = {
        "cases": sorted(rows, key=lambda row: (row[0] is not None, *row[1:])),
        "register": any(_served(request, "look")),
    }
    return desk.page(request, "cases.html", _("Cases"), **shown)


def show_register(request: HttpRequest) -> HttpResponse:
    """The breaches of all cases on which one may look, as GDPR Art. 33(5) and its like have an organisation keep them."""
    if not which.several():
        raise Http404
    found = [(one.name, of_case.breach()) for one, _name in _served(request, "look")]
    shown: dict[str, Any] = {"together": True, "breaches": found, "forms": OF_SEVERAL if any(_served(request, "export")) else ()}
    return desk.page(request, "register.html", _("Register of breaches"), **shown)


def take_register(request: HttpRequest, form: str) -> HttpResponse:
    """The same as one file, of the cases from which one may take; who took it stands in the journal of each."""
    if not which.several() or form not in OF_SEVERAL:
        raise Http404
    if rights.must_sign_in_again(request):
        return redirect(f"/account/reauthenticate/?{urlencode({'next': request.path})}")
    rows = []
    for one, by in _served(request, "export"):
        found = breaches.listed(desk.case(), desk.contents(), now=desk.now())
        rows += [{"case": one.name, "organisation": desk.organisation(), **row} for row in found]
        desk.case().journal.append("export", f"register.{form}", by=by)
    content = breaches.of_several(rows, form, before=("case", "organisation"))
    response = HttpResponse(content, content_type=breaches.FORMS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="register.{form}"'
    return response


def _served(request: HttpRequest, right: str) -> Iterator[tuple[which.Which, str]]:
    """The cases on which one has this right, each put on the desk in turn, with the name that one has there."""
    before = which.current()
    try:
        for one, _role in members.cases_of(request.user):
            which.turn_to(one)
            found = members.of_user(request.user)
            if found and found.may(right):
                yield one, found.name
    finally:
        which.turn_to(before)


# Everybody sees their own; which those are is asked of their roles.
show.needs = show_register.needs = take_register.needs = (None, None)  # type: ignore[attr-defined]
