"""The dates of a case whose people list was destroyed: who holds the calendar is told what can be sent no more.

The order to destroy keeps the entries that were counted from the list (names of matters, days, words with counts, nothing about any
person), and how many letters had left between which days. Afterwards a planned sending is struck out under the name it had, so that a
calendar program takes it away (RFC 5545 section 3.8.1.11); what was sent stands as a count between two days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from stanch.casefile import keeping
from stanch.report.dates import Dated
from stanch.report.wording import counted

if TYPE_CHECKING:
    from stanch.casefile.case import Case

DATES, SENT = "dates", "sent"  # where they stand in the order
NOT_GONE = ("queued", "cancelled")
_WORDS = {"mail": ("letter", "letters"), "email": ("e-mail", "e-mails")}
# What needs the list: letters and e-mails of the chosen way, and the reminder of those who have not enrolled. A statement to the public,
# substitute notice and the end of a term do not.
_NEEDS_LIST = ("planned letters ", "planned e-mails ", "remind ")


@dataclass(frozen=True, slots=True)
class Order:
    """The order that destroyed the list: its day, and what it kept of the calendar."""

    on: date
    dates: tuple[Dated, ...]
    sent: tuple[Dated, ...]


def of_order(case: Case) -> Order | None:
    """What the order kept; null where none was given. One of an earlier release kept no dates."""
    from stanch.casefile.models import JournalRow

    rows = list(JournalRow.objects.using(case.alias).filter(action=keeping.ORDER).order_by("sequence").values_list("details", "at"))
    if not rows:
        return None
    # A run that was cut off had ordered it for all, and found fewer when it was run again: the first knew most.
    told = json.loads(rows[0][0])
    dates, sent = (tuple(map(_read, told.get(name, ()))) for name in (DATES, SENT))
    return Order(datetime.fromisoformat(rows[0][1]).date(), dates, sent)


def to_keep(entries: Iterable[Dated], gone: Iterable[Dated]) -> dict[str, object]:
    """As the order keeps them."""
    return {DATES: [_plain(one) for one in entries], SENT: [_plain(one) for one in gone]}


def sent(case: Case) -> Iterator[Dated]:
    """An entry for each channel by which something left: how many, from which day to which."""
    from django.db.models import Count, Max, Min

    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias).exclude(state__in=NOT_GONE).filter(tried_at__isnull=False).order_by("channel")
    for channel, number, first, last in rows.values_list("channel").annotate(Count("id"), Min("tried_at"), Max("tried_at")):
        says = f"Sent: {counted(number, *_WORDS.get(channel, ('notice', 'notices')))}"
        yield Dated(f"sent {channel}", first.date(), says, last=last.date(), remind=())


def kept(order: Order, *, known: AbstractSet[str], over: AbstractSet[str]) -> Iterator[Dated]:
    """What stood in the calendar and is not `known` any more, struck out where it needed the list or is `over`; and what was sent."""
    why = f"The people list was destroyed on {order.on.isoformat()}"
    for one in order.dates:
        if one.matter in known:
            continue
        needs = one.matter.startswith(_NEEDS_LIST)
        says = f"{why}: this can be sent no more." if needs and not one.over else f"{why}."
        yield Dated(one.matter, one.at, one.summary, says, one.last, over=one.over or needs or one.matter in over)
    for one in order.sent:
        yield Dated(one.matter, one.at, one.summary, f"{why}.", one.last, remind=())


def _plain(one: Dated) -> dict[str, Any]:
    told: dict[str, Any] = {"matter": one.matter, "at": one.at.isoformat(), "says": one.summary}
    if one.last:
        told["last"] = one.last.isoformat()
    if one.over:
        told["over"] = True
    return told


def _read(told: dict[str, Any]) -> Dated:
    at, last = told["at"], told.get("last")
    moment = datetime.fromisoformat(at) if "T" in at else date.fromisoformat(at)
    return Dated(told["matter"], moment, told["says"], last=date.fromisoformat(last) if last else None, over=told.get("over", False))
