"""Old Visio drawings (VSD): the words in their streams, which are packed and point at one another."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.alphabets import fit_one_alphabet
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit

TRAILER = 0x24  # where the first pointer stands
POINTER = 18  # bytes: type, address, offset, length, format
STREAMS = 20_000
CHUNK = 19  # bytes of a chunk's head: kind, number, a count, length, three more
SHAPE_TEXT = 0x0E
TEXT_HEAD = 8
IS_PACKED = 2
WINDOW = 4096


def unpacked(content: bytes) -> bytes:
    """Flags of eight bits tell letters from pairs of place and length, over a window of 4 kB."""
    window, out, at = bytearray(WINDOW), bytearray(), 0
    while at < len(content) and len(out) < MEMBER:
        flags = content[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at >= len(content):
                    break
                window[len(out) % WINDOW] = content[at]
                out.append(content[at])
                at += 1
            else:
                if at + 2 > len(content):
                    break
                length, place = (content[at + 1] & 15) + 3, (content[at + 1] & 0xF0) << 4 | content[at]
                place = place - 4078 if place > 4078 else place + 18
                at += 2
                for step in range(length):
                    letter = window[(place + step) % WINDOW]
                    window[len(out) % WINDOW] = letter
                    out.append(letter)
    return bytes(out)


def _streams(content: bytes) -> Iterator[bytes]:
    """Every stream that can be reached: what looks like a pointer into the file is followed once."""
    waiting = [struct.unpack_from("<IIIIH", content, TRAILER)]
    seen: set[int] = set()
    while waiting and len(seen) < STREAMS:
        _, _, offset, length, form = waiting.pop()
        if offset in seen or not 4 < length <= len(content) - offset:
            continue
        seen.add(offset)
        raw = content[offset : offset + length]
        stream = unpacked(raw) if form & IS_PACKED else raw
        yield stream
        waiting += reversed(list(_pointers(stream, len(content))))


def _pointers(stream: bytes, size: int) -> Iterator[tuple[int, int, int, int, int]]:
    for at in range(0, len(stream) - POINTER + 1, 2):
        kind, address, offset, length, form = struct.unpack_from("<IIIIH", stream, at)
        if 0 < kind < 0x200 and 0x24 < offset < size and 4 < length <= size - offset and form < 0x100:
            yield kind, address, offset, length, form


def shape_texts(stream: bytes) -> Iterator[str]:
    """What stands in shapes: chunks of their kind, whose length is told; two bytes a letter since Visio 2003, one before."""
    at = stream.find(bytes((SHAPE_TEXT, 0, 0, 0)))
    while at >= 0:
        size = struct.unpack_from("<I", stream, at + 12)[0] if at + CHUNK <= len(stream) else 0
        if TEXT_HEAD < size <= min(len(stream) - at - CHUNK, 1 << 20):
            raw = stream[at + CHUNK + TEXT_HEAD : at + CHUNK + size]
            text = raw.decode("utf-16-le" if _is_wide(raw) else "cp1252", "replace").partition("\x00")[0].strip()
            if (
                text
                and all(char.isprintable() or char in "\n\r\t" for char in text)
                and any(map(str.isalnum, text))
                and fit_one_alphabet(text)
            ):
                yield text
        at = stream.find(bytes((SHAPE_TEXT, 0, 0, 0)), at + 1)


def _is_wide(raw: bytes) -> bool:
    """Two bytes a letter: the end is two zeros, or the first letter has one behind it."""
    return raw[1:2] == b"\x00" or (len(raw) > 2 and not raw[-2:].strip(b"\x00"))


def _reads(word: str) -> bool:
    """Letters for the most part, in a row: pictures and outlines give short runs of anything."""
    letters = sum(char.isalnum() or char == " " for char in word)
    return (letters > len(word) * 0.8 and re.search(r"[^\W\d_]{4,}", word) is not None) or re.search(r"\d{4,}|@", word) is not None


def visio(source: Source) -> Iterator[Unit]:
    """A drawing."""
    import olefile

    from stanch.reading.readers.text import runs

    source.media_type = "application/vnd.visio"
    with source.open() as stream, olefile.OleFileIO(stream) as ole:
        content = ole.openstream("VisioDocument").read()
    if len(content) < TRAILER + POINTER:
        raise EvidenceError("damaged", "a drawing without its first pointer")
    streams = list(_streams(content))
    written = dict.fromkeys(text for one in streams for text in shape_texts(one))
    if written:
        yield from texts(source, "\n".join(written) + "\n")
    known = "\n".join(written)
    words = dict.fromkeys(word for one in streams for word in runs(one) if _reads(word) and word not in known)
    if words:
        yield from texts(
            source,
            "\n".join(words) + "\n",
            part="#words beside shapes" if written else "",
            properties={"hidden": "fields", "reader": "strings"},
        )
    if not words and not written:
        raise EvidenceError("empty", "no text in it")
