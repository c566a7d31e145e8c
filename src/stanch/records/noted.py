"""What a person noted of the course of events, or brought from another tool: it stands beside what the logs tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry of the timeline. `kind`: event, task, indicator or note; `at` is null where the source gives no moment.

    `source` is who or what told it (`the IT lead, by telephone`; `TheHive, case.json`). `withdrawn` holds the grounds on
    which it was taken back; nothing is removed.
    """

    id: str
    kind: str
    text: str
    at: datetime | None = None
    detail: str = ""
    source: str = ""
    by: str = ""
    recorded_at: datetime | None = None
    withdrawn: str = ""
