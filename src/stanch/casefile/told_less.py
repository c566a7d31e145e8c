"""People whose letter has left and told less than is known by now: more of their data was found since.

With each first attempt the ledger keeps a mark of every kind of data that the letter names, never the words. A letter that would name a
kind today without such a mark is due once more: whoever is told of a password and not of a Social Security number found later is not warned
of it. Once the letter as it is now is approved, it is queued as a further attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from stanch.casefile import decisions
from stanch.casefile.case import Case
from stanch.casefile.notice_pages import PAGE, notices_in_pages
from stanch.notices.letters import FIRST, KINDS
from stanch.records import Earlier, Notice, mark_of

TELLS = "; tells "  # in the event with which a piece begins, before the marks
# The letter has left and nothing says that it did not arrive; one that came back is tried again by itself.
LEFT = ("handed", "printed", "mailed", "forwarded", "sent")


@dataclass(frozen=True, slots=True)
class Less:
    """A letter that told less: its notice, whose it is, when it left, what it does not name. `attempt` is the last one."""

    person: str
    notice: str
    left_at: datetime
    attempt: int
    more: tuple[str, ...]
    is_approved: bool


def marks(notice: Notice) -> str:
    """What the event of a fresh piece keeps of the kinds that the letter names; nothing for letters that name none."""
    named = _named(notice)
    return TELLS + " ".join(map(mark_of, named)) if named else ""


def found(case: Case) -> list[Less]:
    """Everybody who was told less than is known now, in the order in which the letters left."""
    from stanch.casefile.models import JournalRow, PieceRow

    # A letter that left after all were drafted for the last time is as it was drafted.
    drafted = JournalRow.objects.using(case.alias).filter(action="put", subject=Notice.__name__).order_by("-sequence").first()
    if drafted is None:
        return []
    rows = PieceRow.objects.using(case.alias).filter(state__in=LEFT, tried_at__lte=datetime.fromisoformat(drafted.at)).order_by("id")
    listed = list(dict.fromkeys(rows.values_list("notice", flat=True).iterator(chunk_size=PAGE)))
    return sorted(_among(case, listed), key=lambda one: (one.left_at, one.notice))


def due(case: Case) -> Iterator[tuple[Notice, Less]]:
    """Letters that were approved anew after they had left, and name more than they did then."""
    from django.db.models import Exists, Min, OuterRef

    from stanch.casefile.models import DecisionRow, PieceRow

    left = PieceRow.objects.using(case.alias).filter(state__in=LEFT)
    since = left.aggregate(Min("tried_at"))["tried_at__min"]
    if since is None:
        return
    before = left.filter(notice=OuterRef("subject"), tried_at__lt=OuterRef("decided_at"))
    rows = DecisionRow.objects.using(case.alias).filter(kind=Notice.__name__, is_current=True, verdict="approved", decided_at__gt=since)
    rows = rows.filter(Exists(before))
    wanted = {one.notice: one for one in _among(case, sorted(rows.values_list("subject", flat=True))) if one.is_approved}
    for page in notices_in_pages(case, list(wanted)) if wanted else ():
        yield from ((one, wanted[one.id]) for one in page)


def earlier(alias: str) -> Iterator[Earlier]:
    """Of each notice with a letter that has left: the first one, and what it named. One after another, for there may be a million."""
    from stanch.casefile.models import PieceEventRow, PieceRow

    events = PieceEventRow.objects.using(alias).filter(what="queued", detail__contains=TELLS).values_list("piece", "detail")
    told = {piece: detail.partition(TELLS)[2] for piece, detail in events.iterator(chunk_size=PAGE)}
    rows = PieceRow.objects.using(alias).order_by("notice", "attempt").values_list("notice", "piece", "state", "tried_at")
    for notice, attempts in groupby(rows.iterator(chunk_size=PAGE), key=lambda row: row[0]) if told else ():
        marks = ""
        for _, piece, state, at in attempts:
            # A second attempt after a return says again what the first one did.
            marks = told.get(piece, marks)
            if state in LEFT and at and marks:
                yield Earlier(notice, at.date(), tuple(marks.split()))
                break


def _among(case: Case, listed: Sequence[str]) -> Iterator[Less]:
    for start in range(0, len(listed), PAGE):
        ids = listed[start : start + PAGE]
        last = _last(case, ids)
        decided = decisions.current(case.alias, Notice.__name__, ids)
        page = [one for found in notices_in_pages(case, last) for one in found if one.person and one.recipient == FIRST]
        # One whose approval stands from before it left is the letter that left.
        changed = [one for one in page if not (one.status == "approved" and decided[one.id].decided_at <= last[one.id][1])]
        told = _told(case, [one.id for one in changed])
        for one in changed:
            attempt, at = last[one.id]
            more = tuple(line for kind, line in _named(one).items() if mark_of(kind) not in told[one.id]) if one.id in told else ()
            if more:
                yield Less(one.person or "", one.id, at, attempt, more, one.status == "approved")


def _last(case: Case, ids: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """The last attempt of each of these notices and when it left; none where that came back or has still to leave."""
    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias).filter(notice__in=ids).order_by("notice", "attempt")
    last = {row.notice: row for row in rows}
    return {name: (row.attempt, row.tried_at) for name, row in last.items() if row.state in LEFT and row.tried_at}


def _told(case: Case, ids: Collection[str]) -> Mapping[str, set[str]]:
    """By notice the marks of what was told with it, whichever attempt; one of an earlier release kept none, and is left out.

    A second attempt after a return says again what the first one did, and keeps no marks of its own.
    """
    from stanch.casefile.models import PieceEventRow, PieceRow

    notices = dict(PieceRow.objects.using(case.alias).filter(notice__in=ids).values_list("piece", "notice")) if ids else {}
    if not notices:
        return {}
    rows = PieceEventRow.objects.using(case.alias).filter(piece__in=list(notices), what="queued", detail__contains=TELLS)
    told: dict[str, set[str]] = {}
    for piece, detail in rows.values_list("piece", "detail"):
        told.setdefault(notices[piece], set()).update(detail.partition(TELLS)[2].split())
    return told


def _named(notice: Notice) -> dict[str, str]:
    """The kinds of data that a first letter names, with what it calls them: another in each language, perhaps in each release."""
    if notice.recipient != FIRST:
        return {}
    return dict(zip(notice.fields.get(KINDS, "").split(), notice.fields.get("exposed", "").split("\n"), strict=False))
