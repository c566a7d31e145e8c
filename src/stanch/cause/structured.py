r"""Lines of syslog whose parameters stand in brackets: RFC 5424's structured data (`[event@23668 et="…" hip="…"] text`).

A value ends before the next parameter, not at the first quotation mark: programs write quotation marks within values
without the backslash that the standard asks for.
Facts: RFC 5424, 6.3 (backslash before `"`, `\` and `]`).
"""

from __future__ import annotations

import re
from typing import Any

_HEAD = re.compile(
    r"^(?:<\d{1,3}>)?(?:\d (?=\S))?(?P<stamp>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (?P<host>\S+) "
    r"(?P<program>[^\s\[:]+)(?:\[\d+\])?:?(?: (?P<pid>[^\s\[]+))?(?: (?P<message_id>[^\s\[]+))? *(?=\[)"
)
_BEGIN = re.compile(r'(?:^|[\s\[])([\w.@-]{1,80})=("?)')
_WHOLE = re.compile(r'((?:[^"\\]|\\.)*)"\s*(?:\]|$)')
_ESCAPED = re.compile(r'\\(["\\\]])')
_TEXT = re.compile(r'"?\](?:\s+|\ufeff)(?=[^\[\s])(?P<message>.*)$', re.DOTALL)


def fields_of(line: str) -> dict[str, Any] | None:
    """Head, parameters and text of a line; None where nothing stands in brackets."""
    head = _HEAD.match(line)
    if not head:
        return None
    told: dict[str, Any] = {name: value for name, value in head.groupdict().items() if value not in (None, "-")}
    rest = line[head.end() :]
    found = list(_BEGIN.finditer(rest))
    for at, begin in enumerate(found):
        chunk = rest[begin.end() : found[at + 1].start() if at + 1 < len(found) else len(rest)]
        told.setdefault(begin[1], _value(chunk) if begin[2] else chunk.strip().rstrip("]"))
    if text := _TEXT.search(rest):
        told.setdefault("message", text["message"])
    return told


def _value(chunk: str) -> str:
    """What stands within the quotation marks that this parameter opened."""
    whole = _WHOLE.match(chunk)
    said = whole[1] if whole else chunk[: chunk.rfind('"')] if '"' in chunk else chunk
    return _ESCAPED.sub(r"\1", said) if "\\" in said else said
