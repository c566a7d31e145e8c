"""Journal: what was done, when, by whom; the newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile.browse import SIZE, Sheet
from stanch.portal import desk
from stanch.portal.rights import needs


@needs("journal")
def show(request: HttpRequest) -> HttpResponse:
    """A page of entries."""
    journal = desk.case().journal
    total = len(journal)
    sheets = max(1, -(-total // SIZE))
    number = min(max(1, desk.sheet_number(request)), sheets)
    entries = journal.entries(newest_first=True, start=(number - 1) * SIZE, count=SIZE)
    return desk.page(request, "journal.html", _("Journal"), entries=entries, **desk.turning(request, Sheet(entries, number, sheets, total)))
