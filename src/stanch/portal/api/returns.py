"""What came back, newer addresses, second attempts, substitute notice; and the words of the letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import proposing, returned, second_attempts
from stanch.casefile import wording as versions
from stanch.casefile.proposing import Proposal
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.form import Text, texts
from stanch.portal import desk, seen
from stanch.portal.api import bodies
from stanch.portal.api.answers import Refused, answer, missing
from stanch.portal.api.door import actor, file_of, get, post, post_file, whole
from stanch.portal.api.standing import by_program, held_to
from stanch.portal.pages import returns as page
from stanch.portal.pages import wording
from stanch.portal.rights import visitor_of
from stanch.records import Duty, PostalAddress

router = Router(tags=["returns"])


@get(router, "/returns", "notices", shapes.Returns, query=("page",))
def what_came_back(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """The letters and e-mails that came back and were not tried again."""
    return answer(_returns(whole(page)))


@post(router, "/returns", "approve", shapes.Returns, grave=True)
def try_again(request: HttpRequest, given: bodies.TriedAgain) -> HttpResponse:  # noqa: ARG001 there is one thing to ask for
    """Queue a second attempt for everybody with a newer address; they leave with the next sending."""
    second_attempts.queue(desk.case(), by=actor(request))
    return answer(_returns(1))


@post(router, "/returns/{path:identity}", "letters", shapes.Returns)
def newer_address(request: HttpRequest, identity: str, given: bodies.AddressTold) -> HttpResponse:
    """Write down a newer address of somebody whose letter came back; earlier ones stay."""
    if not second_attempts.of_person(desk.case(), identity):
        raise missing("person whose letter came back", identity)
    address = PostalAddress(given.street, given.city, given.state, given.postcode, given.country)
    page.note(identity, address, email=given.email, source=given.source, by=actor(request))
    return answer(_returns(1))


@get(router, "/addresses.csv", "export", None, media="text/csv")
def addresses_file(request: HttpRequest) -> HttpResponse:
    """A file for an address service: those whose letter came back, under opaque references. Who took it stands in the journal."""
    return page.addresses(by=actor(request))


@get(router, "/substitutes", "notices", shapes.Substitutes, query=("cost",))
def substitutes(request: HttpRequest, cost: str = "") -> HttpResponse:  # noqa: ARG001
    """What each law says of those who cannot be reached; `cost`: what telling all one by one would cost, which some laws ask."""
    return answer(_substitutes(page.cost_of(cost)))


@post(router, "/substitutes/{path:identity}", "approve", shapes.Substitutes, grave=True)
def substitute_given(request: HttpRequest, identity: str, given: bodies.SubstituteGiven) -> HttpResponse:
    """Record that substitute notice was given under a duty; those whom nothing else reached count as told by it."""
    visitor = visitor_of(request)
    if not any(one.id == identity and one.recipient == "individuals" for one in desk.held(Duty)):
        raise missing("duty to tell people", identity)
    with held_to(given.revision, lambda: (_mark(identity), _substitutes(None))):
        page.give(identity, day=given.on.isoformat(), where=given.where, by=visitor.name)
        by_program(visitor, identity)
    return answer(_substitutes(None))


def _mark(duty: str) -> str:
    return seen.mark(returned.SUBSTITUTE, duty, next(one for one in desk.held(Duty) if one.id == duty))


def _returns(number: int) -> shapes.Returns:
    sheet, counts = second_attempts.came_back(desk.case(), number=number), second_attempts.would_be(desk.case())
    rows = [
        shapes.CameBackState(one.person, one.piece, one.channel, one.attempt, one.state, one.at, one.why, list(one.newer))
        for one in sheet.rows
    ]
    numbers = counts[second_attempts.SECOND], counts[second_attempts.NO_NEWER]
    return shapes.Returns(rows, sheet.number, sheet.sheets, sheet.total, *numbers)


def _substitutes(cost: float | None) -> shapes.Substitutes:
    found = [
        shapes.Substitute(
            one.rule.duty, one.rule.jurisdiction, one.rule.cite, one.rule.unreached, one.rule.owed, one.rule.met, one.rule.why,
            list(one.rule.ways), one.rule.due, None if one.hours is None else round(one.hours, 2), one.given, _mark(one.rule.duty),
        )
        for one in page.judged(cost)
    ]  # fmt: skip
    return shapes.Substitutes(found)


@get(router, "/wording", "notices", shapes.WordedTexts)
def worded_texts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The texts of the letters, those that notices use first."""
    return answer(
        shapes.WordedTexts([shapes.WordedText(one.place, one.name, one.notices, one.version, one.waits) for one in wording.listed()])
    )


