"""Now: what is known, what is not, the next things to do, the clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from stanch.casefile import browse
from stanch.casefile.duties import clocks, duty_states
from stanch.portal import desk
from stanch.portal.rights import needs
from stanch.records import Unread
from stanch.report import Contents, wording
from stanch.report.contents import by_residence, people_by_kind

ONGOING = {True: "yes", False: "no, as far as the logs tell"}


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    case, moment = desk.case(), desk.now()
    running = {state.duty.id for state in duty_states(case, now=moment) if state.is_running}
    # What was fulfilled or declined is not to be done next.
    contents = desk.contents()
    contents = replace(contents, duties=tuple(duty for duty in contents.duties if duty.id in running))
    return desk.page(
        request,
        "now.html",
        "Now",
        headline=wording.headline(contents),
        statement=contents.attack.cause.statement,
        known=_known(contents),
        unknown=_unknown(contents),
        things=wording.next_things(contents),
        clocks=clocks(case, now=moment),
        residences=by_residence(contents.people),
        kinds=people_by_kind(contents.people),
        story=contents.attack.story,
        unread=browse.counts(case, Unread, "reason"),
        doubtful=len(contents.doubtful),
    )


def _known(contents: Contents) -> list[tuple[str, Any]]:
    incident, attack = contents.facts.incident, contents.attack
    told = [
        ("It began", incident.occurred),
        ("It was discovered", incident.discovered),
        ("It was determined to be a breach", incident.determined),
        ("First trace of the intruder", wording.moment(attack.window.first) if attack.window.first else None),
        ("Last trace of the intruder", wording.moment(attack.window.last) if attack.window.last else None),
        ("Is it still going on?", ONGOING.get(attack.ongoing) if attack.ongoing is not None else None),
        ("Files in custody", len(contents.exhibits) or None),
    ]
    return [(name, value) for name, value in told if value]


def _unknown(contents: Contents) -> list[str]:
    incident, attack = contents.facts.incident, contents.attack
    missing = [
        ("When it began", incident.occurred or attack.window.first),
        ("When it was discovered", incident.discovered),
        ("Whether it is still going on", attack.ongoing is not None),
        ("How the intruder came in", attack.cause.kind or incident.kind),
    ]
    questions = {question for duty in contents.conditional for question in duty.questions} | set(attack.questions)
    return [name for name, value in missing if not value] + sorted(questions)
