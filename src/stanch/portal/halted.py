"""Pages where no other can be shown: a fault of ours, too much at once. They ask no database and know no visitor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours; no detail, because it may hold personal data."""
    with translation.override(translation.get_language_from_request(request)):
        return _page(
            500,
            _("A fault in Stanch"),
            _("What was saved before is kept. What you sent just now may not have been saved."),
            _("Look whether your change is there before you send it once more. The console of the portal names the place of the fault."),
        )


def too_much(request: HttpRequest, megabytes: float, *, in_pieces: bool) -> HttpResponse:
    """A form that is too large: how much may come, and what to do. `in_pieces`: by the script of that page any size may come."""
    with translation.override(translation.get_language_from_request(request)):
        told = _("%(most)s MB may come here. Nothing was kept. Go back, and hand in less.") % {"most": number_format(f"{megabytes:.2g}")}
        more = _("Evidence of any size comes in pieces where the page may run its script.") if in_pieces else ""
        return _page(413, _("This is too much at once"), told, more)


def _page(status: int, title: str, lead: str, more: str) -> HttpResponse:
    return HttpResponse(render_to_string("halted.html", {"title": title, "lead": lead, "more": more}), status=status)
