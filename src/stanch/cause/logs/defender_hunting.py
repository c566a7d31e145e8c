"""Microsoft Defender's advanced hunting, as the portal and its interface export it (CSV, JSON): one table of what machines did.

Its rows are told as Sysmon and the Security log tell the same, so that every rule for Windows is asked about them.
Facts: Microsoft Defender XDR, advanced hunting schema (DeviceProcessEvents, DeviceFileEvents, DeviceNetworkEvents, DeviceRegistryEvents,
DeviceImageLoadEvents, DeviceLogonEvents, DeviceEvents); from knowledge, written 2026-11-27; tried on invented rows only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from stanch.cause.event import Event
from stanch.cause.logs import windows
from stanch.cause.moments import YearOf, clock_of
from stanch.cause.records import bare, records

KIND = "windows"
RANK = 1
NEEDED = ("DeviceName", "ActionType")
TIMES = ("Timestamp", "TimeGenerated", "Timestamp [UTC]", "TimeGenerated [UTC]")
SYSMON = "Microsoft-Windows-Sysmon/Operational"
# What Defender calls an action -> (channel, number), and the names of its columns by those of Windows.
_LOGON_TYPES = {
    "interactive": 2, "network": 3, "batch": 4, "service": 5, "unlock": 7, "networkcleartext": 8, "newcredentials": 9,
    "remoteinteractive": 10, "remoteinteractive (rdp)": 10, "cachedinteractive": 11,
}  # fmt: skip
_DONE: dict[str, tuple[str, int]] = {
    "processcreated": (SYSMON, 1), "filecreated": (SYSMON, 11), "filerenamed": (SYSMON, 11), "filemodified": (SYSMON, 11),
    "filedeleted": (SYSMON, 23),
    "connectionsuccess": (SYSMON, 3), "connectionrequest": (SYSMON, 3), "connectionattempt": (SYSMON, 3), "connectionfound": (SYSMON, 3),
    "inboundconnectionaccepted": (SYSMON, 3), "connectionacknowledged": (SYSMON, 3), "registryvalueset": (SYSMON, 13),
    "registrykeycreated": (SYSMON, 12),
    "registryvaluedeleted": (SYSMON, 12), "registrykeydeleted": (SYSMON, 12), "imageloaded": (SYSMON, 7), "driverload": (SYSMON, 6),
    "createremotethreadapicall": (SYSMON, 8), "openprocessapicall": (SYSMON, 10), "dnsqueryresponse": (SYSMON, 22),
    "namedpipeevent": (SYSMON, 17),
    "logonsuccess": ("Security", 4624), "logonfailed": ("Security", 4625), "useraccountcreated": ("Security", 4720),
    "useraccountaddedtolocalgroup": ("Security", 4732), "scheduledtaskcreated": ("Security", 4698), "serviceinstalled": ("Security", 4697),
    "securitylogcleared": ("Security", 1102), "powershellcommand": ("Microsoft-Windows-PowerShell/Operational", 4104),
    "antivirusdetection": ("Microsoft-Windows-Windows Defender/Operational", 1116),
    "tamperingattempt": ("Microsoft-Windows-Windows Defender/Operational", 5007),
}  # fmt: skip
_ITSELF = {  # the process of the row is what the event is about
    "Image": "FolderPath", "CommandLine": "ProcessCommandLine", "ProcessId": "ProcessId", "ParentImage": "InitiatingProcessFolderPath",
    "ParentCommandLine": "InitiatingProcessCommandLine", "OriginalFileName": "ProcessVersionInfoOriginalFileName",
    "IntegrityLevel": "ProcessIntegrityLevel",
}  # fmt: skip
_DOER = {  # the process of the row is what did it
    "Image": "InitiatingProcessFolderPath", "CommandLine": "InitiatingProcessCommandLine", "ProcessId": "InitiatingProcessId",
    "TargetFilename": "FolderPath",
    "ImageLoaded": "FolderPath", "DestinationIp": "RemoteIP", "DestinationPort": "RemotePort", "DestinationHostname": "RemoteUrl",
    "SourceIp": "LocalIP",
    "SourcePort": "LocalPort", "Protocol": "Protocol", "TargetObject": "RegistryKey", "Details": "RegistryValueData",
}  # fmt: skip
_SIGNED_IN = {
    "TargetUserName": "AccountName", "TargetDomainName": "AccountDomain", "IpAddress": "RemoteIP", "WorkstationName": "RemoteDeviceName",
    "TargetLogonId": "LogonId", "Image": "InitiatingProcessFolderPath", "LogonProcessName": "Protocol",
}  # fmt: skip


def recognise(head: str) -> bool:
    """Whether its rows have the columns that every table of machines has."""
    start = bare(head)
    if start[:1] in ("{", "["):
        return all(f'"{name}"' in start for name in NEEDED) and any(f'"{name}"' in start for name in TIMES)
    names = {name.strip().strip('"') for name in re.split(r"[,;\t]", start.partition("\n")[0])}
    return set(NEEDED) <= names and bool(names & set(TIMES))


def parse(pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
    """The rows in order."""
    clock = None
    for at, record in records(pieces):
        listed = record.get("Results") if record else None
        for row in listed if isinstance(listed, list) else [record]:
            stamp = str(next((row[name] for name in TIMES if row.get(name)), "")) if isinstance(row, dict) else ""
            clock = clock or clock_of(stamp, year_of)
            time = clock.read(stamp)
            yield windows.built(told(row), time.astimezone(UTC), file, at) if time and isinstance(row, dict) else None


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A row by the names of Windows; its own names stay beside them."""
    action = str(row.get("ActionType") or "")
    channel, number = _DONE.get(action.lower(), ("Microsoft-Windows-SENSE/Operational", 0))
    found: dict[str, Any] = {name: value for name, value in row.items() if value not in (None, "")}
    names = _SIGNED_IN if channel == "Security" and number in (4624, 4625) else _ITSELF if number == 1 else _DOER
    # A column may be called as Windows calls another thing (`ProcessId`), so that the row is asked before it is named anew.
    named = {name: row[own] for name, own in names.items() if row.get(own) not in (None, "")}
    if number in (4624, 4625):
        kind = str(row.get("LogonType") or "").lower()
        named["LogonType"] = _LOGON_TYPES.get(kind, row.get("LogonType"))
    else:
        named["User"] = _who(row, "" if number == 1 and row.get("AccountName") else "InitiatingProcess")
    if registry := row.get("RegistryValueName"):
        named["TargetObject"] = f"{row.get('RegistryKey', '')}\\{registry}"
    if hashes := [f"{name}={row[name]}" for name in ("SHA1", "SHA256", "MD5") if row.get(name)]:
        named["Hashes"] = ",".join(hashes)
    further = _further(row)
    if threat := further.get("ThreatName"):
        named |= {"Threat Name": threat, "Path": row.get("FolderPath") or row.get("FileName")}
    if number == 4104 and further.get("Command"):
        named["ScriptBlockText"] = further["Command"]
    if number == 22 and further.get("DnsQueryString"):
        named["QueryName"] = further["DnsQueryString"]
    provider = (
        "Microsoft-Windows-Sysmon"
        if channel == SYSMON
        else "Microsoft-Windows-Security-Auditing"
        if channel == "Security"
        else channel.partition("/")[0]
    )
    head = {"EventID": number, "Channel": channel, "Provider_Name": provider, "Computer": row.get("DeviceName")}
    return {**found, **{name: value for name, value in named.items() if value not in (None, "")}, **head}


def _who(row: dict[str, Any], lead: str) -> str:
    name, domain = row.get(f"{lead}AccountName"), row.get(f"{lead}AccountDomain")
    return f"{domain}\\{name}" if name and domain else str(name or "")


def _further(row: dict[str, Any]) -> dict[str, Any]:
    """What a table has no column for (`AdditionalFields`), an object or its text."""
    said = row.get("AdditionalFields")
    if isinstance(said, str) and said.startswith("{"):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            return {}
    return said if isinstance(said, dict) else {}
