"""Actions: what must change, by whom, and what proves it."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile import arranging, decide, own, proving, taking
from stanch.casefile.decisions import history
from stanch.errors import Changed, StanchError, WrongCall
from stanch.portal import desk, seen, tongues
from stanch.portal.pages.options import picture
from stanch.portal.rights import needs, visitor_of
from stanch.records import Action
from stanch.report.gantt import Bar, gantt


@needs("look", to_change="actions")
def show(request: HttpRequest) -> HttpResponse:
    """First the containment of the first hours, then the corrective actions; with a form sent, one is closed or opened again."""
    if request.method != "POST":
        return _actions(request)
    asked, by = request.POST, visitor_of(request).name
    if "step" in asked:
        return _step_said(request)
    text = asked.get("proof", "")[:2000]
    try:
        with seen.held_to(asked.get("seen", ""), lambda: _mark(asked.get("action", ""))):
            _decided(asked.get("action", ""), asked.get("verdict", ""), by=by, text=text)
    except StanchError as error:
        return _actions(request, status=409 if isinstance(error, Changed) else 400, fault=str(error))
    return redirect("/actions")


def _step_said(request: HttpRequest) -> HttpResponse:
    """A step of the first hours was taken, or was not after all; back to the page whose form said so."""
    asked, by = request.POST, visitor_of(request).name
    step, say = asked["step"], {"taken": taking.say_taken, "not_taken": taking.say_not_taken}.get(asked.get("verdict", ""))
    try:
        if say is None:
            raise WrongCall("no decision was chosen", do="Say that the step was taken, or that it was not.")
        with seen.held_to(asked.get("seen", ""), lambda: taking.find(desk.case(), step).revision):
            say(desk.case(), step, by=by, note=asked.get("note", ""))
    except StanchError as error:
        return _actions(request, status=409 if isinstance(error, Changed) else 400, fault=str(error))
    return redirect("/" if asked.get("from") == "now" else "/actions")


def _decided(action: str, verdict: str, *, by: str, text: str) -> None:
    if verdict == "done":
        decide.close_action(desk.case(), action, by=by, proof=text)
    elif verdict == "reopened":
        decide.reopen_action(desk.case(), action, by=by, grounds=text)
    else:
        raise WrongCall("no decision was chosen", do="Close the action, or open it again.")


def _mark(identity: str) -> str:
    found = next((one for one in desk.case().store.get(Action) if one.id == identity), None)
    if found is None:
        raise WrongCall(f"no such action: {identity[:80]}", do="The page lists them.")
    return seen.mark(Action.__name__, identity, found)


@needs("look")
def show_board(request: HttpRequest) -> HttpResponse:
    """The actions by status, those that are late first."""
    actions = sorted(desk.case().store.get(Action), key=lambda one: (one.due is None, one.due, one.order))
    today = desk.now().date()
    columns = [
        (name, [(one, one.due is not None and one.due < today and one.status != "done") for one in actions if one.status == status])
        for status, name in (("open", "Open"), ("reopened", "Open again"), ("done", "Done"))
    ]
    return desk.page(request, "board.html", _("Actions by status"), columns=columns)


@needs("look")
def show_plan(request: HttpRequest) -> HttpResponse:
    """The actions and tasks over time, as a drawing and as a table."""
    return desk.page(request, "plan.html", _("Plan over time"), plan=_plan())


@needs("look")
def show_drawing(_request: HttpRequest) -> HttpResponse:
    """The same as SVG."""
    return picture(gantt([one for one, _ in _plan()], desk.now().date()))


def _plan() -> list[tuple[Bar, str]]:
    """What has a day, the earliest first, each with the address of its page."""
    from stanch.casefile.models import CaseRow

    case, today = desk.case(), desk.now().date()
    # An action is planned when the case is opened; in a drill the case is younger than its story.
    opened = min(CaseRow.objects.using(case.alias).get().opened_at.date(), today)
    rows = [
        (
            Bar(tongues.ours(one.title), min(opened, one.due), one.due, _state(one.due, today, done=one.status == "done")),
            f"/actions/{quote(one.id, safe='')}",
        )
        for one in case.store.get(Action)
        if one.due
    ]
    rows += [
        (Bar(one.text, min((one.made_at or desk.now()).date(), one.due), one.due, _state(one.due, today, done=not one.is_open)), "/tasks")
        for one in own.tasks(case)
        if one.due and one.ended != "withdrawn"
    ]
    return sorted(rows, key=lambda row: (row[0].ends, row[0].name))


def _state(due: date, today: date, *, done: bool) -> str:
    return "done" if done else "late" if due < today else "open"


@needs("look", to_change="actions")
def show_one(request: HttpRequest, identity: str) -> HttpResponse:
    """One action: every check by a tool's result, and every decision; with a form sent, it is arranged otherwise."""
    if request.method == "POST":
        try:
            with seen.held_to(request.POST.get("seen", ""), lambda: _mark(identity)):
                arranging.arrange(
                    desk.case(), identity, _change(request), by=visitor_of(request).name, grounds=request.POST.get("grounds", "")
                )
        except StanchError as error:
            return _one(request, identity, status=409 if isinstance(error, Changed) else 400, fault=str(error))
        return redirect(f"/actions/{quote(identity, safe='')}")
    return _one(request, identity)


def _change(request: HttpRequest) -> arranging.Change:
    """What the form asks for. Raises `WrongCall` where a day or a sum is none."""
    asked = request.POST
    try:
        due = date.fromisoformat(asked["due"]) if asked.get("due") else None
        cost = float(asked["cost"].replace(",", ".")) if asked.get("cost") else None
    except ValueError:
        raise WrongCall("the day or the sum cannot be read", do="Write them as 2026-12-31 and 1200.50.") from None
    currency = asked.get("currency", "").strip().upper() or None
    return arranging.Change(asked.get("owner", "") or None, due, cost, currency, tuple(asked.getlist("after")))


def _one(request: HttpRequest, identity: str, *, status: int = 200, fault: str = "") -> HttpResponse:
    actions = {one.id: one for one in desk.case().store.get(Action)}
    action = actions.get(identity)
    if action is None:
        raise Http404
    checks = [(one, json.loads(one.grounds)) for one in reversed(proving.past(desk.case(), identity))]
    decided = history(desk.case().alias, Action.__name__, identity)
    waiting = own.waits_for(desk.case(), "close", f"action {identity}") if action.status != "done" else []
    told = {
        "checks": checks,
        "decided": decided,
        "waiting": waiting,
        "before": arranging.waits_for(action, actions),
        "others": [one for one in sorted(actions.values(), key=lambda one: one.order) if one.id != identity],
        "arranged": [(one, json.loads(one.grounds)) for one in reversed(arranging.past(desk.case(), identity))],
        "seen": seen.mark(Action.__name__, identity, action),
    }
    return desk.page(request, "action.html", tongues.ours(action.title), status=status, fault=fault, action=action, **told)


def _actions(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    store = desk.case().store
    return desk.page(
        request,
        "actions.html",
        _("Actions"),
        status=status,
        fault=fault,
        steps=desk.steps(),
        actions=[(one, seen.mark(Action.__name__, one.id, one)) for one in sorted(store.get(Action), key=lambda action: action.order)],
        held_up={one.blocks.removeprefix("action ") for one in own.tasks(desk.case()) if one.is_open and one.blocks.startswith("action ")},
    )
