"""Now: what is known, what is not, the next things to do, the clocks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from stanch.casefile.duties import clocks
from stanch.portal import desk
from stanch.report import wording
from stanch.report.contents import by_residence, people_by_kind


def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    contents = desk.contents()
    incident = contents.facts.incident
    dates = [("Began", incident.occurred), ("Discovered", incident.discovered), ("Determined", incident.determined)]
    questions = sorted({question for duty in contents.conditional for question in duty.questions} | set(contents.attack.questions))
    return desk.page(
        request,
        "now.html",
        "Now",
        headline=wording.headline(contents),
        statement=contents.attack.cause.statement,
        known=[(name, day) for name, day in dates if day],
        unknown=[f"When it was: {name.lower()}" for name, day in dates if not day] + questions,
        things=wording.next_things(contents),
        clocks=clocks(desk.case(), now=desk.now()),
        residences=by_residence(contents.people),
        kinds=people_by_kind(contents.people),
        story=contents.attack.story,
    )
