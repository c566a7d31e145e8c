"""People: searched and paged; and one person's account, with the reason for each thing said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from stanch.casefile import browse
from stanch.portal import desk
from stanch.portal.rights import needs
from stanch.records import Aside, DoubtfulPair, Person


@needs("people")
def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    search, residence = request.GET.get("q", "")[:200], request.GET.get("residence", "")[:20]
    sheet = browse.people(desk.case(), search=search, residence=residence, number=desk.sheet_number(request))
    residences = [(code or "unresolved", number) for code, number in browse.counts(desk.case(), Person, "residence")]
    return desk.page(
        request,
        "people.html",
        "People",
        search=search,
        residence=residence,
        residences=residences,
        people=sheet.rows,
        asides=desk.case().store.get(Aside) if not (search or residence) and sheet.number == sheet.sheets else [],
        **desk.turning(request, sheet),
    )


@needs("people")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One person: what was exposed, where, and why these records are one person."""
    person = browse.find_person(desk.case(), identity)
    if person is None:
        raise Http404
    notices, offers = browse.of_person(desk.case(), identity)
    doubts = [pair for pair in desk.case().store.get(DoubtfulPair) if identity in (pair.left, pair.right)]
    return desk.page(request, "person.html", person.name, person=person, notices=notices, offers=offers, doubts=doubts)
