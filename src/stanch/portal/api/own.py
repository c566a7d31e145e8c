"""Tasks and fields of the organisation's own, the timeline that people add to, and files that are brought in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from stanch import shapes
from stanch.casefile import noting, own
from stanch.casefile.browse import SIZE
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import Refused, answer, missing
from stanch.portal.api.door import actor, file_of, get, post, post_file, whole
from stanch.portal.api.standing import held_to
from stanch.portal.pages import bring, timeline
from stanch.portal.rights import visitor_of
from stanch.records import OwnField, OwnValue

router = Router(tags=["own"])


@get(router, "/tasks", "look", shapes.Tasks)
def tasks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """The tasks, those that are open first."""
    return answer(shapes.Tasks(own.tasks(desk.case())))


@post(router, "/tasks", "tasks", shapes.Tasks)
def add_task(request: HttpRequest, given: bodies.TaskMade) -> HttpResponse:
    """Make a task; it may hold something up until it is done."""
    own.add_task(desk.case(), given.text, by=actor(request), blocks=given.blocks, who=given.who, due=given.due)
    return answer(shapes.Tasks(own.tasks(desk.case())))


@post(router, "/tasks/{identity}", "tasks", shapes.Tasks)
def end_task(request: HttpRequest, identity: str, given: bodies.TaskEnded) -> HttpResponse:
    """Say that a task is done, or need not be."""
    if not any(one.id == identity for one in own.tasks(desk.case())):
        raise missing("task", identity)
    own.end_task(desk.case(), identity, by=actor(request), grounds=given.grounds, withdrawn=given.verdict == "withdrawn")
    return answer(shapes.Tasks(own.tasks(desk.case())))


@get(router, "/fields", "facts", shapes.Fields)
def fields(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The fields of the organisation's own, each with its value."""
    return answer(_fields())


@post(router, "/fields", "facts", shapes.Fields)
def define_field(request: HttpRequest, given: bodies.FieldDefined) -> HttpResponse:
    """Define a field, or define it anew."""
    told = OwnField(given.key, given.label, given.kind, tuple(given.choices), given.needed_for, given.why)
    own.define(desk.case(), [told], by=actor(request))
    return answer(_fields())


@post(router, "/fields/{key}", "facts", shapes.FieldState)
def fill_field(request: HttpRequest, key: str, given: bodies.FieldFilled) -> HttpResponse:
    """Fill a field; what it held before stays in its history."""
    _field(key)
    with held_to(given.revision, lambda: (_field(key).revision, _field(key))):
        own.fill(desk.case(), key, given.value, by=actor(request), source=given.source)
    shown = _field(key)
    return answer(shown, revision=shown.revision)


@get(router, "/timeline", "look", shapes.TimelinePage, query=("page",))
def timeline_page(request: HttpRequest, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """What the logs tell and what people noted, by time."""
    return answer(_timeline(whole(page)))


@get(router, "/timeline.csv", "export", None, media="text/csv")
def timeline_csv(request: HttpRequest) -> HttpResponse:
    """The whole timeline as CSV; who took it stands in the journal."""
    return timeline.csv_of(by=actor(request))


@post(router, "/timeline", "facts", shapes.TimelineEntry)
def note_entry(request: HttpRequest, given: bodies.EntryNoted) -> HttpResponse:
    """Note what happened."""
    made = noting.note(desk.case(), given.text, at=_moment(given.at), source=given.source, by=actor(request))
    return answer(shapes.TimelineEntry(made.at, made.kind, made.text, made.detail, made.source, made.by, made.id))


@post(router, "/timeline/{identity}", "facts", shapes.TimelinePage)
def withdraw_entry(request: HttpRequest, identity: str, given: bodies.OnGrounds) -> HttpResponse:
    """Take an entry back, with grounds."""
    if not any(one.id == identity for one in noting.timeline(desk.case())):
        raise missing("entry", identity)
    noting.withdraw(desk.case(), identity, by=actor(request), grounds=given.grounds)
    return answer(_timeline(1))


@post_file(router, "/bring", "bring", shapes.Taken, query=("sort", "name", "day"))
def bring_file(request: HttpRequest, sort: str, name: str, day: str = "") -> HttpResponse:
    """Take in a file of up to 8 MB, all of it or nothing. `sort`: timeline, known, known_list, notified, do_not_contact, post, bounces,
    codes, addresses, activations, template, logo, check (a tool's result; `day` where it tells none itself; needs the right `actions` too).
    """
    found = bring.SORTS.get(sort)
    if found is None:
        raise missing("sort of file", sort)
    if found.right and not visitor_of(request).may(found.right):
        raise Refused(403, f"the sort {sort} needs the right {found.right} too", do="Ask somebody who has it.")
    told, _ = bring.take(desk.case(), found, name, file_of(request, bring.LARGEST), by=actor(request), day=bring.day_of(day))
    return answer(shapes.Taken(dict(told.counts), list(told.lost)))


def _fields() -> shapes.Fields:
    times = [one.key for one in desk.case().store.get(OwnValue)]
    found = [
        shapes.FieldState(one.field, one.value.value if one.value else None, one.is_wanting, str(times.count(one.field.key)))
        for one in own.fields(desk.case())
    ]
    return shapes.Fields(found)


def _field(key: str) -> shapes.FieldState:
    found = next((one for one in _fields().fields if one.field.key == key), None)
    if found is None:
        raise missing("field", key)
    return found


def _timeline(page: int) -> shapes.TimelinePage:
    moments = noting.timeline(desk.case())
    pages = max(1, -(-len(moments) // SIZE))
    number = min(page, pages)
    rows = [
        shapes.TimelineEntry(one.at, one.kind, one.text, one.detail, one.source, one.by, one.id)
        for one in moments[(number - 1) * SIZE : number * SIZE]
    ]
    return shapes.TimelinePage(rows, number, pages, len(moments))


def _moment(at: datetime | None) -> datetime | None:
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if at else None
    except OverflowError:
        raise WrongCall("that is no moment at which anything happened", where="at", do="Say when it happened.") from None
