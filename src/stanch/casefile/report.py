"""The report of a case: gathered from its records, built beside the old one and put in its place when it is whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from stanch import law, line, notices, report
from stanch.casefile import causes, codes, crowd, dates, doubtful, drafting, glance, keeping, sampling, streamed, taking
from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.casefile.prepared import Question
from stanch.casefile.streamed import Streamed
from stanch.engine import Bench, Parts
from stanch.law.suggesting import suggested
from stanch.notices.accounting import STATES
from stanch.people import lists
from stanch.records import (
    Action,
    Aside,
    Attack,
    DoubtfulPair,
    Exhibit,
    Facts,
    Linkage,
    Listed,
    Notice,
    Offer,
    Option,
    Person,
    Unread,
    Wording,
    to_json,
)
from stanch.report import Contents, KindCount, Place
from stanch.report.contents import Decided

FOLDER = "report"
MAKING = "report.making"
TEMPLATE = "template.docx"  # the organisation's own, for the report in Word
PLACES = 40  # places named for each kind; the rest are counted
DECISIONS = 500  # the latest ones, for the after-action report
LOOKED_AT = (sampling.PLAN, sampling.ITEM, doubtful.KIND)  # what reviewers saw, told in numbers elsewhere
PRACTICE = "practice"
LETTERS = "letters"  # under this name the store remembers what the letters were last printed from


def _decided(case: Case) -> Iterator[Decided]:
    """Decisions of people with their grounds; letters and findings are by the thousand, checks of tools are none."""
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(case.alias).exclude(kind__in=("Notice", "Check", *LOOKED_AT)).order_by("-id")[:DECISIONS]
    for row in reversed(rows):
        told = f"{row.subject}: {row.verdict.replace('_', ' ')}"
        yield Decided(row.decided_at, row.decided_by, told, row.grounds)


def mark_practice(case: Case) -> None:
    """Say that this case is a drill: its report says so on every page."""
    if not is_practice(case):
        case.journal.append(PRACTICE, details={"meaning": "an invented breach"})


def is_practice(case: Case) -> bool:
    """Whether the case was marked as a drill."""
    return glance.once(case.alias, "practice", lambda: bool(_MARKED.ask(case.alias)))


def _marked() -> Any:
    from stanch.casefile.models import JournalRow

    return JournalRow.objects.filter(action=PRACTICE).values_list("sequence")[:1]


_MARKED = Question(_marked)


def outline(case: Case, *, now: datetime) -> Contents:
    """The case without its long lists: what was done, what is owed, what is not known; and the people, who are counted and not named."""
    from stanch.casefile.destruction import destroyed
    from stanch.casefile.duties import duty_states

    store = case.store
    notices.adopt(store.get(Wording))
    attacks, facts, people = store.get(Attack), crowd.situation(case), crowd.people(case)
    attack = attacks[0] if attacks else Attack()
    return Contents(
        destroyed=None if people else destroyed(case),
        now=now,
        facts=facts,
        exhibits=tuple(store.get(Exhibit)),
        unread=tuple(store.get(Unread)),
        people=cast("tuple[Person, ...]", people),
        attack=attack,
        duties=tuple(state.duty for state in duty_states(case, now=now) if state.status not in ("fulfilled", "declined")),
        warnings=law.assess(facts).warnings if store.get(Facts) else (),
        actions=tuple(store.get(Action)),
        taken=taking.taken(case),
        practice=is_practice(case),
        recall=sampling.proven(case),
        decided=tuple(_decided(case)),
        gone=tuple(no_longer_held(case)),
        suggested=tuple(one.in_words() for one in suggested(facts, attack)) if attacks else (),
        failed=tuple((one.says, one.in_words()) for one in causes.findings(case)),
    )


def contents(case: Case, *, now: datetime) -> Contents:
    """Everything the report is made of."""
    store, head = case.store, case.journal.head()
    people = tuple(store.get(Person))
    return replace(
        outline(case, now=now),
        kinds=tuple(kinds(store.get_parts("findings"))),
        people=people,
        doubtful=tuple(store.get(DoubtfulPair)),
        asides=tuple(store.get(Aside)),
        linkage=next(iter(store.get(Linkage)), Linkage()),
        unmet=tuple((lists.NAMES[row.kind], row.place, row.name, why) for row, why in lists.reconcile(people, store.get(Listed)).unmet),
        offers=tuple(store.get(Offer)),
        notices=Streamed(case, Notice),
        enrolments=tuple(codes.enrolments(case, as_of=now.date())),
        delivered=tuple(_delivered(case)),
        dates=dates.dates(case, now=now),
        case=head.case,
        revision=head.sequence,
    )


def _delivered(case: Case) -> Iterator[tuple[str, int, str]]:
    """Where people stand, once anything has gone out."""
    from stanch.casefile.ledger import ledger
    from stanch.casefile.models import PieceRow

    if PieceRow.objects.using(case.alias).exists():
        yield from ((state.replace("_", " "), number, STATES[state]) for state, number in ledger(case).counts.items())


def keep_template(case: Case, content: bytes | None, *, by: str) -> None:
    """Keep the organisation's Word template with the case, or with None go back to ours. Raises `WrongCall` where it cannot be used."""
    refuse_if_closed(case.alias)
    from stanch.report import word

    path = case.folder / TEMPLATE
    if content is None:
        path.unlink(missing_ok=True)
    else:
        word.check(content)
        path.write_bytes(content)
        path.chmod(0o600)
    case.journal.append("report template", "removed" if content is None else f"{len(content):,} bytes", by=by)


def has_template(case: Case) -> bool:
    """Whether the report in Word is written from the organisation's own template."""
    return (case.folder / TEMPLATE).is_file()


