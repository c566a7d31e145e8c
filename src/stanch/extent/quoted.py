"""Quoted lines of a mail (`> …`): what is looked for in them is looked for in the text without the marks, and told where it stands."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace

from stanch.extent.span import Span

_MARKS = re.compile(r"^[ \t]{0,3}(?:>[ ]?)+", re.MULTILINE)
LEAST = 2


@dataclass(frozen=True, slots=True)
class Plain:
    """The text without the marks, and where each stretch of it begins there and in the text."""

    text: str
    begins: tuple[int, ...]
    stood: tuple[int, ...]

    def back(self, span: Span, text: str) -> Span:
        """A finding where it stands in the text; what it means stays as it was read."""
        start, end = self._place(span.start), self._place(span.end - 1) + 1
        return replace(span, start=start, end=end, text=text[start:end], normal=span.normal or span.text)

    def _place(self, place: int) -> int:
        at = bisect.bisect_right(self.begins, place) - 1
        return self.stood[at] + place - self.begins[at]


def without_marks(text: str) -> Plain | None:
    """The text without the marks of quoted lines, if it has such."""
    if "\n>" not in text:
        return None
    parts, begins, stood, last, size = list[str](), list[int](), list[int](), 0, 0
    for mark in _MARKS.finditer(text):
        if mark.start() > last:
            parts.append(text[last : mark.start()])
            begins.append(size)
            stood.append(last)
            size += mark.start() - last
        last = mark.end()
    if len(parts) < LEAST:
        return None
    return Plain("".join(parts) + text[last:], (*begins, size), (*stood, last))
