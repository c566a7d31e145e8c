"""Delivery: every person in one state, what went out, and the switch that stops all sending."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import Case, board, gate, ledger, told_less
from stanch.casefile.browse import SIZE, Sheet
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.accounting import STATES, Standing
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import Notice

LISTED = 500  # who was told less, by name; the number is of all


@needs("notices", to_change="approve")
def show(request: HttpRequest) -> HttpResponse:
    """The counts, or with `?state=` the people in one state; with its form sent, all sending stops or may go on."""
    if request.method != "POST":
        return _status(request)
    try:
        asked = request.POST
        switch(desk.case(), asked.get("do", ""), asked.get("grounds", ""), by=visitor_of(request).name, seen=asked.get("seen", ""))
    except StanchError as error:
        return _status(request, status=409 if isinstance(error, Changed) else 400, fault=str(error))
    return redirect("/notices/status")


def switch(case: Case, do: str, grounds: str, *, by: str, seen: str | None = None) -> None:
    """Stop all sending (`stop`), or let it go on (`resume`, with grounds). Raises `WrongCall`; `Changed` where a form saw another state."""
    grounds = grounds.strip()[:2000]
    if do == "stop":
        # The switch first: it works whatever becomes of the record.
        gate.stop(case.folder)
        case.journal.append("stop sending", by=by, details={"grounds": grounds})
    elif do == "resume":
        if not grounds:
            raise WrongCall("the grounds must be said", do="Say why nothing stands in the way any more; it stands in the journal.")
        if seen is not None and seen != _last_switch():
            raise Changed("somebody has stopped sending since you looked", do="Read why, then decide again.")
        case.journal.append("resume sending", by=by, details={"grounds": grounds, "was_stopped": gate.is_stopped(case.folder)})
        gate.lift(case.folder)
    else:
        raise WrongCall("no decision was chosen", do="Stop sending, or let it go on.")


def _last_switch() -> str:
    """The journal's number of the last time that sending was stopped here or went on."""
    from stanch.casefile.models import JournalRow

    rows = JournalRow.objects.using(desk.case().alias).filter(action__in=("stop sending", "resume sending")).order_by("-sequence")
    return str(rows.values_list("sequence", flat=True).first() or 0)


def _status(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case = desk.case()
    found = counted()
    counts = [(state, number, STATES[state]) for state, number in found.counts.items()]
    told: dict[str, Any] = {"found": found, "counts": counts, "stopped": gate.is_stopped(case.folder), "against": gate.may_send(case)}
    told |= {
        "listed": None,
        "less": None,
        "seen": _last_switch(),
        "back": any(found.counts.get(state) for state in ("no_address", "returned")),
    }
    if request.GET.get("less"):
        # Looked for at this link alone: where letters were drafted anew since they left, each of them is read.
        until = ("told less", *desk.marked(Notice, sent=True))
        less = desk.kept("told less", lambda: told_less.found(case), until=until)
        told |= {"less": less[:LISTED], "number": len(less)}
    state = "" if request.GET.get("less") else request.GET.get("state", "")
    if state in STATES:
        sheet = _cut(case, state, desk.sheet_number(request))
        told |= {"listed": sheet.rows, "state": state, "meaning": STATES[state], **desk.turning(request, sheet)}
    return desk.page(request, "delivery.html", _("Delivery"), status=status, fault=fault, **told)


def counted() -> ledger.Ledger:
    """Every person in one state, in numbers."""
    return ledger.on_the_board(desk.case())


def _cut(case: Case, state: str, number: int) -> Sheet[Standing]:
    """One page of those who stand there; only they are looked at."""
    places = board.of(case).standing(state)
    sheets = max(1, -(-len(places) // SIZE))
    number = min(max(1, number), sheets)
    rows = ledger.at_places(case, places[(number - 1) * SIZE : number * SIZE].tolist())
    return Sheet([one for one in rows if one.state == state], number, sheets, len(places))
