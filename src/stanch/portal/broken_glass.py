"""Who took all rights for an hour: said on the first page to everybody who works on the case, until each has seen it.

Whoever gave them back before the hour was over is told of by the journal alone. See ADR 0198.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from stanch.casefile.decisions import reader_of
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.portal.rights import Visitor

SHOWN = timedelta(days=7)  # after that it stands in the journal alone, also for whoever has not said that they saw it
BREAK, BACK, SEEN = "break glass", "give rights back", "see broken glass"


@dataclass(frozen=True, slots=True)
class Broken:
    """That somebody broke the glass: the journal's entry, when, who, why; whether their hour is over."""

    entry: int
    at: datetime
    who: str
    reason: str
    is_over: bool


def announced(visitor: Visitor) -> list[Broken]:
    """What this visitor is told of: all that runs, and what ran out and was not said to be seen by them."""
    if not visitor.asks_again:
        return []
    journal, now = desk.case().journal, desk.clock()
    since, me = now - SHOWN, reader_of(visitor.name)
    back: dict[str, int] = {}
    for one in journal.lately(BACK, since=since):
        back.setdefault(one.actor, one.sequence)
    seen = {json.loads(one.details)["entry"] for one in journal.lately(SEEN, since=since) if reader_of(one.actor) == me}
    found = []
    for one in journal.lately(BREAK, since=since):
        told, at = json.loads(one.details), datetime.fromisoformat(one.at)
        is_over = at + timedelta(minutes=int(told.get("minutes", 0))) <= now
        if back.get(one.actor, 0) < one.sequence and not (is_over and (one.sequence in seen or reader_of(one.actor) == me)):
            found.append(Broken(one.sequence, at, one.actor, str(told.get("reason", "")), is_over))
    return found


def say_seen(visitor: Visitor, entry: int) -> None:
    """Write down that this visitor has seen it; it is not said to them again. Raises `WrongCall` where there is none that is over."""
    if not any(one.entry == entry and one.is_over for one in announced(visitor)):
        raise WrongCall("there is nothing of this to be seen any more", do="Look at the first page.")
    desk.case().journal.append(SEEN, by=visitor.name, details={"entry": entry})
