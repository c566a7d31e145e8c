"""Break glass: all rights for an hour, when nobody who has them can be reached. Everybody sees it afterwards."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal import broken_glass, desk
from stanch.portal.rights import needs, visitor_of
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


@needs("look", to_change="look")
def see(request: HttpRequest) -> HttpResponse:
    """With its form sent, whoever sent it is not told of that broken glass again; others are."""
    if request.method == "POST":
        told = request.POST.get("item", "")
        with suppress(WrongCall):  # said in another window already, or a week ago
            broken_glass.say_seen(visitor_of(request), int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0)
    return redirect("/")
