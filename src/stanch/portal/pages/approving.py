"""What the notices still wait for, doubts that counsel settles, and the approval of all that is complete."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch import notices as room
from stanch.casefile import board, browse, drafting, lettering, own
from stanch.errors import StanchError, WrongCall
from stanch.notices.wanting import Wanting
from stanch.portal import desk
from stanch.portal.pages import second
from stanch.portal.rights import needs, visitor_of
from stanch.records import Alike, Notice, Wording

SHOWN = 200  # things that are missing


@needs("notices", to_change="choose")
def show_missing(request: HttpRequest) -> HttpResponse:
    """What is missing, the most letters first; with its form sent, the doubts that were ticked are settled."""
    if request.method != "POST":
        return _missing(request)
    asked = request.POST
    try:
        visitor, grounds = visitor_of(request), asked.get("grounds", "")[:2000]
        drafting.settle(desk.case(), _ticked(request), by=visitor.name, grounds=grounds, exactly=True, as_counsel=visitor.is_counsel)
    except StanchError as error:
        return _missing(request, status=400, fault=str(error))
    return redirect("/notices/missing")


def _missing(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    every, rows = wanting()
    told = {
        "rows": rows[:SHOWN],
        "more": len(rows) - SHOWN,
        "doubts": [one for one in rows if one.kind == "doubt"],
        "complete": sum(number for one, number in every.sorts if not one.missing),
        "number": len(every),
    }
    return desk.page(request, "missing.html", _("What is missing"), status=status, fault=fault, **told)


def wanting() -> tuple[Alike[Notice], list[Wanting]]:
    """The notices by sorts, and what is missing in them, the most letters first."""
    every = board.notices(desk.case())
    return every, room.what_is_wanting(every)


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
    return complete(request.POST.get("seen", ""))


def complete(seen: str) -> list[str]:
    """The complete drafts, where they are still those that `seen` names. Raises `WrongCall` or `StanchError`."""
    found = summed(fresh=True)
    if not found.complete:
        raise WrongCall("no draft is complete", do="Look at what is missing.")
    if seen != found.mark:
        raise StanchError("the drafts have changed since you looked at them", do="Look at them again, then approve.")
    return [one.id for one in drafting.each(desk.case()) if _is_complete(one)]


def _approve(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    found, case = summed(), desk.case()
    two = lettering.one_of(case, "two_person") == "yes"
    told = {
        "complete": found.first,
        "to": browse.names(case, [one.person for one in found.first if one.person]),
        "number": found.complete,
        "forms": sorted(found.forms.items()),
        "incomplete": found.incomplete,
        "approved": found.approved,
        "two": two,
        "first": two and not found.read,
        "was_mine": two and found.is_read and found.readers == {visitor_of(request).name},
        "read": found.read,
        "readers": sorted(found.readers),
        "seen": found.mark,
        "waiting": own.waits_for(case, "approve", "notices"),
        "alone": len(second.waiting()),
    }
    return desk.page(request, "approve.html", _("Approve"), status=status, fault=fault, **told)


@dataclass(slots=True)
class Summed:
    """The drafts in numbers, with the first of those that are complete; `mark` says which those are, in which words."""

    number: int = 0
    lack_nothing: int = 0
    complete: int = 0
    incomplete: int = 0
    approved: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    first: list[Notice] = field(default_factory=list)
    read: list[Notice] = field(default_factory=list)
    is_read: bool = False
    readers: set[str] = field(default_factory=set)
    mark: str = ""


def lacking() -> list[Wanting]:
    """What the notices wait for, the most letters first."""
    return wanting()[1]


def summed(*, fresh: bool = False) -> Summed:
    """The drafts in numbers; `fresh` where a decision rests on them."""
    case, found = desk.case(), Summed()
    standing, without = board.of(case, fresh=fresh), drafting.settled(case)
    for head, number, _place in standing.numbers():
        one = without(head)
        found.number += number
        found.lack_nothing += number * (not one.missing)
        found.approved += number * (one.status == "approved")
        found.incomplete += number * (one.status == "draft" and bool(one.missing))
        found.complete += number * _is_complete(one)
        found.forms[one.form] += number * _is_complete(one)
    found.forms = +found.forms
    complete = standing.places(lambda one: _is_complete(without(one)))
    # Which letters, and of which drafting: their words are in that.
    found.mark = hashlib.sha256(repr(desk.marked(Notice, Wording)).encode() + complete.tobytes()).hexdigest()[:32]
    found.first = drafting.at_places(case, complete[:SHOWN].tolist())
    if len(once := standing.read_once()):
        found.is_read = standing.is_read_once(complete)
        found.read = [one for one in drafting.at_places(case, once[:SHOWN].tolist()) if _is_complete(one)]
        found.readers = drafting.readers(case)
    return found


def _is_complete(one: Notice) -> bool:
    """A draft that lacks nothing; one that one person has read is among them."""
    return one.status == "draft" and not one.missing
