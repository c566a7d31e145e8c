"""Letters that follow: what was really done since, a sentence for each closed action, and the reminder before an offer of help ends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import codes, following_up, lettering
from stanch.errors import WrongCall
from stanch.notices.asked import spoken_in
from stanch.notices.following import reminding
from stanch.portal import desk
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
        match asked.get("do"):
            case "say":
                say(asked.get("action", ""), asked.get("language", ""), asked.get("sentence", ""), by=by)
            case "remind":
                remind(asked.get("within", ""), by=by)
            case "withdraw" | "forget" as what:
                take_back(measures=what == "withdraw", by=by)
            case _:
                return _following(request, status=400, fault=_("Use one of the buttons."))
    except WrongCall as error:
        return _following(request, status=400, fault=str(error))
    return redirect("/notices/following")


def say(action: str, language: str, sentence: str, *, by: str) -> None:
    """Keep a sentence about a closed action, and have the letters drafted anew. Raises `WrongCall`."""
    if language not in spoken_in():
        raise WrongCall("no letter is written in that language", do=f"Choose one of: {', '.join(spoken_in())}.")
    if following_up.say(desk.case(), {action: sentence[:LONGEST]}, language=language, by=by):
        _draft_anew(by)


def remind(within: str, *, by: str) -> None:
    """Order the reminder for those whose code ends within so many days. Raises `WrongCall`."""
    days = within.strip()
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 365):
        raise WrongCall("that is no number of days", do="Write a number from 1 to 365.")
    following_up.remind(desk.case(), within=int(days), as_of=desk.now().date(), by=by)
    _draft_anew(by)


def take_back(*, measures: bool, by: str) -> None:
    """Take back all sentences, or the order of the reminder. What was sent was sent."""
    changed = following_up.withdraw(desk.case(), by=by) if measures else following_up.remind_nobody(desk.case(), by=by)
    if changed:
        _draft_anew(by)


def _draft_anew(by: str) -> None:
    worker.start(desk.case(), by=by, first="law")


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
    return Following(said, silent, first, last, number)


def _following(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    told, actions = state(), [one for one in desk.case().store.get(Action) if one.status == "done"]
    given = {name: request.POST.get(name, "") if fault else "" for name in ("action", "language", "sentence", "within")}
    shown = {"told": told, "actions": actions, "languages": spoken_in(), "given": given, "longest": LONGEST}
    return desk.page(request, "following.html", _("Letters that follow"), status=status, fault=fault, **shown)
