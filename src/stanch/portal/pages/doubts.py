"""Doubts: who may be one person, or two, or nobody; the most consequential first, decided with one hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stanch.casefile import review, rulings
from stanch.casefile.review import RANKS, Doubt, Family
from stanch.casefile.rulings import Draft
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.pages import second
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Person

SORTS = {"pair": "may be one person", "joined": "may be two people", "returned": "was decided to be nobody"}
# The verdicts on each sort of doubt, with the key that gives each; to part a person one looks at the records, on the person's page.
ANSWERS = {
    "pair": (("one", "One person", "f"), ("apart", "Different people", "d")),
    "joined": (("one", "One person", "f"),),
    "returned": (("somebody", "Affected after all", "f"), ("nobody", "No affected person", "d")),
}
SHOWN = 100  # families in the list


@needs("review", to_change="review")
def show(request: HttpRequest) -> HttpResponse:
    """The families, or with `?family=` the next doubt of one; with a form sent, a doubt or a whole family is decided."""
    if request.method != "POST":
        return _doubts(request)
    asked, by = request.POST, visitor_of(request).name
    if asked.get("do") == "walk":
        worker.start(desk.case(), by=by, first="people")
        return redirect("/work" if visitor_of(request).may("look") else "/people/review")
    try:
        drafts, action = decided(
            asked.get("family", ""), asked.get("doubt", ""), asked.get("verdict", ""), whole=asked.get("do") == "family"
        )
        grounds = asked.get("grounds", "").strip()[:2000] or ("" if asked.get("do") == "family" else "the two were compared in review")
        rulings.decide(desk.case(), drafts, by=by, grounds=grounds, action=action)
    except StanchError as error:
        return _doubts(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    left = open_families()
    if not left:
        return second.worked_in(by, "/people/review")
    following = next((one for one in left if one.id == asked.get("family")), left[0])
    return redirect("/people/review?" + urlencode({"family": following.id}))


def decided(family: str, doubt: str, verdict: str, *, whole: bool) -> tuple[list[Draft], str]:
    """The rulings that a form asks for. Raises where the doubt is no longer open, or the verdict is none for it."""
    found = next((one for one in open_families() if one.id == family), None)
    if found is None:
        raise StanchError("this is not open any more", do="Somebody has decided it, or the list has changed. Look at what is open now.")
    if whole:
        if verdict not in found.at_once:
            raise WrongCall(f"this family cannot be decided at once: {found.why}", do="Decide its members one by one.")
        return [_draft(one, verdict) for one in found.doubts], f"review people: {found.id}"
    one = next((one for one in found.doubts if mark_of(one) == doubt), None)
    if one is None:
        raise StanchError("this doubt is not open any more", do="Somebody has decided it. Look at the next one.")
    return [_draft(one, verdict)], "review people"


def _draft(doubt: Doubt, verdict: str) -> Draft:
    makers = {
        ("pair", "one"): lambda: rulings.merge(doubt.people),
        ("pair", "apart"): lambda: rulings.apart(doubt.people),
        ("joined", "one"): lambda: rulings.whole(doubt.people[0]),
        ("returned", "somebody"): lambda: rulings.stays(doubt.people[0]),
        ("returned", "nobody"): lambda: rulings.drop(doubt.people[0]),
    }
    if (doubt.sort, verdict) not in makers:
        raise WrongCall("no decision was chosen", do="Choose one of the answers.")
    return makers[doubt.sort, verdict]()


def open_families() -> list[Family]:
    """The families without the doubts that were decided since the line was last walked."""
    case = desk.case()
    # A decision changes neither people nor duties before the line is walked.
    families = desk.summed(review.FAMILIES)
    waiting = spoken_of(rulings.waiting(case))
    if not waiting:
        return families
    kept = [(family, tuple(one for one in family.doubts if not is_decided(one, waiting))) for family in families]
    return [replace(family, doubts=doubts) for family, doubts in kept if doubts]


def spoken_of(waiting: Sequence[frozenset[str]]) -> dict[str, set[int]]:
    """By record which of the rulings speak of it: of a day of review there are thousands, to be held against ten thousand doubts."""
    found: dict[str, set[int]] = {}
    for at, keys in enumerate(waiting):
        for key in keys:
            found.setdefault(key, set()).add(at)
    return found


def is_decided(doubt: Doubt, waiting: Mapping[str, set[int]]) -> bool:
    """Whether a ruling that the list does not show yet speaks of all of its people."""
    told: set[int] | None = None
    for person in doubt.people:
        here = {at for key in person.records if key in waiting for at in waiting[key]}
        told = here if told is None else told & here
        if not told:
            return False  # so it is of nearly all of ten thousand doubts
    return bool(told)


def mark_of(doubt: Doubt) -> str:
    """What a form says of the doubt it was made from: its people, and how many records each had."""
    return " ".join(f"{person.id}:{len(person.records)}" for person in doubt.people)


def _doubts(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    found = open_families()
    wanted = request.GET.get("family") or (request.POST.get("family") if not request.POST.get("do") else "")
    family = next((one for one in found if one.id == wanted), None)
    shown: dict[str, Any] = {"fault": fault, "pending": rulings.are_pending(desk.case()), "open": sum(len(one.doubts) for one in found)}
    shown["alone"] = len(second.waiting())
    if family is None:
        shown |= {"families": [_row(one) for one in found[:SHOWN]], "more": len(found) - SHOWN}
        return desk.page(request, "doubts.html", _("Who is who"), status=status, **shown)
    doubt = family.doubts[0]
    shown |= {"family": family, "left": len(family.doubts), "doubt": doubt, "mark": mark_of(doubt), "rank": RANKS[doubt.rank]}
    shown |= {"says": SORTS[doubt.sort], "answers": ANSWERS[doubt.sort], "columns": [_told(person) for person in doubt.people]}
    at_once = [(word, {one: says for one, says, _ in ANSWERS["pair"]}[word]) for word in family.at_once]
    return desk.page(request, "doubts.html", _("Who is who"), status=status, at_once=at_once if len(family.doubts) > 1 else [], **shown)


def _row(family: Family) -> dict[str, Any]:
    first = family.first
    told = {"id": family.id, "rank": RANKS[first.rank], "number": len(family.doubts), "says": SORTS[first.sort]}
    return {
        **told,
        "evidence": first.evidence,
        "matters": first.matters[0] if first.matters else "",
        "at_once": family.at_once,
        "why": family.why,
    }


def _told(person: Person) -> dict[str, Any]:
    """One side of a comparison; values stay masked."""
    return {"person": person, "address": person.postal_address, "exposures": person.exposures[:12], "more": len(person.exposures) - 12}
