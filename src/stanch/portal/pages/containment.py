"""Containment: block lists, commands that lock accounts, signatures and rules, made from this case's own indicators; nothing is run."""

from __future__ import annotations

import io
import ipaddress
import zipfile

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import containing
from stanch.casefile import keeping as sums
from stanch.cause import contain
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of

MOST_NETWORKS = 50


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """The plan and the files, what each does and how it is undone, and what was set aside."""
    try:
        networks, fault = own_networks(request.GET.get("own", "")), ""
    except WrongCall as error:
        networks, fault = (), str(error)
    made = _material(networks)
    told = {"files": contain.artefacts(made), "aside": made.set_aside, "own": request.GET.get("own", "")[:1000], "networks": networks}
    return desk.page(
        request, "containment.html", _("Containment"), status=400 if fault else 200, fault=fault, query=request.GET.urlencode(), **told
    )


@needs("export", takes=True)
def take(request: HttpRequest) -> HttpResponse:
    """All files as one archive. Whatever would cut the business off stays out of them, and the plan says so."""
    return archive_of(own_networks(request.GET.get("own", "")), by=visitor_of(request).actor)


def archive_of(networks: tuple[str, ...], *, by: str) -> HttpResponse:
    """All files as one archive; who took it stands in the journal."""
    made = contain.artefacts(_material(networks))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in made:
            told = zipfile.ZipInfo(f"containment/{one.name}", desk.now().timetuple()[:6])
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(told, one.text)
    names = {"files": [one.name for one in made], "own networks": list(networks)}
    desk.case().journal.append("export", "containment.zip", by=by, details=names)
    answer = HttpResponse(content.getvalue(), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="containment.zip"'
    return answer


def _material(networks: tuple[str, ...]) -> contain.Material:
    # The moment stands in the files; what a page showed is what the download holds for the hour.
    until = (*desk.weighed_by(), sums.marked(desk.case(), containing.SECRETS))
    return desk.kept(f"containment {networks}", lambda: containing.material(desk.case(), own=networks), until=until)


def own_networks(told: str) -> tuple[str, ...]:
    """Networks of the business itself, which are never blocked. Raises `WrongCall` where one is none."""
    found = []
    for word in told[:1000].replace(",", " ").split()[:MOST_NETWORKS]:
        try:
            found.append(str(ipaddress.ip_network(word, strict=False)))
        except ValueError:
            raise WrongCall(f"{word!r} is no network", do="Write it as 203.0.113.0/24 or 2001:db8::/32.") from None
    return tuple(found)
