"""Letters that follow: what was really done since, a sentence for each closed action, and the reminder before an offer of help ends."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import codes, following_up, lettering
from stanch.errors import StanchError, WrongCall
from stanch.notices.asked import spoken_in
from stanch.notices.following import reminding
from stanch.portal import desk, seen
from stanch.portal.pages.asking import times_said
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Action
from stanch.shapes import Following, Measure

LONGEST = 1000  # signs of a sentence


@needs("notices", to_change="letters")
def show(request: HttpRequest) -> HttpResponse:
    """What is said so far; with a form sent, a sentence is said, all are withdrawn, or a reminder is ordered or taken back."""
    if request.method != "POST":
        return _following(request)
    asked, by = request.POST, visitor_of(request).name
    try:
        with seen.held_to(asked.get("seen", ""), mark):
            _done(asked, by)
    except StanchError as error:
        return _following(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    draft_anew(by)
    return redirect("/notices/following")


def _done(asked: Mapping[str, str], by: str) -> None:
    match asked.get("do"):
        case "say":
            say(asked.get("action", ""), asked.get("language", ""), asked.get("sentence", ""), by=by)
        case "remind":
            remind(asked.get("within", ""), by=by)
        case "withdraw" | "forget" as what:
            take_back(measures=what == "withdraw", by=by)
        case _:
            raise WrongCall(_("Use one of the buttons."))


def mark() -> str:
    """What a form was made from: how often sentences and reminders were said."""
    return f"{times_said(following_up.KEY)}-{times_said(following_up.REMIND)}"


def draft_anew(by: str) -> None:
    """Have the letters drafted with what was said, once it is kept."""
    worker.start(desk.case(), by=by, first="law")


def say(action: str, language: str, sentence: str, *, by: str) -> None:
    """Keep a sentence about a closed action. Raises `WrongCall`."""
    if language not in spoken_in():
        raise WrongCall("no letter is written in that language", do=f"Choose one of: {', '.join(spoken_in())}.")
    following_up.say(desk.case(), {action: sentence[:LONGEST]}, language=language, by=by)


def remind(within: str, *, by: str) -> None:
    """Order the reminder for those whose code ends within so many days. Raises `WrongCall`."""
    days = within.strip()
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 365):
        raise WrongCall("that is no number of days", do="Write a number from 1 to 365.")
    following_up.remind(desk.case(), within=int(days), as_of=desk.now().date(), by=by)


def take_back(*, measures: bool, by: str) -> None:
    """Take back all sentences, or the order of the reminder. What was sent was sent."""
    if measures:
        following_up.withdraw(desk.case(), by=by)
    else:
        following_up.remind_nobody(desk.case(), by=by)


def state() -> Following:
    """What is told so far, what could be, and whom a reminder would reach now."""
    case = desk.case()
    done = {one.id: one.title for one in case.store.get(Action) if one.status == "done"}
    undone = following_up.not_done(case)
    said = [
        Measure(action, done.get(action, ""), language, sentence, action not in undone)
        for language in spoken_in()
        for action, sentence in following_up.measures_in(case, language).items()
    ]
    silent = {action: title for action, title in done.items() if action not in {one.action for one in said}}
    first, last = reminding(lettering.one_of(case, following_up.REMIND)) or (None, None)
    number = len({person for person, _, _ in codes.to_remind(case, as_of=desk.now().date())})
    return Following(said, silent, first, last, number, mark())


def _following(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    told, actions = state(), [one for one in desk.case().store.get(Action) if one.status == "done"]
    given = {name: request.POST.get(name, "") if fault else "" for name in ("action", "language", "sentence", "within")}
    shown = {"told": told, "actions": actions, "spoken": spoken_in(), "given": given, "longest": LONGEST}
    return desk.page(request, "following.html", _("Letters that follow"), status=status, fault=fault, **shown)
