"""Where names, addresses and records of a text come from: the three modules that look at free text as people write it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from stanch.extent.span import Span

# A seed name is surer than anything guessed.
KNOWN_CONFIDENCE = 0.97
MIN_KNOWN = 4


def find(text: str, spans: Sequence[Span], properties: Mapping[str, str], known: Collection[str] | None) -> list[Span]:
    """Names and addresses, given what patterns found."""
    anchors = [(span.start, span.end) for span in spans]
    found = _addresses(text, anchors)
    found += _names(text, anchors + [(span.start, span.end) for span in found], properties)
    return found + (_known(text, known) if known else [])


def group(text: str, spans: Sequence[Span], properties: Mapping[str, str]) -> list[str | None]:
    """A record id for each finding, None where unknown."""
    from stanch.extent import grouping

    return list(grouping.group(text, spans, properties))


def _addresses(text: str, anchors: list[tuple[int, int]]) -> list[Span]:
    from stanch.extent import addresses

    return list(addresses.find(text, anchors))


def _names(text: str, anchors: list[tuple[int, int]], properties: Mapping[str, str]) -> list[Span]:
    from stanch.extent import names

    return list(names.find(text, anchors, properties))


def _known(text: str, known: Collection[str]) -> list[Span]:
    import re

    wanted = sorted((name for name in known if len(name) >= MIN_KNOWN), key=len, reverse=True)
    if not wanted:
        return []
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted) + r")(?!\w)", re.IGNORECASE)
    return [
        Span("name", match.start(), match.end(), match[0], KNOWN_CONFIDENCE, "known", normal=" ".join(match[0].split()))
        for match in pattern.finditer(text)
    ]
