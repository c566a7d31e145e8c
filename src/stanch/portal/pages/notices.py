"""Notices: the drafts, what each must hold, and how it will be printed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse

from stanch import notices as room
from stanch.casefile import browse, drafting
from stanch.casefile.decisions import history
from stanch.portal import desk
from stanch.records import Notice

# Letters hold what is sealed elsewhere; a preview is written to memory where the system has such a place.
MEMORY = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
FORMS = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"}


def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    sheet = browse.notices(desk.case(), number=desk.sheet_number(request))
    return desk.page(request, "notices.html", "Notices", notices=sheet.rows, **desk.turning(request, sheet))


def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One notice with its checks."""
    notice = _found(identity)
    return desk.page(request, "notice.html", notice.id, notice=notice, decided=history(desk.case().alias, "Notice", identity))


def show_print(_request: HttpRequest, identity: str) -> HttpResponse:
    """The notice as it would be printed; made for this look, and not kept."""
    notice, case = _found(identity), desk.case()
    with TemporaryDirectory(prefix="stanch-", dir=MEMORY if MEMORY.is_dir() else case.folder) as folder:
        written = Path(folder) / room.render([notice], Path(folder), bench=drafting.prepared(case, case.bench(workers=1)))[0].file
        content = written.read_bytes()
    case.journal.append("preview notice", notice.id)
    response = HttpResponse(content, content_type=FORMS.get(written.suffix, "text/plain; charset=utf-8"))
    response.headers["Content-Disposition"] = f'inline; filename="notice{written.suffix}"'
    return response


def _found(identity: str) -> Notice:
    notice = browse.find_notice(desk.case(), identity)
    if notice is None:
        raise Http404
    return notice
