"""Cases of other tools: what their export files say of the course of events, as entries of our timeline.

Read are the JSON export of DFIR-IRIS (`case`, `timeline`, `iocs`, `assets`, `tasks`, `notes`, `evidences`, `comments`, each with its own
prefix), the JSON of TheHive's API (a case with `observables` or `artifacts`, and `tasks`; moments are milliseconds since 1970), and
Timesketch's CSV and JSON lines (`message`, `datetime` or `timestamp` in microseconds, `timestamp_desc`).

The files come from elsewhere: sizes and counts are bounded, nothing in them is followed or run, and a value of the wrong
shape, or a list that is of none of these, is left out and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stanch import safe_csv
from stanch.errors import BrokenDataFile, Fault
from stanch.records import Noted

LARGEST = 200_000_000  # bytes of a file
MOST = 100_000  # entries
LONGEST = 2000  # characters of a text
OF_IRIS = ("timeline", "iocs", "assets", "tasks", "notes", "evidences", "comments")
OF_THEHIVE = ("observables", "artifacts", "tasks", "timeline")


@dataclass(slots=True)
class Brought:
    """What a file held: whose it is (`DFIR-IRIS`, `TheHive`, `Timesketch`), the entries, and how many were left out, by reason."""

    tool: str
    entries: list[Noted] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, text: Any, *, at: datetime | None = None, detail: str = "") -> None:
        """Keep an entry; one without words is counted as left out."""
        said = _words(text)
        if not said:
            self.leave("no text")
        elif len(self.entries) >= MOST:
            self.leave(f"beyond {MOST:,} entries")
        else:
            self.entries.append(Noted("", kind, said, at, detail=_words(detail), source=self.tool))

    def leave(self, reason: str) -> None:
        """Count what was left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def read(path: Path) -> Brought:
    """The entries of an export file, of whichever of the three tools. Raises `BrokenDataFile` where it is of none."""
    size = path.stat().st_size
    if size > LARGEST:
        raise BrokenDataFile([Fault(str(path), 1, 1, f"{size:,} bytes; a case of another tool is read up to {LARGEST:,}")])
    text = path.read_text("utf-8-sig", "replace")
    if path.suffix.lower() == ".csv":
        return _timesketch(_csv_rows(text, path))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return _timesketch(_json_lines(text, path))
    return _of_json(content, path)


def _of_json(content: Any, path: Path) -> Brought:
    content = content.get("data", content) if isinstance(content, dict) and isinstance(content.get("data"), dict) else content
    if isinstance(content, list) and content and all(isinstance(one, dict) and _is_event(one) for one in content[:10]):
        return _timesketch(iter(content))
    if isinstance(content, dict) and "message" in content:
        return _timesketch(iter([content]))
    if isinstance(content, list) and content and isinstance(content[0], dict) and {"title", "startDate"} <= content[0].keys():
        return _thehive_list(content)
    if isinstance(content, dict) and any(name in content for name in ("timeline", "iocs", "evidences")):
        return _iris(content)
    if isinstance(content, dict) and any(name in content for name in ("case", "title", "observables", "artifacts")):
        return _thehive(content)
    raise BrokenDataFile([Fault(str(path), 1, 1, "no export of DFIR-IRIS, TheHive or Timesketch is seen in this file")])


def _is_event(one: Mapping[str, Any]) -> bool:
    """Whether this is an event of Timesketch: parts of other tools' records have a `message` too."""
    return "message" in one and ("datetime" in one or "timestamp" in one)


def _thehive_list(content: list[Any]) -> Brought:
    """Cases as TheHive lists them, one after the other."""
    brought = Brought("TheHive")
    for one in content:
        if not isinstance(one, Mapping):
            brought.leave("no entry")
            continue
        held = _thehive(one)
        brought.entries += held.entries
        for why, number in held.left_out.items():
            brought.left_out[why] = brought.left_out.get(why, 0) + number
    return brought


def _iris(content: Mapping[str, Any]) -> Brought:
    brought = Brought("DFIR-IRIS")
    case = _dict(content.get("case"))
    if case:
        brought.add(
            "note", case.get("name") or case.get("case_name"), at=_moment(case.get("open_date")), detail=_words(case.get("description"))
        )
    for one in _rows(content, "timeline", brought):
        detail = _joined(one, "event_content", "category", "event_source", "assets")
        brought.add("event", one.get("event_title"), at=_moment(one.get("event_date")), detail=detail)
    for one in _rows(content, "iocs", brought):
        kind = _words(_dict(one.get("ioc_type")).get("type_name") or one.get("type_name") or one.get("type"))
        brought.add("indicator", one.get("ioc_value"), detail=" · ".join(filter(None, (kind, _words(one.get("ioc_description"))))))
    for one in _rows(content, "tasks", brought):
        told = " · ".join(filter(None, (_words(one.get("task_status")), _words(one.get("task_description")))))
        brought.add("task", one.get("task_title"), at=_moment(one.get("task_open_date")), detail=told)
    for one in _rows(content, "notes", brought):
        brought.add("note", one.get("note_title"), at=_moment(one.get("note_creationdate")), detail=_words(one.get("note_content")))
    _of_iris_beside(content, brought)
    _leave_unread(content, OF_IRIS, brought)
    return brought


