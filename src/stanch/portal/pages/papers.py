"""Report: the papers and lists of the case, made from what it holds now, to be taken out."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import report
from stanch.portal import desk, writings
from stanch.portal.rights import needs, table, visitor_of
from stanch.portal.work import worker
from stanch.report.client_lists import PREFIX

# What each is, the one to read first in front.
PAPERS = {
    "summary.html": "Read this first: the case on one page, with pictures",
    "summary.pdf": "The same, to be printed",
    "report.docx": "The whole report in Word, from your own template where there is one",
    "wall-a4.pdf": "Clocks and next steps on two pages, A4",
    "wall-letter.pdf": "Clocks and next steps on two pages, Letter",
    "deadlines.ics": "Deadlines, planned sendings and terms that end, for a calendar",
    "people.xlsx": "Everybody who is affected, with what was exposed",
    "duties.xlsx": "Every duty with its reason, deadline and citation",
    "actions.xlsx": "The actions with who does them by when",
    "unread.xlsx": "What could not be read, and why",
    "options.pdf": "The ways of telling people side by side",
    "options.html": "The same, for a browser",
    "options.svg": "The picture of the ways alone",
    "after-action.pdf": "What happened and what was learnt, privileged",
    "after-action-shareable.pdf": "The same without what is privileged",
}
OF_A_CLIENT = "The people of one client alone, to be handed over with the notice to it"


@needs("look", to_change="run")
def show(request: HttpRequest) -> HttpResponse:
    """What there is; with a form sent, all of it is written anew in the background, in our own form if that is asked."""
    if request.method == "POST":
        if request.POST.get("do") == "ours" and report.has_template(desk.case()):
            report.keep_template(desk.case(), None, by=visitor_of(request).name)
        worker.start(desk.case(), by=visitor_of(request).name, write_report=True)
        return redirect("/work")
    files, visitor = sorted(writings.written(desk.case()), key=_place), visitor_of(request)
    told = [(path.name, _says(path.name), path.stat().st_size, writings.may_take(visitor, path.name)) for path in files]
    return desk.page(request, "papers.html", _("Report"), files=told, own_template=report.has_template(desk.case()))


def _says(name: str) -> str:
    """What a paper is; the lists for clients are as many as there are clients."""
    return PAPERS.get(name, OF_A_CLIENT if name.startswith(PREFIX) else "")


def _place(path: Path) -> tuple[int, str]:
    known = list(PAPERS)
    return known.index(path.name) if path.name in PAPERS else len(known), path.name


@needs("export", takes=True)
def take(request: HttpRequest, name: str) -> HttpResponse:
    """One file, always as a download: nothing that was made from evidence is shown from this address. Who took it stands in the journal."""
    path = writings.find(desk.case(), name)
    if path is None:
        raise Http404
    if not writings.may_take(visitor_of(request), name):
        return desk.page(request, "not_yours.html", _("Not for your role"), status=403, meaning=table().rights["privileged"])
    desk.case().journal.append("export", name, by=visitor_of(request).name)
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = HttpResponse(path.read_bytes(), content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
