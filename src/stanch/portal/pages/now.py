"""Now: what is known, what is not, the next things to do, the clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from stanch.casefile import browse
from stanch.casefile.duties import clocks, duty_states
from stanch.portal import desk
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.records import Person, Unread
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
        reassurance=_reassurance(contents),
        stage=_stage(contents),
        containment=sorted(contents.attack.containment, key=lambda step: step.order) if _stage(contents) == "hours" else [],
        things=[(thing, _link(thing.about, visitor_of(request)), _said(thing.why)) for thing in wording.next_things(contents)],
        clocks=clocks(case, now=moment),
        residences=desk.kept("residences", lambda: by_residence(contents.people), until=desk.marked(Person)),
        kinds=desk.kept("people by kind", lambda: people_by_kind(contents.people), until=desk.marked(Person)),
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


# Where a thing is done, and the right that opens that page. What is about nothing of these has no page of its own.
LINKS = {
    "containment": ("/actions", "look"),
    "questions": ("/intake", "facts"),
    "unread": ("/evidence?unread=", "evidence"),
    "review": ("/people/review", "review"),
    "notices": ("/notices", "notices"),
    "actions": ("/actions", "look"),
}


def _link(about: str, visitor: Visitor) -> str:
    """The page of a thing, for whom it opens; or nothing."""
    kind, _, name = about.partition(":")
    if kind == "duty":
        return f"/duties/{quote(name)}"
    if kind == "fact":
        return f"/intake/{quote(name)}" if visitor.may("facts") else ""
    path, right = LINKS.get(kind, ("", "look"))
    return path if visitor.may(right) else ""


def _said(why: str) -> str:
    """The reason, without the way by files and commands: here there is a page for it."""
    return why.replace(" Write it into the facts file and run again.", "")


def _stage(contents: Contents) -> str:
    """How long it has been known: the first `hours`, `days`, `months`, or the `year`. Each calls for other things."""
    discovered = contents.facts.incident.discovered
    if discovered is None:
        return "hours"
    passed = (contents.now.date() - discovered).days
    return "hours" if passed < 2 else "days" if passed < 45 else "months" if passed < 200 else "year"


def _reassurance(contents: Contents) -> str:
    """One sentence that helps, only where it is true."""
    dues = [duty.deadline.due for duty in contents.clocks if duty.required is True and duty.deadline and duty.deadline.due]
    if any(due < contents.now for due in dues):
        return ""
    if contents.attack.ongoing is False:
        return "No deadline has passed, and the logs show that the access has ended."
    if contents.clocks:
        return "No deadline has passed. Nothing is sent before somebody approves it."
    return "Nothing is sent before somebody approves it, and what is done is kept: you can stop at any time and go on later."
