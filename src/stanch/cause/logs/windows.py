"""Windows events: records that reading made of event log files and XML exports, and the JSON that other programs export.

Field names are those of Sigma's taxonomy for Windows; what the Security log calls otherwise than Sysmon gets Sysmon's name beside
its own (`NewProcessName` is `Image` too), because rules for process creation are written for both.
Meaning of events: "Audit Process Creation", "Audit Logon" and the other audit pages of Windows security documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any

from stanch.cause.event import Event
from stanch.cause.moments import Clock, YearOf, clock_of
from stanch.cause.records import address, bare, beginning_of, flat, records
from stanch.cause.sessions import Sessions
from stanch.cause.windows_messages import channel_of, english, fields_of
from stanch.records.windows_event import flat_event

KIND = "windows"
RANK = 1
SECURITY = "Security"
# Event of the Security log -> what happened, in the words of `mappings/windows.yaml`.
_DONE: dict[int, tuple[str, bool | None]] = {
    4624: ("logged-in", True), 4625: ("logon-failed", False), 4648: ("logon-with-explicit-credentials", True), 4634: ("logged-out", True),
    4647: ("logged-out", True), 4672: ("privileged-logon", True), 4768: ("kerberos-ticket-requested", None), 4769: ("kerberos-service-ticket", None),
    4771: ("kerberos-preauthentication-failed", False), 4776: ("credential-validated", None), 4688: ("process-created", True), 4689: ("process-ended", True),
    4698: ("scheduled-task-created", True), 4697: ("service-installed", True), 4720: ("user-created", True), 4722: ("user-enabled", True),
    4723: ("password-change-attempted", None), 4724: ("password-reset", True), 4725: ("user-disabled", True), 4726: ("user-deleted", True),
    4728: ("group-member-added", True), 4732: ("group-member-added", True), 4756: ("group-member-added", True), 4738: ("user-changed", True),
    4740: ("user-locked-out", False), 1102: ("log-cleared", True), 4719: ("audit-policy-changed", True), 5140: ("share-opened", True),
    5145: ("share-file-opened", None), 4663: ("object-accessed", True), 4778: ("session-reconnected", True), 4779: ("session-disconnected", True),
}  # fmt: skip
_SYSMON: dict[int, str] = {
    1: "process-created", 2: "file-time-changed", 3: "network-connection", 5: "process-ended", 6: "driver-loaded", 7: "image-loaded",
    8: "remote-thread-created", 9: "raw-disk-read", 10: "process-accessed", 11: "file-created", 12: "registry-object-changed",
    13: "registry-value-set", 14: "registry-renamed", 15: "file-stream-created", 17: "pipe-created", 18: "pipe-connected", 19: "wmi-filter",
    20: "wmi-consumer", 21: "wmi-binding", 22: "dns-query", 23: "file-deleted", 25: "process-tampered", 26: "file-deleted",
}  # fmt: skip
_OTHERS: dict[tuple[str, int], tuple[str, bool | None]] = {
    ("Microsoft-Windows-PowerShell", 4104): ("script-block-run", True), ("Microsoft-Windows-PowerShell", 4103): ("powershell-command", True),
    ("PowerShell", 400): ("powershell-started", True), ("PowerShell", 600): ("powershell-provider", True), ("PowerShell", 800): ("powershell-command", True),
    ("Service Control Manager", 7045): ("service-installed", True), ("Service Control Manager", 7036): ("service-state-changed", True),
    ("Microsoft-Windows-Eventlog", 104): ("log-cleared", True), ("Microsoft-Windows-Eventlog", 1102): ("log-cleared", True),
    ("Microsoft-Windows-Windows Defender", 1116): ("malware-detected", None), ("Microsoft-Windows-Windows Defender", 1117): ("malware-handled", True),
    ("Microsoft-Windows-Windows Defender", 1118): ("malware-handling-failed", False), ("Microsoft-Windows-Windows Defender", 1119): ("malware-handling-failed", False),
    ("Microsoft-Windows-Windows Defender", 5001): ("protection-disabled", True), ("Microsoft-Windows-Windows Defender", 5007): ("protection-changed", True),
    ("Microsoft-Windows-TerminalServices-LocalSessionManager", 21): ("remote-desktop-logon", True),
    ("Microsoft-Windows-TerminalServices-LocalSessionManager", 25): ("remote-desktop-reconnected", True),
    ("Microsoft-Windows-TerminalServices-RemoteConnectionManager", 1149): ("remote-desktop-authenticated", True),
}  # fmt: skip
_LOGON = frozenset((4624, 4625, 4634, 4647, 4648, 4740, 4768, 4769, 4771, 4776))
_NOBODY = frozenset(("", "-", "system", "local service", "network service", "anonymous logon", "nt authority\\system", "nt authority\\network service",
                     "nt authority\\local service", "font driver host", "window manager"))  # fmt: skip
_ALIASES = (("NewProcessName", "Image"), ("ParentProcessName", "ParentImage"), ("ProcessName", "Image"), ("NewProcessId", "ProcessId"))
_RECORD = re.compile(r'"EventID"\s*:|"Event"\s*:\s*\{|"EventCode"\s*:|"event_id"\s*:|"Id"\s*:')
_CSV_ID = frozenset(("Event ID", "EventID", "EventId", "Id", "event_id"))
_CSV_TIME = frozenset(("Date and Time", "TimeCreated", "SystemTime", "TimeGenerated"))


def recognise(head: str) -> bool:
    """Whether it begins with a record that names an event and its channel, in JSON or CSV."""
    start = bare(head)
    if start[:1] in ("{", "["):
        named = bool(_RECORD.search(start[:6000]))
        return named and any(
            f'"{word}"' in start for word in ("Channel", "channel", "LogName", "log_name", "SourceName", "ProviderName", "Provider_Name")
        )
    first = next((line for line in start.splitlines() if line.strip() and not line.startswith("#TYPE ")), "")
    names = {english(name) for name in re.split(r"[,;\t]", first)}
    return bool(
        names & _CSV_ID and names & _CSV_TIME and names & {"Source", "ProviderName", "Provider_Name", "Channel", "LogName", "Level"}
    )


def parse(pieces: Iterable[str], file: str, year_of: YearOf, sessions: Sessions | None = None) -> Iterator[Event | None]:
    """The events in order; `line` is the number that the system gave the record. `sessions` sees each before it is given."""
    clock = _clock(beginning_of(pieces), year_of)
    sessions = sessions or Sessions()
    for at, record in records(pieces):
        told = _told(record) if record is not None else None
        if not told:
            yield None
            continue
        stamp = str(told.get("SystemTime") or told.get("UtcTime") or "")
        clock = clock or clock_of(stamp, year_of)
        time = clock.read(_net_date(stamp))
        # Sysmon and Security stamps are UTC by definition, whether they say so or not.
        known = time and ("UtcTime" in told or stamp.endswith("Z"))
        event = built(told, time.astimezone(UTC) if known else time, file, at) if time else None
        if event:
            sessions.complete(event)
        yield event


def _clock(beginning: str, year_of: YearOf) -> Clock | None:
    """How a log that begins so writes day and month: its first record tells."""
    told = next((told for _, record in records([beginning]) if record and (told := _told(record))), None) if beginning else None
    return clock_of(str(told.get("SystemTime") or told.get("UtcTime") or ""), year_of) if told else None


def _net_date(stamp: str) -> str:
    """`/Date(1760000000000)/`, as PowerShell's JSON writes a moment."""
    found = re.match(r"/Date\((\d+)\)/", stamp)
    return found[1] if found else stamp


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """The flat fields of a record in any of the shapes that programs give it."""
    if "SystemTime" in record and "EventID" in record:
        return record
    if isinstance(record.get("Event"), Mapping) or isinstance(record.get("System"), Mapping):
        return dict(flat_event(record))
    if isinstance(record.get("winlog"), Mapping):  # Winlogbeat
        told = flat(record)
        inner = {
            name.rpartition(".")[2]: value for name, value in told.items() if name.startswith(("winlog.event_data.", "winlog.user_data."))
        }
        return _named(told, {"EventID": "winlog.event_id", "Channel": "winlog.channel", "Provider_Name": "winlog.provider_name",
                             "Computer": "winlog.computer_name", "SystemTime": "@timestamp", "EventRecordID": "winlog.record_id"}) | inner  # fmt: skip
    told = {english(name): value for name, value in flat(record).items()}
    named = _named(told, {"EventID": "Event ID|EventID|EventId|Id|EventCode|event_id", "Channel": "Channel|LogName|Log Name|channel|log_name",
                          "Provider_Name": "Source|ProviderName|Provider_Name|SourceName|provider", "Computer": "Computer|MachineName|Hostname|ComputerName|computer",
                          "SystemTime": "SystemTime|TimeCreated|Date and Time|TimeGenerated|EventTime|@timestamp|timestamp",
                          "EventRecordID": "EventRecordID|RecordId|RecordNumber|record_id"})  # fmt: skip
    provider, number = str(named.get("Provider_Name") or ""), named.get("EventID")
    if "Channel" not in named and (channel := channel_of(provider)):
        named["Channel"] = channel
    message = told.get("Message") or next((value for name, value in told.items() if name.startswith("column_")), "")
    spoken = fields_of(str(message), provider, number if isinstance(number, int) else 0)
    return {**spoken, **told, **named}


