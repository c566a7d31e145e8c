"""What the notices still wait for, doubts that counsel settles, and the approval of all that is complete."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch import notices as room
from stanch.casefile import decisions, drafting, lettering
from stanch.casefile.decisions import revision_of
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import Notice

SHOWN = 200  # things that are missing


@needs("notices", to_change="choose")
def show_missing(request: HttpRequest) -> HttpResponse:
    """What is missing, the most letters first; with its form sent, the doubts that were ticked are settled."""
    if request.method != "POST":
        return _missing(request)
    asked = request.POST
    try:
        drafting.settle(desk.case(), _ticked(request), by=visitor_of(request).name, grounds=asked.get("grounds", "")[:2000], exactly=True)
    except StanchError as error:
        return _missing(request, status=400, fault=str(error))
    return redirect("/notices/missing")


def _missing(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    drafts = _standing()
    rows = desk.kept("missing", lambda: room.what_is_wanting(drafts))
    told = {
        "rows": rows[:SHOWN],
        "more": len(rows) - SHOWN,
        "doubts": [one for one in rows if one.kind == "doubt"],
        "complete": sum(not one.missing for one in drafts),
        "number": len(drafts),
    }
    return desk.page(request, "missing.html", _("What is missing"), status=status, fault=fault, **told)


@needs("notices", to_change="approve", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """The complete drafts; with the form sent, all of them are approved as they are, or read by the first of two people."""
    if request.method != "POST":
        return _approve(request)
    asked = request.POST
    try:
        drafting.approve(desk.case(), _seen(request), by=visitor_of(request).name, grounds=asked.get("grounds", "")[:2000])
    except StanchError as error:
        return _approve(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect("/notices/approve")


def _ticked(request: HttpRequest) -> list[str]:
    wanted = [one for one in request.POST.getlist("doubt") if one]
    if not wanted:
        raise WrongCall("no doubt was chosen", do="Tick those that the letters may go with.")
    return wanted


def _seen(request: HttpRequest) -> list[str]:
    """The complete drafts, where they are still those that the form was made from."""
    wanted = _complete(_standing())
    if not wanted:
        raise WrongCall("no draft is complete", do="Look at what is missing.")
    if request.POST.get("seen") != _mark(wanted):
        raise StanchError("the drafts have changed since you looked at them", do="Look at them again, then approve.")
    return [one.id for one in wanted]


def _approve(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    drafts, case = _standing(), desk.case()
    complete = _complete(drafts)
    read = decisions.current(case.alias, Notice.__name__)
    told = {
        "complete": complete[:SHOWN],
        "number": len(complete),
        "forms": _counted(complete),
        "incomplete": sum(one.status == "draft" and bool(one.missing) for one in drafts),
        "approved": sum(one.status == "approved" for one in drafts),
        "two": lettering.one_of(case, "two_person") == "yes",
        "read": [one for one in complete if one.id in read and read[one.id].verdict == "read"][:SHOWN],
        "readers": sorted({read[one.id].decided_by for one in complete if one.id in read and read[one.id].verdict == "read"}),
        "seen": _mark(complete),
    }
    return desk.page(request, "approve.html", _("Approve"), status=status, fault=fault, **told)


def _standing() -> list[Notice]:
    return desk.kept("standing", lambda: drafting.standing(desk.case()))


def _complete(drafts: Sequence[Notice]) -> list[Notice]:
    """Drafts that lack nothing; those that one person has read are among them."""
    return [one for one in drafts if one.status == "draft" and not one.missing]


def _counted(drafts: Sequence[Notice]) -> list[tuple[str, int]]:
    forms = [one.form for one in drafts]
    return sorted((form, forms.count(form)) for form in set(forms))


def _mark(drafts: Sequence[Notice]) -> str:
    """Which drafts were seen, in which words."""
    mark = hashlib.sha256()
    for one in drafts:
        mark.update(f"{one.id} {revision_of(one)} ".encode())
    return mark.hexdigest()[:32]
