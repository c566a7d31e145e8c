"""The case that the portal shows, and what its pages share."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stanch.casefile import Case
from stanch.casefile.browse import Sheet
from stanch.records import Action, Aside, Attack, DoubtfulPair, Duty, Exhibit, Facts, Notice, Offer, Organisation, Person, Unread
from stanch.report import Contents

SECTIONS = (
    ("/", "Now"),
    ("/evidence", "Evidence"),
    ("/people", "People"),
    ("/duties", "Duties"),
    ("/notices", "Notices"),
    ("/actions", "Actions"),
    ("/journal", "Journal"),
)
_lock = Lock()
_shown: dict[str, Any] = {}


def show(case: Case) -> None:
    """Put a case on the desk."""
    _shown.clear()
    _shown["case"] = case


def case() -> Case:
    """The case on the desk."""
    found: Case = _shown["case"]
    return found


def now() -> datetime:
    """The moment of this page."""
    return case().clock().astimezone(UTC)


def contents() -> Contents:
    """The whole case as the report sees it; read again only when the journal has grown (nothing changes without an entry)."""
    from dataclasses import replace

    store, mark = case().store, len(case().journal)
    with _lock:
        if _shown.get("mark") != mark:
            facts, attack = store.get(Facts), store.get(Attack)
            _shown["contents"] = Contents(
                now=now(),
                facts=facts[0] if facts else Facts(),
                exhibits=tuple(store.get(Exhibit)),
                unread=tuple(store.get(Unread)),
                people=tuple(store.get(Person)),
                doubtful=tuple(store.get(DoubtfulPair)),
                asides=tuple(store.get(Aside)),
                attack=attack[0] if attack else Attack(),
                duties=tuple(store.get(Duty)),
                offers=tuple(store.get(Offer)),
                notices=tuple(store.get(Notice)),
                actions=tuple(store.get(Action)),
            )
            _shown["mark"] = mark
        held: Contents = _shown["contents"]
    return replace(held, now=now())


def organisation() -> str:
    """Whose case it is."""
    store = case().store
    facts, given = store.get(Facts), store.get(Organisation)
    return (facts[0].org.name if facts else None) or (given[0].name if given else None) or "the case"


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """A page of the portal."""
    here = next((path for path, _ in reversed(SECTIONS) if request.path == path or request.path.startswith(path + "/")), "")
    shared = {"title": title, "sections": SECTIONS, "here": here, "organisation": organisation(), "now": now()}
    return render(request, template, {**shared, **values}, status=status)


def sheet_number(request: HttpRequest) -> int:
    """Which page of a list is asked for."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def turning(request: HttpRequest, sheet: Sheet[Any]) -> dict[str, Any]:
    """Links to the page before and after."""

    def link(number: int) -> str:
        asked = request.GET.copy()
        asked["page"] = str(number)
        return "?" + asked.urlencode()

    return {
        "sheet": sheet,
        "before": link(sheet.number - 1) if sheet.number > 1 else "",
        "after": link(sheet.number + 1) if sheet.number < sheet.sheets else "",
    }
