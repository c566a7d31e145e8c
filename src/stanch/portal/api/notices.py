"""Notices, offers, and the way in which people are told."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import browse, decide, drafting, weighing
from stanch.casefile.decisions import revision_of
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, changed, missing
from stanch.portal.api.door import get, post, whole
from stanch.portal.api.standing import allowed, by_program, held_to, marks, revision
from stanch.portal.pages import notices as page
from stanch.portal.rights import Visitor, visitor_of
from stanch.portal.work import worker
from stanch.records import Option, to_json

router = Router(tags=["notices"])


@get(router, "/notices", "notices", shapes.NoticePage, query=("page",))
def notices(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """The drafts, each with what the laws demand of it."""
    sheet = browse.notices(desk.case(), number=whole(page))
    entries = marks("Notice", [one.id for one in sheet.rows])
    rows = [shapes.NoticeState(one, revision(one, entries.get(one.id))) for one in sheet.rows]
    return answer(shapes.NoticePage(rows, sheet.number, sheet.sheets, sheet.total))


@get(router, "/notices/{path:identity}/print", "notices", None, media="application/octet-stream")
def notice_print(request: HttpRequest, identity: str) -> HttpResponse:
    """The notice as it would be printed (PDF, or text where it goes as text); made for this look, and not kept."""
    return page.printed(_state(identity).notice, by=visitor_of(request).actor)


@get(router, "/notices/{path:identity}", "notices", shapes.NoticeState)
def notice(request: HttpRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """One notice."""
    shown = _state(identity)
    return answer(shown, revision=shown.revision)


@post(router, "/notices/{path:identity}", "approve", shapes.NoticeState, grave=True)
def decide_notice(request: HttpRequest, identity: str, given: bodies.NoticeDecided) -> HttpResponse:
    """Approve a notice as it is, hold it, or release it. One that is incomplete or breaks a duty cannot be approved."""
    visitor = visitor_of(request)
    _state(identity)
    with held_to(given.revision, lambda: (_state(identity).revision, _state(identity))):
        # In the person's name, so that nobody is their own second reader by way of a program; the program is named beside it.
        if given.verdict == "approved":
            mark = revision_of(_state(identity).notice)
            _approve(identity, visitor, given.grounds, mark)
        elif given.verdict == "held":
            decide.hold_notice(desk.case(), identity, by=visitor.name, grounds=given.grounds)
        else:
            decide.release_notice(desk.case(), identity, by=visitor.name, grounds=given.grounds)
        by_program(visitor, identity)
    shown = _state(identity)
    return answer(shown, revision=shown.revision)


@get(router, "/offers", "notices", shapes.OfferPage, query=("page",))
def offers(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """What is offered to whom, and why."""
    sheet = browse.offers(desk.case(), number=whole(page))
    return answer(shapes.OfferPage(sheet.rows, sheet.number, sheet.sheets, sheet.total))


@get(router, "/options", "notices", shapes.Options)
def options(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The ways of telling people, weighed side by side, and which was chosen."""
    shown = _options()
    return answer(shown, revision=shown.revision)


@post(router, "/options", "choose", shapes.Options, grave=True)
def choose_option(request: HttpRequest, given: bodies.OptionChosen) -> HttpResponse:
    """Choose the way in which people are told; nothing can be sent before."""
    from django.db import transaction

    visitor = visitor_of(request)
    with transaction.atomic(using=desk.case().alias):
        shown = _options()
        found = next((one for one in shown.options if one.id == given.option), None)
        if found is None:
            raise missing("option", given.option)
        if given.revision != shown.revision:
            raise changed(shown)
        others = weighing.choose(desk.case(), found, by=visitor.name, grounds=given.grounds, as_counsel=visitor.is_counsel)
        by_program(visitor, given.option)
    if others:
        worker.start(desk.case(), by=visitor.name, first="law")
    shown = _options()
    return answer(shown, revision=shown.revision)


def _approve(identity: str, visitor: Visitor, grounds: str, mark: str) -> None:
    # It may be incomplete, or break a duty.
    with allowed(lambda: _state(identity)):
        drafting.approve(desk.case(), [identity], by=visitor.name, grounds=grounds, revision=mark)


def _state(identity: str) -> shapes.NoticeState:
    found = browse.find_notice(desk.case(), identity)
    if found is None:
        raise missing("notice", identity)
    return shapes.NoticeState(found, revision(found, marks("Notice", [identity]).get(identity)))


def _options() -> shapes.Options:
    found: list[Option] = weighing.weighed(desk.case(), now=desk.now())
    choice = weighing.chosen(desk.case())
    mark = hashlib.sha256(b"".join(to_json(one) for one in found)).hexdigest()[:32]
    if choice is None:
        return shapes.Options(found, None, None, None, f"{mark}-0")
    return shapes.Options(found, choice.verdict, choice.decided_by, choice.grounds, f"{mark}-{choice.entry}")
