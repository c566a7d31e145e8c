"""What addresses in a text carry in their query (`?firstName=Ann&mail=ann%40example.com`), said in plain letters with its names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

# Names of values that are somebody's, as forms of the web send them.
_TELLING = re.compile(
    r"(?i)[?&](?:\w{1,30}[_.\[-]|\w{1,20}%5b)?(?:(?:first|last|given|family|full|sur|middle|customer|patient|member)[_-]?name|[fl]name|e?[_-]?mail(?:address)?|"
    r"ssn|social\w{0,20}|dob|birth\w{0,10}|date_?of_?birth|phone\w{0,10}|mobile|tel|address\w{0,10}|street|zip\w{0,5}|postcode|iban|passport|"
    r"pr[ée]nom|nom|vorname|nachname|nombre|apellidos?|nome|cognome|dni|nif)(?:\]|%5d)?="
)
_END = re.compile(r"[\s\"'<>`|\\]")
LONGEST, MOST = 4_000, 20_000  # characters of a query; queries of a text


def said_in(text: str) -> Iterator[str]:
    """A paragraph for each query that tells of somebody: a line for each of its values."""
    at = 0
    while told := _TELLING.search(text, at):
        last = min(len(text), told.end() + LONGEST)
        end = _END.search(text, told.end(), last)
        stop = end.start() if end else last
        start = max(text.rfind("?", max(at, told.start() - LONGEST), told.start() + 1), at)
        pairs = parse_qsl(text[start:stop].lstrip("?&"))[:100]
        lines = [f"{name}: {' '.join(value.split())}" for name, value in pairs if value.strip()]
        if lines:
            yield "\n".join(lines) + "\n"
        at = max(stop, told.end())
