"""The wall sheet: clocks and next steps on two printed pages, as a page to print and as PDF on A4 or Letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stanch.portal import desk, tongues
from stanch.portal.pages.now import in_pages, running, stage_of
from stanch.portal.rights import needs
from stanch.report import wall


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The sheet as a page; printed, each half stands on a page of its own."""
    return desk.page(request, "wall.html", _("The wall sheet"), wall=_sheet())


@needs("look")
def take(request: HttpRequest, paper: str) -> HttpResponse:  # noqa: ARG001 Django gives it
    """The sheet as PDF. It names nobody who is affected."""
    content = pdf_of(paper)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="wall-{paper}.pdf"'
    return answer


def pdf_of(paper: str) -> bytes | None:
    """The sheet as PDF in the reader's language; null for a size of paper that there is not."""
    if paper not in wall.PAPERS:
        return None
    return wall.pdf(_sheet(), paper=paper, language=get_language() or "en", now=desk.now())


def _sheet() -> wall.Wall:
    contents = running()
    return wall.sheet(contents, say=lambda text: tongues.ours(in_pages(text)), at=tongues.moment, first_hours=stage_of(contents) == "hours")
