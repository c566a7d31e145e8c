"""Options: the ways of telling people side by side, with the picture; and counsel's choice of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import decisions, gate, weighing
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, seen, tongues
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Duty, Option
from stanch.report.options import compared, sections, timeline
from stanch.report.press import Section


@needs("notices", to_change="choose")
def show(request: HttpRequest) -> HttpResponse:
    """The table; with its form sent, one way is chosen, with grounds."""
    if request.method != "POST":
        return _options(request)
    try:
        visitor, grounds = visitor_of(request), request.POST.get("grounds", "")[:2000]
        wanted = _wanted(request)
        with seen.held_to(request.POST.get("standing", ""), _standing):
            others = weighing.choose(desk.case(), wanted, by=visitor.name, grounds=grounds, as_counsel=visitor.is_counsel)
    except StanchError as error:
        return _options(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    if others:
        worker.start(desk.case(), by=visitor.name, first="law")
    return redirect("/notices/options")


def _standing() -> str:
    """Which choice stands, by its entry in the journal."""
    chosen = weighing.chosen(desk.case())
    return str(chosen.entry if chosen else 0)


def _wanted(request: HttpRequest) -> Option:
    found = next((one for one in weighed() if one.id == request.POST.get("option")), None)
    if found is None:
        raise WrongCall("no way was chosen", do="Choose one of them.")
    if request.POST.get(f"seen-{found.id}") != weighing.seen_of(found):
        raise StanchError("the ways have been weighed anew since you looked", do="Look at them again, then choose.")
    return found


@needs("notices")
def show_picture(_request: HttpRequest) -> HttpResponse:
    """Planned sends against deadlines, as a drawing."""
    drawn = timeline(weighed(), desk.now(), tongues.ours)
    return picture(drawn)


def picture(drawn: str) -> HttpResponse:
    """A drawing of our own. Opened by itself it may do nothing at all, whatever stands in it."""
    response = HttpResponse(drawn.encode(), content_type="image/svg+xml", status=200 if drawn else 404)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def weighed() -> list[Option]:
    """Every way, weighed for the case as it stands."""
    until = (*desk.weighed_by("Duty"), *weighing.files(desk.case()))
    return desk.kept("options", lambda: weighing.weighed(desk.case(), now=desk.now()) if desk.case().store.get(Duty) else [], until=until)


def _in_full(ways: list[Option]) -> list[tuple[str, list[Section]]]:
    """What is known of each way, way by way; what may be said to whom comes last, for all of them."""
    every = [one for one in sections(ways)[1:] if one.rows or one.items or one.paragraphs] if ways else []
    grouped: dict[str, list[Section]] = {}
    for one in every:
        name = next((way.name for way in ways if one.heading == way.name or one.heading.startswith(f"{way.name}: ")), one.heading)
        grouped.setdefault(name, []).append(one)
    return list(grouped.items())


def _options(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    ways, case = weighed(), desk.case()
    chosen = weighing.chosen(case)
    told = {
        "options": [(one, weighing.seen_of(one)) for one in ways],
        "rows": compared(ways) if ways else [],
        "full": _in_full(ways),
        "picture": any(one.sendings for one in ways),
        "chosen": chosen,
        "standing": _standing(),
        "chosen_name": next((one.name for one in ways if chosen and one.id == chosen.verdict), chosen.verdict if chosen else ""),
        "earlier": decisions.history(case.alias, weighing.CHOICE, weighing.SUBJECT)[:-1],
        "against": gate.may_send(case),
    }
    return desk.page(
        request, "options.html", _("How people are told"), status=status, fault=fault, grounds=request.POST.get("grounds", ""), **told
    )
