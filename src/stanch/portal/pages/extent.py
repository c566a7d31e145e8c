"""Extent: which kinds of personal data were found, where, and each place with its values masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import passages, report
from stanch.casefile.browse import SIZE, Sheet
from stanch.casefile.passages import Spot
from stanch.errors import WrongCall
from stanch.portal import desk, tongues
from stanch.portal.rights import needs, visitor_of
from stanch.report.contents import PART_OF, label
from stanch.vocabulary import elements


@needs("extent")
def show(request: HttpRequest) -> HttpResponse:
    """Kinds by number of findings; with `?kind=` the places of one kind."""
    kinds = desk.summed(report.KINDS)
    asked = request.GET.get("kind", "")
    if asked:
        found = next((one for one in kinds if one.kind == asked), None)
        if found is None:
            return _parts_of(request, asked)
        number = min(max(1, desk.sheet_number(request)), max(1, -(-len(found.places) // SIZE)))
        rows = list(found.places[(number - 1) * SIZE : number * SIZE])
        sheet = Sheet(rows, number, max(1, -(-len(found.places) // SIZE)), len(found.places))
        return desk.page(request, "places.html", tongues.ours(label(asked)), kind=found, places=rows, **desk.turning(request, sheet))
    return desk.page(request, "extent.html", _("Extent"), kinds=kinds, total=sum(one.findings for one in kinds))


def _parts_of(request: HttpRequest, asked: str) -> HttpResponse:
    """The kinds of which somebody counted the people as one: parts of a name, of an address. None may have been found in a file."""
    if asked not in elements():
        raise Http404
    kinds = [one for one in desk.summed(report.KINDS) if PART_OF.get(one.kind, one.kind) == asked]
    return desk.page(request, "extent.html", tongues.ours(label(asked)), kinds=kinds, total=sum(one.findings for one in kinds))


@needs("extent", to_change="reveal", grave=True)
def show_place(request: HttpRequest) -> HttpResponse:
    """One place with its passages; with its form sent, one value is shown in the clear, and that is journalled."""
    locator = request.GET.get("at", "")
    found = passages.look(desk.case(), locator, number=desk.sheet_number(request))
    if not found.spots:
        raise Http404
    shown: dict[str, Any] = {"revealed": None, "value": "", "fault": ""}
    status = 200
    if request.method == "POST":
        try:
            spot = _chosen(found.spots, request.POST.get("spot", ""))
            reason = request.POST.get("reason", "")[:500]
            shown |= {"value": passages.reveal(desk.case(), locator, spot, by=visitor_of(request).name, reason=reason), "revealed": spot}
        except WrongCall as error:
            shown["fault"], status = str(error), 400
    marked = [(str(number), spot) for number, spot in enumerate(found.spots)]
    shown |= {"locator": locator, "passages": found.passages, "spots": marked}
    shown |= {"first": found.before + 1, "last": found.before + len(found.spots)}
    shown |= desk.turning(request, Sheet(list(found.spots), found.number, found.sheets, found.total))
    return desk.page(request, "place.html", _("Findings"), status=status, **shown)


def _chosen(seen: Sequence[Spot], told: str) -> Spot:
    if not (told.isascii() and told.isdigit() and len(told) < 6 and int(told) < len(seen)):
        raise WrongCall("no value was chosen", do="Choose one of the list.")
    return seen[int(told)]
