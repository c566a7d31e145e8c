"""OneNote sections and their tables of contents: the strings of their property sets, and the files put into them.

A string stands behind its length ([MS-ONESTORE] 2.6.7), as UTF-16; a string of the extended ASCII kind as bytes. What is text
is told by that length: it must end where the next value begins. A file stands between two marks ([MS-ONESTORE] 2.6.13).
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.alphabets import fit_one_alphabet
from stanch.reading.source import Source
from stanch.records import Unit

STORED = uuid.UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le
STORED_HEAD = 36  # bytes: mark, length, two that are not used
LONGEST = 1 << 20
# A length below 1 MB that is followed by a letter: two bytes of it are enough to look closer.
WIDE = re.compile(rb"(?=([\x02-\xff\x00][\x00-\xff][\x00-\x0f]\x00)(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\xd7]))", re.DOTALL)
NARROW = re.compile(rb"(?=([\x08-\xff\x00][\x00-\xff][\x00-\x0f]\x00)[\x20-\x7e]{4})", re.DOTALL)
# Names that OneNote itself writes into each page.
OWN = re.compile(r"Page(?:Title|DateTime)|blockquote|cite|code|h[1-6]|p|Calibri(?: Light)?|Consolas|Cambria|<resolutionId .*", re.DOTALL)


def onenote(source: Source) -> Iterator[Unit | Source]:
    """A section: its text once, in the order in which it stands, then its files."""
    source.media_type = "application/msonenote"
    content = source.whole()
    files, rest = _apart(content)
    found = dict.fromkeys(line for line in _strings(rest) if not OWN.fullmatch(line))
    if not found and not files:
        raise EvidenceError("empty", "no text in it")
    if found:
        yield from texts(source, "\n".join(found) + "\n")
    for number, one in enumerate(files, start=1):
        yield source.inner(f"file_{number}", one)


def _apart(content: bytes) -> tuple[list[bytes], bytes]:
    """The files put into the notes, and the bytes without them."""
    files, rest, at = [], [], 0
    while (start := content.find(STORED, at)) >= 0:
        rest.append(content[at:start])
        size = struct.unpack_from("<Q", content, start + 16)[0] if start + STORED_HEAD <= len(content) else 0
        if not 0 < size <= len(content) - start - STORED_HEAD:
            at = start + len(STORED)
            continue
        at = start + STORED_HEAD + size
        files.append(content[start + STORED_HEAD : at])
    return list(dict.fromkeys(files)), b"".join([*rest, content[at:]])


def _strings(content: bytes) -> Iterator[str]:
    """Each string where it stands; one that lies within another is not told again."""
    wide = [(found.start(), 0) for found in WIDE.finditer(content)]
    narrow = [(found.start(), 1) for found in NARROW.finditer(content)]  # tried where the bytes read as no letters of two bytes
    until = 0
    for at, is_narrow in sorted(wide + narrow):
        if at < until:
            continue
        size = struct.unpack_from("<I", content, at)[0]
        if not 2 <= size <= min(LONGEST, len(content) - at - 4) or (not is_narrow and size % 2):
            continue
        raw = content[at + 4 : at + 4 + size]
        text = _narrow(raw) if is_narrow else _wide(raw)
        if text:
            until = at + 4 + size
            yield text


def _wide(raw: bytes) -> str:
    try:
        text = raw.decode("utf-16-le").rstrip("\x00")
    except UnicodeDecodeError:
        return ""
    return text.strip() if _reads(text) and fit_one_alphabet(text) else ""


def _narrow(raw: bytes) -> str:
    text = raw.rstrip(b"\x00").decode("cp1252", "replace")
    return text.strip() if _reads(text) and sum(char.isascii() for char in text) > len(text) * 0.7 else ""


def _reads(text: str) -> bool:
    return len(text) > 1 and all(char.isprintable() or char in "\n\r\t\x0b" for char in text) and any(char.isalnum() for char in text)
