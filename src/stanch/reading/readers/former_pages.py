"""What a PDF said before it was changed: a program that adds its changes at the end leaves the pages as they were (ISO 32000-1, 7.5.6).

Whoever blackens a name so has only hidden it. Each former state ends with its own mark, and is a whole file up to there.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

MOST = 4  # former states that are looked at, the last ones
LONGEST = 64 << 20  # bytes
PAGES = 2_000
_END = re.compile(rb"%%EOF[ \t]*\r?\n?")


def lines(content: bytes, now: Sequence[str], opened: Callable[[bytes], Any], *, until: float = math.inf) -> list[str]:
    """The lines of former states that no page says any more. `until`: by the monotonic clock, when no further one is opened."""
    if len(content) > LONGEST or content.count(b"%%EOF") < len(("before", "now")):
        return []
    ends = [found.end() for found in _END.finditer(content)][:-1]
    if b"/Linearized" in content[:1024]:
        ends = ends[1:]  # the first mark is that of the first page, put in front
    said = {line.strip() for text in now for line in text.splitlines()}
    found: dict[str, None] = {}
    for end in reversed(ends[-MOST:]):
        if time.monotonic() > until:
            break
        found |= dict.fromkeys(line for line in _state(content[:end], opened) if line not in said)
    return list(found)


def _state(content: bytes, opened: Callable[[bytes], Any]) -> list[str]:
    """The lines of one state; none where it does not open."""
    from stanch.reading.readers.pages import page_text

    try:
        document = opened(content)
    except Exception:  # noqa: BLE001 hostile content meets foreign code here; the last state was read
        return []
    told: list[str] = []
    for number in range(min(len(document), PAGES)):
        page = document[number]
        told += [line.strip() for line in page_text(page.get_textpage()).splitlines() if line.strip()]
        page.close()
    document.close()
    return told
