"""Cause: how it happened, when, what was touched, and what the logs do not show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from stanch.portal import desk
from stanch.portal.rights import needs
from stanch.records import Attack

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
    shown: dict[str, Any] = {"attack": attack, "detections": detections[:200], "indicators": indicators}
    return desk.page(request, "cause.html", "Cause", **shown)


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
