"""The rest of a list whose first value a word tells: `born on 13/11/1945, 11/09/1946 and 23/03/1961 respectively`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from stanch.extent.fitting import fits, is_checked
from stanch.extent.normalise import normaliser
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

_NEXT = re.compile(
    r"(?:[,;]| ?,? (?:and|&|und|sowie|bzw\.|beziehungsweise|et|y|e|en)(?= ))\s(?:(?:and|und|et|y|e|en)\s)?"
    r"(?:(?:the|el|le|il|l'|o|a|am|den|op|on)\s)?",
    re.IGNORECASE,
)
LEAST = 6  # characters of a value that is worth it
_PIECE = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with the values of the same form that a list goes on with."""
    taken = {span.start for span in spans}
    told = [span for span in spans if span.context and len(span.text) >= LEAST]
    more = [one for span in told for one in (*_behind(text, span, taken), *_ahead(text, span, taken))]
    return [*spans, *more] if more else list(spans)


def _behind(text: str, span: Span, taken: set[int]) -> Iterator[Span]:
    following = _NEXT.match(text, span.end)
    detector = detector_of(span.detector) if following else None
    while following and detector and is_checked(detector):
        match = _form(span.text).match(text, following.end())
        if match is None or match.start() in taken or not fits(detector, match[0]):
            return
        taken.add(match.start())
        said = match[0]
        span = replace(span, start=match.start(), end=match.end(), text=said, normal=normaliser(detector.normaliser)(said))
        yield span
        following = _NEXT.match(text, span.end)


def _ahead(text: str, span: Span, taken: set[int]) -> Iterator[Span]:
    """`am 11.04.1962 bzw. 02.05.1955 geboren`: what stands before the value that the word behind tells of."""
    detector = detector_of(span.detector)
    low = max(0, span.start - REACH)
    joint = _JOINT.search(text[low : span.start]) if detector and is_checked(detector) else None
    if detector is None or joint is None:
        return
    found = [match for match in _form(span.text).finditer(text, low, low + joint.start()) if match.end() == low + joint.start()]
    for match in found[-1:]:
        if match.start() not in taken and fits(detector, match[0]) and not text[match.start() - 1 : match.start()].isalnum():
            taken.add(match.start())
            said = match[0]
            yield replace(span, start=match.start(), end=match.end(), text=said, normal=normaliser(detector.normaliser)(said))


REACH = 50
_JOINT = re.compile(r"(?i) ?(?:,? (?:and|&|und|sowie|bzw\.|beziehungsweise|et|y|e|en)) (?:(?:the|el|le|il|am|den|op|on) )?\Z")


@lru_cache(maxsize=512)
def _form(value: str) -> re.Pattern[str]:
    """Figures where the value has figures, about as many, and letters where it has letters."""
    parts = (_piece(piece) for piece in _PIECE.findall(value))
    return re.compile("".join(parts) + r"(?!\w)")


def _piece(piece: str) -> str:
    if piece[0].isdigit():
        return rf"\d{{{max(1, len(piece) - 1)},{len(piece) + 1}}}" if len(piece) <= len("12") else rf"\d{{{len(piece)}}}"
    if piece.isalpha():
        return r"[^\W\d_]" if len(piece) == 1 else r"[^\W\d_]{2,10}"
    return r"\s" if piece.isspace() else re.escape(piece)
