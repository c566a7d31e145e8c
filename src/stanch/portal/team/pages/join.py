"""Join: an invitation becomes an account, once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal.rights import table
from stanch.portal.team import members


def show(request: HttpRequest, code: str) -> HttpResponse:
    """The form; with it sent, the account, and on to the sign-in."""
    one = members.invited(code)
    if one is None:
        return render(request, "join.html", {"title": _("Join"), "invitation": None}, status=403)
    if members.is_of_another_case(one):
        return _take_up(request, code, one)
    shown = {"title": _("Join"), "invitation": one, "says": table().roles[one.role].says}
    if request.method != "POST":
        return render(request, "join.html", shown)
    if request.POST.get("password") != request.POST.get("again"):
        return render(request, "join.html", {**shown, "fault": "The two passwords differ."}, status=400)
    try:
        members.join(code, name=request.POST.get("name", "")[:150], password=request.POST.get("password", ""))
    except WrongCall as error:
        return render(request, "join.html", {**shown, "fault": str(error)}, status=400)
    return redirect("/account/login/")


def _take_up(request: HttpRequest, code: str, one: Any) -> HttpResponse:
    """Somebody who works on another case joins this one: signed in, with the account they have."""
    if not members.is_signed_in(request, one.email):
        return redirect(f"/account/login/?{urlencode({'next': request.path})}")
    if request.method != "POST":
        return render(request, "take_up.html", {"title": "Join", "invitation": one, "says": table().roles[one.role].says})
    members.take_up(code)
    return redirect("/cases")


# Whoever has the link may see it: the code is the right.
show.needs = (None, None)  # type: ignore[attr-defined]
