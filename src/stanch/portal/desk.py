"""The case that the portal shows, and what its pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stanch.casefile import Case, board, closing, crowd, destruction, glance, streamed, taking, walking
from stanch.casefile import keeping as sums
from stanch.casefile.browse import Sheet
from stanch.casefile.keeping import Sum
from stanch.errors import WrongCall
from stanch.portal import errands, keeping, rights, tables, tongues, which
from stanch.portal.settings import LANGUAGES
from stanch.portal.signposts import by_page
from stanch.portal.work import Progress, worker
from stanch.records import Action, Alike, Aside, Attack, DoubtfulPair, Duty, Exhibit, Facts, Notice, Offer, Organisation, Person, Unread
from stanch.report import Contents

T = TypeVar("T")
_NOBODY = "the case"  # where nobody said yet whose it is
# Address, name, and the right that shows it.
SECTIONS = (
    ("/", "Now", "look"),
    ("/intake", "Questions", "facts"),
    ("/cause", "Cause", "look"),
    ("/evidence", "Evidence", "evidence"),
    ("/extent", "Extent", "extent"),
    ("/review", "Review", "review"),
    ("/people", "People", "people"),
    ("/duties", "Duties", "look"),
    ("/notices", "Notices", "notices"),
    ("/protection", "Protection", "look"),
    ("/actions", "Actions", "look"),
    ("/counsel", "Counsel", "privileged"),
    ("/report", "Report", "look"),
    ("/journal", "Journal", "journal"),
)
_desks: dict[str, dict[str, Any]] = {}


def show(case: Case) -> None:
    """Put a case on the desk, the only one."""
    which.serve({})
    _desks.clear()
    errands.forget()
    _desks[which.ONLY.key] = {"case": case}


def show_several(cases: Mapping[str, Case]) -> None:
    """Put several cases on desks of their own, by the names that addresses call them by."""
    _desks.clear()
    errands.forget()
    keys = {name: one.journal.head().case for name, one in cases.items()}
    for name, one in cases.items():
        _desks[keys[name]] = {"case": one}
    which.serve(keys)


def _held() -> dict[str, Any]:
    """What is kept for the case of this request. Raises `WrongCall` where it is about none."""
    found = _desks.get(which.current().key)
    if found is None:
        raise WrongCall("no case was named", do="Choose one on the page /cases.")
    return found


def has_case() -> bool:
    """Whether this request is about a case that is on a desk."""
    return which.current().key in _desks


def case() -> Case:
    """The case on the desk."""
    found: Case = _held()["case"]
    return found


def of(key: str) -> Case | None:
    """The case that accounts know by this key, if it is on a desk."""
    found = _desks.get(key)
    return found["case"] if found else None


def clock() -> datetime:
    """The moment by the clock of the case, or where there is none by this machine's."""
    return case().clock() if has_case() else datetime.now(UTC)


def now() -> datetime:
    """The moment of this page: now, or in a drill its own day."""
    return walking.moment_of(case())[0].astimezone(UTC)


def day() -> date:
    """The day whose law applies."""
    return walking.moment_of(case())[1]


def contents() -> Contents:
    """The whole case as the report sees it. What may be a million rows is not held: of people, doubts and notices one of each sort
    stands for all.
    """
    facts, attack, doubts, people = held(Facts), held(Attack), summed(crowd.DOUBTS), Alike(summed(crowd.PEOPLE).sorts)
    return Contents(
        destroyed=None if people else destruction.destroyed(case()),
        now=now(),
        facts=facts[0] if facts else Facts(),
        exhibits=held(Exhibit),
        unread=held(Unread),
        people=cast("tuple[Person, ...]", people),
        doubtful=cast("tuple[DoubtfulPair, ...]", Alike(doubts)),
        asides=_streamed(Aside),
        attack=attack[0] if attack else Attack(),
        duties=held(Duty),
        offers=_streamed(Offer),
        helped=number_of(Offer) and summed(crowd.HELPED).people,
        notices=cast("tuple[Notice, ...]", board.notices(case())),
        actions=held(Action, decided=True),
        taken=taking.taken(case()),
    )


def steps() -> list[taking.StepState]:
    """The steps of the first hours, with who said that they were taken."""
    return taking.steps(case(), held(Attack), held(Unread))


def held(kind: type[T], *, decided: bool = False) -> tuple[T, ...]:
    """The rows of a kind of which there are few, read again only when they are others (or, of what is `decided` on, with each decision)."""
    until = marked(kind, decided=decided) if kind is not Facts else (case().store.facts_digest(),)
    return kept(f"all {kind.__name__}", lambda: tuple(case().store.get(kind)), until=until)


def number_of(kind: type) -> int:
    """How many rows of a kind there are."""
    return streamed.held(case(), kind)[1]


def _streamed(kind: type[T]) -> tuple[T, ...]:
    # A sequence in every way that a report asks for.
    return cast("tuple[T, ...]", streamed.Streamed(case(), kind))


