"""Tokens: what programs call the API with, made and ended by whoever they act for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.errors import WrongCall
from stanch.portal import desk, tokens
from stanch.portal.rights import must_sign_in_again, visitor_of


def show(request: HttpRequest) -> HttpResponse:
    """Those of this visitor; with a form sent, one is made (its secret shown once) or ended."""
    visitor, owner = visitor_of(request), _owner(request)
    if request.method != "POST":
        return _tokens(request)
    if visitor.asks_again and must_sign_in_again(request):
        return redirect("/account/reauthenticate/?next=/tokens")
    asked = request.POST
    try:
        if asked.get("do") == "revoke":
            tokens.revoke(owner, visitor, asked.get("token", "")[:40])
            return redirect("/tokens")
        days = asked.get("days", "")
        secret = tokens.make(
            owner,
            visitor,
            name=asked.get("name", "")[:200],
            scopes=asked.getlist("scope"),
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
        )
    except WrongCall as error:
        return _tokens(request, status=400, fault=str(error))
    return _tokens(request, secret=secret)


# Whoever may come in: a token never opens more than its owner may see and do.
show.needs = (None, None)  # type: ignore[attr-defined]


def _owner(request: HttpRequest) -> Any:
    """The account, or null for the one person at this machine."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _tokens(request: HttpRequest, *, status: int = 200, fault: str = "", secret: str = "") -> HttpResponse:
    kept = [(one, ", ".join(sorted(one.scopes))) for one in tokens.keeper().of(_owner(request)) if tokens.CALENDAR not in one.scopes]
    shown: dict[str, Any] = {"tokens": kept, "offered": tokens.offered(visitor_of(request)), "longest": tokens.LONGEST_DAYS}
    return desk.page(request, "tokens.html", _("Tokens"), status=status, fault=fault, secret=secret, **shown)
