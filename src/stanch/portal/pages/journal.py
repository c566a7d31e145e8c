"""Journal: what was done, when, by whom; the newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile.browse import SIZE, Sheet
from stanch.portal import desk, nightly
from stanch.portal.rights import needs, visitor_of

MOST = 20  # faults that are told


@needs("journal", to_change="journal")
def show(request: HttpRequest) -> HttpResponse:
    """A page of entries; with its form sent, the whole chain is looked through now."""
    if request.method == "POST":
        found = nightly.look_through(desk.case(), by=visitor_of(request).actor)
        return _journal(request, looked=True, faults=found[:MOST])
    return _journal(request)


def _journal(request: HttpRequest, *, looked: bool = False, faults: Sequence[str] = ()) -> HttpResponse:
    journal = desk.case().journal
    total = len(journal)
    sheets = max(1, -(-total // SIZE))
    number = min(max(1, desk.sheet_number(request)), sheets)
    may = visitor_of(request).may("privileged")
    found = journal.entries(newest_first=True, start=(number - 1) * SIZE, count=SIZE)
    entries = [replace(one, details=json.dumps(one.told(privileged=may))) for one in found]
    turning = desk.turning(request, Sheet(entries, number, sheets, total))
    return desk.page(request, "journal.html", _("Journal"), entries=entries, looked=looked, faults=faults, **turning)
