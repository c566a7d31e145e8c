"""The words of the letters: out as DOCX for counsel, back in, checked beside the pages, and approved by a second person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stanch.casefile import board, closing, proposing
from stanch.casefile import wording as versions
from stanch.casefile.proposing import Change, Proposal
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.form import Text, texts
from stanch.portal import desk, errands
from stanch.portal.errands import Errand, Watch
from stanch.portal.rights import Visitor, needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Wording

LARGEST = 1_000_000  # bytes of a document
LONGEST = 2000  # signs of the grounds
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Worded:
    """A text: its place (`en/individual`), its name, its language, how many notices use it, the version that stands, whether words of it
    wait for a second person, and `state`, as of `Proposal`, of what was handed in (empty where nothing was).
    """

    place: str
    name: str
    language: str
    notices: int
    version: int
    waits: bool
    state: str


def listed() -> list[Worded]:
    """All texts that can be worded: those that notices of this case use first, the most notices in front."""
    case = desk.case()
    used = Counter[str]()
    for notice, number in board.notices(case).sorts:
        used[notice.text_id.partition("@")[0]] += number
    stands: dict[str, int] = {}
    for one in case.store.get(Wording):
        stands[one.text] = max(stands.get(one.text, 0), one.version)
    states = {one.wording.text: one.state for one in proposing.proposals(case)}
    found = [
        Worded(place, text.name, text.language, used[place], stands.get(place, 0), states.get(place) == "waiting", states.get(place, ""))
        for place, text in texts().items()
        if text.kind != "form"
    ]
    return sorted(found, key=lambda one: (-one.notices, one.version == 0, one.place))


@needs("notices")
def show(request: HttpRequest) -> HttpResponse:
    """The texts."""
    rows = listed()
    ours = [one for one in rows if one.notices or one.version or one.state]
    others = [one for one in rows if one not in ours]
    return desk.page(request, "wording.html", _("The words of the letters"), texts=ours, others=others)


@needs("notices", to_change="letters")
def show_one(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One text with its versions; with a form sent, an edited document (or an earlier version) is checked, to wait for a second person."""
    text = _text(language, name)
    if request.method != "POST":
        return _one(request, text)
    visitor, asked = visitor_of(request), request.POST
    grounds = asked.get("grounds", "")[:LONGEST]
    try:
        if asked.get("do") in ("check", "stop"):
            check_or_stop(text.place, visitor, do=asked["do"])
        elif asked.get("do") == "back":
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
    """Take an edited document in, and have it checked: what it is after a moment. Raises `WrongCall`, `StanchError` where the check has
    shown by then that a letter would break a law.
    """
    from stanch.notices import counsel

    case, file = desk.case(), "document.docx"
    if expected and (found := counsel.read(content, file)[0]) != expected:
        raise WrongCall(f"this is the document of {found}", do=f"Hand it in on the page of that text; here it is {expected}.")
    told: dict[str, Any] = {"by": visitor.name, "grounds": grounds, "as_counsel": visitor.is_counsel, "force": force}
    handed = proposing.hand_in(case, content, file, **told)
    _check(handed.wording.text, by=visitor.name)
    made = proposing.of_text(case, handed.wording.text)
    if made.state == "broken":
        versions.must_prove(made.lost, file)
    return made


def back(place: str, version: int, visitor: Visitor, *, grounds: str) -> Proposal:
    """Let an earlier version be checked, to wait for a second person. Raises `WrongCall`."""
    told: dict[str, Any] = {"by": visitor.name, "grounds": grounds, "as_counsel": visitor.is_counsel}
    proposing.hand_back(desk.case(), place, version, **told)
    _check(place, by=visitor.name)
    return proposing.of_text(desk.case(), place)


def check_or_stop(place: str, visitor: Visitor, *, do: str) -> Proposal:
    """Have what was handed in checked (again), or end the check. Raises `WrongCall` where nothing was handed in."""
    case = desk.case()
    closing.refuse_if_closed(case.alias)
    proposing.of_text(case, place)
    if do == "stop":
        errands.stop(_name(place), by=visitor.name)
        errands.within(_name(place))
        proposing.halt(case, place, by=visitor.name)
    else:
        _check(place, by=visitor.name)
    return proposing.of_text(case, place)


def _check(place: str, *, by: str) -> Errand:
    """Have the words checked beside the pages; how far that is after a moment, which is enough for some hundred letters."""
    errands.start(desk.case(), _name(place), partial(_checked, place), by=by)
    return errands.within(_name(place))


