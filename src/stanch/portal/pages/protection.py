"""Protection: what is offered to whom and why, the codes, who enrolled; and the log of those who answer the telephone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import calls, codes, crowd
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.pages.options import picture
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.protection.callcentre import TOPICS
from stanch.records import Enrolment
from stanch.report import enrolment_chart


@needs("look", to_change="letters")
def show(request: HttpRequest) -> HttpResponse:
    """Offers and codes in numbers; with its form sent, everybody who is offered a service and has no code yet gets one."""
    if request.method != "POST":
        return _protection(request)
    give_codes(by=visitor_of(request).name)
    return redirect("/protection")


def give_codes(*, by: str) -> None:
    """A code to everybody who waits for one; the letters are drafted anew, for a code that no letter tells helps nobody."""
    case = desk.case()
    if codes.assign(case, as_of=desk.now().date(), by=by).fresh:
        worker.start(case, by=by, first="law")


@needs("look")
def show_picture(_request: HttpRequest) -> HttpResponse:
    """How many enrolled, week by week, as a drawing."""
    return picture(desk.kept("enrolment picture", lambda: enrolment_chart(enrolments())))


def enrolments() -> list[Enrolment]:
    """How far the services with codes are taken up."""
    return desk.kept("enrolments", lambda: codes.enrolments(desk.case(), as_of=desk.now().date()))


def _protection(request: HttpRequest) -> HttpResponse:
    found = enrolments()
    told: dict[str, Any] = {
        "offers": _offered(desk.summed(crowd.HELPED).counted),
        "enrolments": [(one, None if one.rate is None else f"{one.rate:.1%}") for one in found],
        "announced": codes.announcements(found, as_of=desk.now().date()),
        "picture": any(one.weekly for one in found),
        "waiting": sum(min(one.needed, one.free) for one in found),
        "calls": sum(calls.counts(desk.case()).values()),
    }
    return desk.page(request, "protection.html", _("Protection"), **told)


def _offered(counted: Iterable[tuple[str, int | None, bool, str, str, int]]) -> list[tuple[str, int | None, bool, str, str, int]]:
    """Each service once for each reason, whatever was exposed of whom: a page of rows about one person each tells nobody anything."""
    people: Counter[tuple[str, int | None, bool, str, str]] = Counter()
    for service, months, required, reason, cite, number in counted:
        people[service, months, required, reason.partition(": ")[0], cite] += number
    return sorted(((*row, number) for row, number in people.items()), key=lambda row: (not row[2], -row[-1], row[0]))


@needs("calls", to_change="calls")
def show_calls(request: HttpRequest) -> HttpResponse:
    """A caller is verified (yes or no, nothing is shown), and the call is logged."""
    if request.method != "POST":
        return _calls(request)
    try:
        asked = {name: request.POST.get(name, "") for name in ("reference", "postcode", "born", "topic", "note")}
        verified, logged = answered(asked, by=visitor_of(request).name)
    except WrongCall as error:
        return _calls(request, status=400, fault=str(error))
    return _calls(request, answer="" if verified is None else "yes" if verified else "no", logged=logged)


def answered(asked: Mapping[str, str], *, by: str) -> tuple[bool | None, str]:
    """Verify a caller, log a call, or both: whether the caller is verified (null: not asked), and the topic that was logged.

    `asked` has the texts `reference`, `postcode`, `born` (a year), `topic` and `note`. Raises `WrongCall`.
    """
    case = desk.case()
    reference, born, topic = asked["reference"].strip()[:40], asked["born"].strip(), asked["topic"]
    if born and not (born.isascii() and born.isdigit() and len(born) == 4 and 1900 <= int(born) <= 2100):
        raise WrongCall("that is no year of birth", do="Write it as 1980, or leave it empty.")
    if not (reference or topic):
        raise WrongCall("there is nothing to verify and nothing to log", do="Give the reference, the topic, or both.")
    if topic and topic not in TOPICS:
        raise WrongCall("no such topic", do=f"Choose one of: {', '.join(TOPICS)}.")
    year = int(born) if born else None
    verified = bool(reference) and calls.verify(case, reference, postcode=asked["postcode"][:20], born=year, by=by)
    if topic:
        calls.log(case, topic=topic, note=asked["note"], reference=reference, verified=verified, by=by)
    return verified if reference else None, topic


def _calls(request: HttpRequest, *, status: int = 200, fault: str = "", answer: str = "", logged: str = "") -> HttpResponse:
    counts = calls.counts(desk.case()).most_common()
    told: dict[str, Any] = {"topics": TOPICS, "counts": counts, "answer": answer, "logged": logged, "fault": fault}
    return desk.page(request, "calls.html", _("When people call"), status=status, **told)
