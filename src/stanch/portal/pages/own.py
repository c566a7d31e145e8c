"""Tasks and fields of the organisation's own, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import own, taking
from stanch.casefile.decisions import revision_of
from stanch.casefile.duties import duty_states
from stanch.errors import Changed, StanchError, WrongCall
from stanch.portal import desk, seen, words
from stanch.portal.rights import needs, visitor_of
from stanch.records import Action, OwnField

WHOLE = {"notices": "all notices: none is approved", "sending": "sending: nothing leaves"}
KINDS = {"text": "a text", "date": "a day", "number": "a number", "yes_no": "yes or no", "choice": "one of several"}


@needs("look", to_change="tasks")
def show_tasks(request: HttpRequest) -> HttpResponse:
    """The tasks; with a form sent, one is added or ended."""
    if request.method != "POST":
        return _tasks(request)
    asked, case, by = request.POST, desk.case(), visitor_of(request).name
    try:
        if asked.get("do") == "add":
            own.add_task(
                case, asked.get("text", ""), by=by, blocks=asked.get("blocks", ""), who=asked.get("who", ""), due=_day(asked.get("due", ""))
            )
        elif asked.get("do") in ("done", "withdraw"):
            own.end_task(case, asked.get("task", ""), by=by, grounds=asked.get("grounds", ""), withdrawn=asked["do"] == "withdraw")
        else:
            raise WrongCall("no decision was chosen", do="Add a task, or say that one is done.")
    except StanchError as error:
        return _tasks(request, status=400, fault=str(error))
    return redirect("/tasks")


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if told.strip() else None
    except ValueError:
        raise WrongCall(f"{told[:40]!r} is no day", do="Write it as 2026-11-24.") from None


def _tasks(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    case = desk.case()
    given = request.POST if fault else {"blocks": request.GET.get("blocks", "")}
    duties = [one.duty for one in duty_states(case, now=desk.now()) if one.is_running]
    choices = [
        *WHOLE.items(),
        *((f"action {one.id}", one.title) for one in case.store.get(Action) if one.status != "done"),
        *((f"duty {one.id}", words.duty(one)) for one in duties),
        *((f"step {one.id}", one.do) for one in desk.steps() if one.do != taking.UNREAD),
    ]
    asked = str(given.get("blocks", ""))
    if asked.startswith("notice "):
        choices.append((asked, asked))
    named = dict(choices)
    tasks = [(one, named.get(one.blocks, one.blocks)) for one in own.tasks(case)]
    told = {"tasks": tasks, "today": desk.now().date(), "choices": choices, "given": given}
    return desk.page(request, "tasks.html", _("Tasks"), status=status, fault=fault, **told)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A field as the page shows it."""

    field: OwnField
    value: Any
    is_wanting: bool
    needed: str
    seen: str


@needs("facts", to_change="facts")
def show_fields(request: HttpRequest) -> HttpResponse:
    """The fields; with a form sent, one is filled, or defined."""
    if request.method != "POST":
        return _fields(request)
    asked, case, by = request.POST, desk.case(), visitor_of(request).name
    try:
        if asked.get("do") == "fill":
            with seen.held_to(asked.get("seen", ""), lambda: _value_mark(asked.get("key", ""))):
                own.fill(case, asked.get("key", ""), asked.get("value", ""), by=by, source=asked.get("source", ""))
        elif asked.get("do") == "define":
            own.define(case, [_defined(asked)], by=by)
        else:
            raise WrongCall("no decision was chosen", do="Fill a field, or define one.")
    except StanchError as error:
        return _fields(request, status=409 if isinstance(error, Changed) else 400, fault=str(error))
    return redirect("/fields")


def _value_mark(key: str) -> str:
    """What stands in a field: another value, or the same said by somebody else, is another."""
    value = next((one.value for one in own.fields(desk.case()) if one.field.key == key), None)
    return revision_of(value) if value else "-"


def _defined(asked: Any) -> OwnField:
    kind, needed = asked.get("kind", "text"), asked.get("needed_for", "")
    if kind not in KINDS or needed not in ("", *own.STEPS):
        raise WrongCall("a field is not defined so", do="Choose what it holds, and when it must be filled, from the lists.")
    choices = tuple(one.strip() for one in asked.get("choices", "").splitlines() if one.strip()) if kind == "choice" else ()
    return OwnField(asked.get("key", "").strip(), asked.get("label", ""), kind, choices, needed, asked.get("why", ""))


def _fields(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    shown = [
        _Shown(one.field, one.value, one.is_wanting, own.STEPS.get(one.field.needed_for, ""), revision_of(one.value) if one.value else "-")
        for one in own.fields(desk.case())
    ]
    told = {"fields": shown, "kinds": KINDS.items(), "steps": own.STEPS.items()}
    return desk.page(request, "fields.html", _("Fields of your own"), status=status, fault=fault, **told)
