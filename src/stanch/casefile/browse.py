"""Pages of records for lists that are too long to hold: searched, counted and cut by the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from stanch.casefile import decisions, searching, stepping
from stanch.casefile.case import Case
from stanch.casefile.streamed import held
from stanch.records import DoubtfulPair, Exhibit, Notice, Offer, Person, Unread, from_json

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One page of a list. `number` counts from 1; `is_more`: there are more than `total`, and only so many are paged through."""

    rows: list[T]
    number: int
    sheets: int
    total: int
    is_more: bool = False


def people(case: Case, *, search: str = "", residence: str = "", number: int = 1, total: int | None = None) -> Sheet[Person]:
    """People by name; `search` looks for each of its words in names, ids, e-mail, phone, street and city, whatever the case of letters (of
    one or two letters where words begin).

    `total`: how many live there, where whoever asks knows.
    """
    from stanch.casefile.models import PersonRow

    rows = PersonRow.objects.using(case.alias).order_by("name", "place")
    if residence:
        rows = rows.filter(residence="" if residence == "unresolved" else residence)
    if search.split():
        found = searching.find(case.alias, rows, search, among_all=not residence)
        return replace(_sheet(Person, found.rows, number, total=found.total), is_more=found.is_more)
    where = None if not residence else "" if residence == "unresolved" else residence
    return _sheet(
        Person, rows, number, total=total if residence else held(case, Person)[1],
        window=lambda start: stepping.window(case, rows.order_by(), residence=where, start=start, size=SIZE),
    )  # fmt: skip


def exhibits(case: Case, *, number: int = 1, only: frozenset[str] | None = None) -> Sheet[Exhibit]:
    """Exhibits in the order in which they were taken; `only` these ids, where given."""
    from stanch.casefile.models import ExhibitRow

    rows = ExhibitRow.objects.using(case.alias).order_by("place")
    return _sheet(Exhibit, rows if only is None else rows.filter(identity__in=sorted(only)), number)


def unread(case: Case, *, reason: str = "", number: int = 1) -> Sheet[Unread]:
    """What could not be read."""
    from stanch.casefile.models import UnreadRow

    rows = UnreadRow.objects.using(case.alias).order_by("place")
    return _sheet(Unread, rows.filter(reason=reason) if reason else rows, number)


def notices(case: Case, *, number: int = 1) -> Sheet[Notice]:
    """Notices, with what was decided on them."""
    from stanch.casefile.models import NoticeRow

    rows = NoticeRow.objects.using(case.alias).order_by("place")
    # Places count from nought without a gap: a page is a span of them.
    sheet = _sheet(
        Notice, rows, number, total=held(case, Notice)[1],
        window=lambda start: list(rows.filter(place__gte=start, place__lt=start + SIZE).values_list("place", flat=True)),
    )  # fmt: skip
    return Sheet(decisions.laid_over(case.alias, Notice, sheet.rows), sheet.number, sheet.sheets, sheet.total)


def offers(case: Case, *, number: int = 1) -> Sheet[Offer]:
    """What is offered to whom, a page of it."""
    from stanch.casefile.models import OfferRow

    rows = OfferRow.objects.using(case.alias)
    sheet = _sheet(
        Offer, rows, number, total=held(case, Offer)[1],
        window=lambda start: list(rows.filter(place__gte=start, place__lt=start + SIZE).order_by("place").values_list("place", flat=True)),
    )  # fmt: skip
    return Sheet(decisions.laid_over(case.alias, Offer, sheet.rows), sheet.number, sheet.sheets, sheet.total)


def names(case: Case, people: Sequence[str]) -> dict[str, str]:
    """The names of people, by their ids."""
    from stanch.casefile.models import PersonRow

    return dict(PersonRow.objects.using(case.alias).filter(identity__in=people).values_list("identity", "name"))


def find_person(case: Case, identity: str) -> Person | None:
    """One person, or None."""
    from stanch.casefile.models import PersonRow

    return _first(Person, PersonRow.objects.using(case.alias).filter(identity=identity))


def doubts_of(case: Case, identity: str) -> list[DoubtfulPair]:
    """The pairs of which one may be this person."""
    from django.db.models import Q

    from stanch.casefile.models import DoubtfulPairRow

    rows = DoubtfulPairRow.objects.using(case.alias).filter(Q(left=identity) | Q(right=identity)).order_by("place")
    return [from_json(DoubtfulPair, text) for text in rows.values_list("record", flat=True)]


def find_notice(case: Case, identity: str) -> Notice | None:
    """One notice, or None."""
    from stanch.casefile.models import NoticeRow

    found = _first(Notice, NoticeRow.objects.using(case.alias).filter(identity=identity))
    return decisions.laid_over(case.alias, Notice, [found])[0] if found else None


def of_person(case: Case, identity: str) -> tuple[list[Notice], list[Offer]]:
    """The notices to one person and what is offered to them."""
    from stanch.casefile.models import NoticeRow, OfferRow

    letters = [from_json(Notice, row.record) for row in NoticeRow.objects.using(case.alias).filter(person=identity).order_by("place")]
    offers = [from_json(Offer, row.record) for row in OfferRow.objects.using(case.alias).filter(person=identity).order_by("place")]
    return decisions.laid_over(case.alias, Notice, letters), offers


def counts(case: Case, kind: type, column: str) -> list[tuple[str, int]]:
    """How many rows of a kind have which value in a column, the most first."""
    from django.db.models import Count

    from stanch.casefile.kinds import TABLES

    rows = TABLES[kind].model.objects.using(case.alias).values_list(column).annotate(number=Count("id")).order_by("-number", column)
    return [(str(value), number) for value, number in rows]


def _sheet(
    kind: type[T], rows: Any, number: int, *, total: int | None = None, window: Callable[[int], list[int]] | None = None
) -> Sheet[T]:
    """A page; `window` gives the places of its rows from a number of rows down the list on, where that is known without counting."""
    total = rows.count() if total is None else total
    sheets = max(1, -(-total // SIZE))
    number = min(max(1, number), sheets)
    # The places are found in the index alone, which holds no other column; only the rows of this page are read.
    start = (number - 1) * SIZE
    wanted = window(start) if window else list(rows.values_list("place", flat=True)[start : start + SIZE])
    # By place alone: with the list's own condition SQLite walks all rows that meet it (200,000 of one state, two seconds).
    texts = dict(rows.model.objects.using(rows.db).filter(place__in=wanted).values_list("place", "record"))
    return Sheet([from_json(kind, texts[one]) for one in wanted if one in texts], number, sheets, total)


def _first(kind: type[T], rows: Any) -> T | None:
    row = rows.first()
    return from_json(kind, row.record) if row else None
