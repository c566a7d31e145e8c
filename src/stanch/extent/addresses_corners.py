"""Where two streets meet: `the corner of Pachergasse 64 and King Street` is one place, told whole."""

from __future__ import annotations

import re
from dataclasses import replace

from stanch.extent.span import Span

_BEFORE = re.compile(r"(?i)\b(?:the )?(?:(?:north|south)?-?(?:east|west)? ?)corner of $")
_BEHIND = re.compile(
    r"\.? (?:and|&) (?:(?:van|von|de|la|del|the) ){0,2}[^\W\d_a-zß-öø-ÿ][\w'’.-]*(?: [^\W\d_a-zß-öø-ÿ][\w'’-]*){0,3}(?<![.'’-])"
)
REACH = 32


def of(text: str, found: list[Span]) -> list[Span]:
    """`found` with corners told whole, and those of which nothing was found."""
    told = _clear([_whole(text, span) for span in found])
    return sorted([*told, *_alone(text, told)], key=lambda span: span.start)


def _whole(text: str, span: Span) -> Span:
    """The address with the other street, where the words before it say that it is a corner."""
    before = _BEFORE.search(text, max(0, span.start - REACH), span.start)
    if before is None:
        return span
    behind = _BEHIND.match(text, span.end)
    end = span.end if " and " in span.text else behind.end() if behind else 0
    return replace(span, start=before.start(), end=end, text=text[before.start() : end]) if end else span


def _clear(found: list[Span]) -> list[Span]:
    """Without what now lies within another."""
    return [one for one in found if not any(other is not one and other.start <= one.start and one.end <= other.end for other in found)]


_CORNER = re.compile(
    r"(?i:\bthe corner of )"
    r"(?P<one>[^\W_][\w'’.-]*(?: [\w'’.-]+){0,4}?)(?: and | & )(?P<other>[^\W_][\w'’-]*(?: [^\W_a-zß-öø-ÿ][\w'’-]*){0,3})"
)


def _alone(text: str, found: list[Span]) -> list[Span]:
    """Corners of which neither street was told, one of them with a number."""
    return [
        Span("postal_address", *match.span(), match[0], 0.8, "addresses", "corner", f"{match['one']} | | | | ")
        for match in _CORNER.finditer(text)
        if any(map(str.isdigit, match[0])) and not any(one.start < match.end() and match.start() < one.end for one in found)
    ]
