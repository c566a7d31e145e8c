"""The end of retention: the people list destroyed by the word of two, beside the pages, and the proof that it was."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stanch.casefile import closing, destroying, destruction, holding
from stanch.casefile import destruction_by_two as two
from stanch.casefile.decisions import Decision, reader_of
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, errands, sending
from stanch.portal.errands import DESTRUCTION as ERRAND
from stanch.portal.errands import Errand, Watch
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.portal.work import worker
from stanch.report.contents import place_name

LONGEST = 2000
# What stands in no case, as the command says it too.
NOT_OURS = (
    "the evidence where it lies",
    "batches handed to a print house",
    "lists and papers that were taken out of the case",
    "backups of the case’s folder",
)

# What the journal calls the tables, in words.
ROWS = {
    "Person": gettext_noop("people"),
    "Notice": gettext_noop("letters and notices"),
    "Drafted": gettext_noop("drafts"),
    "Offer": gettext_noop("offers of help"),
    "Code": gettext_noop("codes"),
    "DoubtfulPair": gettext_noop("doubts who is who"),
    "Aside": gettext_noop("set aside"),
    "Listed": gettext_noop("people on lists that were brought"),
    "Address": gettext_noop("newer addresses"),
    "Call": gettext_noop("calls"),
    "Piece": gettext_noop("pieces of mail"),
    "PieceEvent": gettext_noop("what befell them"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One entry of the journal that shows what was destroyed: its number, moment, actor, action, code, and what it counted."""

    entry: int
    at: datetime
    by: str
    action: str
    code: str
    people: int
    counts: tuple[tuple[str, int], ...]
    grounds: str


