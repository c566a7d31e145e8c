"""A Windows event as one flat record, named as Sigma's taxonomy for Windows names its fields.

Reading makes such records from event log files, cause reads them from those and from other programs' exports, so the shape
stands where both may see it. Source: "Event Schema" of the Windows Event Log API, and Sigma's taxonomy appendix.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Scalar = str | int | float | bool | None
_BRACED = ("ProcessGuid", "ParentProcessGuid", "LogonGuid", "SourceProcessGUID", "TargetProcessGUID")


def flat_event(root: Mapping[str, Any]) -> dict[str, Scalar]:
    """The fields of `{"Event": {"System": …, "EventData": …}}`; attributes stand in `X_attributes` or `X["#attributes"]`.

    What the system says comes first: `EventID`, `Channel`, `Provider_Name`, `Computer`, `SystemTime`, `EventRecordID` …; then
    the event's own values by their names. Unnamed values are joined in `Data`. Never raises on account of its content.
    """
    event = root.get("Event", root)
    system = event.get("System") if isinstance(event, dict) else None
    if not isinstance(system, dict):
        return {}
    told: dict[str, Scalar] = {
        "EventID": _number(_plain(system.get("EventID"))),
        "Channel": _plain(system.get("Channel")),
        "Provider_Name": _attribute(system, "Provider", "Name"),
        "Computer": _plain(system.get("Computer")),
        "SystemTime": _attribute(system, "TimeCreated", "SystemTime"),
        "EventRecordID": _number(_plain(system.get("EventRecordID"))),
        "Level": _number(_plain(system.get("Level"))),
        "Task": _number(_plain(system.get("Task"))),
        "Opcode": _number(_plain(system.get("Opcode"))),
        "Keywords": _plain(system.get("Keywords")),
        "UserID": _attribute(system, "Security", "UserID"),
        "ExecutionProcessID": _number(_attribute(system, "Execution", "ProcessID")),
    }
    for part in ("EventData", "UserData", "RenderingInfo"):
        content = event.get(part)
        if isinstance(content, dict):
            _spread(content, told, named=part != "RenderingInfo")
        elif content is not None:
            told["Data"] = _plain(content)
    for name in _BRACED:
        value = told.get(name)
        if isinstance(value, str) and len(value) == 36:
            told[name] = f"{{{value}}}"
    return {name: value for name, value in told.items() if value is not None}


def _spread(content: Mapping[str, Any], told: dict[str, Scalar], *, named: bool) -> None:
    """Named values of a part; an element around them (as in UserData) is passed through."""
    waiting = [content]
    for _ in range(200):  # elements in elements; a real event has three or four
        if not waiting:
            return
        for name, value in waiting.pop().items():
            if named and name not in told and (type(value) is str or type(value) is int) and name not in ("Data", "xmlns"):
                told[name] = value  # nearly all
                continue
            if name.endswith("_attributes") or name in ("#attributes", "xmlns"):
                continue
            if name == "Data":
                told["Data"] = _joined(value)
            elif isinstance(value, dict) and "#text" not in value:
                waiting.append(value)
            elif named or name == "Message":
                # An event may call a value as the system calls one of its own; the system's stays.
                told.setdefault(name, _plain(value))


def _attribute(system: Mapping[str, Any], element: str, name: str) -> Scalar:
    for holder in (system.get(f"{element}_attributes"), system.get(element)):
        if isinstance(holder, dict):
            inner = holder.get("#attributes", holder)
            if isinstance(inner, dict) and name in inner:
                return _plain(inner[name])
    return None


def _joined(value: Any) -> Scalar:
    if isinstance(value, dict):
        value = value.get("#text", "")
    return "\n".join(str(one) for one in value) if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> Scalar:
    if type(value) is str:
        return value
    if isinstance(value, dict):
        value = value.get("#text")
    if isinstance(value, list):
        return "\n".join(str(one.get("#text", "") if isinstance(one, dict) else one) for one in value)
    return value if isinstance(value, str | int | float | bool) else None


def _number(value: Scalar) -> Scalar:
    if type(value) is int:
        return value
    text = str(value).strip() if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else value
