"""The words of the letters: out as DOCX for counsel, back in with the checks run again, and approved by a second person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import board, proposing
from stanch.casefile import wording as versions
from stanch.casefile.proposing import Change, Proposal
from stanch.engine import Bench
from stanch.errors import StanchError, WrongCall
from stanch.notices.form import Text, texts
from stanch.portal import desk
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Wording

LARGEST = 1_000_000  # bytes of a document
LONGEST = 2000  # signs of the grounds
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Worded:
    """A text: its place (`en/individual`), its name, its language, how many notices use it, the version that stands, and whether words of
    it wait for a second person.
    """

    place: str
    name: str
    language: str
    notices: int
    version: int
    waits: bool


def listed() -> list[Worded]:
    """All texts that can be worded: those that notices of this case use first, the most notices in front."""
    case = desk.case()
    used = Counter[str]()
    for notice, number in board.notices(case).sorts:
        used[notice.text_id.partition("@")[0]] += number
    stands: dict[str, int] = {}
    for one in case.store.get(Wording):
        stands[one.text] = max(stands.get(one.text, 0), one.version)
    waiting = {one.wording.text for one in proposing.proposals(case)}
    found = [
        Worded(place, text.name, text.language, used[place], stands.get(place, 0), place in waiting)
        for place, text in texts().items()
        if text.kind != "form"
    ]
    return sorted(found, key=lambda one: (-one.notices, one.version == 0, one.place))


@needs("notices")
def show(request: HttpRequest) -> HttpResponse:
    """The texts."""
    rows = listed()
    ours = [one for one in rows if one.notices or one.version or one.waits]
    others = [one for one in rows if one not in ours]
    return desk.page(request, "wording.html", _("The words of the letters"), texts=ours, others=others)


@needs("notices", to_change="letters")
def show_one(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One text with its versions; with a form sent, an edited document (or an earlier version) waits for a second person."""
    text = _text(language, name)
    if request.method != "POST":
        return _one(request, text)
    visitor, asked = visitor_of(request), request.POST
    grounds = asked.get("grounds", "")[:LONGEST]
    try:
        if asked.get("do") == "back":
            told = asked.get("version", "")
            number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else -1
            back(text.place, number, visitor, grounds=grounds)
        else:
            given = request.FILES.get("document")
            if given is None or not given.name:
                raise WrongCall("no file was handed in", do="Choose the edited document (.docx).")
            if (given.size or 0) > LARGEST:
                raise WrongCall(f"larger than {LARGEST:,} bytes: no text of a letter", do="Hand in the document alone.")
            hand_in(given.read(), visitor, grounds=grounds, force=bool(asked.get("force")), expected=text.place)
    except StanchError as error:
        return _one(request, text, status=400 if isinstance(error, WrongCall) else 422, fault=str(error), grounds=grounds)
    return redirect(f"/notices/wording/{text.place}/approve")


def hand_in(content: bytes, visitor: Visitor, *, grounds: str, force: bool, expected: str = "") -> Proposal:
    """Take an edited document in, to wait for a second person. Raises `WrongCall`, `StanchError` where a letter would break a law."""
    from stanch.notices import counsel

    case, file = desk.case(), "document.docx"
    if expected and (found := counsel.read(content, file)[0]) != expected:
        raise WrongCall(f"this is the document of {found}", do=f"Hand it in on the page of that text; here it is {expected}.")
    told: dict[str, Any] = {"by": visitor.name, "grounds": grounds, "as_counsel": visitor.is_counsel, "force": force}
    return proposing.propose(case, content, file, bench=_bench(), **told)


def back(place: str, version: int, visitor: Visitor, *, grounds: str) -> Proposal:
    """Let an earlier version wait for a second person. Raises `WrongCall`."""
    told: dict[str, Any] = {"by": visitor.name, "grounds": grounds, "as_counsel": visitor.is_counsel}
    return proposing.propose_back(desk.case(), place, version, bench=_bench(), **told)


def _bench() -> Bench:
    return desk.case().bench(as_of=desk.day(), moment=desk.now())


def _text(language: str, name: str) -> Text:
    found = texts().get(f"{language}/{name}")
    if found is None or found.kind == "form":
        raise Http404
    return found


def _one(request: HttpRequest, text: Text, *, status: int = 200, fault: str = "", grounds: str = "") -> HttpResponse:
    case = desk.case()
    rows = [one for one in case.store.get(Wording) if one.text == text.place]
    before: dict[int, Mapping[str, str]] = {one.version: one.parts for one in rows}
    stood = [(one, proposing.between(one, before.get(one.version - 1, {}))) for one in reversed(rows)]
    waits = next((one for one in proposing.proposals(case) if one.wording.text == text.place), None)
    version = versions.last(case, text.place)
    shown: dict[str, Any] = {
        "text": text,
        "version": version,
        "stood": stood,
        "waits": waits,
        "earlier": range(version),
        "grounds": grounds,
    }
    return desk.page(request, "word_one.html", text.name, status=status, fault=fault, **shown)


@needs("notices")
def take(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """The text as DOCX, as it stands in this case: it names nobody. Who took it stands in the journal."""
    return document(_text(language, name), by=visitor_of(request).name)


def document(text: Text, *, by: str) -> HttpResponse:
    """The file, as a download."""
    case = desk.case()
    content = versions.written(case, text.place)
    case.journal.append("write text for counsel", text.place, by=by)
    response = HttpResponse(content, content_type=DOCX)
    name = f"{text.place.replace('/', '-')}-version-{versions.last(case, text.place)}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@needs("notices", to_change="approve", grave=True)
def show_proposal(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """What waits for a second person, and what it changes; with a form sent, it stands from then on, or is refused."""
    text, case, visitor, asked = _text(language, name), desk.case(), visitor_of(request), request.POST
    fault, status = "", 200
    if request.method == "POST":
        told = asked.get("entry", "")
        entry = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0
        try:
            decide(text.place, asked.get("verdict", ""), visitor, entry=entry, grounds=asked.get("grounds", "")[:LONGEST])
        except StanchError as error:
            fault, status = str(error), 400 if isinstance(error, WrongCall) else 409
        else:
            return redirect(f"/notices/wording/{text.place}")
    waits = next((one for one in proposing.proposals(case) if one.wording.text == text.place), None)
    found: list[Change] = proposing.changes(case, waits.wording) if waits else []
    is_you = waits is not None and not visitor.is_alone and decided_by_you(waits, visitor)
    shown: dict[str, Any] = {"text": text, "waits": waits, "changes": found, "is_you": is_you, "alone": visitor.is_alone}
    return desk.page(request, "proposal.html", text.name, status=status, fault=fault, **shown)


def decided_by_you(one: Proposal, visitor: Visitor) -> bool:
    """Whether whoever looks handed it in."""
    from stanch.casefile.decisions import reader_of

    return reader_of(one.wording.by) == reader_of(visitor.name)


def decide(place: str, verdict: str, visitor: Visitor, *, entry: int, grounds: str) -> None:
    """Say that what waits stands (the letters are drafted anew with it), or does not. Raises `WrongCall`, `Changed`."""
    case, by = desk.case(), visitor.name
    if verdict == "approved":
        proposing.approve(case, place, by=by, entry=entry, bench=_bench(), as_counsel=visitor.is_counsel, alone=visitor.is_alone)
        worker.start(case, by=by, first="law")
    elif verdict == "refused":
        proposing.refuse(case, place, by=by, entry=entry, grounds=grounds)
    else:
        raise WrongCall("no decision was chosen", do="Say that the words stand, or that they do not.")
