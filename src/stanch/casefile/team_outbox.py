"""The team's outbox: each message is kept before it is sent, tried again with growing rests, in its order, and sent once.

As with letters by e-mail, the intent is on the disk before a message is handed over. Where nobody can know whether it arrived, a `webhook`
is given it again under the same number, by which it knows it; a chat room has no such memory, so there it is in doubt until a person says
that it is to go again. See ADR 0042 and ADR 0198.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from stanch.casefile import closing
from stanch.casefile.case import Case
from stanch.casefile.patience import due
from stanch.notices.courier import Answer
from stanch.notices.team_post import Listener, News, post

if TYPE_CHECKING:
    from stanch.casefile.models import NewsRow

KEPT = timedelta(days=7)  # how long a message is tried: what it tells is of its day, and each later one tells all anew
TELL, ARRIVED, LAPSED = "tell team", "team was told", "news lapsed"
WAITS = ("queued", "sending", "in_doubt")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that has not arrived: for whom, of when, how often it was tried, what came of that, when it may be tried again.

    `in_doubt`: it may have arrived; a person must say that it is to go again.
    """

    listener: str
    at: datetime
    tries: int
    reply: str
    next_try: datetime | None
    in_doubt: bool


def queue(case: Case, listeners: Sequence[Listener], news: News, *, by: str) -> None:
    """Keep a message for each; the journal says for whom. Raises `WrongCall` of a closed case."""
    from django.db import transaction

    from stanch.casefile.models import NewsRow

    closing.refuse_if_closed(case.alias)
    body = json.dumps({"title": news.title, "lines": list(news.lines), "at": news.at.isoformat()})
    now, names = case.clock(), [one.name for one in listeners]
    with transaction.atomic(using=case.alias):
        NewsRow.objects.using(case.alias).bulk_create(
            NewsRow(message=secrets.token_hex(16), listener=name, body=body, state="queued", reply="", created_at=now) for name in names
        )
        case.journal.append(TELL, by=by, details={"to": names})


def deliver(case: Case, listeners: Sequence[Listener], *, at_once: bool = False, again: bool = False) -> dict[str, int]:
    """Send what waits for these, oldest first; how many arrived at each. Of what one listener does not take, nothing later goes there.

    `at_once`: whatever rests it had; `again`: also what is in doubt, which may arrive twice. Nothing of a closed case.
    """
    closing.refuse_if_closed(case.alias)
    _lapse(case)
    return {one.name: _to_one(case, one, at_once=at_once, again=again) for one in listeners}


def _to_one(case: Case, listener: Listener, *, at_once: bool, again: bool) -> int:
    arrived = 0
    for row in list(_rows(case, *WAITS).filter(listener=listener.name)):
        if row.state == "sending":  # a run that ended before it knew
            _doubt(case, listener, row, "the run ended before the answer was written down")
        if row.state == "in_doubt" and not again:
            continue
        if not at_once and not again and due(row, case.clock()):
            break
        answer = _sent(case, listener, row)
        if answer.outcome != "accepted":
            break
        arrived += 1
    return arrived


def _sent(case: Case, listener: Listener, row: NewsRow) -> Answer:
    """Hand one over: the intent first, then the answer. What the listener took is journaled."""
    from django.db import transaction

    row.state, row.tries, row.tried_at = "sending", row.tries + 1, case.clock()
    row.save(using=case.alias)
    told = json.loads(row.body)
    news = News(told["title"], tuple(told["lines"]), datetime.fromisoformat(told["at"]))
    answer = post(listener, news, message=row.message)
    if answer.outcome == "unknown":
        _doubt(case, listener, row, answer.reply)
    elif answer.outcome == "accepted":
        with transaction.atomic(using=case.alias):
            row.state, row.reply, row.settled_at = "sent", answer.reply, case.clock()
            row.save(using=case.alias)
            case.journal.append(ARRIVED, listener.name, details={"of": told["at"], "tries": row.tries})
    else:
        row.state, row.reply = "queued", answer.reply
        row.save(using=case.alias)
    return answer


def _doubt(case: Case, listener: Listener, row: NewsRow, reply: str) -> None:
    """Nobody can know: who can tell two of one number apart gets it again."""
    row.state, row.reply = "queued" if listener.kind == "webhook" else "in_doubt", reply
    row.save(using=case.alias)


def _lapse(case: Case) -> None:
    """Give up what is older than a week: it is told of, and the journal keeps it."""
    for row in _rows(case, *WAITS).filter(created_at__lt=case.clock() - KEPT):
        row.state, row.settled_at = "lapsed", case.clock()
        row.save(using=case.alias)
        case.journal.append(LAPSED, row.listener, details={"tries": row.tries, "last": row.reply})


def waiting(case: Case) -> list[Waiting]:
    """What has not arrived, oldest first."""
    now = case.clock()
    return [
        Waiting(row.listener, row.created_at, row.tries, row.reply, due(row, now), row.state == "in_doubt") for row in _rows(case, *WAITS)
    ]


def next_try(case: Case, listeners: Sequence[Listener]) -> datetime | None:
    """When the first of what waits for these may be tried again; null where nothing does."""
    names = {one.name for one in listeners}
    found = [one.next_try or case.clock() for one in waiting(case) if one.listener in names and not one.in_doubt]
    return min(found, default=None)


def _rows(case: Case, *states: str) -> Any:
    from stanch.casefile.models import NewsRow

    return NewsRow.objects.using(case.alias).filter(state__in=states).order_by("id")


def told_of(one: Waiting) -> Iterator[str]:
    """What is said of a message that waits."""
    tried = f"tried {'once' if one.tries == 1 else f'{one.tries} times'}" if one.tries else "not tried"
    yield f"{one.listener}: not told yet ({', '.join(filter(None, (tried, one.reply)))})"
    if one.in_doubt:
        yield "nobody can know whether it arrived: `--again` sends it once more"
    elif one.next_try:
        yield f"it is tried again from {one.next_try.isoformat(' ', 'minutes')} on"
