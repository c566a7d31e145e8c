"""Which page stands where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from stanch.portal import desk
from stanch.portal.pages import (
    actions,
    cause,
    duties,
    evidence,
    extent,
    intake,
    journal,
    notices,
    now,
    papers,
    people,
    review,
    tokens,
    work,
)
from stanch.portal.settings import PAGES


def style(_request: HttpRequest) -> HttpResponse:
    """The one style sheet."""
    return HttpResponse((PAGES / "style.css").read_bytes(), content_type="text/css")


def keys(_request: HttpRequest) -> HttpResponse:
    """The one script: keys press buttons."""
    return HttpResponse((PAGES / "keys.js").read_bytes(), content_type="text/javascript")


def icon(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for one; there is none."""
    return HttpResponse(status=204)


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it
    """There is no such page."""
    return desk.page(request, "lost.html", "Not found", status=404)


def broken(_request: HttpRequest) -> HttpResponse:
    """A fault of ours; no detail, because it may hold personal data."""
    return HttpResponse("A fault in Stanch. See the console.", status=500, content_type="text/plain")


def foreign(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django gives it
    """A form without the token that our pages carry: it came from elsewhere, or from a page of an earlier session."""
    return desk.page(request, "foreign.html", "Send it again", status=403)


handler404 = lost
handler500 = broken

urlpatterns = [
    path("style.css", style),
    path("keys.js", keys),
    path("favicon.ico", icon),
    path("", now.show),
    path("work", work.show),
    path("intake", intake.show),
    path("intake/<str:key>", intake.show_one),
    path("cause", cause.show),
    path("evidence", evidence.show),
    path("extent", extent.show),
    path("extent/place", extent.show_place),
    path("people", people.show),
    path("people/<path:identity>", people.show_one),
    path("duties", duties.show),
    path("duties/<path:identity>", duties.show_one),
    path("notices", notices.show),
    path("notices/<path:identity>/print", notices.show_print),
    path("notices/<path:identity>", notices.show_one),
    path("actions", actions.show),
    path("review", review.show),
    path("report", papers.show),
    path("report/<str:name>", papers.take),
    path("journal", journal.show),
    path("tokens", tokens.show),
    path("api/", include("stanch.portal.api.site")),
]
