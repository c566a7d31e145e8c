"""Delivery: every person in one state, what went out, and the switch that stops all sending."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import Case, gate, ledger
from stanch.casefile.browse import SIZE, Sheet
from stanch.errors import WrongCall
from stanch.notices.accounting import STATES, Standing
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.records import Duty, Notice, Person


@needs("notices", to_change="approve")
def show(request: HttpRequest) -> HttpResponse:
    """The counts, or with `?state=` the people in one state; with its form sent, all sending stops or may go on."""
    if request.method != "POST":
        return _status(request)
    try:
        switch(desk.case(), request.POST.get("do", ""), request.POST.get("grounds", ""), by=visitor_of(request).name)
    except WrongCall as error:
        return _status(request, status=400, fault=str(error))
    return redirect("/notices/status")


def switch(case: Case, do: str, grounds: str, *, by: str) -> None:
    """Stop all sending (`stop`), or let it go on (`resume`, with grounds). Raises `WrongCall`."""
    grounds = grounds.strip()[:2000]
    if do == "stop":
        # The switch first: it works whatever becomes of the record.
        gate.stop(case.folder)
        case.journal.append("stop sending", by=by, details={"grounds": grounds})
    elif do == "resume":
        if not grounds:
            raise WrongCall("the grounds must be said", do="Say why nothing stands in the way any more; it stands in the journal.")
        case.journal.append("resume sending", by=by, details={"grounds": grounds, "was_stopped": gate.is_stopped(case.folder)})
        gate.lift(case.folder)
    else:
        raise WrongCall("no decision was chosen", do="Stop sending, or let it go on.")


def _status(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case = desk.case()
    until = desk.marked(Person, Notice, Duty, decided=True, sent=True)
    found = counted()
    counts = [(state, number, STATES[state]) for state, number in found.counts.items()]
    told: dict[str, Any] = {"found": found, "counts": counts, "stopped": gate.is_stopped(case.folder), "against": gate.may_send(case)}
    told["listed"] = None
    state = request.GET.get("state", "")
    if state in STATES:
        standing = desk.kept(f"standing {state}", lambda: [one for one in ledger.standings(case) if one.state == state], until=until)
        sheet = _cut(standing, desk.sheet_number(request))
        told |= {"listed": sheet.rows, "state": state, "meaning": STATES[state], **desk.turning(request, sheet)}
    return desk.page(request, "delivery.html", _("Delivery"), status=status, fault=fault, **told)


def counted() -> ledger.Ledger:
    """Every person in one state, in numbers."""
    until = desk.marked(Person, Notice, Duty, decided=True, sent=True)
    return desk.kept("ledger", lambda: ledger.ledger(desk.case()), until=until)


def _cut(rows: list[Standing], number: int) -> Sheet[Standing]:
    sheets = max(1, -(-len(rows) // SIZE))
    number = min(max(1, number), sheets)
    return Sheet(rows[(number - 1) * SIZE : number * SIZE], number, sheets, len(rows))
