"""Decisions on who is who, and who is set aside; each can be taken back, with grounds."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import rulings
from stanch.casefile.browse import SIZE, Sheet
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Aside, Ruling

T = TypeVar("T")


@needs("people", to_change="review")
def show(request: HttpRequest) -> HttpResponse:
    """The decisions that hold, the newest first; with a form sent, one is taken back."""
    if request.method != "POST":
        return _decided(request)
    asked, visitor = request.POST, visitor_of(request)
    try:
        grounds, alone = asked.get("grounds", "")[:2000], visitor.is_alone
        is_back = rulings.take_back(desk.case(), asked.get("ruling", ""), by=visitor.name, grounds=grounds, alone=alone)
    except StanchError as error:
        return _decided(request, status=400, fault=str(error))
    if is_back:
        worker.start(desk.case(), by=visitor.name, first="people")
    return redirect("/people/decided")


def _decided(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case = desk.case()
    sheet: Sheet[Ruling] = cut(list(reversed(rulings.standing(case.alias))), desk.sheet_number(request))
    seconds, asked = rulings.seconds(case.alias), rulings.asked_back(case.alias)
    made = [(one, rulings.WORDS[one.verdict], seconds.get(one.id, ""), asked.get(one.id, "")) for one in sheet.rows]
    told = {"made": made, "alone": len(rulings.one_said_no(case.alias)), "pending": rulings.are_pending(case), "fault": fault}
    return desk.page(request, "decided.html", _("What was decided"), status=status, **told, **desk.turning(request, sheet))


@needs("people", to_change="review")
def show_aside(request: HttpRequest) -> HttpResponse:
    """Who was found and is not on the list, and why; with a form sent, one is put on the list."""
    if request.method != "POST":
        return _aside(request)
    asked, by, case = request.POST, visitor_of(request).name, desk.case()
    try:
        rulings.decide(
            case,
            [rulings.restore(_found(asked.get("person", "")))],
            by=by,
            grounds=asked.get("grounds", "")[:2000],
            action="restore person",
        )
    except StanchError as error:
        return _aside(request, status=400, fault=str(error))
    worker.start(case, by=by, first="people")
    return redirect("/people/aside")


def _found(identity: str) -> Aside:
    found = next((one for one in desk.case().store.get(Aside) if one.id == identity), None)
    if found is None:
        raise WrongCall("nobody of that number is set aside", do="The list has changed; look again.")
    return found


def _aside(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    sheet = cut(desk.case().store.get(Aside), desk.sheet_number(request))
    return desk.page(request, "aside.html", _("Set aside"), status=status, fault=fault, asides=sheet.rows, **desk.turning(request, sheet))


def cut(rows: list[T], number: int, *, size: int = SIZE) -> Sheet[T]:
    """One page of a list that is held whole."""
    sheets = max(1, -(-len(rows) // size))
    number = min(max(1, number), sheets)
    return Sheet(rows[(number - 1) * size : number * size], number, sheets, len(rows))
