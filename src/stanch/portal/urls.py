"""Which page stands where."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils.translation import gettext as _

from stanch.portal import desk, halted, tongues
from stanch.portal.answering import is_unreachable
from stanch.portal.pages import (
    actions,
    approving,
    asking,
    bring,
    calendars,
    cause,
    closing,
    containment,
    counsel,
    decided,
    delivery,
    destruction,
    dispatch,
    doubtful,
    doubts,
    duties,
    evidence,
    extent,
    following,
    handing,
    hold,
    intake,
    journal,
    mapping,
    notices,
    now,
    options,
    own,
    papers,
    people,
    protection,
    register,
    returns,
    review,
    second,
    settings,
    tabletop,
    timeline,
    tokens,
    wall,
    whole,
    wording,
    work,
)
from stanch.portal.settings import PAGES


def style(_request: HttpRequest) -> HttpResponse:
    """The one style sheet."""
    return HttpResponse((PAGES / "style.css").read_bytes(), content_type="text/css")


def keys(_request: HttpRequest) -> HttpResponse:
    """The one script: keys press buttons."""
    return HttpResponse((PAGES / "keys.js").read_bytes(), content_type="text/javascript")


def handing_script(_request: HttpRequest) -> HttpResponse:
    """The script of one page: files go in pieces."""
    return HttpResponse((PAGES / "handing.js").read_bytes(), content_type="text/javascript")


def icon(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for one; there is none."""
    return HttpResponse(status=204)


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it
    """There is no such page."""
    return desk.page(request, "lost.html", _("Not found"), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; no detail, because it may hold personal data. Where the database does not answer, that."""
    if is_unreachable(sys.exc_info()[1]) and request.path.startswith("/api/"):
        told = {
            "what": "the database does not answer",
            "where": "",
            "do": "What was saved is kept; look whether this call was, then call again.",
        }
        return JsonResponse(told, status=503, headers={"Retry-After": "30"})
    if is_unreachable(sys.exc_info()[1]):
        # A page that was only looked at is looked at again by itself; what was sent is not sent twice.
        again = {"Refresh": "30"} if request.method == "GET" else {}
        return HttpResponse(render_to_string("unreachable.html"), status=503, headers={"Retry-After": "30", **again})
    return halted.fault(request)


def foreign(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django gives it
    """A form without the token that our pages carry: it came from elsewhere, or from a page of an earlier session."""
    return desk.page(request, "foreign.html", _("Send it again"), status=403)


handler404 = lost
handler500 = broken

urlpatterns = [
    path("style.css", style),
    path("keys.js", keys),
    path("handing.js", handing_script),
    path("favicon.ico", icon),
    path("language", tongues.choose),
    path("", now.show),
    path("wall", wall.show),
    path("wall/<str:paper>.pdf", wall.take),
    path("work", work.show),
    path("intake", intake.show),
    path("intake/<str:key>", intake.show_one),
    path("cause", cause.show),
    path("cause/<str:name>.svg", cause.show_picture),
    path("timeline", timeline.show),
    path("timeline.csv", timeline.take),
    path("evidence", evidence.show),
    path("evidence/custody", evidence.show_custody),
    path("evidence/bring", handing.show),
    path("evidence/bring/<str:identity>", handing.take_piece),
    path("extent", extent.show),
    path("extent/place", extent.show_place),
    path("people", people.show),
    path("people/review", doubts.show),
    path("people/aside", decided.show_aside),
    path("people/decided", decided.show),
    path("people/why", people.show_why),
    path("people/<path:identity>", people.show_one),
    path("duties", duties.show),
    path("settings", settings.show),
    path("settings/calendar", calendars.show),
    path("settings/close", closing.show),
    path("settings/destruction", destruction.show),
    path("settings/destruction/certificate", destruction.take),
    path("duties/by-clock", mapping.show_clocks),
    path("duties/by-place", mapping.show_map),
    path("duties/<path:identity>", duties.show_one),
    path("notices", notices.show),
    path("notices/options", options.show),
    path("notices/options.svg", options.show_picture),
    path("notices/missing", approving.show_missing),
    path("notices/approve", approving.show),
    path("notices/facts", asking.show),
    path("notices/facts/<str:key>", asking.show_one),
    path("notices/following", following.show),
    path("notices/send", dispatch.show),
    path("notices/status", delivery.show),
    path("notices/returns", returns.show),
    path("notices/returns/addresses", returns.take),
    path("notices/returns/<path:identity>", returns.show_one),
    path("notices/substitute/<path:identity>", returns.show_substitute),
    path("notices/wording", wording.show),
    path("notices/wording/<str:language>/<str:name>", wording.show_one),
    path("notices/wording/<str:language>/<str:name>/text", wording.take),
    path("notices/wording/<str:language>/<str:name>/approve", wording.show_proposal),
    path("notices/<path:identity>/print", notices.show_print),
    path("notices/<path:identity>", notices.show_one),
    path("protection", protection.show),
    path("protection/enrolment.svg", protection.show_picture),
    path("protection/calls", protection.show_calls),
    path("actions", actions.show),
    path("actions/board", actions.show_board),
    path("actions/plan", actions.show_plan),
    path("actions/plan.svg", actions.show_drawing),
    path("actions/containment", containment.show),
    path("actions/containment.zip", containment.take),
    path("actions/<str:identity>", actions.show_one),
    path("bring", bring.show),
    path("tabletop", tabletop.show),
    path("tabletop/<str:name>", tabletop.play),
    path("tasks", own.show_tasks),
    path("fields", own.show_fields),
    path("counsel", counsel.show),
    path("counsel/hold", hold.show),
    path("counsel/<str:name>", counsel.take),
    path("review", review.show),
    path("review/findings", doubtful.show),
    path("review/findings/value", doubtful.reveal),
    path("review/second", second.show),
    path("report", papers.show),
    path("report/whole-case", whole.show),
    path("report/register", register.show),
    path("report/register/<str:form>", register.take),
    path("report/<str:name>", papers.take),
    path("journal", journal.show),
    path("tokens", tokens.show),
    path("calendar/<str:secret>.ics", calendars.read),
    path("api/", include("stanch.portal.api.site")),
]
