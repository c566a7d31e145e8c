"""Whether Microsoft Defender works and how old its signatures are: `Get-MpComputerStatus` as a list, or as JSON by `ConvertTo-Json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation

TOOL = "defender"
LINE = re.compile(r"^(\w+)\s*:[ \t]?(.*)$", re.MULTILINE)
CHECKS = (
    "AntivirusSignatureAge",
    "RealTimeProtectionEnabled",
    "AntivirusEnabled",
    "AMServiceEnabled",
    "BehaviorMonitorEnabled",
    "IsTamperProtected",
)


def recognise(head: str) -> bool:
    """Whether it has Defender's own words."""
    return ("RealTimeProtectionEnabled" in head and "AntivirusSignature" in head) or "AMEngineVersion" in head


def read(text: str) -> Iterator[Observation]:
    """`AntivirusSignatureAge` in days, and what is enabled (`True`, `False`). Its machine stands in `PSComputerName`."""
    for one in _machines(text):
        host = str(one.get("PSComputerName") or one.get("ComputerName") or "")
        for name in CHECKS:
            if name in one:
                yield Observation(TOOL, host, name, str(one[name]).strip())


def _machines(text: str) -> Iterator[dict[str, Any]]:
    if text.lstrip().startswith(("{", "[")):
        told = json.loads(text)
        yield from told if isinstance(told, list) else [told]
        return
    for block in re.split(r"\n\s*\n", text):
        values = dict(LINE.findall(block))
        if values:
            yield values
