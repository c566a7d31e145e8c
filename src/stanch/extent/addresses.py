"""Finds postal addresses in a text, and tells whether a column holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stanch.extent.span import Span

US = re.compile(
    r"(?P<street>\d{1,6}[A-Z]?[ ](?:[NSEW]\.?[ ])?(?:[A-Z0-9][\w'.-]*[ ]){1,4}?(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place)\b\.?(?:,?[ ](?:Apt|Suite|Unit|#)\.?[ ]?\w+)?)"
    r"(?:[,\n ]+(?P<city>[A-Z][A-Za-z .'-]+?),?[ ](?P<state>[A-Z]{2})[ ](?P<zip>\d{5}(?:-\d{4})?))?"
)


def looks_like_addresses(values: Sequence[str]) -> float:
    """The share of the values that read as an address or its street line."""
    filled = [value for value in values if value.strip()]
    return sum(bool(US.search(value)) for value in filled) / len(filled) if filled else 0.0


def find(text: str, anchors: Sequence[tuple[int, int]]) -> list[Span]:  # noqa: ARG001
    """The addresses in `text`, in order."""
    found = []
    for match in US.finditer(text):
        normal = " | ".join((match["street"], match["city"] or "", match["state"] or "", match["zip"] or "", ""))
        found.append(Span("postal_address", match.start(), match.end(), match[0], 0.8, "addresses", normal=normal))
    return found
