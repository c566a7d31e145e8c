"""Plain text in any encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.pieces import PIECE, clean, texts
from stanch.reading.source import Source
from stanch.records import Unit

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """The encoding that these first bytes suggest."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(head[:20000], steps=3).best()
        name = best.encoding if best else "cp1252"
        # What it cannot tell apart is, in business files, nearly always the Windows code page of western Europe.
        return (
            "cp1252" if name in ("ascii", "utf_8", "latin_1", "cp1250", "mac_roman", "cp037", "cp500", "hp_roman8", "mac_iceland") else name
        )
    return "utf-8"


def decode(content: bytes, declared: str = "") -> tuple[str, str]:
    """Text and encoding; never raises."""
    for name in ([declared] if declared else []) + [encoding_of(content[: 1 << 16])]:
        try:
            return content.decode(name, "strict" if name == declared else "replace"), name
        except (LookupError, UnicodeError):
            continue
    return content.decode("utf-8", "replace"), "utf-8"


def chunks(stream: BinaryIO, size: int = PIECE) -> Iterator[tuple[int, str]]:
    """(offset, text): a stream in pieces that end at line ends, with flat memory."""
    head = stream.read(1 << 16)
    decoder = codecs.getincrementaldecoder(encoding_of(head))("replace")
    held, start, block = "", 0, head
    while True:
        held += decoder.decode(block, final=not block)
        while len(held) > size:
            end = held.rfind("\n", 0, size) + 1 or size
            yield start, held[:end]
            start, held = start + end, held[end:]
        if not block:
            break
        block = stream.read(1 << 20)
    if held:
        yield start, held


def text(source: Source) -> Iterator[Unit]:
    """A text file."""
    source.media_type = "text/plain"
    with source.open() as stream:
        for start, piece in chunks(stream):
            yield Unit(source.exhibit, source.locator, "text", source.media_type, start, clean(piece))


_RUNS = re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00){6,}|[\x20-\x7e\t\r\n\xa0-\xff]{6,}")


def strings(source: Source) -> Iterator[Unit]:
    """The last resort: runs of letters in binary content, so that a value in an unknown or damaged file is still seen."""
    content = source.whole()
    found = []
    for run in _RUNS.findall(content[: 64 << 20]):
        line = run[::2].decode("ascii", "replace") if run[1:2] == b"\x00" else run.decode("cp1252", "replace")
        if sum(char.isalnum() or char == " " for char in line) > len(line) * 0.8:
            found.append(line)
    if sum(map(len, found)) < 20:
        raise EvidenceError("unsupported", "no known format, and no text in it")
    yield from texts(source, "\n".join(found), properties={"reader": "strings"})
