"""Evidence: what is in custody, and what could not be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from stanch.casefile import browse
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import REASONS, Unread


@needs("evidence")
def show(request: HttpRequest) -> HttpResponse:
    """The exhibits, or with `?unread=` what could not be read; to a helper from outside the named exhibits alone."""
    only = visitor_of(request).exhibits
    if only is not None:
        found = browse.exhibits(desk.case(), number=desk.sheet_number(request), only=only)
        return desk.page(request, "evidence.html", "Evidence", reasons=[], exhibits=found.rows, **desk.turning(request, found))
    asked = request.GET.get("unread")
    reasons = browse.counts(desk.case(), Unread, "reason")
    if asked is not None:
        reason = asked if asked in REASONS else ""
        sheet = browse.unread(desk.case(), reason=reason, number=desk.sheet_number(request))
        return desk.page(
            request, "evidence.html", "What could not be read", reasons=reasons, unread=sheet.rows, **desk.turning(request, sheet)
        )
    found = browse.exhibits(desk.case(), number=desk.sheet_number(request))
    return desk.page(request, "evidence.html", "Evidence", reasons=reasons, exhibits=found.rows, **desk.turning(request, found))
