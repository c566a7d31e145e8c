"""Notices: the drafts, what each must hold, and how it will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch import notices as room
from stanch.casefile import browse, decide, drafting, own
from stanch.casefile.decisions import history
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, seen, words
from stanch.portal.rights import needs, visitor_of
from stanch.records import Notice

# Letters hold what is sealed elsewhere; a preview is written to memory where the system has such a place.
MEMORY = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
FORMS = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"}


@needs("notices")
def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    sheet = browse.notices(desk.case(), number=desk.sheet_number(request))
    return desk.page(request, "notices.html", _("Notices"), notices=sheet.rows, to=_names(sheet.rows), **desk.turning(request, sheet))


def _names(notices: Sequence[Notice]) -> dict[str, str]:
    """Whom the letters of a page are to, by the person's id: an id tells a reader nothing."""
    return browse.names(desk.case(), [one.person for one in notices if one.person])


@needs("notices", to_change="approve", grave=True)
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One notice with its checks; with its form sent, it is approved or held."""
    notice = _found(identity)
    if request.method != "POST":
        return _notice(request, notice)
    asked, by = request.POST, visitor_of(request).name
    grounds = asked.get("grounds", "")[:2000]
    try:
        with seen.held_to(asked.get("revision", ""), lambda: _mark(_found(identity))):
            _decided(identity, asked.get("verdict", ""), by=by, grounds=grounds)
    except StanchError as error:
        return _notice(request, notice, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect(request.path)


def _decided(identity: str, verdict: str, *, by: str, grounds: str) -> None:
    if verdict == "approved":
        drafting.approve(desk.case(), [identity], by=by, grounds=grounds)
    elif verdict == "held":
        decide.hold_notice(desk.case(), identity, by=by, grounds=grounds)
    elif verdict == "released":
        decide.release_notice(desk.case(), identity, by=by, grounds=grounds)
    else:
        raise WrongCall("no decision was chosen", do="Approve the notice, or hold it.")


def _mark(notice: Notice) -> str:
    return seen.mark(Notice.__name__, notice.id, notice)


def _notice(request: HttpRequest, notice: Notice, *, status: int = 200, fault: str = "") -> HttpResponse:
    decided = history(desk.case().alias, "Notice", notice.id)
    waiting = own.waits_for(desk.case(), "approve", f"notice {notice.id}", "notices") if notice.status == "draft" else []
    shown = {"waiting": waiting, "notice": notice, "decided": decided, "revision": _mark(notice), "fault": fault}
    return desk.page(request, "notice.html", _title(notice), status=status, **shown)


def _title(notice: Notice) -> str:
    """Whom it is to: an id tells a reader nothing."""
    if notice.person:
        name = next(iter(notice.address), "") or notice.email or notice.person
        return _("Letter to %(name)s") % {"name": words.shown(name)}
    told = {"recipient": words.recipient(notice.recipient), "jurisdiction": words.place(notice.jurisdiction)}
    return _("Tell %(recipient)s (%(jurisdiction)s)") % told


@needs("notices")
def show_print(request: HttpRequest, identity: str) -> HttpResponse:
    """The notice as it would be printed; made for this look, and not kept."""
    return printed(_found(identity), by=visitor_of(request).actor)


def printed(notice: Notice, *, by: str) -> HttpResponse:
    """A notice as it would be printed; who looked stands in the journal."""
    case = desk.case()
    with TemporaryDirectory(prefix="stanch-", dir=MEMORY if MEMORY.is_dir() else case.folder) as folder:
        written = Path(folder) / room.render([notice], Path(folder), bench=drafting.prepared(case, case.bench(workers=1)))[0].file
        content = written.read_bytes()
    case.journal.append("preview notice", notice.id, by=by)
    response = HttpResponse(content, content_type=FORMS.get(written.suffix, "text/plain; charset=utf-8"))
    response.headers["Content-Disposition"] = f'inline; filename="notice{written.suffix}"'
    return response


def _found(identity: str) -> Notice:
    notice = browse.find_notice(desk.case(), identity)
    if notice is None:
        raise Http404
    return notice
