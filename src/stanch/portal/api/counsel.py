"""Counsel's pack and answers, the litigation hold, and what leaves the case as files."""

from __future__ import annotations

import mimetypes

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import Router

from stanch import shapes
from stanch.casefile import holding, open_export
from stanch.portal import desk, nightly
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, missing
from stanch.portal.api.door import actor, file_of, get, post, post_file
from stanch.portal.api.standing import by_program
from stanch.portal.pages import containment, wall
from stanch.portal.pages import counsel as page
from stanch.portal.rights import visitor_of
from stanch.portal.work import worker
from stanch.report.counsel import makers

router = Router(tags=["counsel"])


@get(router, "/counsel", "privileged", shapes.Asks)
def asked_of_counsel(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """The decisions that are asked of counsel, and the papers of the pack."""
    told = [shapes.AskState(one.ref, str(one.asked), str(one.why), list(one.choices)) for one in page.brief().asks]
    return answer(shapes.Asks(told, list(page.FILES)))


@get(router, "/counsel/{name}", "privileged", None, media="application/octet-stream")
def counsel_paper(request: HttpRequest, name: str) -> HttpResponse:
    """One paper of the pack, made as the case stands now; who took it stands in the journal."""
    if name not in page.FILES:
        raise missing("paper of the pack", name)
    content = makers(page.brief())[name]()
    desk.case().journal.append("export", f"counsel/{name}", by=actor(request))
    response = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@post_file(router, "/counsel", "duties", shapes.Answered, query=("name",))
def take_answers(request: HttpRequest, name: str) -> HttpResponse:
    """Take counsel's sheet of answers (.docx, .csv, .yaml, up to 1 MB): all become signed decisions, or none does."""
    visitor = visitor_of(request)
    taken = page.take_answers(name, file_of(request, page.LARGEST), by=visitor.name)
    by_program(visitor, "counsel answers")
    if taken.get("fact"):
        worker.start(desk.case(), by=actor(request))
    return answer(shapes.Answered(taken.get("decision", 0), taken.get("fact", 0)))


@get(router, "/hold", "privileged", shapes.Hold)
def hold(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Who was asked to keep what they have, and what they answered."""
    return answer(_hold())


@post(router, "/hold", "duties", shapes.Hold, in_closed=True)
def give_hold(request: HttpRequest, given: bodies.HoldGiven) -> HttpResponse:
    """Record that the hold notice was given to these people."""
    holding.ask(desk.case(), given.names, by=actor(request), how=given.how)
    return answer(_hold())


@post(router, "/hold/{path:identity}", "duties", shapes.Hold, in_closed=True)
def answer_hold(request: HttpRequest, identity: str, given: bodies.HoldAnswered) -> HttpResponse:
    """Record that somebody acknowledged the hold and what they hold, or that counsel released them."""
    if not any(one.name == identity for one in holding.held(desk.case())):
        raise missing("person under the hold", identity)
    if given.verdict == "acknowledged":
        holding.acknowledge(desk.case(), identity, holds=given.text, by=actor(request))
    else:
        holding.release(desk.case(), identity, grounds=given.text, by=actor(request))
    return answer(_hold())


@get(router, "/containment.zip", "export", None, query=("own",), media="application/zip")
def containment_files(request: HttpRequest, own: str = "") -> HttpResponse:
    """The containment files as one archive; `own` are networks that are never blocked. Who took it stands in the journal."""
    return containment.archive_of(containment.own_networks(own), by=actor(request))


@get(router, "/case.zip", "export", None, media="application/zip")
def case_files(request: HttpRequest) -> HttpResponseBase:
    """The whole case, masked, in open forms, sent as it is made. Who took it stands in the journal."""
    blocks = (block for block in open_export.zipped(desk.case(), full=False, by=actor(request), grounds="") if block)
    response = StreamingHttpResponse(blocks, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="case-masked.zip"'
    return response


@get(router, "/wall/{paper}.pdf", "look", None, media="application/pdf")
def wall_sheet(request: HttpRequest, paper: str) -> HttpResponse:  # noqa: ARG001
    """Clocks and next steps on two pages (`a4`, `letter`); it names nobody who is affected."""
    content = wall.pdf_of(paper)
    if content is None:
        raise missing("size of paper", paper)
    return HttpResponse(content, content_type="application/pdf")


@post(router, "/journal/verification", "journal", shapes.Looked)
def verify_journal(request: HttpRequest) -> HttpResponse:
    """Look through the whole chain of the journal; what was found stands in it."""
    return answer(shapes.Looked(nightly.look_through(desk.case(), by=actor(request))))


def _hold() -> shapes.Hold:
    told = [
        shapes.HeldState(one.name, one.status, one.asked_at, one.answered_at, one.holds, one.is_late) for one in holding.held(desk.case())
    ]
    return shapes.Hold(told)
