"""What letters need and lack, approving all that is complete, the switch that stops sending, codes, and calls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import calls, drafting, gate, lettering, own
from stanch.errors import WrongCall
from stanch.notices.asked import Asked, asked, asked_of, said_of
from stanch.portal import desk, sending
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, missing
from stanch.portal.api.door import actor, get, post
from stanch.portal.api.standing import allowed, by_program, held_to
from stanch.portal.pages import approving, asking, delivery, following, protection
from stanch.portal.rights import Visitor, visitor_of
from stanch.portal.work import worker
from stanch.records import Said
from stanch.records.said import current

router = Router(tags=["telling"])
SOURCE = "the API"


@get(router, "/letters", "notices", shapes.Asked)
def letters(request: HttpRequest) -> HttpResponse:
    """What the letters need and only people know, with what was said."""
    said, visitor = desk.case().store.get(Said), visitor_of(request)
    boxes = [one for key in sorted({one.key for one in said if "." in one.key}) if (one := asked_of(key)) is not None]
    return answer(shapes.Asked([_asked(one, said, visitor) for one in (*asked().values(), *boxes)]))


@post(router, "/letters/{key}", "letters", shapes.AskedState)
def say_of_letters(request: HttpRequest, key: str, given: bodies.LettersSaid) -> HttpResponse:
    """Say one thing, in the languages that are named, or one box of one form (`ny.discovered`); the letters are drafted anew."""
    one, visitor = asked_of(key), visitor_of(request)
    if one is None:
        raise missing("thing that letters need", key)
    asking.must_be_theirs(visitor, one)
    beyond = sorted(set(given.said) - set(asking.languages_of(one)))
    if beyond:
        spoken = ", ".join(asking.languages_of(one)) or "the empty one"
        raise WrongCall(f"this is not said in {beyond[0][:20]!r}", where="said", do=f"Languages here: {spoken}.")
    with held_to(given.revision, lambda: (asking.times_said(key), _asked(one, desk.case().store.get(Said), visitor))):
        told = [said_of(key, language, value, by=actor(request), source=SOURCE) for language, value in given.said.items()]
        changed = lettering.state(desk.case(), told, by=actor(request))
    if changed:
        worker.start(desk.case(), by=actor(request), first="law")
    shown = _asked(one, desk.case().store.get(Said), visitor)
    return answer(shown, revision=shown.revision)


@get(router, "/following", "notices", shapes.Following)
def what_follows(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What second letters tell of closed actions, and the reminder before an offer of help ends."""
    shown = following.state()
    return answer(shown, revision=shown.revision)


def _following() -> tuple[str, shapes.Following]:
    shown = following.state()
    return shown.revision, shown


def _followed(by: str) -> HttpResponse:
    following.draft_anew(by)
    shown = following.state()
    return answer(shown, revision=shown.revision)


@post(router, "/following", "letters", shapes.Following)
def say_what_was_done(request: HttpRequest, given: bodies.MeasureSaid) -> HttpResponse:
    """Say the sentence that people read of a closed action; the letters that follow are drafted anew."""
    with held_to(given.revision, _following):
        following.say(given.action, given.language, given.sentence, by=actor(request))
    return _followed(actor(request))


@post(router, "/following/remind", "letters", shapes.Following)
def order_reminder(request: HttpRequest, given: bodies.ReminderOrdered) -> HttpResponse:
    """Order a letter to whoever has a code that ends within so many days and has not used it."""
    with held_to(given.revision, _following):
        following.remind(str(given.within), by=actor(request))
    return _followed(actor(request))


@post(router, "/following/withdraw", "letters", shapes.Following)
def take_back_following(request: HttpRequest, given: bodies.FollowingTakenBack) -> HttpResponse:
    """Take back all sentences, or the order of the reminder; what was sent was sent."""
    with held_to(given.revision, _following):
        following.take_back(measures=given.what == "measures", by=actor(request))
    return _followed(actor(request))


@get(router, "/missing", "notices", shapes.Lacks)
def lacks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """What the notices still wait for, the most letters first."""
    rows, summed = approving.lacking(), approving.summed()
    told = [
        shapes.Lack(one.what, one.kind, one.letters, one.filings, one.do, one.first, one.key, one.fact) for one in rows[: approving.SHOWN]
    ]
    return answer(shapes.Lacks(summed.number, summed.lack_nothing, told))


