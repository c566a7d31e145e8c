"""Which moment a run speaks of: now; in a drill, noon of the drill's own day, so that practice reads alike in any year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.casefile import Case


def moment_of(case: Case) -> tuple[datetime, date]:
    """The moment for remaining times, and the day whose law applies."""
    from stanch.casefile import report
    from stanch.records import Facts

    known = case.store.get(Facts)
    now = datetime.now(UTC)
    day = (known[0].as_of if known else None) or now.date()
    return (datetime.combine(day, time(12), UTC) if report.is_practice(case) else now), day
