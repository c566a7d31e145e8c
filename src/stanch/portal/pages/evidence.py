"""Evidence: what is in custody, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from stanch.casefile import browse, passwords, report
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import REASONS, Exhibit, Unread

MOST = 500  # lines of a list on the page
MOST_PASSWORDS, LONGEST_PASSWORD = 200, 200  # at once, and characters of one


@needs("evidence", to_change="run")
def show(request: HttpRequest) -> HttpResponse:
    """The exhibits, or with `?unread=` what could not be read; to a helper from outside the named exhibits alone.

    With the form sent, passwords of locked files are kept, and the line walks once more over what they may open.
    """
    if request.method != "POST":
        return _evidence(request)
    try:
        fresh = tell_passwords(request.POST.get("passwords", "").splitlines(), by=visitor_of(request).name)
    except WrongCall as error:
        return _evidence(request, status=400, fault=str(error))
    return redirect(f"/evidence?unread=encrypted&told={'new' if fresh else 'known'}")


def tell_passwords(told: Sequence[str], *, by: str) -> int:
    """Keep passwords, sealed, and read again what they may open; how many are new. Raises `WrongCall` where they cannot be."""
    wanted = [one for one in told if one.strip()]
    if not wanted:
        raise WrongCall("no password was given", do="Write them one a line.")
    if len(wanted) > MOST_PASSWORDS or any(len(one) > LONGEST_PASSWORD for one in wanted):
        raise WrongCall(
            f"these are too many at once, or too long ({MOST_PASSWORDS} of {LONGEST_PASSWORD} characters)", do="Give the likeliest first."
        )
    if not all(one.isprintable() for one in wanted):
        # Programs get them as arguments, which hold no zero byte; what opens files holds no line's end.
        raise WrongCall("a password holds a character that no keyboard writes", do="Write it out, one a line.")
    fresh = passwords.add(desk.case(), wanted)
    if fresh:
        worker.start(desk.case(), by=by, first="custody")
    return fresh


TOLD = {
    "new": "The passwords are kept, and the files are being opened.",
    "known": "These passwords were known already.",
}


def _evidence(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    only = visitor_of(request).exhibits
    if only is not None:
        found = browse.exhibits(desk.case(), number=desk.sheet_number(request), only=only)
        return desk.page(request, "evidence.html", gettext("Evidence"), reasons=[], exhibits=found.rows, **desk.turning(request, found))
    asked = "encrypted" if fault else request.GET.get("unread")
    reasons = browse.counts(desk.case(), Unread, "reason")
    if asked is not None:
        reason = asked if asked in REASONS else ""
        sheet = browse.unread(desk.case(), reason=reason, number=desk.sheet_number(request))
        told = {"reasons": reasons, "unread": sheet.rows, "fault": fault, "done": TOLD.get(request.GET.get("told", ""), "")}
        told["locked"] = reason in ("", "encrypted") and any(name == "encrypted" for name, _ in reasons)
        return desk.page(request, "evidence.html", gettext("What could not be read"), status=status, **told, **desk.turning(request, sheet))
    found = browse.exhibits(desk.case(), number=desk.sheet_number(request))
    return desk.page(
        request, "evidence.html", gettext("Evidence"), status=status, fault=fault, reasons=reasons, exhibits=found.rows,
        **desk.turning(request, found),
    )  # fmt: skip


@needs("evidence")
def show_custody(request: HttpRequest) -> HttpResponse:
    """Who took what when, what came from live sources, and what is not there any more; to a helper of the named exhibits alone."""
    only = visitor_of(request).exhibits
    exhibits = [one for one in desk.kept("exhibits", lambda: desk.case().store.get(Exhibit)) if only is None or one.id in only]
    takings: dict[tuple[Any, str], list[Exhibit]] = {}
    sources: dict[str, list[Exhibit]] = {}
    for one in exhibits:
        takings.setdefault((one.acquired_at.replace(microsecond=0), one.acquired_by), []).append(one)
        if one.source:
            sources.setdefault(one.source, []).append(one)
    told: dict[str, Any] = {
        "takings": [(when, by, len(held), sum(one.size for one in held)) for (when, by), held in sorted(takings.items())],
        "sources": [(source, len(held), sum(one.rows or 0 for one in held), held[0].acquired_at) for source, held in sources.items()],
        "not_whole": [one for one in exhibits if one.note][:MOST],
        "gone": desk.kept("gone", lambda: report.no_longer_held(desk.case()))[:MOST] if only is None else [],
    }
    return desk.page(request, "custody.html", gettext("Custody"), **told)
