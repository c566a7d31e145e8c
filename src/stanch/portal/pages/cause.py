"""Cause: how it happened, when, what was touched, and what the logs do not show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import causes
from stanch.errors import Changed, StanchError
from stanch.portal import desk, seen
from stanch.portal.pages.options import picture
from stanch.portal.rights import needs, visitor_of
from stanch.records import Attack
from stanch.report import reached, tied
from stanch.report.charts import Picture

MOST_PLACES = 500  # on the page; people.xlsx has them all
PICTURES = {"entities": tied.entities, "outgoing": tied.outgoing}
LEVELS = ("critical", "high", "medium", "low", "informational")


@needs("look", to_change="actions")
def show(request: HttpRequest) -> HttpResponse:
    """The story in order with its evidence, the detections, the logs, the indicators; with a form sent, one is confirmed or refuted."""
    if request.method != "POST":
        return _cause(request)
    asked, by = request.POST, visitor_of(request).name
    name = asked.get("finding", "")
    try:
        with seen.held_to(asked.get("seen", ""), lambda: causes.find(desk.case(), name).revision):
            causes.judge(desk.case(), name, asked.get("verdict", ""), by=by, grounds=asked.get("grounds", ""))
    except StanchError as error:
        return _cause(request, status=409 if isinstance(error, Changed) else 400, fault=str(error))
    return redirect("/cause")


def _cause(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    attack = next(iter(desk.held(Attack)), Attack())
    detections = sorted(
        attack.detections, key=lambda one: (LEVELS.index(one.level) if one.level in LEVELS else len(LEVELS), one.rule, one.file)
    )
    indicators: dict[str, list[str]] = {}
    for one in attack.indicators:
        indicators.setdefault(one.type, []).append(one.value)
    shown: dict[str, Any] = {"attack": attack, "detections": detections[:200], "indicators": indicators, **_reached()}
    shown["pictures"] = [(name, drawn.words) for name in PICTURES if (drawn := _picture(name))]
    shown["causes"] = causes.findings(desk.case())
    return desk.page(request, "cause.html", _("Cause"), status=status, fault=fault, **shown)


@needs("look")
def show_picture(_request: HttpRequest, name: str) -> HttpResponse:
    """Who used what, or what left hour by hour, as a drawing."""
    found = _picture(name) if name in PICTURES else None
    return picture(found.svg if found else "")


def _picture(name: str) -> Picture | None:
    attack = next(iter(desk.held(Attack)), Attack())
    return desk.kept(f"cause {name}", lambda: PICTURES[name](attack))


def _reached() -> dict[str, Any]:
    """What the actor reached, as far as logs tell."""
    case = desk.contents()
    reach = case.attack.reach
    counts = reached.counts(reach, case.exhibits, case.people)
    return {
        "counts": [(reached.WORDS[contact], files, people) for contact, files, people in counts if files or people],
        "points": reached.open_points(reach, case.exhibits, case.people, case.unread) if counts else [],
        "places": [reached.standing(reach, one.locator) for one in reach.reached[:MOST_PLACES]],
    }


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
