"""The case at a glance, its journal, its papers, and the work in the background."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import Router

from stanch import shapes
from stanch.casefile import destruction, report
from stanch.casefile.browse import SIZE
from stanch.portal import desk, writings
from stanch.portal.api import bodies
from stanch.portal.api.answers import Refused, answer, lines, missing
from stanch.portal.api.door import actor, get, post, whole
from stanch.portal.rights import table, visitor_of
from stanch.portal.work import worker
from stanch.report import wording
from stanch.report.contents import UNRESOLVED, by_residence

router = Router(tags=["case"])
CHUNK = 500  # entries that are read at once


@get(router, "/case", "look", shapes.CaseSummary)
def case_summary(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """The case at a glance."""
    contents, case = desk.contents(), desk.case()
    counted = {
        "exhibits": len(contents.exhibits), "unread": len(contents.unread), "people": len(contents.people),
        "doubtful": len(contents.in_doubt), "duties": sum(one.required is True for one in contents.duties),
        "conditional": len(contents.conditional), "notices": contents.drafted.number, "actions": len(contents.actions),
    }  # fmt: skip
    shown = shapes.CaseSummary(
        organisation=desk.organisation(),
        now=desk.now(),
        practice=report.is_practice(case),
        headline=str(wording.headline(contents)),
        cause=contents.attack.cause.statement,
        ongoing=contents.attack.ongoing,
        counts=counted,
        residences={"unresolved" if code == UNRESOLVED else code: number for code, _name, number in by_residence(contents.people)},
        next=[shapes.Thing(str(one.do), one.who, str(one.why)) for one in wording.next_things(contents)],
    )
    return answer(shown)


@get(router, "/journal", "journal", shapes.JournalPage, query=("page",))
def journal_page(request: HttpRequest, page: int = 1) -> HttpResponse:
    """The journal, the newest entry first."""
    journal = desk.case().journal
    total = len(journal)
    pages = max(1, -(-total // SIZE))
    number = min(whole(page), pages)
    entries = journal.entries(newest_first=True, start=(number - 1) * SIZE, count=SIZE)
    may = visitor_of(request).may("privileged")
    return answer({"entries": [one.contract_form(privileged=may) for one in entries], "page": number, "pages": pages, "total": total})


@get(router, "/journal.ndjson", "journal", None, media="application/x-ndjson")
def journal_lines(request: HttpRequest) -> HttpResponseBase:
    """The whole journal, oldest first, an entry a line."""
    return lines(_entries(len(desk.case().journal), privileged=visitor_of(request).may("privileged")), "journal.ndjson")


def _entries(total: int, *, privileged: bool) -> Iterator[str]:
    for start in range(0, total, CHUNK):
        for one in desk.case().journal.entries(start=start, count=min(CHUNK, total - start)):
            yield json.dumps(one.contract_form(privileged=privileged), ensure_ascii=True)


@get(router, "/report", "look", shapes.ReportFiles)
def report_files(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The papers and lists that were written."""
    return answer(shapes.ReportFiles([shapes.ReportFile(path.name, path.stat().st_size) for path in writings.written(desk.case())]))


@post(router, "/template", "run", shapes.ReportFiles)
def our_template(request: HttpRequest, given: bodies.TemplateAsked) -> HttpResponse:  # noqa: ARG001 there is one thing to ask for
    """Go back from the organisation's own Word template to our form; the papers are written anew."""
    if report.has_template(desk.case()):
        report.keep_template(desk.case(), None, by=actor(request))
        worker.start(desk.case(), by=actor(request), write_report=True)
    return report_files(request)


@get(router, "/report/{name}", "export", None, media="application/octet-stream")
def report_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One paper or list, as a download; what is marked privileged needs that right too. Who took it stands in the journal."""
    path = writings.find(desk.case(), name)
    if path is None:
        raise missing("paper", name)
    if not writings.may_take(visitor_of(request), name):
        raise Refused(403, "this is not yours to take", where="privileged", do=f"It needs the right to {table().rights['privileged']}.")
    desk.case().journal.append("export", name, by=actor(request))
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@get(router, "/work", "look", shapes.WorkState)
def work_state(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How far the walk of the line is."""
    return answer(worker.progress())


@post(router, "/work", "run", shapes.WorkState)
def start_work(request: HttpRequest, given: bodies.WorkAsked) -> HttpResponse:
    """Walk the line for what has changed, and write the papers if that is asked; what runs is not disturbed.

    Refused where the list of people was destroyed by order.
    """
    destruction.refuse_if_destroyed(desk.case())
    worker.start(desk.case(), by=actor(request), write_report=given.report)
    return answer(worker.progress())


@post(router, "/stop-work", "run", shapes.WorkState)
def stop_work(request: HttpRequest) -> HttpResponse:
    """End the walk where it is; what is done stays done, and it waits until somebody starts it again."""
    worker.stop(desk.case(), by=actor(request))
    return answer(worker.progress())
