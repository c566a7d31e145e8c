"""Report: the papers and lists of the case, made from what it holds now, to be taken out."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import report
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker

# What stands at the head of the folder; letters and filings lie below it, each on its own page.
SHOWN = {".pdf", ".xlsx", ".csv", ".ics", ".json", ".html", ".docx", ".svg"}


@needs("look", to_change="run")
def show(request: HttpRequest) -> HttpResponse:
    """What there is; with the form sent, all of it is written anew in the background."""
    if request.method == "POST":
        worker.start(desk.case(), by=visitor_of(request).name, write_report=True)
        return redirect("/work")
    folder = desk.case().folder / report.FOLDER
    files = (
        sorted((path for path in folder.iterdir() if path.is_file() and path.suffix in SHOWN), key=lambda path: path.name)
        if folder.is_dir()
        else []
    )
    told = [(path.name, path.stat().st_size) for path in files]
    return desk.page(request, "papers.html", _("Report"), files=told)


@needs("export", takes=True)
def take(request: HttpRequest, name: str) -> HttpResponse:
    """One file, always as a download: nothing that was made from evidence is shown from this address. Who took it stands in the journal."""
    folder = desk.case().folder / report.FOLDER
    path = folder / Path(name).name
    if Path(name).name != name or path.suffix not in SHOWN or not path.is_file() or path.is_symlink():
        raise Http404
    desk.case().journal.append("export", name, by=visitor_of(request).name)
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = HttpResponse(path.read_bytes(), content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
