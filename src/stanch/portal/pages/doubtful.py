"""Doubtful findings: is it what it is called? The most consequential first, with its words around it, masked, with one hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stanch.casefile import doubtful, passages
from stanch.casefile.doubtful import RANKS, Item, Queue
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.pages import second as second_page
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker

# The answers with the key that gives each: both lie under one hand.
ANSWERS = (("right", "It is what it is called", "f"), ("wrong", "It is something else", "d"))
LISTED = 50  # on which reviewers differ, or that were said to be false


@needs("review", to_change="review")
def show(request: HttpRequest) -> HttpResponse:
    """The next finding that nobody has answered (`?second=1`: this reviewer has not); with a form sent, an answer is kept."""
    if request.method != "POST":
        return _item(request)
    asked, by, case = request.POST, visitor_of(request).name, desk.case()
    if asked.get("do") == "walk":
        worker.start(case, by=by, first="people")
        return redirect("/work" if visitor_of(request).may("look") else "/review/findings")
    try:
        one = doubtful.named(case, in_doubt(), asked.get("item", ""))
        doubtful.answer(case, one, verdict=asked.get("verdict", ""), by=by, note=asked.get("note", "")[:500])
    except StanchError as error:
        return _item(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    told = {"last": one.id} | ({"second": "1"} if asked.get("second") else {})
    return redirect("/review/findings?" + urlencode(told))


@needs("review", to_change="reveal", grave=True)
def reveal(request: HttpRequest) -> HttpResponse:
    """One value in the clear, for a reason; that is journalled. Asked for without a form, the queue is shown."""
    if request.method != "POST":
        return redirect("/review/findings")
    by, item, reason = visitor_of(request).name, request.POST.get("item", ""), request.POST.get("reason", "")[:500]
    try:
        one = doubtful.named(desk.case(), in_doubt(), item)
        value = passages.reveal(desk.case(), one.locator, one.spot, by=by, reason=reason)
    except WrongCall as error:
        return _item(request, status=400, fault=str(error), wanted=item)
    return _item(request, value=value, wanted=item)


def in_doubt() -> Queue:
    """All that is asked about."""
    return desk.summed(doubtful.QUEUE)


def _item(request: HttpRequest, *, status: int = 200, fault: str = "", value: str = "", wanted: str = "") -> HttpResponse:
    case, reviewer, found = desk.case(), visitor_of(request).name, in_doubt()
    given = doubtful.answers(case)
    refuted, disputed = doubtful.said_false(case.alias)[:LISTED], doubtful.disputed(given)[:LISTED]
    second = bool(request.GET.get("second") or request.POST.get("second"))
    left = doubtful.waiting(found, given, reviewer=reviewer, second=second)
    wanted = wanted or request.GET.get("item", "")
    seen = doubtful.answered(case, [*refuted, *disputed, wanted])
    one = _wanted(found, seen, wanted) if wanted else _next(left, request.GET.get("after", ""))
    shown: dict[str, Any] = {
        "fault": fault,
        "value": value,
        "second": second,
        "left": len(left),
        "more": found.total - len(found.items),
        "others": len(doubtful.waiting(found, given, reviewer=reviewer, second=True)),
        "disputed": [seen[each] for each in disputed],
        "refuted": [seen[each] for each in refuted],
        "agreements": doubtful.agreements(given),
        "pending": doubtful.are_pending(case),
        "alone": len(second_page.waiting()),
        "last": request.GET.get("last", "") if request.method == "GET" else "",
    }
    if one:
        said = {word: says for word, says, _ in ANSWERS}
        mine = said.get(given.get(one.id, {}).get(reviewer, ""), "")
        words = passages.around(case, one.locator, one.spot)
        shown |= {
            "item": one,
            "rank": RANKS[one.rank],
            "answers": ANSWERS,
            "passages": words,
            "mine": mine,
            "is_shown": passages.is_shown(one.kind),
        }
    return desk.page(request, "doubtful.html", _("Doubtful findings"), status=status, **shown)


def _wanted(found: Queue, seen: Mapping[str, Item], wanted: str) -> Item | None:
    return next((one for one in found.items if one.id == wanted), None) or seen.get(wanted)


def _next(left: list[Item], after: str) -> Item | None:
    """The next one; one that was put off is behind the one that follows it."""
    place = next((at for at, one in enumerate(left) if one.id == after), -1)
    return left[(place + 1) % len(left)] if left else None
