"""The journal of each case looked through every night while the portal runs, and whenever somebody asks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from stanch.casefile import Case

HOUR = 2  # UTC: nobody works then, or few
NIGHT, ASKED = "verify journal at night", "verify journal"
MOST_TOLD = 20


def look_through(case: Case, *, action: str = ASKED, by: str | None = None) -> list[str]:
    """Every fault in the chain and against its anchor; what was found stands in the journal, which a fault does not keep from growing."""
    count = len(case.journal)
    fault = case.journal.anchor_fault()
    found = [*case.journal.faults(), *([fault] if fault else [])]
    case.journal.append(action, by=by, details={"entries": count, "faults": found[:MOST_TOLD], "more": max(0, len(found) - MOST_TOLD)})
    return found


def next_night(now: datetime) -> datetime:
    """The next moment at which to look."""
    night = now.astimezone(UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return night if night > now else night + timedelta(days=1)


class Nightly:
    """A thread that looks through the journals every night until it is ended."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._cases, self._ended = tuple(cases), threading.Event()
        self._thread = threading.Thread(target=self._watch, name="nightly", daemon=True)

    def start(self) -> None:
        """Begin to wait for the night."""
        self._thread.start()

    def end(self) -> None:
        """Wait no more; a look that has begun is finished."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait((next_night(datetime.now(UTC)) - datetime.now(UTC)).total_seconds()):
            self.look()

    def look(self) -> None:
        """One night's work. A case that cannot be read is told of, and does not keep the others from being looked at."""
        from django.db import DatabaseError, connections

        for case in self._cases:
            try:
                found = look_through(case, action=NIGHT, by="portal")
            except DatabaseError as error:
                found = [f"could not be read ({type(error).__name__})"]
            finally:
                connections[case.alias].close()
            if found:
                sys.stderr.write(f"stanch: the journal of {case.folder.name} is not as it was left: {found[0]}\nSee `stanch verify`.\n")
