"""Join: an invitation becomes an account, once."""

from __future__ import annotations

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


# Whoever has the link may see it: the code is the right.
show.needs = (None, None)  # type: ignore[attr-defined]
