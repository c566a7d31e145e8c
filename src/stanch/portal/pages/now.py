"""Now: what is known, what is not, the next things to do, the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import browse, own, taking
from stanch.casefile.duties import clocks, duty_states
from stanch.cause.playbook import Measure, playbooks
from stanch.portal import broken_glass, desk, questions
from stanch.portal.pages import stages
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.records import Unread
from stanch.report import Contents, wording
from stanch.report.contents import by_residence, people_by_kind
from stanch.report.phrase import Phrase
from stanch.report.wording import NextThing

NAMES = (
    "It began",
    "It was discovered",
    "It was determined to be a breach",
    "First trace of the intruder",
    "Last trace of the intruder",
    "Is it still going on?",
    "Files in custody",
)
EARLY = 5  # steps of any breach, shown before more is known
MISSING = ("When it began", "When it was discovered", "Whether it is still going on", "How the intruder came in")
# Where the page of these is.
ASKED = {"When it began": "incident.occurred", "When it was discovered": "incident.discovered"}
COMFORT = (
    "No deadline has passed, and the logs show that the access has ended.",
    "No deadline has passed. Nothing is sent before somebody approves it.",
    "Nothing is sent before somebody approves it. What is done is kept: you can stop at any time and go on later.",
)
ONGOING = {True: "yes", False: "no, as far as the logs tell"}


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    case, moment = desk.case(), desk.now()
    contents = running()
    stage = stage_of(contents)
    steps = {one.id: one for one in desk.steps()}
    return desk.page(
        request,
        "now.html",
        _("Now"),
        headline=wording.headline(contents),
        statement=contents.attack.cause.statement,
        known=_known(contents),
        unknown=_unknown(contents, visitor_of(request)),
        reassurance=_reassurance(contents),
        stage=stage,
        stage_heading=stages.HEADINGS.get(stage, ""),
        stage_lines=stages.lines(stage, contents),
        early=_early(contents),
        containment=[one for one in steps.values() if one.do != taking.UNREAD] if stage == "hours" else [],
        things=[_shown(one, steps, visitor_of(request)) for one in _things(contents)],
        **_clocks(contents, moment),
        known_since=contents.facts.incident.discovered,
        files=len(contents.exhibits),
        residences=by_residence(contents.people),
        kinds=people_by_kind(contents.people),
        story=contents.attack.story,
        unread=browse.counts(case, Unread, "reason"),
        doubtful=len(contents.in_doubt),
        glass=broken_glass.announced(visitor_of(request)),
        holding=sum(one.is_open and bool(one.blocks) for one in own.tasks(case)),
        wanting=sum(one.is_wanting for one in own.fields(case)),
    )


def _early(contents: Contents) -> list[Measure]:
    """What holds of any breach before anything was handed in: what is switched off or cleaned in the first hour is never seen again."""
    if contents.exhibits or contents.attack.containment:
        return []
    return [one for one in playbooks()["any"].measures if contents.facts.incident.kind not in one.unless][:EARLY]


def _shown(thing: NextThing, steps: dict[str, taking.StepState], visitor: Visitor) -> tuple[NextThing, str, str, taking.StepState | None]:
    """A thing to do next with its page, why in words of pages, and the step whose taking can be said right here."""
    kind, _, name = thing.about.partition(":")
    step = steps.get(name) if kind in ("step", "unread") else None
    return replace(thing, do=in_pages(thing.do)), _link(thing, visitor), in_pages(thing.why), step


def _things(contents: Contents) -> list[NextThing]:
    """What to do next; before anything was handed in, that first: all else is worked out from it."""
    if contents.exhibits:
        return wording.next_things(contents)
    first = NextThing(
        Phrase("Hand in what was exposed, and the logs that show what happened."),
        "IT lead",
        Phrase("The people and the duties are worked out from it."),
        "evidence",
    )
    return [first, *wording.next_things(contents)][:5]


def _clocks(contents: Contents, moment: datetime) -> dict[str, Any]:
    """The clocks that run. While nobody was counted, those of countries where the organisation has no place, no means and no customers
    are a number alone.

    They may be owed, but a page of foreign deadlines that have passed would frighten somebody whom most of them never meet.
    """
    every, org = clocks(desk.case(), now=moment), contents.facts.org
    if contents.people or not org.establishment:
        return {"clocks": every, "elsewhere": 0}
    named = (*org.establishment, *(org.targets or ()), *(org.means or ()))
    home = {"PCI", *(place.partition("-")[0] for place in named)}
    home |= {area for area, is_meant in (("EU", org.targets_eu or "EEA" in home), ("UK", org.targets_uk)) if is_meant}
    near = [one for one in every if one.state.duty.required is True or one.state.duty.jurisdiction.partition("-")[0] in home]
    return {"clocks": near, "elsewhere": len(every) - len(near)}


def running() -> Contents:
    """The case without the duties that were fulfilled or declined: those are not to be done next."""
    kept = {state.duty.id for state in duty_states(desk.case(), now=desk.now()) if state.is_running}
    contents = desk.contents()
    return replace(contents, duties=tuple(duty for duty in contents.duties if duty.id in kept))


def _known(contents: Contents) -> list[tuple[str, Any]]:
    incident, attack = contents.facts.incident, contents.attack
    values = (
        incident.occurred,
        incident.discovered,
        incident.determined,
        attack.window.first,
        attack.window.last,
        ONGOING.get(attack.ongoing) if attack.ongoing is not None else None,
        len(contents.exhibits) or None,
    )
    return [(name, value) for name, value in zip(NAMES, values, strict=True) if value]


def _unknown(contents: Contents, visitor: Visitor) -> list[tuple[str, str]]:
    """What nobody knows yet, each with the page where it is said: what several laws ask for stands once."""
    incident, attack = contents.facts.incident, contents.attack
    found = (
        incident.occurred or attack.window.first,
        incident.discovered,
        attack.ongoing is not None,
        attack.cause.kind or incident.kind,
    )
    missing = [name for name, value in zip(MISSING, found, strict=True) if not value]
    said = {f"/intake/{ASKED[name]}" for name in missing if name in ASKED}
    settling = [one for one in questions.settling(contents.conditional) if one.page not in said]
    told = [(one.asks, one.page if visitor.may("facts") else "") for one in settling]
    # Which logs there were stands first: a story may rest on them that nobody asked for.
    logs = [(one, "/cause#silent") for one in attack.among]
    return list(dict.fromkeys((*logs, *((one, _where_asked(one, visitor)) for one in (*missing, *sorted(attack.questions))), *told)))


# Where a thing is done, and the right that opens that page. What is about nothing of these has no page of its own.
LINKS = {
    "step": ("/actions", "look"),
    "evidence": ("/evidence/bring", "run"),
    "unread": ("/evidence?unread=", "evidence"),
    "review": ("/people/review", "review"),
    "notices": ("/notices", "notices"),
    "actions": ("/actions", "look"),
}


def _link(thing: NextThing, visitor: Visitor) -> str:
    """The page of a thing, for whom it opens; or nothing."""
    kind, _, name = thing.about.partition(":")
    if kind == "questions" and isinstance(thing.do, Phrase):
        return _where_asked(str(thing.do.values["question"]), visitor) or ("/intake" if visitor.may("facts") else "")
    if kind == "duty":
        return f"/duties/{quote(name)}"
    if kind == "fact":
        return f"/intake/{quote(name)}" if visitor.may("facts") else ""
    path, right = LINKS.get(kind, ("", "look"))
    return path if visitor.may(right) else ""


def _where_asked(question: str, visitor: Visitor) -> str:
    """The page on which a question of a law is answered, for whom it opens; or nothing."""
    if not visitor.may("facts"):
        return ""
    return f"/intake/{ASKED[question]}" if question in ASKED else questions.page_of(question)


def in_pages(text: str) -> str:
    """What is to be done, or why, in words of this portal where its own are of files and commands: here there is a page for it."""
    if not isinstance(text, Phrase):
        return text
    if text.pattern.startswith("Write the day on which the breach was discovered"):
        return Phrase("Say on which day the breach was discovered.")
    if text.pattern.endswith("Write it into the facts file and run again."):
        inner: str = text.values["why"]
        return inner
    if text.pattern.endswith("or run again with --passwords FILE."):
        return Phrase("Whoever is named only there is not on the list yet. Tell it on the page Evidence.")
    return text


def stage_of(contents: Contents) -> str:
    """How long it has been known: the first `hours`, `days`, `months`, or the `year`. Each calls for other things."""
    discovered = contents.facts.incident.discovered
    if discovered is None:
        return "hours"
    passed = (contents.now.date() - discovered).days
    return "hours" if passed < 2 else "days" if passed < 45 else "months" if passed < 200 else "year"


def _reassurance(contents: Contents) -> str:
    """One sentence that helps, only where it is true, and nothing on the page seems to say otherwise."""
    passed = {duty.required for duty in contents.clocks if duty.deadline and duty.deadline.due and duty.deadline.due < contents.now}
    if True in passed:
        return ""
    if passed:
        return COMFORT[2]
    if contents.attack.ongoing is False:
        return COMFORT[0]
    return COMFORT[1] if contents.clocks else COMFORT[2]
