"""Deadlines as iCalendar (RFC 5545), with reminders two days and one day before."""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta
from pathlib import Path

from stanch.report.contents import Contents, place_name
from stanch.report.wording import deadline, recipient


def deadlines(contents: Contents, path: Path) -> None:
    """deadlines.ics: one event per clock, conditional ones marked by a question mark."""
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Stanch//deadlines//EN")
    calendar.add("version", "2.0")
    for duty in contents.clocks:
        if not (duty.deadline and duty.deadline.due):
            continue
        event = Event()
        event.add("uid", hashlib.sha256(f"{duty.id}|{duty.recipient}|{duty.stage}".encode()).hexdigest()[:32] + "@stanch")
        event.add("dtstamp", contents.now)
        # In UTC: a zone by name would have to be described in the file, or a calendar program takes the hour for its own.
        event.add("dtstart", duty.deadline.due.astimezone(UTC))
        event.add("duration", timedelta(minutes=30))
        mark = "" if duty.required is True else "? "
        event.add("summary", f"{mark}{place_name(duty.jurisdiction)}: tell {recipient(duty.recipient)}")
        event.add("description", f"{duty.reason}\n{duty.cite}\n{deadline(duty)}")
        for before in (48, 24):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", "Breach deadline")
            alarm.add("trigger", timedelta(hours=-before))
            event.add_component(alarm)
        calendar.add_component(event)
    path.write_bytes(calendar.to_ical())
