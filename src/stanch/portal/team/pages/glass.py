"""Break glass: all rights for an hour, when nobody who has them can be reached. Everybody sees it afterwards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs
from stanch.portal.team import members


@needs("break_glass", to_change="break_glass", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """The warning and the form; with it sent, the rights."""
    if request.method == "POST":
        try:
            members.break_glass(request, reason=request.POST.get("reason", "")[:500])
        except WrongCall as error:
            return desk.page(request, "glass.html", _("Break glass"), status=400, fault=str(error), minutes=members.GLASS_MINUTES)
        return redirect("/")
    return desk.page(request, "glass.html", _("Break glass"), fault="", minutes=members.GLASS_MINUTES)


@needs("break_glass", to_change="break_glass")
def end(request: HttpRequest) -> HttpResponse:
    """With its form sent, the rights are given back; that asks for nothing."""
    if request.method == "POST":
        members.give_back(request)
    return redirect("/break-glass" if request.method != "POST" else "/")