def _of_iris_beside(content: Mapping[str, Any], brought: Brought) -> None:
    """What IRIS keeps beside the course of events: the machines and accounts concerned, files taken in, and what was said of the case."""
    of_assets = ("type", "asset_compromise_status", "asset_ip", "asset_domain", "analysis_status", "asset_description", "asset_info")
    for one in _rows(content, "assets", brought):
        brought.add("note", one.get("asset_name"), at=_moment(one.get("date_added")), detail=_joined(one, *of_assets))
    for one in _rows(content, "evidences", brought):
        told = _joined(one, "file_hash", "file_size", "added_by", "file_description")
        brought.add("note", one.get("filename"), at=_moment(one.get("date_added")), detail=told)
    for one in _rows(content, "comments", brought):
        brought.add("note", one.get("comment_text"), at=_moment(one.get("comment_date")), detail=_joined(one, "comment_by"))


def _joined(one: Mapping[str, Any], *names: str) -> str:
    return " · ".join(filter(None, (_words(one.get(name)) for name in names)))


def _leave_unread(content: Mapping[str, Any], read_: tuple[str, ...], brought: Brought) -> None:
    """Count what stands in lists that nobody here reads, by the list's name: nothing is dropped in silence."""
    for name, rows in content.items():
        if name not in read_ and isinstance(rows, list):
            for one in rows[:MOST]:
                if isinstance(one, Mapping):
                    brought.leave(f"{_words(name)[:40]}: not read")


def _thehive(content: Mapping[str, Any]) -> Brought:
    brought = Brought("TheHive")
    case = _dict(content.get("case")) or content
    told = " · ".join(filter(None, (_words(case.get("description")), _words(case.get("summary")))))
    brought.add("note", case.get("title"), at=_moment(case.get("startDate")), detail=told)
    for name in ("observables", "artifacts"):
        for one in _rows(content, name, brought):
            detail = " · ".join(filter(None, (_words(one.get("dataType")), _words(one.get("message")))))
            value = one.get("data") or _dict(one.get("attachment")).get("name")
            brought.add("indicator", value, at=_moment(one.get("createdAt") or one.get("_createdAt")), detail=detail)
    for one in _rows(content, "tasks", brought):
        detail = " · ".join(filter(None, (_words(one.get("status")), _words(one.get("description")))))
        brought.add(
            "task", one.get("title"), at=_moment(one.get("startDate") or one.get("createdAt") or one.get("_createdAt")), detail=detail
        )
    for one in _rows(content, "timeline", brought):
        brought.add("event", one.get("title"), at=_moment(one.get("date")), detail=_words(one.get("description")))
    _leave_unread(content, OF_THEHIVE, brought)
    return brought


def _timesketch(rows: Iterator[Any]) -> Brought:
    brought = Brought("Timesketch")
    for row in rows:
        if not isinstance(row, Mapping):
            brought.leave("no entry")
            continue
        at = _moment(row.get("datetime")) or _microseconds(row.get("datetime")) or _microseconds(row.get("timestamp"))
        detail = " · ".join(filter(None, (_words(row.get("timestamp_desc")), _words(row.get("source_short")), _words(row.get("tag")))))
        brought.add("event", row.get("message"), at=at, detail=detail)
    return brought


def _csv_rows(text: str, path: Path) -> Iterator[Mapping[str, str]]:
    # Timesketch takes either; what is dated by neither is refused by the name of the first.
    dated = "timestamp" if "datetime" not in (first := _first_line(text)) and "timestamp" in first else "datetime"
    return (row for _, row in safe_csv.read(text, str(path), ("message", dated)))


def _first_line(text: str) -> list[str]:
    return [one.strip(' "\ufeff') for one in text.partition("\n")[0].split(",")]


def _json_lines(text: str, path: Path) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            raise BrokenDataFile([Fault(str(path), number, 1, "this is no JSON; needed is a case's export, or one entry a line")]) from None


def _rows(content: Mapping[str, Any], name: str, brought: Brought) -> Iterator[Mapping[str, Any]]:
    found = content.get(name)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield one
        else:
            brought.leave("no entry")


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _words(value: Any) -> str:
    """A text or number as one line; anything else is none."""
    if isinstance(value, list):
        value = ", ".join(one for one in map(_words, value[:50]) if one)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())[:LONGEST]


def _moment(value: Any) -> datetime | None:
    """A moment as ISO 8601 text or as milliseconds since 1970; without a zone it is taken as UTC."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _since_1970(value / 1000)
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _microseconds(value: Any) -> datetime | None:
    """Since 1970 as a number: in microseconds, or by their size in milliseconds or seconds, as Timesketch takes them."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    # Ten digits are seconds until the year 2286, thirteen milliseconds.
    return _since_1970(number / (1 if number < 10**11 else 1000 if number < 10**14 else 1_000_000))


def _since_1970(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (OverflowError, OSError, ValueError):
        return None
