"""Signed and enveloped messages (CMS, RFC 5652: .p7m, .p7s, .tsd): what was signed stands in them as it was."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import DEPTH, Source
from stanch.records import Unit

SIGNED = bytes.fromhex("06092a864886f70d010702")
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
COMPRESSED = bytes.fromhex("060b2a864886f70d0109100109")
STAMPED = bytes.fromhex("060b2a864886f70d010910011f")
MAGIC = (SIGNED, ENVELOPED, COMPRESSED, STAMPED)
ARMOUR = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.*?)-----END", re.DOTALL)
# Kinds of text: UTF-8, printable, T61, IA5, two bytes a letter.
WORDS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
OCTETS, SEQUENCE, SET, CONTENT = 0x04, 0x30, 0x31, 0xA0


def is_signed(head: bytes) -> bool:
    """Whether the bytes begin as such a message: a sequence, its length, one of the kinds."""
    return head[:1] == b"\x30" and any(one in head[2:24] for one in MAGIC)


def cms(source: Source) -> Iterator[Source | Unit]:
    """Who signed, and the content; under a key it cannot be had, and a signature alone has none."""
    content = source.whole()
    armour = ARMOUR.search(content)
    if armour:
        content = base64.b64decode(armour[1])
    if ENVELOPED in content[:64]:
        raise EvidenceError("encrypted", "a message under a key")
    inner = max(_octets(content, 0, len(content), 0), key=len, default=b"")
    if COMPRESSED in content[:64]:
        import zlib

        inner = zlib.decompressobj().decompress(inner, 400 << 20)
    names = list(dict.fromkeys(_names(content, 0, len(content), 0)))
    if names:  # who signed: certificates name people, in some countries with their tax number
        yield from texts(source, "\n".join(names) + "\n", part="#signers", properties={"hidden": "properties"})
    if not inner and names:  # a signature beside a message: what was signed stands there
        return
    if not inner:
        raise EvidenceError("empty", "a signature without what was signed")
    name = source.locator.rpartition("/")[2]
    yield source.inner(re.sub(r"(?i)\.(p7[mscz]|tsd)$", "", name) or "content", inner)


def _names(content: bytes, at: int, end: int, depth: int) -> Iterator[str]:
    """The texts of certificates, in the order in which they stand."""
    while at + 2 <= end and depth < DEPTH:
        tag, start, stop = _element(content, at, end)
        if stop > end or start > stop:
            return
        if tag in WORDS:
            text = content[start:stop].decode(WORDS[tag], "replace").strip()
            if len(text) > 2 and text.isprintable():
                yield text
        elif tag & 0x20:
            yield from _names(content, start, stop, depth + 1)
        at = stop + (2 if _is_open(content, at) else 0)


def _octets(content: bytes, at: int, end: int, depth: int) -> Iterator[bytes]:
    """Octet strings that are content: below explicit tag 0; certificates and signatures stand in sets and other tags."""
    while at + 2 <= end and depth < DEPTH:
        tag, start, stop = _element(content, at, end)
        if content[start - 1 : start] == b"" or stop > end:
            return
        if tag == OCTETS:
            yield content[start:stop]
        elif tag == OCTETS | 0x20:
            yield b"".join(_octets(content, start, stop, depth + 1))
        elif tag in (SEQUENCE, CONTENT):
            yield from _octets(content, start, stop, depth + 1)
        at = stop + (2 if content[stop : stop + 2] == b"\x00\x00" and _is_open(content, at) else 0)


def _is_open(content: bytes, at: int) -> bool:
    return content[at + 1 : at + 2] == b"\x80"


def _element(content: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, start of the value, its end) of an element (X.690: definite and indefinite lengths)."""
    tag, length = content[at], content[at + 1]
    if length < 0x80:
        return tag, at + 2, at + 2 + length
    if length == 0x80:
        return tag, at + 2, _closing(content, at + 2, end)
    size = int.from_bytes(content[at + 2 : at + 2 + (length & 0x7F)], "big")
    return tag, at + 2 + (length & 0x7F), at + 2 + (length & 0x7F) + size


def _closing(content: bytes, at: int, end: int) -> int:
    """Where an element without a length ends: at two zeros on its own level."""
    depth = 0
    while at + 2 <= end:
        if content[at : at + 2] == b"\x00\x00":
            if not depth:
                return at
            depth -= 1
            at += 2
        elif content[at + 1] == 0x80:
            depth += 1
            at += 2
        else:
            at = _element(content, at, end)[2]
    return end
