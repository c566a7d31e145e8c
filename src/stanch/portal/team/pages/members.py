"""Members: who is on the case, in which role; inviting and removing."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal import desk, which
from stanch.portal.rights import needs, table, visitor_of
from stanch.portal.team import members


@needs("members", to_change="members", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """The list; with a form sent, somebody is invited, signed out or removed. A link is shown once, to be handed over by the owner."""
    if request.method != "POST":
        return _members(request)
    asked, by = request.POST, visitor_of(request).name
    try:
        if asked.get("do") in ("remove", "sessions"):
            told = asked.get("member", "")
            step = members.remove if asked["do"] == "remove" else members.end_sessions
            step(int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0, by=by)
            return redirect("/members")
        link = members.invite(
            email=asked.get("email", "").strip()[:200],
            name=asked.get("name", "").strip()[:150],
            role=asked.get("role", ""),
            by=by,
            exhibits=asked.get("exhibits", "").splitlines(),
            until=_last(asked.get("until", "")),
        )
    except WrongCall as error:
        return _members(request, status=400, fault=str(error))
    return _members(request, link=request.build_absolute_uri(link))


def _members(request: HttpRequest, *, status: int = 200, fault: str = "", link: str = "") -> HttpResponse:
    from stanch.portal.team.models import Invitation, Member

    now = desk.case().clock()
    out = Invitation.objects.filter(case=which.current().key, used_at=None, expires_at__gt=now).order_by("invited_at")
    rows = Member.objects.filter(case=which.current().key).select_related("user").order_by("added_at")
    shown = {"members": rows, "invitations": out, "roles": table().roles, "fault": fault, "link": link, "moment": now}
    return desk.page(request, "members.html", _("Members"), status=status, **shown)


def _last(told: str) -> datetime | None:
    """The end of a day, as the form gives it. Raises `WrongCall`."""
    if not told.strip():
        return None
    try:
        return datetime.combine(datetime.fromisoformat(told.strip()).date(), time.max, UTC)
    except ValueError:
        raise WrongCall(f"{told!r} is no day", do="Write it as year-month-day.") from None
