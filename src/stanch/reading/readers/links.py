"""Where links lead: what a link to a mailbox or a page carries with it (`mailto:…?subject=…`) is said in plain letters as well."""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 4_000


def lines(target: str) -> Iterator[str]:
    """A line for the link, and one for each value that is written in its query behind signs of percent."""
    plain = html.unescape(target)[:LONGEST]
    yield f"link: {plain}"
    if "%" not in plain and "+" not in plain:
        return
    try:
        query = urlsplit(plain).query
    except ValueError:
        yield unquote(plain)
        return
    yield from (f"{name}: {value}" for name, value in parse_qsl(query) if " " in value)
