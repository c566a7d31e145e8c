"""Evidence and extent: exhibits, what could not be read, and the findings with their values masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from stanch import shapes
from stanch.casefile import browse, handing, passages, report
from stanch.casefile.browse import SIZE
from stanch.portal import desk
from stanch.portal.api import bodies
from stanch.portal.api.answers import answer, lines, missing
from stanch.portal.api.door import actor, file_of, get, post, post_file, whole
from stanch.portal.pages import evidence as pages
from stanch.portal.rights import visitor_of
from stanch.portal.work import worker
from stanch.records import REASONS, Exhibit, Unread, from_json
from stanch.report.contents import KindCount

router = Router(tags=["evidence"])
# Neither the token of a value, by which equal ones could be told, nor the value of contact data.
SHOWN = ["exhibit", "locator", "kind", "start", "end", "row", "column", "masked", "confidence", "detector", "context"]


@get(router, "/exhibits", "evidence", shapes.ExhibitPage, query=("page",))
def exhibits(request: HttpRequest, page: int = 1) -> HttpResponse:
    """What is in custody; to a helper from outside the named exhibits alone."""
    sheet = browse.exhibits(desk.case(), number=whole(page), only=visitor_of(request).exhibits)
    return answer(shapes.ExhibitPage([_without_path(one, request) for one in sheet.rows], sheet.number, sheet.sheets, sheet.total))


@get(router, "/exhibits/{identity}", "evidence", Exhibit)
def exhibit(request: HttpRequest, identity: str) -> HttpResponse:
    """One exhibit."""
    only = visitor_of(request).exhibits
    if only is not None and identity not in only:
        # Not 403: who may not see it is not told either that it is there.
        raise missing("exhibit", identity)
    found = browse.exhibits(desk.case(), only=frozenset({identity})).rows
    if not found:
        raise missing("exhibit", identity)
    return answer(_without_path(found[0], request))


def _without_path(exhibit: Exhibit, request: HttpRequest) -> Exhibit:
    """To whom is from outside, where a file lies on this machine is nothing to know."""
    return exhibit if visitor_of(request).exhibits is None else replace(exhibit, path="")


@get(router, "/unread", "evidence", shapes.UnreadPage, query=("reason", "page"))
def unread(request: HttpRequest, reason: str = "", page: int = 1) -> HttpResponse:
    """What could not be read, and why; to a helper from outside that of the named exhibits alone."""
    if reason and reason not in REASONS:
        raise missing("reason", reason)
    only, number = visitor_of(request).exhibits, whole(page)
    if only is None:
        sheet = browse.unread(desk.case(), reason=reason, number=number)
        return answer(shapes.UnreadPage(sheet.rows, sheet.number, sheet.sheets, sheet.total))
    rows = [one for one in _unread() if one.exhibit in only and (not reason or one.reason == reason)]
    pages = max(1, -(-len(rows) // SIZE))
    number = min(number, pages)
    return answer(shapes.UnreadPage(rows[(number - 1) * SIZE : number * SIZE], number, pages, len(rows)))


def _unread() -> Iterator[Unread]:
    from stanch.casefile.models import UnreadRow

    texts = UnreadRow.objects.using(desk.case().alias).order_by("place").values_list("record", flat=True)
    yield from (from_json(Unread, text) for text in texts.iterator(chunk_size=1000))


@post(router, "/passwords", "run", shapes.PasswordsKept)
def tell_passwords(request: HttpRequest, given: bodies.PasswordsTold) -> HttpResponse:
    """Keep passwords of locked files, sealed; where some are new the line walks over what they open."""
    return answer(shapes.PasswordsKept(pages.tell_passwords(given.passwords, by=actor(request))))


@get(router, "/kinds", "extent", shapes.Kinds)
def kinds(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Which kinds of personal data were found, and how often."""
    return answer(shapes.Kinds([shapes.Kind(one.kind, one.findings, one.files) for one in desk.summed(report.KINDS)]))


