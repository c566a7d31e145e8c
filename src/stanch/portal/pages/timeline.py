"""Timeline: what the logs tell and what people noted, in one order; noting an entry, taking one back, and the whole as CSV."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import noting
from stanch.casefile.browse import SIZE, Sheet
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of


@needs("look", to_change="facts")
def show(request: HttpRequest) -> HttpResponse:
    """A page of the timeline; with a form sent, an entry is noted or taken back."""
    if request.method != "POST":
        return _timeline(request)
    asked, by = request.POST, visitor_of(request).name
    try:
        if asked.get("do") == "withdraw":
            noting.withdraw(desk.case(), asked.get("entry", ""), by=by, grounds=asked.get("grounds", ""))
        else:
            noting.note(desk.case(), asked.get("text", ""), at=_moment(asked.get("at", "")), source=asked.get("source", ""), by=by)
    except WrongCall as error:
        return _timeline(request, status=400, fault=str(error))
    return redirect("/timeline")


@needs("export", takes=True)
def take(request: HttpRequest) -> HttpResponse:
    """The whole timeline as CSV; who took it stands in the journal."""
    return csv_of(by=visitor_of(request).actor)


def csv_of(*, by: str) -> HttpResponse:
    """The whole timeline as CSV; who took it stands in the journal."""
    content = noting.as_csv(noting.timeline(desk.case()))
    desk.case().journal.append("export", "timeline.csv", by=by)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="timeline.csv"'
    return answer


def _timeline(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    moments = desk.kept("timeline", lambda: noting.timeline(desk.case()))
    sheets = max(1, -(-len(moments) // SIZE))
    number = min(max(1, desk.sheet_number(request)), sheets)
    rows = moments[(number - 1) * SIZE : number * SIZE]
    shown = {"fault": fault, "rows": rows, "text": request.POST.get("text", "") if fault else ""}
    turning = desk.turning(request, Sheet(rows, number, sheets, len(moments)))
    return desk.page(request, "timeline.html", _("Timeline"), status=status, **shown, **turning)


def _moment(told: str) -> datetime | None:
    if not told.strip():
        return None
    try:
        found = datetime.fromisoformat(told.strip())
    except ValueError:
        raise WrongCall(_("%(told)s is no moment") % {"told": repr(told[:40])}, do=_("Write it as 2026-11-24T02:30.")) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