@post(router, "/missing", "choose", shapes.Settled)
def settle_doubts(request: HttpRequest, given: bodies.DoubtsSettled) -> HttpResponse:
    """Settle doubts, as counsel: the letters may go although these questions are open."""
    visitor = visitor_of(request)
    told = {"by": visitor.name, "grounds": given.grounds, "exactly": True, "as_counsel": visitor.is_counsel}
    settled = drafting.settle(desk.case(), given.doubts, **told)  # type: ignore[arg-type]
    by_program(visitor, "doubts")
    return answer(shapes.Settled(settled))


@get(router, "/approval", "notices", shapes.Approval)
def approval(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The drafts in numbers, and the word that names the complete ones as they are now."""
    return answer(_approval())


@post(router, "/approval", "approve", shapes.Approval, grave=True)
def approve_all(request: HttpRequest, given: bodies.AllApproved) -> HttpResponse:
    """Approve every complete draft; where two people are needed, the first approval counts as read."""
    visitor = visitor_of(request)
    with allowed(_approval):
        drafting.approve(desk.case(), approving.complete(given.seen), by=visitor.name, grounds=given.grounds)
    by_program(visitor, "all complete drafts")
    return answer(_approval())


@get(router, "/delivery", "notices", shapes.Delivery)
def delivery_state(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every person in one state, what speaks against sending, and how far a run is."""
    return answer(_delivery())


@post(router, "/delivery/stop", "approve", shapes.Delivery)
def stop_sending(request: HttpRequest, given: bodies.OnGrounds) -> HttpResponse:
    """Stop all sending before the next message."""
    delivery.switch(desk.case(), "stop", given.grounds, by=actor(request))
    return answer(_delivery())


@post(router, "/delivery/resume", "approve", shapes.Delivery)
def resume_sending(request: HttpRequest, given: bodies.OnGrounds) -> HttpResponse:
    """Let sending go on; nothing is sent by this, a person orders it on the page."""
    delivery.switch(desk.case(), "resume", given.grounds, by=actor(request))
    return answer(_delivery())


@get(router, "/codes", "look", shapes.Codes)
def code_states(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How many codes of each service were loaded, given out, and used."""
    return answer(_codes())


@post(router, "/codes", "letters", shapes.Codes)
def assign_codes(request: HttpRequest) -> HttpResponse:
    """Give a code to everybody who is offered a service and has none yet; the letters are drafted anew."""
    protection.give_codes(by=actor(request))
    return answer(_codes())


@get(router, "/calls", "calls", shapes.Calls)
def call_counts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Calls by topic."""
    return answer(shapes.Calls(dict(calls.counts(desk.case()))))


@post(router, "/calls", "calls", shapes.Call)
def take_call(request: HttpRequest, given: bodies.CallTaken) -> HttpResponse:
    """Verify a caller (yes or no, nothing is told), log a call, or both; five wrong tries close a reference for the day."""
    told = {"reference": given.reference, "postcode": given.postcode, "topic": given.topic, "note": given.note}
    verified, logged = protection.answered({**told, "born": str(given.born or "")}, by=actor(request))
    return answer(shapes.Call(verified, logged))


def _asked(one: Asked, said: list[Said], visitor: Visitor) -> shapes.AskedState:
    standing = {each.language: each.value for each in current(said) if each.key == one.key and one.kind != "file"}
    revision = str(sum(each.key == one.key for each in said))
    return shapes.AskedState(one.key, one.kind, one.says, list(one.choices), standing, asking.may_say(visitor, one.key), revision)


def _approval() -> shapes.Approval:
    found, case = approving.summed(fresh=True), desk.case()
    two, waits = lettering.one_of(case, "two_person") == "yes", own.waits_for(case, "approve", "notices")
    return shapes.Approval(
        found.number, found.complete, found.incomplete, found.approved, two, sorted(found.readers), waits, found.mark
    )  # fmt: skip


def _delivery() -> shapes.Delivery:
    case, found, run = desk.case(), delivery.counted(), sending.run()
    return shapes.Delivery(found.people, found.counts, gate.is_stopped(case.folder), gate.may_send(case), run.state, dict(run.told))


def _codes() -> shapes.Codes:
    told = [
        shapes.CodeState(one.service, one.loaded, one.free, one.needed, one.assigned, one.activated, one.lapsed, one.rate)
        for one in protection.enrolments()
    ]
    return shapes.Codes(told)