def _checked(place: str, watch: Watch) -> None:
    case = desk.case()
    found = next((one for one in proposing.proposals(case) if one.wording.text == place), None)
    if found is None or (found.state == "waiting" and not proposing.is_stale(case, found)):
        return
    proposing.check(case, place, bench=case.bench(as_of=desk.day(), moment=desk.now(), progress=watch.progress, beat=watch.beat))


def go_on() -> None:
    """Check what the end of an earlier portal cut off."""
    case = desk.case()
    if not closing.is_closed(case.alias):
        for place in proposing.unchecked(case):
            errands.start(case, _name(place), partial(_checked, place), by=case.by)


def checking(place: str) -> Errand:
    """How far the check of this text's words is."""
    return errands.of(_name(place))


def _name(place: str) -> str:
    return f"words of {place}"


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
    version = versions.last(case, text.place)
    shown: dict[str, Any] = {
        "text": text,
        "version": version,
        "stood": stood,
        "waits": _waits(text),
        "earlier": range(version),
        "grounds": grounds,
    }
    return desk.page(request, "word_one.html", text.name, status=status, fault=fault, **shown)


def _waits(text: Text) -> Proposal | None:
    return next((one for one in proposing.proposals(desk.case()) if one.wording.text == text.place), None)


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
    """How far the check of what was handed in is, what it showed, what changes; with a form sent, it stands from then on, or is refused."""
    text, visitor, asked = _text(language, name), visitor_of(request), request.POST
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
    return _proposed(request, text, status=status, fault=fault)


def _proposed(request: HttpRequest, text: Text, *, status: int, fault: str) -> HttpResponse:
    case, visitor, waits, check = desk.case(), visitor_of(request), _waits(text), checking(text.place)
    found: list[Change] = proposing.changes(case, waits.wording) if waits else []
    is_you = waits is not None and not visitor.is_alone and decided_by_you(waits, visitor)
    stale = waits is not None and waits.state == "waiting" and proposing.is_stale(case, waits)
    shown: dict[str, Any] = {"text": text, "waits": waits, "changes": found, "is_you": is_you, "check": check, "stale": stale}
    response = desk.page(request, "proposal.html", text.name, status=status, fault=fault, **shown)
    if check.is_running and waits and request.method != "POST":
        # The page looks again by itself, without a script.
        response.headers["Refresh"] = "2"
    return response


def decided_by_you(one: Proposal, visitor: Visitor) -> bool:
    """Whether whoever looks handed it in."""
    from stanch.casefile.decisions import reader_of

    return reader_of(one.wording.by) == reader_of(visitor.name)


def decide(place: str, verdict: str, visitor: Visitor, *, entry: int, grounds: str) -> None:
    """Say that what waits stands (the letters are drafted anew with it), or does not. Raises `WrongCall`, `Changed`."""
    case, by = desk.case(), visitor.name
    if verdict == "approved":
        told: dict[str, Any] = {"by": by, "as_counsel": visitor.is_counsel, "alone": visitor.is_alone}
        proposing.approve(case, place, entry=_as_it_stands(place, entry, by=by), **told)
        worker.start(case, by=by, first="law")
    elif verdict == "refused":
        proposing.refuse(case, place, by=by, entry=entry, grounds=grounds)
        errands.stop(_name(place), by=by)
    else:
        raise WrongCall("no decision was chosen", do="Say that the words stand, or that they do not.")


def _as_it_stands(place: str, entry: int, *, by: str) -> int:
    """The entry of what was seen. Where the case has changed since it was checked, it is checked again first, and is still what was seen
    if that shows nothing worse. Raises `Changed` where it does, or takes longer than a moment.
    """
    case = desk.case()
    seen = proposing.of_text(case, place)
    if seen.entry != entry or seen.state != "waiting" or not proposing.is_stale(case, seen):
        return entry
    check, now = _check(place, by=by), proposing.of_text(case, place)
    if check.state == "failed":
        raise StanchError(f"the letters could not be checked again: {check.fault}", do="Have them checked again, then decide.")
    if now.entry == seen.entry:
        told = "the case has changed since these letters were checked"
        raise Changed(told, do="They are being checked again: wait until that is done, then decide.")
    if now.state != "waiting" or now.wording.parts != seen.wording.parts or set(now.lost) - set(seen.lost):
        raise Changed("letters would lack more by now than when you looked", do="Read what the checks say, then decide.")
    return now.entry
