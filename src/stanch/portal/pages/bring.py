"""Files brought into the case: cases of other tools, lists of people, reports of the print house and the post, enrolments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import Case, codes, known_people, lettering, lists, noting, proving, report, returned
from stanch.cause import foreign_cases
from stanch.errors import StanchError, WrongCall
from stanch.extent import known_list
from stanch.notices.asked import logo_of
from stanch.portal import desk
from stanch.portal.pages.notices import MEMORY
from stanch.portal.rights import needs, table, visitor_of
from stanch.portal.work import First, worker

LARGEST = 8_000_000  # bytes; what is larger is taken by a command
UNSAFE = re.compile(r"[^\w .()-]")
SHOWN = 20  # lines that met nothing


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a file: numbers by what they count, lines that met nothing, and pieces handed over of which it tells nothing."""

    counts: tuple[tuple[str, int], ...]
    lost: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file: what it is called, what it may be, how it is taken, and from where on the line is walked afterwards.

    `right` is one more that whoever brings it needs; `take` gets the day that was given with the file. `papers`: they are then written
    anew.
    """

    says: str
    forms: tuple[str, ...]
    take: Callable[[Case, Path, str, date | None], Told]
    first: First | None = None
    right: str = ""
    papers: bool = False


def _timeline(case: Case, path: Path, by: str, _day: date | None) -> Told:
    brought = foreign_cases.read(path)
    fresh = noting.bring(case, brought.entries, by=by, origin=f"{brought.tool}: {path.name}")
    return Told((("new", len(fresh)), ("known already", len(brought.entries) - len(fresh)), *brought.left_out.items()))


def _known(case: Case, path: Path, _by: str, _day: date | None) -> Told:
    listed = known_list.read(path)
    return Told((("new", known_people.add(case, listed.people)), ("in the file", len(listed.people))))


def _listed(kind: Any) -> Callable[[Case, Path, str, date | None], Told]:
    def take(case: Case, path: Path, by: str, _day: date | None) -> Told:
        rows = len(lists.read(path, kind))
        lists.hand_in(case, {kind: path})
        case.journal.append("hand in list", kind, by=by, details={"rows": rows, "file": path.name})
        return Told((("in the file", rows),))

    return take


def _returned(take: Callable[[Case, Path], returned.Taken]) -> Callable[[Case, Path, str, date | None], Told]:
    def taken(case: Case, path: Path, _by: str, _day: date | None) -> Told:
        found = take(case, path)
        return Told(tuple(found.counts.items()), tuple(found.unknown[:SHOWN]), tuple(found.missing[:SHOWN]))

    return taken


def _codes(case: Case, path: Path, _by: str, _day: date | None) -> Told:
    # A list that names no service is of the one that most laws order.
    return Told((("new", codes.load(case, path, service="credit_monitoring", as_of=case.clock().date())),))


def _activations(case: Case, path: Path, _by: str, _day: date | None) -> Told:
    counts, unknown = codes.take_activations(case, path)
    return Told(tuple(counts.items()), tuple(unknown[:SHOWN]))


def _checked(case: Case, path: Path, by: str, day: date | None) -> Told:
    _, checked = proving.check(case, [path], by=by, taken=day)
    turned = Counter(one.turned or f"{one.judgement.outcome} as before" for one in checked)
    reasons = [f"{one.action.title}: {line}" for one in checked for line in (*one.judgement.against, *one.judgement.lacking)]
    return Told(tuple((WORDS[word], number) for word, number in turned.items()), tuple(reasons[:SHOWN]))


def _template(case: Case, path: Path, by: str, _day: date | None) -> Told:
    report.keep_template(case, path.read_bytes(), by=by)
    return Told((("templates kept", 1),))


def _logo(case: Case, path: Path, by: str, _day: date | None) -> Told:
    changed = lettering.state(case, [logo_of(path, by=by)], by=by)
    return Told((("new", len(changed)),))


# What came of an action that a tool's result was held against.
WORDS = {
    "closed": "actions proven and closed",
    "opened again": "actions opened again",
    "proven as before": "actions proven once more",
    "failing as before": "actions that the result speaks against",
    "open as before": "actions that need more",
}
RESULTS = (".xml", ".json", ".jsonl", ".csv", ".txt", ".dat", ".log", ".yaml", ".yml")
TABLES = (".csv", ".xlsx", ".json", ".jsonl", ".parquet")
SORTS = {
    "timeline": Sort("A case of DFIR-IRIS, TheHive or Timesketch, for the timeline", (".json", ".csv", ".jsonl"), _timeline),
    "known": Sort("Your own people, whom the search then looks for", (".csv", ".xlsx"), _known, "cause"),
    "known_list": Sort("People you know already, with their addresses", TABLES, _listed("known"), "people"),
    "notified": Sort("People who were told already", TABLES, _listed("notified"), "people"),
    "do_not_contact": Sort("People who must not be written to", TABLES, _listed("do_not_contact"), "people"),
    "post": Sort("A report of the print house or the post", (".csv",), _returned(returned.take_post_report)),
    "bounces": Sort("E-mails that came back", (".mbox", ".eml"), _returned(returned.take_bounces)),
    "addresses": Sort(
        "Newer addresses", (".csv",), _returned(lambda case, path: returned.take_addresses(case, path, "brought by the portal"))
    ),
    "check": Sort("A tool's result that proves an action (nmap, Lynis, Prowler, BitLocker and others)", RESULTS, _checked, right="actions"),
    "codes": Sort("Codes of a provider, one a person (credit monitoring and the like)", (".csv",), _codes, right="letters"),
    "activations": Sort("Who has used a code", (".csv",), _activations),
    "template": Sort("Your own Word template for the report", (".docx",), _template, right="run", papers=True),
    "logo": Sort("The logo of the letters, up to 500 kB", (".png", ".svg"), _logo, "law", right="letters"),
}


@needs("look", to_change="bring")
def show(request: HttpRequest) -> HttpResponse:
    """What may be brought; with its form sent, one file is taken, all of it or nothing, and what came of it is told."""
    if request.method != "POST":
        return _bring(request)
    case, by = desk.case(), visitor_of(request).name
    sort = SORTS.get(request.POST.get("sort", ""))
    try:
        if sort is None:
            raise WrongCall("no sort of file was chosen", do="Say what the file is.")
        if sort.right and not visitor_of(request).may(sort.right):
            raise WrongCall("this is not yours to bring", do=f"Ask somebody who may: {table().rights[sort.right]}.")
        told, name = take(case, sort, *_given(request), by=by, day=day_of(request.POST.get("day", "")))
    except StanchError as error:
        return _bring(request, status=400, fault=str(error))
    return _bring(request, told=told, name=name)


def _given(request: HttpRequest) -> tuple[str, bytes]:
    given = request.FILES.get("file")
    if given is None or not given.name:
        raise WrongCall("no file was handed in", do="Choose one.")
    if (given.size or 0) > LARGEST:
        raise WrongCall(f"larger than {LARGEST:,} bytes", do="Take it in by its command, on the machine that holds the case.")
    return given.name, given.read()


def day_of(text: str) -> date | None:
    """The day that was given with a file, or None. Raises `WrongCall`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongCall(f"{text[:40]} is no day", do="Write it as 2026-11-20.") from None


