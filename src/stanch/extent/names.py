"""Finds the names of persons in a text, and tells whether a column holds names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from stanch.extent.names_lexicon import look_up, per_million
from stanch.extent.span import Span

DETECTOR = "names"
WORD = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
RUN = re.compile(rf"(?<![\w@./-]){WORD}(?:[ ](?:[A-Z]\.|{WORD}|(?:de|la|van|der|von|bin|al|el|den|du|da|dos|di)(?=[ ])))+(?![\w@-])")
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Miss|Prof|Herr|Frau|Sr|Sra)\.?[ ]+$")


def is_given_name(word: str) -> float:
    """Bearers in a million, 0 where the lists do not know it."""
    return per_million(look_up(word).given)


def is_surname(word: str) -> float:
    """Bearers in a million, 0 where the lists do not know it."""
    return per_million(look_up(word).surname)


def looks_like_names(values: Sequence[str]) -> float:
    """The share of the values that read as a name, or a part of one."""
    filled = [value for value in values if value.strip()]
    return sum(map(_reads_as_name, filled)) / len(filled) if filled else 0.0


def _reads_as_name(value: str) -> bool:
    words = re.findall(r"[^\W\d_]+", value)
    if not 0 < len(words) <= 5 or re.search(r"[\d@/:;=]", value):
        return False
    entries = [look_up(word) for word in words if len(word) > 1]
    return bool(entries) and sum(max(entry.given, entry.surname) > entry.ordinary for entry in entries) * 2 > len(entries)


def find(text: str, anchors: Sequence[tuple[int, int]], properties: Mapping[str, str]) -> list[Span]:  # noqa: ARG001
    """The names in `text`, in order, not overlapping each other nor `anchors`."""
    taken = sorted(anchors)
    found: list[Span] = []
    for run in RUN.finditer(text):
        words = run[0].split(" ")
        first, last = look_up(words[0]), look_up(words[-1])
        if first.given > first.ordinary and last.surname and 2 <= len(words) <= 5 and not any(a < run.end() and run.start() < b for a, b in taken):
            found.append(Span("name", run.start(), run.end(), run[0], 0.8, DETECTOR, normal=run[0]))
    return found
