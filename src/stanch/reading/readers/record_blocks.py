r"""Records written one below another, a line a value, all under the same labels: PowerShell's lists, `\G` and `\x` of database shells.

Read as text each would be a form, and what is told of contacts alone would be nobody's; they are the rows of a table. Forms in which
parts of their own follow each other (an emergency contact below the person) differ from block to block, and stay text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from stanch.reading.pieces import tables
from stanch.reading.readers.text import chunks
from stanch.reading.source import Source
from stanch.records import Unit

LEAST, LOOKED_AT = 3, 60  # records that make a table, and those looked at
LEAST_LABELS, MOST_LABELS, LONGEST = 3, 300, 48  # labels that most records have, that one may have, and letters of one
ALIKE, LABELLED = 0.8, 0.9  # the share of records that have a label, and of lines that have one
RECORD = "record"
PACKAGES = frozenset(("Package", "Depends", "Install-Date", "Packager"))
FIRST = 24

_BETWEEN = re.compile(r"\s*|[\s=_*~#+-]{3,}|-\[ RECORD \d+ \][-+]*|\*+ \d+\. row \*+|\(?\d+ rows?(?: in set)?\)?.*")
_LINE = re.compile(rf"[ \t]*(?P<label>[^\W\d_][\w .()/#'&-]{{0,{LONGEST}}}?)[ \t]*(?P<mark>:|=|\|)(?:[ \t]+|$)(?P<value>.*)")
_FURTHER = re.compile(r"[ \t]{2,}\S|[ \t]+\|[ \t]+")


def are_records(head: str, *, cut: bool) -> bool:
    """Whether these lines are records one below another under the same labels."""
    first = [line for line in head[: FIRST * 160].splitlines()[:FIRST] if not _BETWEEN.fullmatch(line)]
    if sum(bool(_LINE.match(line)) for line in first) * 2 < len(first):  # most texts are told by this alone
        return False
    lines = head.splitlines()
    lines = lines[:-1] if cut and len(lines) > 1 else lines
    told = [line for line in lines if not _BETWEEN.fullmatch(line)]
    found = [_LINE.match(line) for line in told]
    marks = Counter(match["mark"] for match in found if match)
    if (
        not marks
        or len(marks) > 1
        or sum(bool(match or _FURTHER.match(line)) for match, line in zip(found, told, strict=True)) < LABELLED * len(told)
    ):
        return False
    records = [one for _, one in zip(range(LOOKED_AT), _records(lines), strict=False)]
    records = records[:-1] if cut and len(records) > LEAST else records
    if len(records) < LEAST or any(len(one) > MOST_LABELS for one in records):
        return False
    often = Counter(label for one in records for label in one)
    if not often.keys().isdisjoint(PACKAGES):  # what a system has installed, and who keeps it
        return False
    common = {label for label, many in often.items() if many >= ALIKE * len(records)}
    # Most labels are all records': what differs from one to the next are forms, or settings.
    return len(common) >= LEAST_LABELS and len(common) * 2 > len(often) and not _repeats(lines)


def _repeats(lines: Iterable[str]) -> bool:
    """Whether a label stands twice between two empty lines, in several places: then these are no records."""
    seen, many = set[str](), 0
    for line in lines:
        match = _LINE.match(line)
        if _BETWEEN.fullmatch(line):
            seen = set()
        elif match and match["label"] in seen:
            many += 1
        elif match:
            seen.add(match["label"])
    return many > 1


def _records(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The records in lines, each by its labels; what has no label goes on with the value above it."""
    held: dict[str, str] = {}
    last = ""
    for line in lines:
        if _BETWEEN.fullmatch(line):
            if len(held) > 1:
                yield held
                held = {}
            last = "" if not held else last
            continue
        match = _LINE.match(line)
        if match and match["label"].strip() not in held:
            last = match["label"].strip()
            held[last] = match["value"].strip()
        else:
            last = last or RECORD
            held[last] = f"{held[last]}\n{line.strip()}" if held.get(last) else line.strip()
    if held:
        yield held


def records(source: Source) -> Iterator[Unit]:
    """A row a record, numbered as they stand; labels that come later widen the table."""
    source.media_type = "text/plain"
    with source.open() as stream:
        names: dict[str, int] = {}
        held: list[list[str | None]] = []
        first = 1
        for record in _records(line for _, piece in chunks(stream, alike=True) for line in piece.split("\n")):
            for label in record:
                names.setdefault(label, len(names))
            row: list[str | None] = [None] * len(names)
            for label, value in record.items():
                row[names[label]] = value or None
            held.append(row)
            if len(held) >= HELD:
                yield from tables(source, list(names), held, part="#records", first=first)
                first += len(held)
                held = []
        if held:
            yield from tables(source, list(names), held, part="#records", first=first)


HELD = 10_000
