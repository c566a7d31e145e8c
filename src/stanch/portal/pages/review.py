"""Review: the sample that proves how little may have been overlooked, one item after the other, with one hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import doubtful, sampling
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.pages import second
from stanch.portal.rights import needs, visitor_of

# The answers with the key that gives each: both lie under one hand.
ANSWERS = {
    "silent": (("clean", "Nothing personal in it", "f"), ("missed", "Something was overlooked", "d")),
    "finding": (("right", "It is what it is called", "f"), ("wrong", "It is something else", "d")),
}


@needs("review", to_change="review")
def show(request: HttpRequest) -> HttpResponse:
    """The next item that this reviewer has not answered; with a form sent, a sample is drawn, or an answer is kept."""
    case, reviewer = desk.case(), visitor_of(request).name
    if request.method != "POST":
        return _item(request)
    asked = request.POST
    try:
        if asked.get("do") == "draw":
            seed = asked.get("seed", "1")
            sampling.draw(
                case, rate=0.01, confidence=0.95, findings=100, seed=int(seed) if seed.isdigit() and len(seed) < 9 else 1, by=reviewer
            )
        else:
            sampling.answer(case, asked.get("item", ""), verdict=asked.get("verdict", ""), by=reviewer, note=asked.get("note", "")[:500])
    except StanchError as error:
        return _item(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect("/review")


def _item(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case, reviewer = desk.case(), visitor_of(request).name
    waits = len(doubtful.waiting(desk.summed(doubtful.QUEUE), doubtful.answers(case), reviewer=reviewer))
    shown: dict[str, Any] = {"fault": fault, "outcome": None, "item": None, "in_doubt": waits, "alone": len(second.waiting())}
    try:
        shown["outcome"] = sampling.outcome(case)
        if shown["outcome"]:
            left = sampling.waiting(case, reviewer=reviewer)
            shown |= {"left": len(left), "agreements": sampling.agreements(case)}
            if left:
                item, text = sampling.reveal(case, left[0].id, by=reviewer)
                shown |= {"item": item, "text": text, "answers": ANSWERS[item.stratum]}
    except StanchError as error:
        shown["fault"] = fault or str(error)
    return desk.page(request, "review.html", _("Review"), status=status, **shown)