@post_file(router, "/wording", "letters", shapes.WordsWaiting, query=("grounds", "force"))
def hand_in_words(request: HttpRequest, grounds: str, force: bool = False) -> HttpResponse:
    """Hand in an edited document (.docx, up to 1 MB): every letter of its text is checked, and then it waits for a second person.

    Where there are many letters the check goes on beside this call: `state` is `checking`, and `GET` of the same text tells how far it is.
    `force`: although letters would lack what a law demands; they are then held.
    """
    visitor, content = visitor_of(request), file_of(request, wording.LARGEST)
    with _told():
        found = wording.hand_in(content, visitor, grounds=grounds[: wording.LONGEST], force=force)
    by_program(visitor, found.wording.text)
    return answer(_waiting(found))


@get(router, "/wording/{language}/{name}/text", "notices", None, media=wording.DOCX)
def words_out(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """A text as a Word document, as it stands; it names nobody. Who took it stands in the journal."""
    return wording.document(_text(language, name), by=actor(request))


@get(router, "/wording/{language}/{name}", "notices", shapes.WordsWaiting)
def words_waiting(request: HttpRequest, language: str, name: str) -> HttpResponse:  # noqa: ARG001
    """The words of a text that were handed in: how far their check is, and what it showed."""
    return answer(_waiting(_handed_in(_text(language, name))))


def _handed_in(text: Text) -> Proposal:
    found = next((one for one in proposing.proposals(desk.case()) if one.wording.text == text.place), None)
    if found is None:
        raise missing("text whose words wait", text.place)
    return found


@post(router, "/wording/{language}/{name}/check", "letters", shapes.WordsWaiting)
def check_words(request: HttpRequest, language: str, name: str, given: bodies.WordsChecked) -> HttpResponse:
    """Have the words that were handed in checked again, or end the check."""
    visitor, text = visitor_of(request), _text(language, name)
    _handed_in(text)
    found = wording.check_or_stop(text.place, visitor, do=given.do)
    by_program(visitor, text.place)
    return answer(_waiting(found))


@post(router, "/wording/{language}/{name}/back", "letters", shapes.WordsWaiting)
def words_back(request: HttpRequest, language: str, name: str, given: bodies.WordsBack) -> HttpResponse:
    """Let an earlier version (0: as Stanch brings it) wait for a second person."""
    visitor = visitor_of(request)
    with _told():
        found = wording.back(_text(language, name).place, given.version, visitor, grounds=given.grounds)
    by_program(visitor, found.wording.text)
    return answer(_waiting(found))


@post(router, "/wording/{language}/{name}", "approve", shapes.WordsAnswered, grave=True)
def answer_words(request: HttpRequest, language: str, name: str, given: bodies.WordsSaid) -> HttpResponse:
    """Say that words which another person handed in stand, or that they do not; one of the two signs as counsel."""
    visitor, text = visitor_of(request), _text(language, name)
    with _told():
        wording.decide(text.place, given.verdict, visitor, entry=given.entry, grounds=given.grounds)
    by_program(visitor, text.place)
    return answer(shapes.WordsAnswered(text.place, versions.last(desk.case(), text.place)))


@contextmanager
def _told() -> Iterator[None]:
    """Words that cannot be taken, or that would break a law, are told as 409."""
    try:
        yield
    except (WrongCall, Changed):
        raise
    except StanchError as error:
        raise Refused(409, error.what, where=error.where, do=error.do) from None


def _waiting(one: Proposal) -> shapes.WordsWaiting:
    made, check = one.wording, wording.checking(one.wording.text)
    return shapes.WordsWaiting(
        made.text, made.version, made.by, one.at, made.grounds, one.letters, dict(one.lost), dict(one.told), list(one.vouched),
        dict(made.parts), not one.is_counsels, one.entry, one.state, one.state == "waiting" and proposing.is_stale(desk.case(), one),
        check.done if check.is_running else 0, check.of if check.is_running else 0, check.fault,
    )  # fmt: skip


def _text(language: str, name: str) -> Text:
    found = texts().get(f"{language}/{name}")
    if found is None or found.kind == "form":
        raise missing("text of letters", f"{language}/{name}")
    return found
