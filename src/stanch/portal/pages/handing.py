"""Evidence handed in by browser: a file after the other, in pieces where the browser runs our script, whole where it does not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import handing
from stanch.errors import Changed, StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker

LONGEST_PATH = 4000  # characters
WHOLE = 8_000_000  # bytes of a file that comes without our script


@needs("evidence", to_change="run")
def show(request: HttpRequest) -> HttpResponse:
    """What is on its way; with a form sent, a file is announced, finished, taken back, or comes whole."""
    if request.method != "POST":
        return _handing(request)
    asked, by_script = request.POST, request.POST.get("form") == "json"
    try:
        told = _done(request, asked)
    except StanchError as error:
        if by_script:
            return JsonResponse({"fault": error.what, "do": error.do}, status=400)
        return _handing(request, status=400, fault=str(error))
    logs = "&logs=1" if told.get("role") == "log" else ""
    return JsonResponse(told) if by_script else redirect(f"/evidence/bring?done={told['state']}{logs}")


def _done(request: HttpRequest, asked: Any) -> dict[str, Any]:
    case, by, identity = desk.case(), visitor_of(request).name, asked.get("file_id", "")
    do = asked.get("do", "")
    if do == "begin":
        size, modified = asked.get("size", ""), asked.get("modified", "")
        if not (size.isascii() and size.isdigit() and len(size) < 16):
            raise WrongCall("a file has a size in bytes", do="Choose the file again.")
        seconds = int(modified) / 1000 if modified.isascii() and modified.isdigit() and len(modified) < 16 else None
        told = {"size": int(size), "role": asked.get("role", ""), "folder": asked.get("folder", "")[:LONGEST_PATH]}
        one = handing.begin(case, asked.get("name", ""), **told, by=by, modified=seconds)
        return {"id": one.id, "have": one.have, "state": "begun"}
    if do == "finish":
        return _finished(identity, by=by)
    if do == "cancel":
        handing.cancel(case, identity, by=by)
        return {"state": "cancelled"}
    if do == "whole":
        return _whole(request, asked.get("role", ""), by=by)
    raise WrongCall("no decision was chosen", do="Choose a file, or take one back.")


def _finished(identity: str, *, by: str) -> dict[str, Any]:
    one = handing.finish(desk.case(), identity)
    # Of many files the last may be here already: what came before it is to be searched all the same.
    if not handing.coming(desk.case()):
        worker.start(desk.case(), by=by, first="custody")
    return {"state": "new" if one.is_new else "known", "name": one.name, "sha256": one.sha256, "role": one.role}


def _whole(request: HttpRequest, role: str, *, by: str) -> dict[str, Any]:
    """A file in one form, from a browser that runs no script."""
    given = request.FILES.get("file")
    if given is None or not given.name:
        raise WrongCall("no file was handed in", do="Choose one.")
    if (given.size or 0) > WHOLE:
        raise WrongCall(f"without a script a file has up to {WHOLE:,} bytes", do="Let this page run its script, or hand in less.")
    one = handing.begin(desk.case(), given.name, size=given.size or 0, role=role, by=by)
    if one.size and not one.have:
        handing.add(desk.case(), one.id, given.read(), at=0)
    return _finished(one.id, by=by)


@needs("evidence", to_change="run")
def take_piece(request: HttpRequest, identity: str) -> HttpResponse:
    """The next piece of a file, as the body; how many bytes are here now."""
    if request.method != "POST":
        return redirect("/evidence/bring")
    at = request.GET.get("at", "")
    try:
        if not (at.isascii() and at.isdigit() and len(at) < 16):
            raise WrongCall("a piece says at which byte it begins", do="Choose the file again.")
        content = request.read(handing.LARGEST_PIECE + 1)
        one = handing.add(desk.case(), identity, content, at=int(at), sha256=request.headers.get("X-Piece-SHA256", ""))
    except Changed as error:
        return JsonResponse({"fault": error.what, "have": handing.find(desk.case(), identity).have}, status=409)
    except StanchError as error:
        return JsonResponse({"fault": error.what, "do": error.do}, status=400)
    return JsonResponse({"have": one.have})


DONE = {
    "new": "It is in custody, and is being read and searched.",
    "known": "It was in custody already; nothing was added.",
    "cancelled": "It was taken back; nothing of it is left.",
}


def _handing(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    told = {
        "coming": handing.coming(desk.case()),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "logs": int(logs) if (logs := request.GET.get("logs", "")).isascii() and logs.isdigit() and len(logs) < 4 else 0,
        "most": handing.LARGEST // 1_000_000_000,
    }
    return desk.page(request, "handing.html", _("Hand in evidence"), status=status, fault=fault, **told)