def _lay_word(case: Case, content: Contents, folder: Path) -> None:
    """report.docx, from the organisation's template where there is one that can be used."""
    from stanch.report import word

    path = case.folder / TEMPLATE
    made, _fault = word.report(content, path.read_bytes() if path.is_file() else None)
    target = folder / "report.docx"
    target.write_bytes(made)
    target.chmod(0o600)


def no_longer_held(case: Case) -> list[str]:
    """Files that were in custody once and are not there any more as they were taken: moved, removed, or changed."""
    held = {exhibit.id for exhibit in case.store.get(Exhibit)}
    gone: dict[str, str] = {}
    for entry in case.journal.entries():
        if (entry.action, entry.subject) == ("put", Exhibit.__name__):
            gone |= {one["id"]: one["name"] for one in json.loads(entry.details).get("no longer held", ())}
    return sorted({name for identity, name in gone.items() if identity not in held})


def write(case: Case, content: Contents, *, bench: Bench) -> Path:
    """Write `report/`. Letters that are already printed from the same notices are kept. Returns the folder."""
    bench = drafting.prepared(case, bench)
    folder, making = case.folder / FOLDER, case.folder / MAKING
    shutil.rmtree(making, ignore_errors=True)
    mark = _mark(content, bench)
    if case.store.fingerprint(LETTERS) == mark and _is_complete(folder, content):
        report.write(content, folder)
        _lay_options(case, content, folder)
        _lay_word(case, content, folder)
        return folder
    making.mkdir(mode=0o700)
    try:
        for _ in notices.render_each(content.notices, making, bench=bench):
            pass  # written as they are asked for; nobody needs them here
        report.write(content, making)
        _lay_options(case, content, making)
        _lay_word(case, content, making)
        if folder.exists():
            shutil.rmtree(folder)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    case.store.set_fingerprint(LETTERS, mark)
    case.journal.append("write report", details={"notices": content.drafted.number})
    return folder


def _lay_options(case: Case, content: Contents, folder: Path) -> None:
    """The ways of telling people, where anything is owed to anybody."""
    from stanch.casefile import weighing

    if content.duties:
        write_options(case, weighing.weighed(case, now=content.now), now=content.now, folder=folder)


def _is_complete(folder: Path, content: Contents) -> bool:
    """Whether every draft is still printed there; somebody may have removed one."""
    printed = {path.with_suffix("") for path in folder.glob("*/*") if path.is_file()}
    return folder.is_dir() and len(printed) >= content.drafted.number


def remove(case: Case) -> bool:
    """Remove `report/`; whether there was one. It can be built again at any time."""
    shutil.rmtree(case.folder / MAKING, ignore_errors=True)
    there = (case.folder / FOLDER).is_dir()
    if there:
        shutil.rmtree(case.folder / FOLDER)
        case.journal.append("remove report")
    return there


def kinds(findings: Parts | None, *, most: int | None = PLACES) -> Iterator[KindCount]:
    """How often each kind was found, and where: the `most` places with most of them, or all."""
    import pyarrow as pa

    if findings is None:
        return
    counted = [
        table.group_by(["kind", "locator"]).aggregate([([], "count_all")])
        for table in findings.tables(["kind", "locator"])
        if table.num_rows
    ]
    if not counted:
        return
    whole = pa.concat_tables(counted).group_by(["kind", "locator"]).aggregate([("count_all", "sum")])
    places: dict[str, list[Place]] = {}
    for row in whole.to_pylist():
        places.setdefault(row["kind"], []).append(Place(row["locator"], row["count_all_sum"]))
    for kind, found in sorted(places.items(), key=lambda pair: (-sum(place.findings for place in pair[1]), pair[0])):
        found.sort(key=lambda place: (-place.findings, place.locator))
        files = {place.locator.partition("#")[0] for place in found}
        yield KindCount(kind, sum(place.findings for place in found), len(files), tuple(found[:most]))


def _mark(content: Contents, bench: Bench) -> str:
    """What the printed letters depend on."""
    mark = hashlib.sha256(
        f"{line.code_version('notices')} {bench.as_of} {bench.settings.get('notice.print')} {bench.settings.get('notice.logo')}".encode()
    )
    for notice in content.notices:
        mark.update(to_json(notice))
    return mark.hexdigest()


def write_options(case: Case, options: Sequence[Option], *, now: datetime, folder: Path | None = None) -> Path:
    """Write options.html, options.pdf and options.svg, into the report's folder where no other is named; the folder."""
    from stanch.casefile import weighing
    from stanch.report import options as pages
    from stanch.report.paper import PRACTICE as BANNER

    folder = folder or case.folder / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    choice = weighing.chosen(case)
    told = f"{choice.verdict}, chosen by {choice.decided_by} on {choice.decided_at:%d %B %Y}. Grounds: {choice.grounds}" if choice else ""
    banner = BANNER if is_practice(case) else ""
    pages.page(options, now, folder / "options.html", chosen=told, banner=banner)
    author = crowd.situation(case).org.name or ""
    pages.paper(options, now, folder / "options.pdf", author=author, chosen=told, banner=banner)
    (folder / "options.svg").write_text(pages.timeline(options, now), encoding="utf-8")
    for name in ("options.html", "options.pdf", "options.svg"):
        (folder / name).chmod(0o600)
    return folder


def _every_kind(case: Case) -> list[KindCount]:
    return list(kinds(case.store.get_parts("findings"), most=None))


KINDS = keeping.Sum("kinds found", list[KindCount], _every_kind, lambda case: streamed.parts_mark(case, "findings"))
