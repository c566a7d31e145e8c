"""Whether the drives of a Windows machine are encrypted: `manage-bde -status` (English), or `Get-BitLockerVolume` as CSV or JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation

TOOL = "bitlocker"
VOLUME = re.compile(
    r"^Volume (?P<drive>\w:|\S+).*?^\s+Conversion Status:\s+(?P<conversion>[^\n]+)$.*?^\s+Protection Status:\s+(?P<protection>[^\n]+)$",
    re.MULTILINE | re.DOTALL,
)
HOST = re.compile(r"^Computer Name:\s*(\S+)", re.MULTILINE)
STATES = {"0": "Off", "1": "On", "2": "Unknown"}  # Microsoft.BitLocker.Structures.BitLockerVolumeProtectionStatus, as JSON writes it
VOLUMES = {"0": "FullyDecrypted", "1": "FullyEncrypted", "2": "EncryptionInProgress", "3": "DecryptionInProgress"}


def recognise(head: str) -> bool:
    """Whether it tells of volumes and their protection."""
    return ("Conversion Status:" in head and "Protection Status:" in head) or ("ProtectionStatus" in head and "VolumeStatus" in head)


def read(text: str) -> Iterator[Observation]:
    """`protected` for each drive: `yes` only where it is encrypted in full and its protection is on (not suspended)."""
    if "Conversion Status:" in text:
        host = HOST.search(text)
        for found in VOLUME.finditer(text):
            whole = found["conversion"].strip().startswith("Fully Encrypted") or found["conversion"].strip().startswith(
                "Used Space Only Encrypted"
            )
            yield _told(host[1] if host else "", found["drive"], whole=whole, on=found["protection"].strip() == "Protection On")
        return
    rows: list[dict[str, Any]] = list(_rows(text))
    for row in rows:
        whole = VOLUMES.get(str(row.get("VolumeStatus")), str(row.get("VolumeStatus"))) in (
            "FullyEncrypted",
            "FullyEncryptedWipeInProgress",
        )
        on = STATES.get(str(row.get("ProtectionStatus")), str(row.get("ProtectionStatus"))) == "On"
        yield _told(str(row.get("ComputerName") or ""), str(row.get("MountPoint") or "drive"), whole=whole, on=on)


def _rows(text: str) -> Iterator[dict[str, Any]]:
    if text.lstrip().startswith(("{", "[")):
        told = json.loads(text)
        yield from told if isinstance(told, list) else [told]
        return
    yield from csv.DictReader(line for line in text.splitlines() if line.strip() and not line.startswith("#TYPE"))


def _told(host: str, drive: str, *, whole: bool, on: bool) -> Observation:
    return Observation(TOOL, host, f"{drive} protected", "yes" if whole and on else "no")
