"""What came back: newer addresses, second attempts, and substitute notice where a law allows it, with its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import destruction, returned, second_attempts
from stanch.errors import StanchError, WrongCall
from stanch.notices.substitution import Substitution
from stanch.portal import desk, seen, words
from stanch.portal.pages.notices import MEMORY
from stanch.portal.rights import needs, visitor_of
from stanch.records import Duty, PostalAddress
from stanch.report import wording

LONGEST = 500
PARTS = ("street", "city", "state", "postcode", "country")


@dataclass(frozen=True, slots=True)
class Judged:
    """What one law says of those who cannot be reached, the hours that its clock leaves, and when and where notice was given."""

    rule: Substitution
    hours: float | None
    given: str


@needs("notices", to_change="approve", grave=True)
def show(request: HttpRequest) -> HttpResponse:
    """Who cannot be reached yet; with the form sent, a second attempt is queued for everybody with a newer address."""
    fault = ""
    if request.method == "POST":
        try:
            second_attempts.queue(desk.case(), by=visitor_of(request).name)
        except WrongCall as error:
            fault = str(error)
        else:
            return redirect("/notices/returns")
    sheet = second_attempts.came_back(desk.case(), number=desk.sheet_number(request))
    counts = second_attempts.would_be(desk.case())
    told: dict[str, Any] = {"rows": sheet.rows, "second": counts[second_attempts.SECOND], "without": counts[second_attempts.NO_NEWER]}
    gone = destruction.destroyed(desk.case())
    told |= {"destroyed": wording.destroyed(*gone) if gone else ""}
    told |= {"judged": [] if gone else judged(cost_of(request.GET.get("cost", ""))), "cost": request.GET.get("cost", "")[:20]}
    return desk.page(
        request, "returns.html", _("What came back"), status=400 if fault else 200, fault=fault, **told, **desk.turning(request, sheet)
    )


def judged(cost: float | None) -> list[Judged]:
    """What each law says, those whose clock is the shortest first."""
    given, now = returned.substitutes_given(desk.case()), desk.now()
    found = [
        Judged(one, (one.due - now).total_seconds() / 3600 if one.due else None, given.get(one.duty, ""))
        for one in returned.substitutions(desk.case(), cost=cost)
    ]
    return sorted(found, key=lambda one: (bool(one.given), one.hours is None, one.hours or 0.0, one.rule.duty))


def cost_of(told: str) -> float | None:
    """A sum as somebody wrote it; null where it is none."""
    plain = told.strip().replace(",", "")
    return float(plain) if plain.isascii() and plain.isdigit() and len(plain) < 13 else None


@needs("notices", to_change="letters")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One person whose letter came back; with the form sent, a newer address is kept."""
    rows = second_attempts.of_person(desk.case(), identity)
    if not rows:
        raise Http404
    fault, asked = "", request.POST
    if request.method == "POST":
        try:
            address = PostalAddress(*(asked.get(part, "").strip()[:200] for part in PARTS))
            note(
                identity, address, email=asked.get("email", "")[:254], source=asked.get("source", "")[:LONGEST], by=visitor_of(request).name
            )
        except WrongCall as error:
            fault = str(error)
        else:
            return redirect("/notices/returns")
    given = {part: asked.get(part, "")[:LONGEST] for part in (*PARTS, "email", "source")} if fault else {}
    title = _("A newer address of %(name)s") % {"name": words.shown(rows[0].name)}
    return desk.page(request, "newer_address.html", title, status=400 if fault else 200, fault=fault, rows=rows, given=given)


def note(person: str, address: PostalAddress, *, email: str, source: str, by: str) -> None:
    """Keep a newer address of somebody whose letter came back. Raises `WrongCall`."""
    country = address.country.strip().upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise WrongCall("the country is given by its two letters", do="Write it as US, CA, DE or FR; or leave it empty for your own.")
    where = PostalAddress(address.street, address.city, address.state, address.postcode, country)
    second_attempts.note_address(desk.case(), person, where, email=email, source=source, by=by)


@needs("notices", to_change="approve", grave=True)
def show_substitute(request: HttpRequest, identity: str) -> HttpResponse:
    """What one law says of substitute notice; with the form sent, that it was given is recorded."""
    duty = next((one for one in desk.held(Duty) if one.id == identity and one.recipient == "individuals"), None)
    if duty is None:
        raise Http404
    fault, status, asked = "", 200, request.POST
    if request.method == "POST":
        try:
            with seen.held_to(asked.get("seen", ""), lambda: seen.mark(returned.SUBSTITUTE, identity, duty)):
                give(identity, day=asked.get("day", ""), where=asked.get("where", ""), by=visitor_of(request).name)
        except StanchError as error:
            fault, status = str(error), 400 if isinstance(error, WrongCall) else 409
        else:
            return redirect("/notices/returns")
    found = next((one for one in judged(None) if one.rule.duty == identity), None)
    told = {"duty": duty, "one": found, "given": asked if fault else {}, "today": desk.now().date().isoformat()}
    told["seen"] = seen.mark(returned.SUBSTITUTE, identity, duty)
    return desk.page(request, "substitute.html", _("Substitute notice"), status=status, fault=fault, **told)


def give(duty: str, *, day: str, where: str, by: str) -> None:
    """Record that substitute notice was given. Raises `WrongCall`."""
    try:
        on = date.fromisoformat(day.strip())
    except ValueError:
        raise WrongCall(f"{day[:40]!r} is no day", do="Write it as year-month-day.") from None
    returned.give_substitute(desk.case(), duty, on=on, where=where.strip()[:2000], by=by)


@needs("export", takes=True)
def take(request: HttpRequest) -> HttpResponse:
    """A file for an address service: those whose letter came back, under opaque references."""
    return addresses(by=visitor_of(request).name)


def addresses(*, by: str) -> HttpResponse:
    """The file, as a download; who took it stands in the journal."""
    case = desk.case()
    with TemporaryDirectory(prefix="stanch-", dir=MEMORY if MEMORY.is_dir() else case.folder) as folder:
        path = Path(folder) / "addresses.csv"
        returned.export_addresses(case, path, by=by)
        response = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="addresses.csv"'
    return response
