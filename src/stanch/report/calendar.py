"""Dates as iCalendar (RFC 5545): deadlines with reminders two days and one day before, planned sendings, terms that end.

Every file written for a case names the same matter by the same UID, so that a calendar program which has it already moves or strikes out
the entry instead of showing it twice. SEQUENCE counts the case's journal, which only grows (RFC 5545 section 3.8.7.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from stanch.records import Duty
from stanch.report.contents import Contents, place_name
from stanch.report.dates import Dated
from stanch.report.wording import deadline, recipient

if TYPE_CHECKING:
    from icalendar import Event

MORNING = 9  # o'clock: when somebody looks who is reminded of a day
LONG = 48  # hours: a deadline is told of two days before as well


def deadlines(contents: Contents, path: Path) -> None:
    """deadlines.ics: what the case knows of its dates; without a case one event per clock, conditional ones marked by a question mark."""
    entries = contents.dates or tuple(of_duties((duty, False) for duty in contents.clocks))
    path.write_bytes(written(entries, now=contents.now, case=contents.case, revision=contents.revision))


def of_duties(duties: Iterable[tuple[Duty, bool]]) -> Iterable[Dated]:
    """An entry for each duty that has a moment; with each, whether it is settled."""
    for duty, over in duties:
        if duty.deadline and duty.deadline.due:
            mark = "" if duty.required is True else "? "
            yield Dated(
                f"{duty.id}|{duty.recipient}|{duty.stage}",
                duty.deadline.due,
                mark + to_tell(duty.jurisdiction, duty.recipient),
                f"{duty.reason}\n{duty.cite}\n{deadline(duty)}",
                over=over,
                remind=(LONG, 24),
            )


def to_tell(jurisdiction: str, whom: str) -> str:
    """A duty as people say it: they know no codes."""
    return f"{place_name(jurisdiction)}: tell {recipient(whom)}"


def written(
    entries: Iterable[Dated], *, now: datetime, case: str = "", revision: int = 0, name: str = "", refresh: timedelta | None = None
) -> bytes:
    """The calendar as a file. `case` tells the entries of one case from another's; `revision` grows with every change of the case.

    One that is subscribed to has a `name` and says how often to look again (RFC 7986 sections 5.1 and 5.7; older programs know the two
    with X-).
    """
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("prodid", "-//Stanch//deadlines//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    if refresh:
        calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    for one in entries:
        calendar.add_component(_event(one, now, case, revision))
    content: bytes = calendar.to_ical()
    return content


def _event(one: Dated, now: datetime, case: str, revision: int) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{case}|{one.matter}".encode()).hexdigest()[:32] + "@stanch")
    event.add("dtstamp", now)
    event.add("sequence", revision)
    event.add("summary", _plain(one.summary))
    event.add("description", _plain(one.description))
    if one.over:
        event.add("status", "CANCELLED")
    if isinstance(one.at, datetime):
        # In UTC: a zone by name would have to be described in the file, or a calendar program takes the hour for its own.
        event.add("dtstart", one.at.astimezone(UTC))
        event.add("duration", timedelta(minutes=30))
    else:
        event.add("dtstart", one.at)
        event.add("dtend", (one.last or one.at) + timedelta(days=1))  # the first day after it
        event.add("transp", "TRANSPARENT")  # nobody is busy all day with it
    for before in () if one.over else one.remind:
        _remind(event, one, before)
    return event


def _remind(event: Event, one: Dated, before: int) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(one.summary))
    is_day = not isinstance(one.at, datetime) and isinstance(one.at, date)
    alarm.add("trigger", timedelta(hours=MORNING - before if is_day else -before))
    event.add_component(alarm)


def _plain(text: str) -> str:
    """Line ends as one sign, and no control character: RFC 5545 allows none in a text, and some programs refuse the whole file for it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or (char.isprintable() and char not in "\u2028\u2029"))
