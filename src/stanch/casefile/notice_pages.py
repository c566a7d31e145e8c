"""The notices of a case read by pages: 100,000 never stand in memory together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stanch import notices
from stanch.casefile.case import Case
from stanch.casefile.decisions import laid_over
from stanch.records import Notice, Wording, from_json

PAGE = 500


def notices_in_pages(case: Case, wanted: Iterable[str] | None = None, *, to_people: bool = True) -> Iterator[list[Notice]]:
    """The letters (or all notices) as they stand with their decisions, a page at a time: 100,000 never stand in memory together."""
    from stanch.casefile.models import NoticeRow

    # A notice names the wording it was drafted with; a process that only sends or prints must find those words too.
    notices.adopt(case.store.get(Wording))
    rows = NoticeRow.objects.using(case.alias).order_by("place")
    rows = rows.exclude(person="") if to_people else rows
    if wanted is not None:
        listed = list(wanted)
        for start in range(0, len(listed), PAGE):
            texts = rows.filter(identity__in=listed[start : start + PAGE]).values_list("record", flat=True)
            yield laid_over(case.alias, Notice, [from_json(Notice, text) for text in texts])
        return
    last = -1
    while True:
        page = list(rows.filter(place__gt=last)[:PAGE].values_list("place", "record"))
        if not page:
            return
        last = page[-1][0]
        yield laid_over(case.alias, Notice, [from_json(Notice, text) for _, text in page])