@get(router, "/kinds/{kind}/places", "extent", shapes.PlacePage, query=("page",))
def places(request: HttpRequest, kind: str, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """The places of one kind, those with the most findings first."""
    found: KindCount | None = next((one for one in desk.summed(report.KINDS) if one.kind == kind), None)
    if found is None:
        raise missing("kind", kind)
    pages = max(1, -(-len(found.places) // SIZE))
    number = min(whole(page), pages)
    rows = [shapes.KindPlace(one.locator, one.findings) for one in found.places[(number - 1) * SIZE : number * SIZE]]
    return answer(shapes.PlacePage(rows, number, pages, len(found.places)))


@get(router, "/findings", "extent", shapes.PlaceFindings, query=("at", "page"))
def findings(request: HttpRequest, at: str, page: int = 1) -> HttpResponse:  # noqa: ARG001
    """A page of the findings at one place, masked."""
    found = passages.look(desk.case(), at, number=whole(page))
    if not found.spots:
        raise missing("place with findings", at)
    told = [
        shapes.Found(s.kind, s.start, s.end, s.row, s.column, s.masked, round(s.confidence, 4), s.detector, s.context) for s in found.spots
    ]
    return answer(shapes.PlaceFindings(at, found.total, told, found.number, found.sheets))


@get(router, "/findings.ndjson", "export", None, media="application/x-ndjson")
def finding_lines(request: HttpRequest) -> HttpResponseBase:
    """Every finding, masked, one a line. Who took them out stands in the journal."""
    desk.case().journal.append("export", "findings.ndjson", by=actor(request))
    return lines(_findings(), "findings.ndjson")


def _findings() -> Iterator[str]:
    parts = desk.case().store.get_parts("findings")
    for table in parts.tables(SHOWN) if parts else ():
        for batch in table.to_batches(max_chunksize=1000):
            rows: list[dict[str, Any]] = batch.to_pylist()
            yield from (json.dumps({**row, "confidence": round(row["confidence"], 4)}, ensure_ascii=True) for row in rows)


@get(router, "/handing", "evidence", shapes.ComingFiles)
def files_coming(request: HttpRequest) -> HttpResponse:
    """The files that are on their way; to a helper from outside none."""
    found = handing.coming(desk.case()) if visitor_of(request).exhibits is None else []
    return answer(shapes.ComingFiles([_coming(one) for one in found]))


@post(router, "/handing", "run", shapes.ComingFile)
def announce_file(request: HttpRequest, given: bodies.FileComing) -> HttpResponse:
    """Announce a file; one that broke off, of the same name, size and sender, is gone on with from `have`."""
    by = actor(request)
    one = handing.begin(desk.case(), given.name, size=given.size, role=given.role, by=by, modified=given.modified, folder=given.folder)
    return answer(_coming(one))


@post_file(router, "/handing/{identity}", "run", shapes.ComingFile, query=("at", "sha256"))
def send_piece(request: HttpRequest, identity: str, at: int, sha256: str = "") -> HttpResponse:
    """The piece that begins at byte `at`, up to 8 MB, as the body; `sha256` of it in hex, where it is to be checked."""
    _on_its_way(identity)
    return answer(_coming(handing.add(desk.case(), identity, file_of(request, handing.LARGEST_PIECE), at=at, sha256=sha256)))


@post(router, "/handing/{identity}/finish", "run", shapes.HandedIn)
def finish_file(request: HttpRequest, identity: str) -> HttpResponse:
    """Make an exhibit of a file that is all here; when no other is on its way, the line walks over what came."""
    _on_its_way(identity)
    one = handing.finish(desk.case(), identity)
    if not handing.coming(desk.case()):
        worker.start(desk.case(), by=actor(request), first="custody")
    return answer(shapes.HandedIn(one.name, one.sha256, one.is_new, one.role))


@post(router, "/handing/{identity}/cancel", "run", shapes.ComingFiles)
def cancel_file(request: HttpRequest, identity: str) -> HttpResponse:
    """Take a file on its way back; nothing of it is left."""
    _on_its_way(identity)
    handing.cancel(desk.case(), identity, by=actor(request))
    return answer(shapes.ComingFiles([_coming(one) for one in handing.coming(desk.case())]))


def _on_its_way(identity: str) -> None:
    if not any(one.id == identity for one in handing.coming(desk.case())):
        raise missing("file on its way", identity)


def _coming(one: handing.Coming) -> shapes.ComingFile:
    return shapes.ComingFile(one.id, one.name, one.size, one.role, one.by, one.have)
