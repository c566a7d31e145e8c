"""Sending: what would leave, by what, and the order to send it; how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import gate, lettering
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, sending
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Notice

COUNTS = {
    "sent": "E-mails sent",
    "refused": "E-mails refused by the server",
    "to_try_again": "E-mails to be tried again",
    "not_approved_any_more": "Not approved any more, and not sent",
    "in_doubt": "In doubt: somebody must look",
    "no_address": "No usable address",
    "letters": "Letters in batches for the print house",
    "batches": "Batches",
}


@needs("notices", to_change="send", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """What would leave; with its form sent, it is sent beside the pages, or asked for where two people are needed."""
    if request.method != "POST":
        return _sending(request)
    try:
        sending.order(
            desk.case(),
            by=visitor_of(request).name,
            seen=request.POST.get("seen", ""),
            is_walking=worker.progress().state == "running",
        )
    except StanchError as error:
        return _sending(request, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return redirect("/notices/send")


def _sending(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case, run, means = desk.case(), sending.run(), sending.means()
    waits = desk.kept("waits to be sent", lambda: sending.waiting(case), until=desk.marked(Notice, decided=True, sent=True))
    told = {
        "run": run,
        "counts": [(COUNTS[name], number) for name, number in run.told if number],
        "waits": waits,
        "means": means,
        "against": gate.may_send(case),
        "stopped": gate.is_stopped(case.folder),
        "two": lettering.one_of(case, "two_person") == "yes",
        "asked_by": sending.asked_by(case, waits.mark),
        "is_you": sending.asked_by(case, waits.mark) == visitor_of(request).name,
    }
    answer = desk.page(request, "dispatch.html", _("Send"), status=status, fault=fault, **told)
    if run.state == "running":
        # The page looks again by itself, without a script.
        answer.headers["Refresh"] = "2"
    return answer