def take(case: Case, sort: Sort, name: str, content: bytes, *, by: str, day: date | None = None) -> tuple[Told, str]:
    """Take a file, all of it or nothing, and have the line walked where it changes people: what came of it, and its name as it is kept."""
    name = UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])[-100:].lstrip(". ") or "file"
    if Path(name).suffix.lower() not in sort.forms:
        raise WrongCall(f"this is read from {', '.join(sort.forms)}", where=name, do="Save it in one of these forms.")
    with TemporaryDirectory(prefix="stanch-", dir=MEMORY if MEMORY.is_dir() else case.folder) as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            told = sort.take(case, path, by, day)
        except StanchError as error:
            # Where it lay for a moment says nothing to whoever handed it in.
            raise WrongCall(str(error).replace(str(path), name), do="Mend it, and hand it in again.") from None
    if sort.first and case.store.get_parts("findings") is not None:
        worker.start(case, by=by, first=sort.first)
    if sort.papers:
        worker.start(case, by=by, write_report=True)
    return told, name


def _bring(request: HttpRequest, *, status: int = 200, fault: str = "", told: Told | None = None, name: str = "") -> HttpResponse:
    sorts = [(word, one.says, one.forms) for word, one in SORTS.items()]
    chosen = request.POST.get("sort", "") or request.GET.get("sort", "")
    shown = {"fault": fault, "told": told, "name": name, "sorts": sorts, "chosen": chosen}
    return desk.page(request, "bring.html", _("Bring something in"), status=status, **shown)
