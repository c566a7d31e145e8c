"""What the letters need and only people know: the catalogue with what was said, and one thing at a time to say."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import lettering
from stanch.errors import StanchError, WrongCall
from stanch.notices.asked import Asked, asked, asked_of, said_of, spoken_in
from stanch.portal import desk, seen, tongues
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Said
from stanch.records.said import current

# These decide who decides: whoever writes the letters may not.
GOVERNING = frozenset({"counsel", "two_person", "whom", "help"})
SOURCE = "the portal"


@needs("notices")
def show(request: HttpRequest) -> HttpResponse:
    """Everything that may be said, with what stands and who said it."""
    known: dict[str, list[Said]] = {}
    for one in current(desk.case().store.get(Said)):
        known.setdefault(one.key, []).append(one)
    visitor = visitor_of(request)
    boxes = [box for key in sorted(known) if "." in key and (box := asked_of(key)) is not None]
    every: list[Asked] = [*asked().values(), *boxes]
    rows = [{"asked": one, "said": known.get(one.key, []), "may": may_say(visitor, one.key)} for one in every]
    open_ = [row["asked"] for row in rows if not row["said"] and row["may"]]
    told: dict[str, Any] = {"rows": rows, "following": open_[0] if open_ else None, "said": sum(bool(row["said"]) for row in rows)}
    return desk.page(request, "asking.html", _("What the letters need"), **told)


@needs("notices", to_change="letters")
def show_one(request: HttpRequest, key: str) -> HttpResponse:
    """One thing to say, in each language where that matters; with its form sent, it is kept, and the letters are drafted anew."""
    one = asked_of(key)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _form(request, one)
    by, case = visitor_of(request).name, desk.case()
    try:
        with seen.held_to(request.POST.get("seen", ""), lambda: times_said(one.key)):
            changed = lettering.state(case, _said(request, one), by=by)
    except StanchError as error:
        return _form(request, one, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    if changed:
        worker.start(case, by=by, first="law")
    return redirect("/notices/facts")


def _said(request: HttpRequest, one: Asked) -> list[Said]:
    """What a form says. Raises where it is not theirs to say, or does not fit."""
    must_be_theirs(visitor_of(request), one)
    by = visitor_of(request).name
    # Of a form's choices several may be ticked.
    given = {language: "; ".join(request.POST.getlist(f"value-{language or 'all'}")) for language in languages_of(one)}
    values = list(given.items())
    return [said_of(one.key, language, value, by=by, source=SOURCE) for language, value in values]


def must_be_theirs(visitor: Visitor, one: Asked) -> None:
    """Raise `WrongCall` where this is not theirs to say, or nothing that a form can hold."""
    if not may_say(visitor, one.key):
        raise WrongCall("this decides who approves, so it is not for who writes the letters", do="Ask the owner or counsel.")
    if one.kind == "file":
        raise WrongCall("a picture is told in a letters file", do="stanch notices facts --letters FILE -C CASE")


def _form(request: HttpRequest, one: Asked, *, status: int = 200, fault: str = "") -> HttpResponse:
    every = [said for said in desk.case().store.get(Said) if said.key == one.key]
    standing = {said.language: said.value for said in current(every)}
    fields: list[dict[str, Any]] = [
        {
            "name": f"value-{language or 'all'}",
            "language": language,
            "value": request.POST.get(f"value-{language or 'all'}", "") if fault else standing.get(language, ""),
            "example": one.example.get(language) or (next(iter(one.example.values()), "") if not language or language == "en" else ""),
        }
        for language in languages_of(one)
    ]
    if one.kind == "box":
        fields[0]["ticked"] = [part.strip() for part in fields[0]["value"].split(";")]
    told = {"asked": one, "fields": fields, "seen": times_said(one.key), "allowed": may_say(visitor_of(request), one.key), "fault": fault}
    told["governs"] = one.key in GOVERNING
    return desk.page(
        request, "ask_one.html", tongues.ours(one.says).replace("`", ""), status=status, history=list(reversed(every))[:20], **told
    )


def languages_of(one: Asked) -> tuple[str, ...]:
    """A sentence is said in each language of the letters; anything else once. What was said for all languages may be withdrawn."""
    if one.kind != "sentence":
        return ("",)
    said = {said.language for said in current(desk.case().store.get(Said)) if said.key == one.key}
    return (*(("",) if "" in said else ()), *spoken_in())


def may_say(visitor: Visitor, key: str) -> bool:
    """Whether this is theirs to say."""
    if key in GOVERNING:
        return visitor.may("letters") and (visitor.may("choose") or visitor.may("members"))
    return visitor.may("letters")


def times_said(key: str) -> str:
    """How often it was said: what a form was made from."""
    return str(sum(one.key == key for one in desk.case().store.get(Said)))
