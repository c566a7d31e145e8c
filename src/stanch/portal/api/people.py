"""People: paged, searched, one by one, all as lines; and decisions on who is who."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from stanch import shapes
from stanch.casefile import browse, parting, rulings
from stanch.casefile.decisions import revision_of
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, changed, lines, missing
from stanch.portal.api.door import actor, get, post, whole
from stanch.records import Person

router = Router(tags=["people"])
ACTIONS = {
    "merge": "merge people",
    "apart": "keep people apart",
    "drop": "drop person",
    "split": "split person",
    "write": "write to person",
}
ONE = ("drop", "split", "write")


@get(router, "/people", "people", shapes.PersonPage, query=("search", "residence", "page"))
def people(request: HttpRequest, search: str = "", residence: str = "", page: int = 1) -> HttpResponse:  # noqa: ARG001
    """People by name. `search` looks in names, ids, e-mail, phone, street and city; `residence` is a code, or `unresolved`.

    Where more than 5,000 people match a search, `total` is 5,000, and only these are paged through.
    """
    sheet = browse.people(desk.case(), search=search[:200], residence=residence[:20], number=whole(page))
    rows = [shapes.PersonState(one, revision_of(one)) for one in sheet.rows]
    return answer(shapes.PersonPage(rows, sheet.number, sheet.sheets, sheet.total))


@get(router, "/people.ndjson", "export", None, media="application/x-ndjson")
def people_lines(request: HttpRequest) -> HttpResponseBase:
    """Everybody affected, one a line. Who took them out stands in the journal."""
    desk.case().journal.append("export", "people.ndjson", by=actor(request))
    return lines(_records(), "people.ndjson")


def _records() -> Iterator[str]:
    from stanch.casefile.models import PersonRow

    rows = PersonRow.objects.using(desk.case().alias).order_by("place").values_list("record", flat=True)
    yield from rows.iterator(chunk_size=1000)


@post(router, "/people/rulings", "review", shapes.Ruled)
def rule(request: HttpRequest, given: bodies.PeopleRuled) -> HttpResponse:
    """Decide that people are one (the first one's id stays), are different, that somebody is no affected person, that records of one are
    somebody else's, or that a letter goes all the same. It takes effect when the line is walked (`POST /work`).
    """
    from django.db import transaction

    if given.verdict in ONE and len(given.people) != 1:
        raise WrongCall("this is decided of one person at a time", where="people", do="Name one.")
    with transaction.atomic(using=desk.case().alias):
        found = [_found(one.id) for one in given.people]
        fresh = [shapes.PersonState(one, revision_of(one)) for one in found]
        if any(one.revision != seen.revision for one, seen in zip(fresh, given.people, strict=True)):
            raise changed(fresh)
        made = rulings.decide(desk.case(), [_draft(given, found)], by=actor(request), grounds=given.grounds, action=ACTIONS[given.verdict])
    return answer(shapes.Ruled(made))


@get(router, "/people/{path:identity}", "people", shapes.PersonAccount)
def person(request: HttpRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """One person: what was exposed, where, why these records are one person."""
    one = _found(identity)
    notices, offers = browse.of_person(desk.case(), identity)
    mark = revision_of(one)
    return answer(shapes.PersonAccount(one, mark, [notice.id for notice in notices], offers), revision=mark)


def _draft(given: bodies.PeopleRuled, found: list[Person]) -> rulings.Draft:
    makers = {
        "merge": lambda: rulings.merge(found),
        "apart": lambda: rulings.apart(found),
        "drop": lambda: rulings.drop(found[0]),
        "split": lambda: rulings.split(found[0], [given.records], told=parting.told_by(desk.case(), found[0])),
        "write": lambda: rulings.write_to(found[0]),
    }
    return makers[given.verdict]()


def _found(identity: str) -> Person:
    found = browse.find_person(desk.case(), identity)
    if found is None:
        raise missing("person", identity)
    return found
