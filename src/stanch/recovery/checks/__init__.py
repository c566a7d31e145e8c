"""One module per form in which a tool tells what it checked; the folder is the list.

Each has `TOOL`, `recognise(head) -> bool` (the first few thousand characters) and `read(text) -> Iterator[Observation]`. What a
tool saw is told, not judged: which values prove a control stands with the control.
"""

from __future__ import annotations

import codecs
import csv
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from stanch.errors import EvidenceError

LARGEST = 64 << 20  # bytes of one result; a scan of a large network stays far below
HEAD = 4096
LONGEST = 300  # characters of a name or value
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
MILLISECONDS = 1e11  # as seconds that would be the year 5138


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool saw: on which machine, account or domain (`subject`), of which check, and the value; `at` when (aware), if it says.

    A reader leaves `subject` empty where the result does not name its machine; the name of the file then stands for it.
    """

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


def read(content: bytes, name: str = "", taken: datetime | None = None) -> tuple[str, list[Observation]]:
    """The tool, and what it saw. `name` (of the file) and `taken` stand in where the result names no machine or no time.

    Raises `EvidenceError` where no reader knows the form, where the result is broken, or where nothing can be told by it.
    """
    if len(content) > LARGEST:
        raise EvidenceError("too_large", f"more than {LARGEST >> 20} MB")
    text = _text(content)
    reader = next((one for one in readers() if one.recognise(text[:HEAD])), None)
    if reader is None:
        known = ", ".join(sorted({one.TOOL for one in readers()}))
        raise EvidenceError("unsupported", f"{_hint(text) or 'no result of a tool that is known here'} ({known})")
    try:
        seen = list(reader.read(text))
    except (ValueError, LookupError, TypeError, AttributeError, SyntaxError, RecursionError, csv.Error) as error:
        raise EvidenceError("damaged", f"{reader.TOOL}: {error}") from None
    if not seen:
        raise EvidenceError("damaged", f"{reader.TOOL}: nothing in it was looked at, so that it proves nothing")
    machine = name.partition(".")[0] or "this machine"
    return reader.TOOL, [_plain(one, machine, taken) for one in seen]


def _plain(one: Observation, machine: str, taken: datetime | None) -> Observation:
    # What a result says ends on terminals and in the journal: no control characters, nothing endless.
    subject, check, value = (CONTROL.sub("", told)[:LONGEST] for told in (one.subject, one.check, one.value))
    return replace(one, subject=subject or machine, check=check, value=value, at=one.at or taken)


def _text(content: bytes) -> str:
    # PowerShell writes UTF-16 when its output is sent to a file.
    coding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return content.decode(coding, "replace").replace("\r\n", "\n")


def _hint(text: str) -> str:
    """What to hand in instead of a list that looks like a proof and is none."""
    first = text.lstrip().partition("\n")[0]
    if first.startswith("Desired=Unknown/Install") or first.endswith((".x86_64", ".noarch", ".aarch64")):
        return (
            "a list of what is installed does not tell what is missing: hand in `apt list --upgradable`, "
            "`dnf updateinfo list --security`, or a scan by Trivy or Grype; no result of a tool that is known here"
        )
    return ""


def moment(told: object) -> datetime | None:
    """A moment as tools write it: seconds or milliseconds since 1970, or ISO 8601 (UTC where it names no zone)."""
    text = str(told or "").strip()
    try:
        if text.replace(".", "", 1).isdigit():
            seconds = float(text)
            found = datetime.fromtimestamp(seconds / 1000 if seconds > MILLISECONDS else seconds, UTC)
        else:
            found = datetime.fromisoformat(_six_digits(text))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _six_digits(text: str) -> str:
    """Trivy and Grype write nanoseconds."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)
