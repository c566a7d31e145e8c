"""Calendars: links under which a calendar program reads the dates of the case; and the calendar that a link opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal import calendars, desk, tokens, which
from stanch.portal.rights import needs, visitor_of


@needs("look", to_change="look", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """Those of this visitor; with a form sent, one is made (its address shown once) or ended."""
    if request.method != "POST":
        return _links(request)
    visitor, owner, asked = visitor_of(request), _owner(request), request.POST
    try:
        if asked.get("do") == "revoke":
            tokens.revoke(owner, visitor, asked.get("link", "")[:40])
            return redirect("/settings/calendar")
        days = asked.get("days", "")
        path = calendars.make(
            owner,
            visitor,
            name=asked.get("name", "")[:200],
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
            words=asked.get("words") == "yes",
        )
    except WrongCall as error:
        return _links(request, status=400, fault=str(error))
    return _links(request, address=request.build_absolute_uri(which.current().address(path)))


def read(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 the gate has looked it up
    """The calendar of a link; whether it was ended, has run out or never was, is told alike."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse("A calendar is read, not written.", status=405, content_type="text/plain", headers={"Allow": "GET, HEAD"})
    opened = request.calendar  # type: ignore[attr-defined]
    if opened is None or "look" not in opened.rights:
        return HttpResponse("There is no such calendar.", status=404, content_type="text/plain")
    if seconds := calendars.wait(opened):
        told = {"Retry-After": str(int(seconds) + 1)}
        return HttpResponse("This calendar was read too often; try again later.", status=429, content_type="text/plain", headers=told)
    named = {"Content-Disposition": 'inline; filename="stanch.ics"'}
    return HttpResponse(calendars.content(opened), content_type="text/calendar; charset=utf-8", headers=named)


def _owner(request: HttpRequest) -> Any:
    """The account, or null for the one person at this machine."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _links(request: HttpRequest, *, status: int = 200, fault: str = "", address: str = "") -> HttpResponse:
    shown = [(one, calendars.WORDS in one.scopes) for one in calendars.of(_owner(request))]
    told: dict[str, Any] = {"links": shown, "longest": calendars.LONGEST_DAYS, "is_alone": visitor_of(request).is_alone}
    return desk.page(request, "calendars.html", _("Calendar"), status=status, fault=fault, address=address, **told)
