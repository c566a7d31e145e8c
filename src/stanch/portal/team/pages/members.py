"""Members: who is on the case, in which role; inviting and removing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import Changed, WrongCall
from stanch.portal import desk, seen, which
from stanch.portal.rights import needs, table, visitor_of
from stanch.portal.team import members

STEPS: dict[str, Callable[..., Any]] = {"remove": members.remove, "sessions": members.end_sessions, "withdraw": members.withdraw}


@needs("members", to_change="members", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """The list; with a form sent, somebody is invited, signed out or removed. A link is shown once, to be handed over by the owner."""
    if request.method != "POST":
        return _members(request)
    asked, by = request.POST, visitor_of(request).name
    try:
        with seen.held_to(asked.get("seen", ""), _mark):
            if step := STEPS.get(asked.get("do", "")):
                told = asked.get("member", "")
                step(int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0, by=by)
                return redirect("/members")
            link = _invited(asked, by)
    except Changed:
        fault = _("Somebody else has changed the members since you opened this page. Look at them first; nothing of yours was done.")
        return _members(request, status=409, fault=fault)
    except WrongCall as error:
        return _members(request, status=400, fault=str(error))
    return _members(request, link=request.build_absolute_uri(link))


def _invited(asked: Any, by: str) -> str:
    return members.invite(
        email=asked.get("email", "").strip()[:200],
        name=asked.get("name", "").strip()[:150],
        role=asked.get("role", ""),
        by=by,
        exhibits=asked.get("exhibits", "").splitlines(),
        until=_last(asked.get("until", "")),
    )


def _mark() -> str:
    """Who is on the case, and which links are out: what the page's forms were made from."""
    from stanch.portal.team.models import Invitation, Member

    key = which.current().key
    on = Member.objects.filter(case=key).order_by("pk").values_list("pk", "role", "added_at")
    out = Invitation.objects.filter(case=key, used_at=None).order_by("pk").values_list("pk", "email")
    return hashlib.sha256(repr([*on, *out]).encode()).hexdigest()[:16]


def _members(request: HttpRequest, *, status: int = 200, fault: str = "", link: str = "") -> HttpResponse:
    from stanch.portal.team.models import Invitation, Member

    now = desk.case().clock()
    out = Invitation.objects.filter(case=which.current().key, used_at=None, expires_at__gt=now).order_by("invited_at")
    rows = Member.objects.filter(case=which.current().key).select_related("user").order_by("added_at")
    named = members.names_of(rows)
    listed = [(one, [named.get(exhibit, exhibit) for exhibit in one.exhibits.split("\n") if exhibit]) for one in rows]
    shown = {"members": listed, "invitations": out, "roles": table().roles, "fault": fault, "link": link, "moment": now, "seen": _mark()}
    shown["given"] = request.POST if fault and request.POST.get("do") == "invite" else {}
    return desk.page(request, "members.html", _("Members"), status=status, **shown)


def _last(told: str) -> datetime | None:
    """The end of a day, as the form gives it. Raises `WrongCall`."""
    if not told.strip():
        return None
    try:
        return datetime.combine(datetime.fromisoformat(told.strip()).date(), time.max, UTC)
    except ValueError:
        raise WrongCall(f"{told!r} is no day", do="Write it as year-month-day.") from None