@needs("look", to_change="destroy", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """How it stands; with a form sent, it is asked for, taken back, or confirmed by another person and begun."""
    if request.method != "POST":
        return _page(request)
    asked, visitor = request.POST, visitor_of(request)
    words, grounds = asked.get("confirmed", "")[:200], asked.get("grounds", "")[:LONGEST]
    try:
        decided(asked.get("do", ""), visitor, words=words, grounds=grounds, despite_open=bool(asked.get("despite_open")))
    except StanchError as error:
        return _page(request, status=400 if isinstance(error, WrongCall) else 500, fault=str(error), grounds=grounds)
    return redirect("/settings/destruction")


def decided(do: str, visitor: Visitor, *, words: str, grounds: str, despite_open: bool) -> None:
    """One step of it; what was confirmed is done beside the pages. Raises `WrongCall`; nothing is destroyed while the case is worked on."""
    case, by = desk.case(), visitor.name
    _refuse_while_busy()
    if do == "ask":
        two.ask(case, by=by, grounds=grounds, confirmed=words, despite_open=despite_open)
    elif do == "withdraw":
        two.withdraw(case, by=by, grounds=grounds)
    elif do == "confirm":
        two.confirm(case, by=by, confirmed=words, alone=visitor.is_alone, despite_open=despite_open)
        _begin(by)
    elif do == "finish":
        if not destruction.is_ordered(case):
            raise WrongCall("nobody confirmed that this list is to be destroyed", do="One person asks, on grounds; another confirms.")
        _begin(by)
    else:
        raise WrongCall("no decision was chosen", do="Use one of the buttons.")


def _refuse_while_busy() -> None:
    if errands.of(ERRAND).is_running:
        raise WrongCall("the list is being destroyed", do="Wait until it is done.")
    if worker.progress().state == "running":
        raise WrongCall("the case is being worked through", do="Wait until it is done, or stop it on the page Work.")
    if errands.running():
        raise WrongCall(
            "words of letters are being checked", do="Wait until that is done, or stop it on the page “The words of the letters”."
        )
    if sending.run().state == "running":
        raise WrongCall("letters are being sent", do="Wait until that is done.")


def _begin(by: str) -> None:
    errands.start(desk.case(), ERRAND, _carried_out, by=by)
    errands.within(ERRAND)


def _carried_out(watch: Watch) -> None:
    try:
        destroying.carry_out(desk.case(), progress=watch.progress)
    finally:
        desk.forget()


def go_on() -> None:
    """Finish what the end of an earlier portal cut off: two people had confirmed it."""
    case = desk.case()
    if destruction.is_ordered(case):
        errands.start(case, ERRAND, _carried_out, by=case.by)


def how_far() -> Errand:
    """How far the destruction is."""
    return errands.of(ERRAND)


def proofs() -> list[Proof]:
    """The order and its execution, as the journal has them."""
    return [_proof(one) for one in json.loads(destruction.certificate(desk.case()))["entries"]] if is_begun() else []


def is_begun() -> bool:
    """Whether it was ordered: then the journal holds what there was."""
    from stanch.casefile.models import JournalRow

    return JournalRow.objects.using(desk.case().alias).filter(action=destruction.ORDER).exists()


def _proof(told: dict[str, Any]) -> Proof:
    details = told["details"]
    places, rows = details.get("by residence", {}), details.get("rows", {})
    counts = [(place_name(place), number) for place, number in places.items()]
    counts += [(ROWS.get(name, name), number) for name, number in rows.items()]
    if "files" in details:
        counts.append((gettext_noop("files"), details["files"]))
    entry, at = told["entry"], datetime.fromisoformat(told["at"])
    return Proof(entry, at, told["by"], told["action"], told["code"], details["people"], tuple(counts), details["grounds"])


def against() -> list[str]:
    """What stands against it now: people under the hold, letters on their way."""
    held = sum(one.status != holding.RELEASED for one in holding.held(desk.case()))
    found = [_("People under the litigation hold who are not released: %(number)s") % {"number": held}] if held else []
    return found + ([_("Letters on their way or not accounted for: %(number)s") % {"number": moving}] if (moving := on_the_way()) else [])


def on_the_way() -> int:
    """Letters that are on their way or not accounted for."""
    from stanch.casefile.models import PieceRow

    return PieceRow.objects.using(desk.case().alias).filter(state__in=destruction.OPEN).count()


def _page(request: HttpRequest, *, status: int = 200, fault: str = "", grounds: str = "") -> HttpResponse:
    case, visitor = desk.case(), visitor_of(request)
    done, first, run = destruction.was_destroyed(case), two.asked(case), how_far()
    shown: dict[str, Any] = {
        "done": done,
        "begun": is_begun() and not done,
        "ordered": destruction.is_ordered(case),
        "may_go_back": not destroying.is_begun(case),
        "run": run,
        "asked": first,
        "is_you": _is_you(first, visitor),
        "words": "" if done else destruction.confirmation(case),
        "against": [] if done else against(),
        "moving": 0 if done else on_the_way(),
        "closed_at": closing.closed(case),
        "proofs": [replace(one, counts=tuple(told for told in one.counts if told[1])) for one in proofs()],
        "remaining": destruction.remaining(case) if done else [],
        "not_ours": NOT_OURS,
        "grounds": grounds,
    }
    response = desk.page(request, "destruction.html", _("The end of retention"), status=status, fault=fault, **shown)
    if run.is_running and request.method != "POST":
        # The page looks again by itself, without a script.
        response.headers["Refresh"] = "2"
    return response


def _is_you(first: Decision | None, visitor: Visitor) -> bool:
    return first is not None and reader_of(first.decided_by) == reader_of(visitor.name) and not visitor.is_alone


@needs("export", takes=True)
def take(request: HttpRequest) -> HttpResponse:
    """The certificate: what can be shown afterwards, with the codes of the journal; who took it stands in the journal."""
    return certificate(by=visitor_of(request).name)


def certificate(*, by: str) -> HttpResponse:
    """The file, as a download. Raises 404 where nothing was ordered."""
    if not is_begun():
        raise Http404
    case = desk.case()
    content = destruction.certificate(case)
    case.journal.append("export", "destruction.json", by=by)
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="destruction.json"'
    return response