def marked(*kinds: type, decided: bool = False, sent: bool = False) -> tuple[Any, ...]:
    """For `kept`: what changes exactly when these rows, decisions or deliveries do."""
    return streamed.mark(case(), *kinds, decided=decided, sent=sent)


def weighed_by(*decided: str) -> tuple[Any, ...]:
    """For `kept`: what changes with the facts, the evidence's story, people, duties and offers, decisions of these kinds, and the hour."""
    of_case = case()
    return (
        of_case.store.facts_digest(),
        *marked(Attack, Person, Duty, Offer, Exhibit, Unread, Action),
        streamed.newest_decision(of_case, *decided) if decided else 0,
        now().replace(minute=0, second=0, microsecond=0),
    )


def summed(wanted: Sum[T], *, fresh: bool = False) -> T:
    """A sum that the case keeps; where its rows are others and it is slow to make, as it was, until it is made anew."""
    of_case = case()
    mark = sums.marked(of_case, wanted)

    def before() -> keeping.Before | None:
        there = sums.found(of_case, wanted)
        return (there.made, there.mark, there.seconds) if there else None

    return _shelf().kept(f"sum {wanted.name}", lambda: sums.current(of_case, wanted), mark, fresh=fresh, before=before)


def kept(name: str, make: Callable[[], T], *, until: object = None, fresh: bool = False) -> T:
    """What a page shows, made again only when something has happened to the case, or in another hour: for what takes long.

    `until`: what else it hangs on, where not everything that happens changes it. What took more than half a second to make is shown as it
    was until it is made anew beside the page, unless it must be `fresh`: where a decision rests on it.
    """
    mark = until or (streamed.newest_of_substance(case()), now().replace(minute=0, second=0, microsecond=0))
    return _shelf().kept(name, make, mark, fresh=fresh)


def forget() -> None:
    """Let go of what pages were made from: where something was destroyed, nothing of it stays in memory."""
    _held().pop("shelf", None)


def _shelf() -> keeping.Shelf:
    shelf: keeping.Shelf = _held().setdefault("shelf", keeping.Shelf(case().alias))
    return shelf


def first_page(visitor: rights.Visitor) -> str:
    """The first page of the list that somebody may see; nothing where there is none."""
    return next((path for path, _, right in SECTIONS if visitor.may(right)), "")


def is_closed() -> bool:
    """Whether this request is about a case that is closed."""
    return has_case() and closing.is_closed(case().alias)


def organisation(of_case: Case | None = None) -> str:
    """Whose case it is: the one of this request, or another."""
    if of_case is None and not has_case():
        return "Stanch"
    named = of_case or case()
    return glance.once(named.alias, "organisation", lambda: _named(named))


def _named(of_case: Case) -> str:
    facts, given = of_case.store.get(Facts), of_case.store.get(Organisation)
    return (facts[0].org.name if facts else None) or (given[0].name if given else None) or _NOBODY


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """A page of the portal."""
    here = next((path for path, _, _ in reversed(SECTIONS) if request.path == path or request.path.startswith(path + "/")), "")
    visitor = rights.visitor_of(request)
    # Whoever has no role on this case does not even learn whose it is.
    inside = has_case() and bool(visitor.rights)
    sections = [(path, tongues.ours(name)) for path, name, right in SECTIONS if visitor.may(right)] if inside else []
    moment, whose = (now(), organisation()) if inside else (datetime.now(UTC), "Stanch")
    whose = tongues.ours(whose) if whose == _NOBODY else whose
    shared = {"title": title, "sections": sections, "here": here, "organisation": whose, "now": moment}
    shared["several"] = which.several()
    # Pages offer no form that a closed case would not take.
    shut = inside and is_closed() and not getattr(request, "goes_on", False)
    shared |= {
        "visitor": visitor,
        "may": {right: visitor.may(right) and not (shut and right in rights.CHANGING) for right in rights.table().rights},
        "closed": inside and is_closed(),
        "work": worker.progress() if inside else Progress(),
        "destroying": inside and errands.of(errands.DESTRUCTION).is_running,
        "sign_in_first": getattr(request, "sign_in_first", ""),
    }
    shared |= {"languages": LANGUAGES, "page_address": request.get_full_path(), "is_foreign": tongues.is_foreign()}
    if clash := shared.keys() & values.keys():
        raise TypeError(f"{template}: every page's own names are given again: {', '.join(sorted(clash))}")
    if values.get("fault"):
        values["fault"] = tongues.refused(by_page(str(values["fault"])))
    if values.get("against"):
        values["against"] = [tongues.refused(by_page(one)) for one in values["against"]]
    made = render(request, template, {**shared, **values}, status=status)
    if not inside:
        return made
    sheet = values.get("sheet")
    # Either the page, or one of its tables as a file; to whoever asked it is an answer.
    return cast("HttpResponse", tables.answered(request, made, sheet.sheets if sheet else 1))


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
