"""Tabletop: an exercise played page by page against the clocks, and its debrief. What was decided so far travels signed with the form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import practising
from stanch.casefile.practising import Table
from stanch.drill import exercise as exercises
from stanch.drill.exercise import Inject, Question
from stanch.drill.tabletop import Answer, answered
from stanch.errors import WrongCall
from stanch.portal import desk, tongues
from stanch.portal.rights import needs, visitor_of
from stanch.records import Facts
from stanch.report import debrief as paper

SALT = "tabletop"
LONGEST = 20_000  # signs of what travels with the form
WHOLE_DAY = 1440.0  # minutes; a page left open over night took no longer than that


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The exercises there are."""
    found = [(name, exercises.exercise(name)) for name in exercises.names()]
    listed = [(name, one, len(one.questions), sum(asked.minutes for _hour, asked in one.questions)) for name, one in found]
    return desk.page(request, "tabletop.html", _("Tabletop exercises"), listed=listed)


@needs("look", to_change="tasks")
def play(request: HttpRequest, name: str) -> HttpResponse:
    """An exercise from its beginning; with its form sent, the next decision, or the debrief."""
    if name not in exercises.names():
        raise Http404
    table = _table(name)
    if request.method != "POST":
        return _step(request, table, {})
    given, shown_at = _so_far(request, name)
    asked = _next(table, given)
    if asked is None:
        return _finished(request, table, given)
    try:
        choices = answered(asked, _said(request, asked))
    except WrongCall as error:
        return _step(request, table, given, status=400, fault=str(error), shown_at=shown_at)
    minutes = min(max(0.0, (datetime.now().astimezone().timestamp() - shown_at) / 60), WHOLE_DAY) if shown_at else None
    given[asked.id] = Answer(choices, minutes)
    return _debrief(request, table, given) if _next(table, given) is None else _step(request, table, given)


def _table(name: str) -> Table:
    own = next(iter(desk.held(Facts)), None)
    return desk.kept(f"tabletop {name}", lambda: practising.table(name, own=own), fresh=True)


def _next(table: Table, given: dict[str, Answer]) -> Question | None:
    return next((asked for _hour, asked in table.exercise.questions if asked.id not in given), None)


def _so_far(request: HttpRequest, name: str) -> tuple[dict[str, Answer], float]:
    """What was decided on the pages before, and when the last one was shown. Nothing where the seal is not ours."""
    try:
        told = signing.loads(request.POST.get("sofar", "")[:LONGEST], salt=f"{SALT} {name}")
        return {one: Answer(tuple(choices), minutes) for one, choices, minutes in told["given"]}, float(told["shown"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return {}, 0.0


def _sealed(name: str, given: dict[str, Answer], shown_at: float) -> str:
    told = [[one, list(answer.choices), answer.minutes] for one, answer in given.items()]
    return signing.dumps({"given": told, "shown": shown_at}, salt=f"{SALT} {name}", compress=True)


def _said(request: HttpRequest, asked: Question) -> list[str]:
    """The choice, or those that bear a number, by their numbers."""
    if asked.form == "one":
        return [request.POST.get("choice", "")][: bool(request.POST.get("choice"))]
    places = []
    for choice in asked.choices:
        told = request.POST.get(f"place-{choice.id}", "").strip()
        if told.isascii() and told.isdigit() and len(told) < 4:
            places.append((int(told), choice.id))
    return [one for _place, one in sorted(places, key=lambda pair: pair[0])]


def _heard(table: Table, asked: Question) -> list[tuple[datetime, Inject]]:
    """The news up to a decision, the newest last."""
    heard = []
    for inject in table.exercise.injects:
        heard.append((table.exercise.moment(inject.at), inject))
        if inject.decide and inject.decide.id == asked.id:
            break
    return heard


def _step(  # noqa: PLR0917 what a page shows
    request: HttpRequest, table: Table, given: dict[str, Answer], status: int = 200, fault: str = "", shown_at: float = 0.0
) -> HttpResponse:
    asked = _next(table, given)
    if asked is None:
        return _debrief(request, table, given)
    heard = _heard(table, asked)
    told: dict[str, Any] = {
        "exercise": table.exercise,
        "news": heard[-1],
        "before": heard[:-1],
        "asked": asked,
        "done": len(given),
        "of": len(table.exercise.questions),
        "sofar": _sealed(table.name, given, shown_at or datetime.now().astimezone().timestamp()),
    }
    return desk.page(request, "tabletop_step.html", tongues.ours(table.exercise.title), status=status, fault=fault, **told)


def _debrief(request: HttpRequest, table: Table, given: dict[str, Answer]) -> HttpResponse:
    found = table.judged(given)
    told: dict[str, Any] = {
        "debrief": found,
        "shares": list(paper.shares(found)),
        "clocks": [paper.clock_row(one) for one in found.clocks],
        "decisions": [(one, f"{one.share:.0%}{paper.slow(one)}", list(zip(one.chosen, one.why, strict=True))) for one in found.decisions],
        "sofar": _sealed(table.name, given, 0.0),
        "name": table.name,
    }
    return desk.page(request, "tabletop_debrief.html", _("Debrief"), **told)


def _finished(request: HttpRequest, table: Table, given: dict[str, Answer]) -> HttpResponse:
    """All is decided: the paper, a note in the journal, or the debrief once more."""
    if request.POST.get("do") not in {"paper", "keep"}:
        return _debrief(request, table, given)
    found = table.judged(given)
    if request.POST.get("do") == "keep":
        practising.keep(desk.case(), found, by=visitor_of(request).name)
        return redirect("/tabletop")
    answer = HttpResponse(paper.pdf(found, organisation=desk.organisation(), now=desk.now()), content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="debrief.pdf") or "attachment"
    return answer
