"""Doubts on who is who and their answers, decisions that are taken back, who is set aside, and the sample."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import doubtful, passages, rulings, sampling, two_readers
from stanch.casefile.browse import SIZE
from stanch.casefile.doubtful import Item
from stanch.casefile.review import Doubt, Family
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, missing
from stanch.portal.api.door import actor, get, post, whole
from stanch.portal.api.standing import allowed
from stanch.portal.pages import doubtful as findings_page
from stanch.portal.pages import doubts as page
from stanch.portal.pages import second
from stanch.portal.pages.decided import cut
from stanch.portal.rights import visitor_of
from stanch.portal.work import worker
from stanch.records import Aside

router = Router(tags=["review"])
SORTS = {"nobody": "person", "one": "merge", "apart": "split"}


@get(router, "/doubts", "review", shapes.Families)
def doubts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """Who may be one person, or two, or nobody: by families, the most consequential first."""
    return answer(_open())


@post(router, "/doubts", "review", shapes.Families)
def decide_doubt(request: HttpRequest, given: bodies.DoubtDecided) -> HttpResponse:
    """Answer one doubt, or all of a family where that is safe. It takes effect when the line is walked (`POST /work`)."""
    grounds = given.grounds.strip() or ("" if not given.doubt else "the two were compared in review")
    with allowed(_open):
        drafts, action = page.decided(given.family, given.doubt, given.verdict, whole=not given.doubt)
        rulings.decide(desk.case(), drafts, by=actor(request), grounds=grounds, action=action)
    return answer(_open())


@get(router, "/rulings", "people", shapes.RulingPage, query=("page",))
def rulings_page(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """The decisions on who is who that hold, the newest first."""
    found = list(reversed(rulings.standing(desk.case().alias)))
    pages = max(1, -(-len(found) // SIZE))
    number = min(whole(page), pages)
    return answer(shapes.RulingPage(found[(number - 1) * SIZE : number * SIZE], number, pages, len(found)))


@post(router, "/rulings/{identity}", "review", shapes.Ruled)
def take_back_ruling(request: HttpRequest, identity: str, given: bodies.OnGrounds) -> HttpResponse:
    """Take a decision back, with grounds; the line is walked again. What keeps somebody on the list holds until a second reader does so."""
    if not any(one.id == identity for one in rulings.standing(desk.case().alias)):
        raise missing("decision that holds", identity)
    alone = visitor_of(request).is_alone
    if rulings.take_back(desk.case(), identity, by=actor(request), grounds=given.grounds, alone=alone):
        worker.start(desk.case(), by=actor(request), first="people")
    return answer(shapes.Ruled([identity]))


@get(router, "/aside", "people", shapes.AsidePage, query=("page",))
def aside(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """Who was found and is not on the list, and why."""
    found = desk.case().store.get(Aside)
    pages = max(1, -(-len(found) // SIZE))
    number = min(whole(page), pages)
    return answer(shapes.AsidePage(list(found[(number - 1) * SIZE : number * SIZE]), number, pages, len(found)))


@post(router, "/aside/{path:identity}", "review", shapes.Ruled)
def restore_person(request: HttpRequest, identity: str, given: bodies.OnGrounds) -> HttpResponse:
    """Put somebody on the list who was set aside; the line is walked again."""
    found = next((one for one in desk.case().store.get(Aside) if one.id == identity), None)
    if found is None:
        raise missing("person set aside", identity)
    made = rulings.decide(desk.case(), [rulings.restore(found)], by=actor(request), grounds=given.grounds, action="restore person")
    worker.start(desk.case(), by=actor(request), first="people")
    return answer(shapes.Ruled(made))


@get(router, "/doubtful-findings", "review", shapes.DoubtfulPage, query=("page",))
def doubtful_findings(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """The findings in doubt with what was said of them, the most consequential first."""
    found, given = findings_page.in_doubt(), doubtful.answers(desk.case())
    pages = max(1, -(-len(found.items) // SIZE))
    number = min(whole(page), pages)
    rows = [_in_doubt(one, given) for one in found.items[(number - 1) * SIZE : number * SIZE]]
    waits = sum(one.id not in given for one in found.items)
    return answer(
        shapes.DoubtfulPage(rows, number, pages, found.total, waits, _agreed(doubtful.agreements(given)), doubtful.are_pending(desk.case()))
    )


@get(router, "/doubtful-findings/{identity}", "review", shapes.DoubtfulPassages)
def doubtful_finding(request: HttpRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """One with the words around it, masked."""
    one = _named_finding(identity)
    told = ["".join(piece.text for piece in passage.pieces) for passage in passages.around(desk.case(), one.locator, one.spot)]
    return answer(shapes.DoubtfulPassages(_in_doubt(one, doubtful.answers(desk.case())), told))


@post(router, "/doubtful-findings/{identity}", "review", shapes.DoubtfulFinding)
def answer_finding(request: HttpRequest, identity: str, given: bodies.FindingAnswered) -> HttpResponse:
    """Say whether it is what it is called; it takes effect when the line is walked next."""
    one = _named_finding(identity)
    doubtful.answer(desk.case(), one, verdict=given.verdict, by=actor(request), note=given.note)
    return answer(_in_doubt(one, doubtful.answers(desk.case())))


@get(router, "/second-readings", "review", shapes.SecondReadings, query=("page",))
def second_readings(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """What one reader alone said no to: nobody leaves the list by it until a second reader says the same."""
    found = cut(second.waiting(fresh=True), whole(page))
    return answer(shapes.SecondReadings([_one_no(one) for one in found.rows], found.number, found.sheets, found.total))


@post(router, "/second-readings/{identity}", "review", shapes.SecondReadings)
def read_second(request: HttpRequest, identity: str, given: bodies.SecondWord) -> HttpResponse:
    """Say the same as the first reader, or that it stays as found; it takes effect when the line is walked next. What waits after it."""
    if not any(one.id == identity for one in second.waiting(fresh=True)):
        raise missing("finding or person that waits for a second reader", identity)
    alone = visitor_of(request).is_alone
    two_readers.answer(desk.case(), identity, given.verdict, by=actor(request), grounds=given.grounds, alone=alone)
    found = cut(second.waiting(fresh=True), 1)
    return answer(shapes.SecondReadings([_one_no(one) for one in found.rows], found.number, found.sheets, found.total))


@get(router, "/sample", "review", shapes.SampleState)
def sample(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The sample that proves how little was overlooked: how far it is, what it proves. Its items are answered by people, on the page."""
    return answer(_sample())


