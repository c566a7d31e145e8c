"""LDIF, as directories of staff are exported: a table with a row an entry (RFC 2849)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from stanch.reading.pieces import tables
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

_LINE = re.compile(r"([A-Za-z][\w.;-]*)(::?|:<)[ \t]*(.*)")
LONGEST = 20_000
WHOLE = {"l": "localityName"}  # RFC 4519 2.16: alone the letter says nothing


def ldif(source: Source) -> Iterator[Unit]:
    """Entries; lines that go on are joined, values in base64 shown as their text, several of one name set apart by a semicolon."""
    source.media_type = "text/x-ldif"
    content = decode(source.whole())[0].replace("\r\n", "\n")
    entries: list[dict[str, str]] = []
    for block in re.split(r"\n\s*\n", re.sub(r"\n ", "", content)):
        entry: dict[str, str] = {}
        for line in block.split("\n"):
            found = _LINE.fullmatch(line)
            if line.startswith("#"):
                entry["comment"] = line[1:].strip()
            elif found and (value := _value(found[2], found[3])):
                name = WHOLE.get(found[1].lower(), found[1])
                entry[name] = f"{entry[name]}; {value}" if name in entry else value
        if entry:
            entries.append(entry)
    names = list(dict.fromkeys(name for entry in entries for name in entry))
    yield from tables(source, names, ([entry.get(name) for name in names] for entry in entries))


def _value(mark: str, written: str) -> str:
    if mark != "::":
        return written.strip()
    try:
        raw = base64.b64decode(written.strip(), validate=True)
    except (binascii.Error, ValueError):
        return written.strip()
    text = raw[:LONGEST].decode("utf-8", "replace")
    return text if "\ufffd" not in text else ""
