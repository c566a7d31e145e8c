"""The case at a glance, its journal, its papers, and the work in the background."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import Router

from stanch import shapes
from stanch.casefile import browse, report
from stanch.casefile.browse import SIZE
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, lines, missing
from stanch.portal.api.door import actor, get, post, whole
from stanch.portal.work import worker
from stanch.records import Person
from stanch.report import wording

router = Router(tags=["case"])
# As on the page of papers: what lies at the head of the folder.
SHOWN = {".pdf", ".xlsx", ".csv", ".ics", ".json", ".html", ".docx", ".svg"}
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
        residences={code or "unresolved": number for code, number in browse.counts(case, Person, "residence")},
        next=[shapes.Thing(str(one.do), one.who, str(one.why)) for one in wording.next_things(contents)],
    )
    return answer(shown)


@get(router, "/journal", "journal", shapes.JournalPage, query=("page",))
def journal_page(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """The journal, the newest entry first."""
    journal = desk.case().journal
    total = len(journal)
    pages = max(1, -(-total // SIZE))
    number = min(whole(page), pages)
    entries = journal.entries(newest_first=True, start=(number - 1) * SIZE, count=SIZE)
    return answer({"entries": [one.contract_form() for one in entries], "page": number, "pages": pages, "total": total})


@get(router, "/journal.ndjson", "journal", None, media="application/x-ndjson")
def journal_lines(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    """The whole journal, oldest first, an entry a line."""
    return lines(_entries(len(desk.case().journal)), "journal.ndjson")


def _entries(total: int) -> Iterator[str]:
    for start in range(0, total, CHUNK):
        for one in desk.case().journal.entries(start=start, count=min(CHUNK, total - start)):
            yield json.dumps(one.contract_form(), ensure_ascii=True)


@get(router, "/report", "look", shapes.ReportFiles)
def report_files(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The papers and lists that were written."""
    folder = desk.case().folder / report.FOLDER
    found = sorted(path for path in folder.iterdir() if _is_shown(path)) if folder.is_dir() else []
    return answer(shapes.ReportFiles([shapes.ReportFile(path.name, path.stat().st_size) for path in found]))


@get(router, "/report/{name}", "export", None, media="application/octet-stream")
def report_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One paper or list, as a download. Who took it stands in the journal."""
    path = desk.case().folder / report.FOLDER / Path(name.replace("\0", "")).name
    if path.name != name or not _is_shown(path):
        raise missing("paper", name)
    desk.case().journal.append("export", name, by=actor(request))
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _is_shown(path: Path) -> bool:
    return len(path.name.encode()) < 250 and path.suffix in SHOWN and path.is_file() and not path.is_symlink()


@get(router, "/work", "look", shapes.WorkState)
def work_state(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How far the walk of the line is."""
    return answer(worker.progress())


@post(router, "/work", "run", shapes.WorkState)
def start_work(request: HttpRequest, given: bodies.WorkAsked) -> HttpResponse:
    """Walk the line for what has changed, and write the papers if that is asked; what runs is not disturbed."""
    worker.start(desk.case(), by=actor(request), write_report=given.report)
    return answer(worker.progress())
