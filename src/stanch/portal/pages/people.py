"""People: searched and paged; and one person's account, with the reason for each thing said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import browse, destruction, parting, reached, rulings
from stanch.casefile.decisions import revision_of
from stanch.errors import StanchError, WrongCall
from stanch.portal import desk, seen
from stanch.portal.pages import second
from stanch.portal.rights import needs, visitor_of
from stanch.records import Aside, Person, Ruling
from stanch.report import wording
from stanch.report.reached import WORDS, contact_of

MOST_RECORDS = 200  # of one person, in the form that parts them


@needs("people")
def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    search, residence = request.GET.get("q", "")[:200], request.GET.get("residence", "")[:20]
    counts = desk.kept("counted residences", lambda: browse.counts(desk.case(), Person, "residence"), until=desk.marked(Person))
    live_there = dict(counts).get("" if residence == "unresolved" else residence, 0) if residence else None
    sheet = browse.people(desk.case(), search=search, residence=residence, number=desk.sheet_number(request), total=live_there)
    residences = [(code or "unresolved", number) for code, number in counts]
    return desk.page(
        request,
        "people.html",
        _("People"),
        search=search,
        residence=residence,
        residences=residences,
        people=sheet.rows,
        destroyed="" if counts or not (gone := destruction.destroyed(desk.case())) else wording.destroyed(*gone),
        aside=0 if search or residence else desk.number_of(Aside),
        alone=len(second.waiting()) if visitor_of(request).may("review") else 0,
        **desk.turning(request, sheet),
    )


@needs("people", to_change="review")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One person: what was exposed, where, and why these records are one person; with a form sent, it is decided who this is."""
    person = browse.find_person(desk.case(), identity)
    if person is None:
        raise Http404
    if request.method != "POST":
        return _person(request, person)
    asked, by = request.POST, visitor_of(request).name
    try:
        with seen.held_to(asked.get("seen", ""), lambda: _mark(person)):
            draft, action = _draft(request, person)
            rulings.decide(desk.case(), [draft], by=by, grounds=asked.get("grounds", "")[:2000], action=action)
    except StanchError as error:
        return _person(request, person, status=400 if isinstance(error, WrongCall) else 409, fault=str(error))
    return second.worked_in(by, "/people/decided")


def _draft(request: HttpRequest, person: Person) -> tuple[rulings.Draft, str]:
    asked = request.POST
    verdict = asked.get("verdict", "")
    if verdict in ("one", "apart"):
        wanted = asked.get("other", "").strip()
        other = browse.find_person(desk.case(), wanted)
        if other is None:
            raise WrongCall(f"no such person: {wanted[:80]}", do="Give the number that stands on the other person’s page.")
        made = rulings.merge([person, other]) if verdict == "one" else rulings.apart([person, other])
        return made, "merge people" if verdict == "one" else "keep people apart"
    if verdict == "split":
        numbers = [int(one) for one in asked.getlist("record") if one.isascii() and one.isdigit() and len(one) < 6]
        parts = [[person.records[one] for one in numbers if one < len(person.records)]]
        return rulings.split(person, parts, told=parting.told_by(desk.case(), person)), "split person"
    if verdict == "nobody":
        return rulings.drop(person), "drop person"
    if verdict == "write":
        return rulings.write_to(person), "write to person"
    raise WrongCall("no decision was chosen", do="Choose one of them.")


def _person(request: HttpRequest, person: Person, *, status: int = 200, fault: str = "") -> HttpResponse:
    notices, offers = browse.of_person(desk.case(), person.id)
    doubts = browse.doubts_of(desk.case(), person.id)
    made = [(one, rulings.WORDS[one.verdict]) for one in rulings.standing(desk.case().alias) if rulings.touches(one, [person])]
    told_by = parting.told_by(desk.case(), person) if len(person.records) > 1 and visitor_of(request).may("review") else {}
    records = parting.records_of(person, told_by, most=MOST_RECORDS)
    told = {
        "one_no": [(one, rulings.WORDS[one.verdict]) for one in _one_no(person)],
        "notices": notices,
        "offers": offers,
        "doubts": doubts,
        "made": made,
        "records": records,
        "seen": _mark(person),
    }
    bound = any(match.is_binding for match in person.matches)
    reach = reached.reach_of(desk.case())
    told["contact"] = WORDS[contact_of(reach, person)] if reach else ""
    return desk.page(request, "person.html", person.name, status=status, person=person, fault=fault, bound=bound, **told)


def _mark(person: Person) -> str:
    """What of a person a decision rests on: the records, and what was ruled on them since the line was walked."""
    made = [one for one in rulings.standing(desk.case().alias) if rulings.touches(one, [person])]
    return f"{revision_of(person)}-{'.'.join(one.id for one in (*made, *_one_no(person)))}"


def _one_no(person: Person) -> list[Ruling]:
    """What one reader alone said of them, and nobody leaves the list by."""
    return [one for one in rulings.one_said_no(desk.case().alias) if rulings.touches(one, [person])]


@needs("people")
def show_why(request: HttpRequest) -> HttpResponse:
    """Why one person is one, or what speaks for and against two being one, as the linkage weighs it; no value stands in it."""
    asked = [one for one in (request.GET.get("one", ""), request.GET.get("other", "")) if one]
    found = [browse.find_person(desk.case(), one) for one in asked]
    people = [one for one in found if one is not None]
    if not people or len(people) < len(asked):
        raise Http404
    from stanch.casefile import reasons

    told = desk.kept("why " + " ".join(one.id for one in people), lambda: reasons.why(desk.case(), people)[0])
    return desk.page(request, "why.html", _("Why"), people=people, told=told)
