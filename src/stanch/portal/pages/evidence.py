"""Evidence: what is in custody, and what could not be read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import browse, report
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import REASONS, Exhibit, Unread

MOST = 500  # lines of a list on the page


@needs("evidence")
def show(request: HttpRequest) -> HttpResponse:
    """The exhibits, or with `?unread=` what could not be read; to a helper from outside the named exhibits alone."""
    only = visitor_of(request).exhibits
    if only is not None:
        found = browse.exhibits(desk.case(), number=desk.sheet_number(request), only=only)
        return desk.page(request, "evidence.html", _("Evidence"), reasons=[], exhibits=found.rows, **desk.turning(request, found))
    asked = request.GET.get("unread")
    reasons = browse.counts(desk.case(), Unread, "reason")
    if asked is not None:
        reason = asked if asked in REASONS else ""
        sheet = browse.unread(desk.case(), reason=reason, number=desk.sheet_number(request))
        return desk.page(
            request, "evidence.html", _("What could not be read"), reasons=reasons, unread=sheet.rows, **desk.turning(request, sheet)
        )
    found = browse.exhibits(desk.case(), number=desk.sheet_number(request))
    return desk.page(request, "evidence.html", _("Evidence"), reasons=reasons, exhibits=found.rows, **desk.turning(request, found))


@needs("evidence")
def show_custody(request: HttpRequest) -> HttpResponse:
    """Who took what when, what came from live sources, and what is not there any more; to a helper of the named exhibits alone."""
    only = visitor_of(request).exhibits
    exhibits = [one for one in desk.kept("exhibits", lambda: desk.case().store.get(Exhibit)) if only is None or one.id in only]
    takings: dict[tuple[Any, str], list[Exhibit]] = {}
    sources: dict[str, list[Exhibit]] = {}
    for one in exhibits:
        takings.setdefault((one.acquired_at.replace(microsecond=0), one.acquired_by), []).append(one)
        if one.source:
            sources.setdefault(one.source, []).append(one)
    told: dict[str, Any] = {
        "takings": [(when, by, len(held), sum(one.size for one in held)) for (when, by), held in sorted(takings.items())],
        "sources": [(source, len(held), sum(one.rows or 0 for one in held), held[0].acquired_at) for source, held in sources.items()],
        "not_whole": [one for one in exhibits if one.note][:MOST],
        "gone": desk.kept("gone", lambda: report.no_longer_held(desk.case()))[:MOST] if only is None else [],
    }
    return desk.page(request, "custody.html", _("Custody"), **told)
