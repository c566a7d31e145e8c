r"""The fields of a Windows event out of its message: tables that Event Viewer saved, and what PowerShell exports, hold nothing else.

A message says `Account Name:\t\tann` below `New Logon:`, in the language of the machine; `windows_messages.yaml` tells which field that is.
Texts are an attacker's too: a command line may hold lines of its own, so that the first that says something counts, and a label only
at the beginning of a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stanch.datafile import load_quickly

LONGEST = 200_000  # of a message; a script block has 64 KB
_LINE = re.compile(r"^[ \t]*+([^\t\r\n:][^\r\n:]{0,70}?)[ \u00a0]?:(?:[ \t\u00a0]++(\S(?:[^\r\n]*\S)?))?[^\S\r\n]*\r?$", re.MULTILINE)
_PLAIN = re.compile(r"^[ \t]*([A-Za-z][A-Za-z0-9 ]{1,40}):[ \t]*([^\r\n]*?)\r?$", re.MULTILINE)
_SCRIPT = re.compile(
    r"\A[^\r\n]*\(\d+ [^\r\n()]{1,12} \d+\):\r?\n(.*?)(?:\r?\n\r?\nScriptBlock[^\r\n]*:[^\r\n]*(?:\r?\n[^\r\n]*:.*)?)?\Z", re.DOTALL
)
_DEFENDER = {"Name": "Threat Name", "Severity": "Severity Name", "Category": "Category Name", "Path": "Path", "User": "Detection User",
             "Detection User": "Detection User", "Process Name": "Process Name", "Action": "Action Name"}  # fmt: skip
_SESSION = {"User": "User", "Source Network Address": "Address", "Session ID": "SessionID"}


@dataclass(frozen=True, slots=True)
class _Words:
    """`windows_messages.yaml`, turned round: label in small letters -> field; of `who`, the fields for subject, object and member."""

    sections: dict[str, int]
    who: dict[str, tuple[str, ...]]
    labels: dict[str, str]
    header: dict[str, str]
    channels: dict[str, str]


@cache
def _words() -> _Words:
    told: dict[str, Any] = load_quickly(Path(__file__).with_name("windows_messages.yaml"))
    sections = {name.lower(): place for place, sort in enumerate(("subject", "object", "member")) for name in told[sort]}
    who = {label.lower(): tuple(fields.split("/")) for fields, labels in told["who"].items() for label in labels}
    labels = {label.lower(): name for name, said in told["labels"].items() for label in said}
    header = {said: name for name, others in told["header"].items() for said in (name, *others)}
    return _Words(sections, who, labels, header, told["channels"])


def english(name: str) -> str:
    """A column of a saved table by its English name, whatever the machine's language."""
    return _words().header.get(name.strip().strip('"'), name)


def channel_of(provider: str) -> str:
    """The log that a provider writes to, or nothing where it is not known."""
    return _words().channels.get(provider, "")


def fields_of(message: str, provider: str, code: int) -> dict[str, str]:
    """What a message says, by the names of the event's own fields. Nothing of what is not understood."""
    text = message[:LONGEST]
    if "Sysmon" in provider:
        return {name: said for name, said in _PLAIN.findall(text) if said and " " not in name}
    if code == 4104:
        found = _SCRIPT.match(text)
        return {"ScriptBlockText": found[1]} if found else {}
    if "Defender" in provider:
        return {_DEFENDER[name]: said for name, said in reversed(_PLAIN.findall(text)) if said and name in _DEFENDER}
    if "TerminalServices" in provider:
        return _session(text, code)
    return _security(text, provider)


def _session(text: str, code: int) -> dict[str, str]:
    said = dict(reversed(_PLAIN.findall(text)))
    if code == 1149:
        return {
            field: said[name]
            for name, field in (("User", "Param1"), ("Domain", "Param2"), ("Source Network Address", "Param3"))
            if said.get(name)
        }
    return {field: said[name] for name, field in _SESSION.items() if said.get(name)}


def _security(text: str, provider: str) -> dict[str, str]:
    words, told = _words(), dict[str, str]()
    place = 0
    for label, said in _LINE.findall(text):
        name = label.strip().lower()
        if not said:
            place = words.sections.get(name, place)
        elif (fields := words.who.get(name)) is not None:
            if place < len(fields) and fields[place]:
                told.setdefault(fields[place], said)
        elif field := words.labels.get(name):
            told.setdefault(field, said)
    if "SourceAddress" in told and "IpAddress" not in told:
        told["IpAddress"] = told["SourceAddress"]
    if "ReadData" in told.get("AccessList", ""):
        told["AccessList"] = "%%4416"
    if provider == "Service Control Manager" and "ServiceFileName" in told:
        told["ImagePath"] = told["ServiceFileName"]
    return told
