"""One reader said no: who stays on the list until a second reader says the same, and what would follow."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import doubtful, rulings, streamed, two_readers
from stanch.casefile.decisions import reader_of
from stanch.casefile.two_readers import OneNo
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.pages.decided import cut
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.portal.work import worker

ROWS, NAMED = 20, 5
# The answers with their words; `no` takes people off the list, and is no key that a finger may slip on.
ANSWERS = (("no", "I say the same: it counts"), ("stays", "No: they stay on the list"))


def waiting(*, fresh: bool = False) -> list[OneNo]:
    """All that waits for a second reader."""
    case = desk.case()
    until = (streamed.newest_decision(case, doubtful.KIND, rulings.KIND), "one no")
    return desk.kept("one reader said no", lambda: two_readers.waiting(case), until=until, fresh=fresh)


@needs("review", to_change="review")
def show(request: HttpRequest) -> HttpResponse:
    """What one reader said no to, with whom it concerns; with a form sent, a second reader answers."""
    if request.method != "POST":
        return _page(request)
    asked, visitor, case = request.POST, visitor_of(request), desk.case()
    if asked.get("do") == "walk":
        worker.start(case, by=visitor.name, first="people")
        return redirect("/work" if visitor.may("look") else "/review/second")
    try:
        _looked_at(asked.get("verdict", ""), sure=bool(asked.get("sure")))
        grounds = asked.get("grounds", "")[:2000]
        two_readers.answer(case, asked.get("item", ""), asked.get("verdict", ""), by=visitor.name, grounds=grounds, alone=visitor.is_alone)
    except StanchError as error:
        return _page(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect("/review/second")


def worked_in(by: str, then: str) -> HttpResponse:
    """Go on after decisions on who is who: the list is made anew where they hold, else the second reading is shown."""
    case = desk.case()
    if not rulings.are_pending(case):
        return redirect("/review/second")
    worker.start(case, by=by, first="people")
    return redirect(then)


def _looked_at(verdict: str, *, sure: bool) -> None:
    if verdict == "no" and not sure:
        raise WrongCall("it was not said that those named were looked at", do="Look at them, then tick the box.")


def _page(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case, visitor, rows = desk.case(), visitor_of(request), waiting()
    sheet = cut(rows, desk.sheet_number(request), size=ROWS)
    concerned = two_readers.concerned(case, sheet.rows, refused=rows, most=NAMED)
    told = [(one, rulings.WORDS.get(one.verdict or ""), concerned[one.id], _may_say_no(visitor, one)) for one in sheet.rows]
    shown: dict[str, Any] = {
        "fault": fault,
        "told": told,
        "answers": ANSWERS,
        "pending": doubtful.are_pending(case) or rulings.are_pending(case),
        "alone": visitor.is_alone,
    }
    return desk.page(request, "second.html", _("One reader said no"), status=status, **shown, **desk.turning(request, sheet))


def _may_say_no(visitor: Visitor, one: OneNo) -> bool:
    return visitor.is_alone or reader_of(visitor.actor) != reader_of(one.by)