@post(router, "/sample", "review", shapes.SampleState)
def draw_sample(request: HttpRequest, given: bodies.SampleDrawn) -> HttpResponse:
    """Draw a sample by lot; it takes the place of an earlier one, and answers on items that are drawn again stay."""
    sampling.draw(desk.case(), rate=0.01, confidence=0.95, findings=100, seed=given.seed, by=actor(request))
    return answer(_sample())


def _one_no(one: two_readers.OneNo) -> shapes.SecondReading:
    kind, locator = (one.item.kind, one.item.locator) if one.item else ("", "")
    sort = SORTS[one.verdict] if one.verdict else "finding"
    return shapes.SecondReading(one.id, sort, one.by, one.at, one.grounds, kind, locator, one.people, one.leave, list(one.whose))


def _open() -> shapes.Families:
    return shapes.Families([_family(one) for one in page.open_families()[: page.SHOWN]], rulings.are_pending(desk.case()))


def _family(one: Family) -> shapes.FamilyState:
    return shapes.FamilyState(one.id, one.first.rank, [_doubt(each) for each in one.doubts[: page.SHOWN]], list(one.at_once), one.why)


def _doubt(one: Doubt) -> shapes.DoubtState:
    verdicts = [word for word, _, _ in page.ANSWERS[one.sort]]
    people = [person.id for person in one.people]
    return shapes.DoubtState(
        page.mark_of(one), one.sort, people, round(one.probability, 4), list(one.evidence), list(one.matters), verdicts
    )


def _sample() -> shapes.SampleState:
    with allowed(lambda: None):
        found = sampling.outcome(desk.case())
    if found is None:
        return shapes.SampleState(is_drawn=False, drawn=0, answered=0, statement=[], agreements=[])
    agreed = _agreed(sampling.agreements(desk.case()))
    drawn = found.plan.silent_drawn + found.plan.findings_drawn
    return shapes.SampleState(is_drawn=True, drawn=drawn, answered=found.answered, statement=list(found.statement), agreements=agreed)


def _agreed(found: list[sampling.Agreement]) -> list[shapes.Agreement]:
    return [shapes.Agreement(one.first, one.second, one.items, one.agreed, one.kappa) for one in found]


def _named_finding(identity: str) -> Item:
    try:
        return doubtful.named(desk.case(), findings_page.in_doubt(), identity)
    except WrongCall:
        raise missing("finding in doubt", identity) from None


def _in_doubt(one: Item, given: doubtful.Answers) -> shapes.DoubtfulFinding:
    place = (one.id, one.locator, one.kind, one.start, one.end, one.row, one.column, one.masked)
    told = (one.confidence, one.detector, one.context, one.number, one.rank, one.people, one.only, list(one.matters))
    return shapes.DoubtfulFinding(*place, *told, dict(given.get(one.id, {})))
