"""The whole case to take away: as one ZIP file, masked, or with full values on an order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from stanch.casefile import open_export
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, table, visitor_of

# Full values are values in the clear, and what is privileged is among them.
FOR_FULL = ("reveal", "privileged")


@needs("export", to_change="export", grave=True)
def show(request: HttpRequest) -> HttpResponseBase:
    """What an export holds; with its form sent, the export itself, made as it is read: nothing of it lies on the disk in the clear."""
    if request.method != "POST":
        return _whole(request)
    case, visitor = desk.case(), visitor_of(request)
    full, grounds = request.POST.get("values") == "full", request.POST.get("grounds", "").strip()[:2000]
    lacking = [right for right in FOR_FULL if full and not visitor.may(right)]
    if lacking:
        return desk.page(request, "not_yours.html", _("Not for your role"), status=403, meaning=table().rights[lacking[0]])
    try:
        open_export.ordered(full=full, grounds=grounds)
    except WrongCall as error:
        return _whole(request, status=400, fault=str(error))
    blocks = (block for block in open_export.zipped(case, full=full, by=visitor.actor, grounds=grounds) if block)
    answer = StreamingHttpResponse(blocks, content_type="application/zip")
    name = f"case-{case.clock():%Y-%m-%d}-{'full' if full else 'masked'}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _whole(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    may_full = all(visitor_of(request).may(right) for right in FOR_FULL)
    return desk.page(request, "whole.html", _("Take the whole case"), status=status, fault=fault, may_full=may_full)
