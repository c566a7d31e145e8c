"""Cause: how it happened, when, what was touched, and what the logs do not show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.portal import desk
from stanch.portal.rights import needs
from stanch.records import Attack
from stanch.report import reached

MOST_PLACES = 500  # on the page; people.xlsx has them all
LEVELS = ("critical", "high", "medium", "low", "informational")


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The story in order with its evidence, the detections, the logs, the indicators."""
    attack = next(iter(desk.held(Attack)), Attack())
    detections = sorted(
        attack.detections, key=lambda one: (LEVELS.index(one.level) if one.level in LEVELS else len(LEVELS), one.rule, one.file)
    )
    indicators: dict[str, list[str]] = {}
    for one in attack.indicators:
        indicators.setdefault(one.type, []).append(one.value)
    shown: dict[str, Any] = {"attack": attack, "detections": detections[:200], "indicators": indicators, **_reached()}
    return desk.page(request, "cause.html", _("Cause"), **shown)


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
