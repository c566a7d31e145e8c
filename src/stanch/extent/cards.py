"""Driver's licences whose lines are numbered instead of labelled: `1 SMITH`, `2 ANN MARIE`, `8 12 OAK ST` (AAMVA; in Europe too)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent import signs
from stanch.extent.anchored import Later
from stanch.extent.span import Span

SURE = 0.95
LONGEST = 4_000  # characters of a text that is one card or two
_IS_CARD = Later(
    r"(?i)\b(?:driver'?s? licen[cs]e|driving licen[cs]e|f[üu]hrerschein|permis de conduire|permiso de conducci[óo]n|patente di guida"
    r"|rijbewijs)"
)
NAMES = re.compile(r"(?m)^[ \t]*1\.?[ ](?P<family>[A-ZÀ-Þ][A-ZÀ-Þ' -]{1,30})\n[ \t]*2\.?[ ](?P<given>[A-ZÀ-Þ][A-ZÀ-Þ' -]{1,30})$")
_ADDRESS = re.compile(r"(?m)^[ \t]*8\.?[ ](?=\d)")


def find(text: str) -> list[Span]:
    """Family and given names on the numbered lines of cards."""
    if len(text) > LONGEST or "cards.NAMES" not in signs.of(text):
        return []
    return list(_found(text)) if NAMES.search(text) and _IS_CARD.search(text) else []


def _found(text: str) -> Iterator[Span]:
    for match in NAMES.finditer(text):
        start, end = match.start("family"), match.end("given")
        yield Span("name", start, end, text[start:end], SURE, "names", "card", f"{match['given'].strip()} {match['family'].strip()}")


def without_numbers(text: str, found: list[Span]) -> str:
    """The text for who looks for addresses in it: as long, without these names and the number before a street."""
    for span in found:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return _ADDRESS.sub(lambda match: "\n" * len(match[0]), text) if found else text
