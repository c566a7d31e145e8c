"""The end of a case: the register of breaches, closing and opening again, the destruction of the people list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import breaches, closing, destruction
from stanch.casefile import destruction_by_two as two
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import Refused, answer, changed, missing
from stanch.portal.api.door import actor, get, post
from stanch.portal.api.standing import by_program
from stanch.portal.pages import closing as end_page
from stanch.portal.pages import destruction as destruction_page
from stanch.portal.pages import register as register_page
from stanch.portal.rights import visitor_of

router = Router(tags=["ending"])


@get(router, "/register", "look", shapes.Register)
def register(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """The breach as the register of breaches has it (GDPR Art. 33(5) and its like)."""
    found = register_page.breach()
    told = [
        shapes.RegisterTold(
            one.duty.id, one.duty.jurisdiction, one.duty.recipient, one.duty.cite, one.duty.deadline.due if one.duty.deadline else None,
            one.status, one.decision.decided_by if one.decision else "", one.decision.decided_at if one.decision else None,
            one.decision.grounds if one.decision else "",
        )
        for one in found.told
    ]  # fmt: skip
    records = [
        shapes.RegisterRecord(
            one.kept.jurisdiction, one.kept.law, one.kept.kind, one.kept.cite, one.kept.is_owed, one.kept.years, one.until, one.decided_by,
            one.grounds,
        )
        for one in found.records
    ]  # fmt: skip
    facts, effects, measures = ([str(line) for line in part] for part in (found.entry.facts, found.entry.effects, found.entry.measures))
    shown = shapes.Register(
        found.reference, found.organisation, found.discovered, facts, effects, measures, found.people, found.reached,
        told, found.asking, records,
        found.closed.at if found.closed else None,
    )  # fmt: skip
    return answer(shown)


@get(router, "/register/{form}", "export", None, media="application/octet-stream")
def register_file(request: HttpRequest, form: str) -> HttpResponse:
    """The register as a file (`csv`, `xlsx`, `pdf`). Who took it stands in the journal."""
    if form not in breaches.FORMS:
        raise missing("form of the register", form)
    return register_page.written(form, by=actor(request))


@get(router, "/closing", "look", shapes.CaseEnd)
def case_end(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether the case is closed, and what is open."""
    return answer(_end())


@post(router, "/closing", "close", shapes.CaseEnd, grave=True)
def end_case(request: HttpRequest, given: bodies.CaseEnded) -> HttpResponse:
    """Close the case, or open it again. What is open must be seen: the call names the revision, and says `despite_open`."""
    visitor = visitor_of(request)
    if given.verdict == "closed":
        if given.revision != _end().revision:
            raise changed(_end())
        end_page.end(by=visitor.name, grounds=given.grounds, despite_open=given.despite_open, seen=None)
    else:
        closing.reopen(desk.case(), by=visitor.name, grounds=given.grounds)
    by_program(visitor, "the end of the case")
    return answer(_end())


def _end() -> shapes.CaseEnd:
    found = closing.closed(desk.case())
    if found:
        return shapes.CaseEnd(True, found.at, found.by, found.grounds, found.left, "")
    left = end_page.left()
    return shapes.CaseEnd(False, None, "", "", left, closing.revision(desk.case(), left))


@get(router, "/destruction", "look", shapes.Destruction)
def destruction_state(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How the destruction of the people list stands, with its proof."""
    return answer(_state())


@get(router, "/destruction/certificate", "export", None, media="application/json")
def destruction_certificate(request: HttpRequest) -> HttpResponse:
    """What can be shown afterwards, with the codes of the journal. Who took it stands in the journal."""
    if not destruction_page.is_begun():
        raise missing("certificate", "destruction")
    return destruction_page.certificate(by=actor(request))


@post(router, "/destruction", "destroy", shapes.Destruction, grave=True)
def destroy_list(request: HttpRequest, given: bodies.DestructionSaid) -> HttpResponse:
    """Ask for the people list to be destroyed, take that back, or confirm what another person asked for: then it is destroyed, beside this
    call where that takes long; `finish` goes on with what was cut off. `GET` tells how far it is.

    A person does this, signed in; a token cannot.
    """
    words = {"words": given.confirmed, "grounds": given.grounds, "despite_open": given.despite_open}
    try:
        destruction_page.decided(given.verdict, visitor_of(request), **words)  # type: ignore[arg-type]
    except WrongCall:
        raise
    except StanchError as error:
        raise Refused(409, error.what, where=error.where, do=error.do) from None
    return answer(_state())


def _state() -> shapes.Destruction:
    case = desk.case()
    done, first, run = destruction.was_destroyed(case), two.asked(case), destruction_page.how_far()
    begun = destruction_page.is_begun() or destruction.is_ordered(case)
    state = "done" if done else "begun" if begun else "asked" if first else "none"
    proof = [
        shapes.DestructionProof(one.entry, one.at, one.by, one.action, one.people, dict(one.counts), one.grounds, one.code)
        for one in destruction_page.proofs()
    ]
    return shapes.Destruction(
        state, first.decided_by if first else "", first.decided_at if first else None, first.grounds if first else "",
        "" if done else destruction.confirmation(case), [] if done else destruction_page.against(), proof,
        destruction.remaining(case) if done else [], run.done if run.is_running else 0, run.of if run.is_running else 0, run.fault,
    )  # fmt: skip
