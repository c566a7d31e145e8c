"""Windows event logs as JSON lines, converted once, with fields named as Sigma's Windows taxonomy names them.

    python benchmarks/sigma_events.py FOLDER_WITH_EVTX OUT_FOLDER

Files `.json` and `.zip` with JSON in them, as other programs export events, are read by Stanch's own reader of Windows events.

Each line: {"file": …, "line": record, "time": ISO 8601, "fields": {…}}. For measuring rules apart from reading logs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from stanch.cause.event import Event
from stanch.cause.logs import windows


def events_of(file: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of one EVTX file; damaged records are left out."""
    from evtx import PyEvtxParser

    for record in PyEvtxParser(str(file)).records_json():
        if isinstance(record, RuntimeError):
            continue
        fields = flattened(json.loads(record["data"])["Event"])
        yield {"file": name, "line": record["event_record_id"], "time": fields.pop("SystemTime", ""), "fields": fields}


def exported(file: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of a JSON export, packed or not."""
    for text in texts(file):
        for event in windows.parse(pieces(text), name, lambda _month, _day: 2020):
            if event is not None:
                yield {"file": name, "line": event.line, "time": event.time.isoformat(), "fields": event.fields}


def texts(file: Path) -> Iterator[IO[str]]:
    """The JSON texts in a file."""
    if file.suffix.lower() == ".zip":
        with ZipFile(file) as packed:
            for inner in packed.namelist():
                if inner.lower().endswith(".json"):
                    with packed.open(inner) as raw:
                        yield TextIOWrapper(raw, "utf-8", "replace")
    else:
        with file.open(encoding="utf-8", errors="replace") as plain:
            yield plain


def pieces(text: IO[str]) -> Iterator[str]:
    """A text in the pieces that reading gives."""
    while piece := text.read(1 << 20):
        yield piece


def flattened(event: dict[str, Any]) -> dict[str, Any]:
    """An event's fields by their Sigma names."""
    system = event.get("System") or {}
    number = system.get("EventID")
    fields: dict[str, Any] = {
        "EventID": number.get("#text") if isinstance(number, dict) else number,
        "Channel": system.get("Channel"),
        "Computer": system.get("Computer"),
        "Provider_Name": _attribute(system, "Provider", "Name"),
        "Security_UserID": _attribute(system, "Security", "UserID"),
        "SystemTime": _attribute(system, "TimeCreated", "SystemTime"),
    }
    for section in ("EventData", "UserData"):
        _leaves(event.get(section), fields)
    return {name: value for name, value in fields.items() if value is not None}


def _attribute(system: dict[str, Any], element: str, name: str) -> Any:
    return ((system.get(element) or {}).get("#attributes") or {}).get(name)


def _leaves(node: Any, fields: dict[str, Any]) -> None:
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        if name in ("#attributes", "xmlns"):
            continue
        text = value.get("#text") if isinstance(value, dict) and "#text" in value else value
        if isinstance(text, dict):
            _leaves(text, fields)
        elif text is not None:
            fields[name] = "\n".join(map(str, text)) if isinstance(text, list) else text


def read(file: Path) -> Iterator[Event]:
    """The events of a converted file."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            fields = row["fields"]
            yield Event(
                moment(row["time"]), "windows", row["file"], row["line"], fields, ip=address(fields), user=fields.get("TargetUserName")
            )


def address(fields: dict[str, Any]) -> str | None:
    found = fields.get("IpAddress")
    return found if found not in (None, "-", "", "127.0.0.1", "::1") else None


def moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def convert(source: Path, out: Path) -> tuple[int, int]:
    """Every file of events below `source` as a file below `out`; (files, events)."""
    files = events = 0
    kinds = {".evtx": events_of, ".json": exported, ".zip": exported}
    for file in sorted(file for file in source.rglob("*") if file.suffix.lower() in kinds):
        name = str(file.relative_to(source))
        target = out / f"{name}.jsonl"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("w", encoding="utf-8") as lines:
                for event in kinds[file.suffix.lower()](file, name):
                    lines.write(json.dumps(event, ensure_ascii=False) + "\n")
                    events += 1
            files += 1
        except (RuntimeError, OSError, BadZipFile) as error:
            print(f"{name}: {error}", file=sys.stderr)
    return files, events


if __name__ == "__main__":
    print("{} files, {} events".format(*convert(Path(sys.argv[1]), Path(sys.argv[2]))))