def _named(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, others in names.items():
        value = next((told[one] for one in others.split("|") if told.get(one) not in (None, "")), None)
        if value is not None:
            found[name] = int(value) if name in ("EventID", "EventRecordID") and str(value).isascii() and str(value).isdigit() else value
    return found


def built(told: dict[str, Any], time: Any, file: str, at: int) -> Event:
    """The event that fields by the names of Windows tell."""
    number = told.get("EventID")
    provider = str(told.get("Provider_Name") or "")
    code = number if isinstance(number, int) else 0
    action, succeeded = _done(code, provider, str(told.get("Channel") or ""))
    if action == "object-accessed" and not _is_read(told):
        action = "object-touched"
    if action in ("kerberos-ticket-requested", "kerberos-service-ticket", "credential-validated") and (told.get("Status") is not None):
        succeeded = str(told["Status"]) in ("0x0", "0")
    if action == "share-file-opened":
        succeeded = not str(told.get("Keywords") or "").lower().startswith(("0x801", "audit failure"))
    for own, other in _ALIASES:
        if own in told:
            told.setdefault(other, told[own])
    ip = address(str(told.get("IpAddress") or told.get("ClientAddress") or told.get("SourceNetworkAddress") or (told.get("Address") if provider.startswith(
        "Microsoft-Windows-TerminalServices") else "") or (told.get("Param3") if code == 1149 else "") or ""))  # fmt: skip
    record = told.get("EventRecordID")
    computer = str(told.get("Computer") or "").lower() or None
    return Event(
        time,
        KIND,
        file,
        record if isinstance(record, int) else at,
        told,
        ip=None if ip in ("127.0.0.1", "::1") else ip,
        user=_user(told, code),
        target=str(told.get("ObjectName") or told.get("ShareName") or told.get("TargetFilename") or told.get("TargetObject") or "")
        or computer,
        succeeded=succeeded,
        host=computer,
        action=action,
        uid=f"{computer}/{told.get('Channel')}/{record}/{time:%Y%m%d%H%M%S}" if record is not None else None,
    )


def _is_read(told: Mapping[str, Any]) -> bool:
    """Whether an access to an object (4663) reads a file: the right ReadData (bit 1, %%4416); keys and services are no files."""
    if str(told.get("ObjectType") or "File") != "File":
        return False
    rights, mask = str(told.get("AccessList") or ""), str(told.get("AccessMask") or "")
    if "%%" in rights:
        return "%%4416" in rights
    return not re.fullmatch(r"0x[0-9a-fA-F]{1,8}", mask) or bool(int(mask, 16) & 1)


def _done(code: int, provider: str, channel: str) -> tuple[str, bool | None]:
    if "Sysmon" in provider or "Sysmon" in channel:
        return _SYSMON.get(code, "sysmon"), True
    if channel == SECURITY or provider == "Microsoft-Windows-Security-Auditing":
        return _DONE.get(code, (f"event-{code}", None))
    return _OTHERS.get((provider, code), (f"event-{code}", None))


def _user(told: Mapping[str, Any], code: int) -> str | None:
    """Who did it: who signed in where it is a sign-in, else whose process or session it was; never the system or a computer."""
    names = (
        ("TargetUserName", "SubjectUserName") if code in _LOGON else ("SubjectUserName", "User", "AccountName", "Detection User", "Param1")
    )
    for name in names:
        value = str(told.get(name) or "").strip().lower()
        if value not in _NOBODY and not value.endswith("$") and (name != "Param1" or code == 1149):
            return value.rpartition("\\")[2]
    return None
