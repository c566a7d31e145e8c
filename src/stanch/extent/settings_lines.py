"""Lines of names and values with a sign of equality between: settings, `print_r` of PHP, dumps of records (`firstname = Ann`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LEAST, MOSTLY = 3, 0.7  # such lines of a paragraph, and which part of it they are
LONGEST_VALUE = 80
_LINE = re.compile(
    r"[ \t]*[\[\"'$]?(?P<label>[^\W\d_][\w.-]{1,40}(?: [\w.-]{1,20}){0,3})[\]\"']?[ \t]*(?:=>?|:=)[ \t]*(?P<value>\S.*?)[ \t,;]*$"
)
# What programs do is no value: a call, a path to a field, an operator.
_CODE = re.compile(r"[({\[<$]|->|\b(?:None|null|NULL|undefined|true|false|self|this|new|return)\b|^[A-Za-z_]\w*(?:\.\w+)+$|[=+*/] ")
_OPENS = re.compile(r"\s*(?:\[[^\]=]{1,60}\]|[({\[\])}]{1,2},?|(?:Array|stdClass Object|object)\s*\(?)\s*$")


def pairs(text: str, block: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Where labels and values begin and end in the lines of a paragraph; nothing where most of its lines are others."""
    found = []
    others = 0
    for start, end in block:
        line = text[start:end]
        told = _LINE.match(line) if end - start <= 4 * LONGEST_VALUE and "=" in line else None
        value = told["value"].strip("\"'") if told else ""
        if told and value and len(value) <= LONGEST_VALUE and not _CODE.search(value):
            begin = start + told.start("value") + told["value"].index(value)
            found.append((start + told.start("label"), start + told.end("label"), begin, begin + len(value)))
        elif not _OPENS.match(line):
            others += 1
    if len(found) >= LEAST and len(found) >= MOSTLY * (len(found) + others):
        yield from found
