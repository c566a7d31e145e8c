"""Counsel: the brief and the litigation hold as downloads, the open decisions, and counsel's answers handed in."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import counsel
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.pages.notices import MEMORY
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.report.counsel import Brief, makers, read_answers

LARGEST = 1_000_000  # bytes of a sheet of answers
SUFFIXES = (".docx", ".csv", ".yaml", ".yml")
FILES = {
    "brief.pdf": "The brief: facts, duties, exposure, what is asked of counsel",
    "brief.docx": "The same in Word, with a table to answer in",
    "hold-notice.pdf": "The litigation hold, to be given out",
    "hold-notice.docx": "The same in Word",
    "answers.csv": "The sheet of answers",
}


@needs("privileged", to_change="duties")
def show(request: HttpRequest) -> HttpResponse:
    """What is asked of counsel; with a file sent, its answers become signed decisions, or none does."""
    if request.method != "POST":
        return _counsel(request)
    case, by = desk.case(), visitor_of(request).name
    try:
        taken = _take(request, by=by)
    except StanchError as error:
        return _counsel(request, status=400, fault=str(error))
    if taken.get("fact"):
        worker.start(case, by=by)
    return redirect("/counsel")


def _take(request: HttpRequest, *, by: str) -> dict[str, int]:
    given = request.FILES.get("answers")
    if given is None or not given.name:
        raise WrongCall("no file was handed in", do="Choose the sheet of answers: .docx, .csv or .yaml.")
    if (given.size or 0) > LARGEST:
        raise WrongCall(f"larger than {LARGEST:,} bytes: no sheet of answers", do="Hand in the sheet alone.")
    return take_answers(given.name, given.read(), by=by)


def take_answers(name: str, content: bytes, *, by: str) -> dict[str, int]:
    """Take a sheet of answers: how many became decisions and facts, all of them or none. Raises `WrongCall`."""
    suffix = Path(name.replace("\0", "")).suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongCall("answers are read from .docx, .csv or .yaml", do="Hand in the sheet that counsel filled in.")
    case = desk.case()
    with TemporaryDirectory(prefix="stanch-", dir=MEMORY if MEMORY.is_dir() else case.folder) as folder:
        # The name is ours: the browser's may be anything.
        path = Path(folder) / f"answers{suffix}"
        path.write_bytes(content)
        try:
            return counsel.take(case, read_answers(path), by=by, source=path, now=desk.now())
        except StanchError as error:
            # Where it lay for a moment says nothing to whoever handed it in.
            raise WrongCall(str(error).replace(str(path), path.name), do="Mend it, and hand it in again.") from None


def _counsel(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    it = brief()
    told = {"asks": it.asks, "signed": it.signed, "shifts": it.shifts, "supposed": it.supposed}
    return desk.page(request, "counsel.html", _("Counsel"), status=status, fault=fault, files=FILES.items(), **told)


@needs("privileged", takes=True)
def take(request: HttpRequest, name: str) -> HttpResponse:
    """One paper of the pack, made as the case stands now; who took it stands in the journal."""
    if name not in FILES:
        raise Http404
    content = makers(brief())[name]()
    desk.case().journal.append("export", f"counsel/{name}", by=visitor_of(request).name)
    answer = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def brief() -> Brief:
    """The pack of this case, as it stands now."""
    return desk.kept("brief", lambda: counsel.brief_of(desk.case(), now=desk.now()), until=desk.weighed_by("Duty", "Counsel"))
