"""One module per form in which a tool tells what it checked; the folder is the list.

Each has `TOOL`, `recognise(head) -> bool` (the first few thousand characters) and `read(text) -> Iterator[Observation]`. What a
tool saw is told, not judged: which values prove a control stands with the control.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from stanch.errors import EvidenceError

LARGEST = 64 << 20  # bytes of one result; a scan of a large network stays far below
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool saw: on which machine, account or domain (`subject`), of which check, and the value; `at` when (aware), if it says."""

    tool: str
    subject: str
    check: str
    value: str
    at: datetime | None = None


class CheckReader(Protocol):
    """What a module of this folder offers."""

    TOOL: str

    def recognise(self, head: str) -> bool:
        """Whether a result that begins so is of this tool."""

    def read(self, text: str) -> Iterator[Observation]:
        """What it saw. Raises `ValueError` or `KeyError` where the result is broken."""


@cache
def readers() -> tuple[CheckReader, ...]:
    """All readers, by name."""
    return tuple(
        importlib.import_module(f"{__name__}.{one.name}") for one in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name)
    )


def read(content: bytes) -> tuple[str, list[Observation]]:
    """The tool, and what it saw. Raises `EvidenceError` where no reader knows the form, or the result is broken."""
    if len(content) > LARGEST:
        raise EvidenceError("too_large", f"more than {LARGEST >> 20} MB")
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    reader = next((one for one in readers() if one.recognise(text[:HEAD])), None)
    if reader is None:
        known = ", ".join(one.TOOL for one in readers())
        raise EvidenceError("unsupported", f"no result of a tool that is known here ({known})")
    try:
        return reader.TOOL, list(reader.read(text))
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise EvidenceError("damaged", f"{reader.TOOL}: {error}") from None


def moment(told: object) -> datetime | None:
    """A moment as tools write it: seconds since 1970, or ISO 8601 (UTC where it names no zone)."""
    text = str(told or "").strip()
    try:
        found = datetime.fromtimestamp(float(text), UTC) if text.replace(".", "", 1).isdigit() else datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
