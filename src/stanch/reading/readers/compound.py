"""Office files before 2007 and others in compound form: their text, their properties, what is embedded in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit

Found = Iterator["Unit | Source"]
WORDS = ("title", "subject", "author", "keywords", "comments", "last_saved_by", "manager", "company", "category")


def document(source: Source) -> Found:
    """A document or presentation by the second reader, then what stands around it."""
    from stanch.reading.readers.second import xberg_text

    said = False
    for unit in xberg_text(source):
        said = said or bool(unit.text.strip())
        yield unit
    if said:
        yield from beside(source)


def workbook(source: Source) -> Found:
    """A workbook, then what stands around it."""
    from stanch.reading.readers.sheets import calamine

    yield from calamine(source)
    yield from beside(source)


def beside(source: Source) -> Found:
    """Properties and embedded files. A broken part of them does not hide the text."""
    import olefile

    try:
        with source.open() as stream, olefile.OleFileIO(stream) as ole:
            lines = _properties(ole)
            inside = list(_embedded(ole))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error):
        return
    if lines:
        yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"})
    for name, content in inside:
        yield source.inner(name, content)


def _properties(ole: Any) -> list[str]:
    from stanch.reading.readers.text import decode

    known = ole.get_metadata()
    lines = []
    for word in WORDS:
        value = getattr(known, word, None)
        text = decode(value)[0] if isinstance(value, bytes) else str(value or "")
        if text.strip("\x00 "):
            lines.append(f"{word.replace('_', ' ')}: {text.strip(chr(0) + ' ')}")
    return lines


def _embedded(ole: Any) -> Iterator[tuple[str, bytes]]:
    for entry in ole.listdir():
        name = entry[-1]
        if name == "\x01Ole10Native":
            yield _package(ole.openstream(entry).read())
        elif name in ("Package", "CONTENTS", "EmbeddedOdf") and len(entry) > 1 and ole.get_size(entry) <= MEMBER:
            yield entry[-2], ole.openstream(entry).read()


def _package(content: bytes) -> tuple[str, bytes]:
    """(name, bytes) of a packaged file: size, type, label, path, type, path, size, bytes ([MS-OLEDS] 2.3.6)."""
    try:
        label, rest = content[6:].split(b"\x00", 1)
        _, rest = rest.split(b"\x00", 1)
        length = struct.unpack_from("<I", rest, 4)[0]
        size = struct.unpack_from("<I", rest, 8 + length)[0]
        body = rest[12 + length : 12 + length + size]
        if body:
            return label.decode("cp1252", "replace") or "package", body
    except (ValueError, struct.error):
        pass
    return "package", content[4:]


def streams(source: Source) -> Iterator[Unit]:
    """The text in each stream of a file in compound form: Works, Visio, Publisher, Project, and damaged documents."""
    import olefile

    from stanch.reading.readers.text import runs

    found: list[str] = []
    with source.open() as stream, olefile.OleFileIO(stream) as ole:
        lines = _properties(ole)
        for entry in ole.listdir():
            if ole.get_size(entry) <= MEMBER and not entry[-1].startswith("\x05"):
                found += runs(ole.openstream(entry).read())
    if sum(map(len, found)) < 20:
        raise EvidenceError("unsupported", "no known format, and no text in it")
    yield from texts(source, "\n".join([*dict.fromkeys(found), *lines]) + "\n", properties={"reader": "strings"})
