"""What was asked for, as rules for web servers name it, out of logs that write it in one piece (JSON, HAProxy) or in two (IIS).

`cs-uri` is the request as it was sent, `cs-uri-stem` and `cs-uri-query` its two parts without the escapes.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_plus

_LINE = re.compile(r"^[A-Z]{3,10} (\S+)(?: HTTP/[\d.]+)?$")


def plain(text: str) -> str:
    """Without escapes."""
    return unquote_plus(text) if "%" in text or "+" in text else text


def divide(fields: dict[str, Any]) -> str | None:
    """Give the fields of a request the three names; gives the path, for what was asked for."""
    said = str(fields.get("cs-uri") or fields.get("cs-uri-stem") or "")
    if not said or said == "-":
        return None
    uri = found[1] if (found := _LINE.match(said)) else said
    query = str(fields.get("cs-uri-query") or "")
    if query in ("", "-"):
        stem, _, query = uri.partition("?")
    else:
        stem, uri = uri, f"{uri}?{query}"
    fields["cs-uri"], fields["cs-uri-stem"] = uri, plain(stem)
    fields["cs-uri-query"] = plain(plain(query))  # attackers encode twice to slip past filters
    return stem
