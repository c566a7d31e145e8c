"""Markdown as it is shown: without the marks of headings, bold words and tables, which would hide labels and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.reading.pieces import texts
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ ]?){3,}|(?:\*[ ]?){3,}|(?:_[ ]?){3,}|=+)")
_BARS = re.compile(r"[ \t]*\|(.*)\|[ \t]*")
_BETWEEN_ROWS = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_BROKEN = re.compile(r"[ ]*<br[ ]?/?>[ ]*", re.IGNORECASE)
# `**Name:** Ann`, `__Name__`, `*Name*:` and `_Name_`; a lone star or underscore is a sign of its own.
_MARKED = re.compile(r"(?<![\\\w*_])(\*\*\*|\*\*|\*|___|__|_)(?=[^\s*_])([^\n]*?[^\s\\*_])\1(?![\w*_])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])")


def markdown(source: Source) -> Iterator[Unit]:
    """A text with marks as the text that a reader sees."""
    source.media_type = "text/markdown"
    yield from texts(source, shown(decode(source.whole())[0].replace("\r\n", "\n")))


def shown(text: str) -> str:
    """The text without its marks; code stays as it is."""
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    is_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif is_code:
            yield line
        elif bars := _BARS.fullmatch(line):
            yield from _row(bars[1])
        elif heading := _HEADING.fullmatch(line):
            yield _plain(heading[1])
        elif not _RULE.fullmatch(line):
            yield _plain(line.rstrip().removesuffix("\\"))


def _row(within: str) -> Iterator[str]:
    """A table's row as cells apart by tabs; the line below its headers, and headers that say nothing, are none."""
    cells = [_plain(_BROKEN.sub(", ", cell).strip()) for cell in _CELL_END.split(within)]
    if any(cells) and not _BETWEEN_ROWS.fullmatch(within):
        yield "\t".join(cells).rstrip("\t")


def _plain(line: str) -> str:
    for _ in "ab":  # bold within slanted
        line = _MARKED.sub(r"\2", line)
    return _ESCAPED.sub(r"\1", line)
