"""Pictures and drawn letters in office files before 2007 ([MS-ODRAW] 2.2.23, 2.3): scans on slides, pasted tables, words as art."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from stanch.reading.source import MEMBER

MOST = 200  # of one file
_HEADER = re.compile(rb"[\x1a-\x1f\x29\x2a]\xf0")  # the second half of its kind and sign: two bytes stand before it
_SHAPE = b"\x0b\xf0"
_LETTERS, _DESCRIPTION = 0x00C0, 0x0381  # properties of a shape that hold words
_DRAWINGS = {0x1A: "emf", 0x1B: "wmf"}
_BITMAPS = {0x1D: "jpg", 0x1E: "png", 0x1F: "bmp", 0x29: "tif", 0x2A: "jpg"}
_TWICE = frozenset((0x3D5, 0x217, 0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5))  # kinds that carry two digests in front
_SIGNS = frozenset((0x3D4, 0x216, 0x46A, 0x6E2, 0x6E0, 0x7A8, 0x6E4)) | _TWICE


def pictures(content: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each picture in a stream."""
    found, behind = 0, 0
    for one in _HEADER.finditer(content):
        at = one.start() + 6
        if one.start() < max(behind, 2) or at > len(content):
            continue
        sign, size = struct.unpack_from("<H", content, at - 8)[0] >> 4, struct.unpack_from("<I", content, at - 4)[0]
        if sign not in _SIGNS or size < 40 or at + size > len(content):
            continue
        body = content[at + (32 if sign in _TWICE else 16) : at + size]
        ending = _DRAWINGS.get(one[0][0]) or _BITMAPS.get(one[0][0], "")
        picture = _drawing(body) if ending in ("emf", "wmf") else body[1:]
        if picture and ending:
            behind, found = at + size, found + 1
            yield f"picture_{found}.{ending}", _headed(picture) if ending == "bmp" else picture
        if found >= MOST:
            return


def art(content: bytes) -> list[str]:
    """Words that shapes show as art, and what is said of shapes."""
    found: list[str] = []
    place = content.find(_SHAPE, 2)
    while place >= 0 and place + 6 <= len(content):
        sign, at = struct.unpack_from("<H", content, place - 2)[0], place + 6
        if sign & 0xF == 3:
            count, size = sign >> 4, struct.unpack_from("<I", content, at - 4)[0]
            if 6 * count <= size <= len(content) - at and size < 1 << 20:
                found += _words(content[at : at + size], count)
        place = content.find(_SHAPE, place + 1)
    return list(dict.fromkeys(found))


def _words(table: bytes, count: int) -> Iterator[str]:
    """The table of a shape's properties; what does not fit into four bytes stands behind it, in the same order."""
    at = 6 * count
    for place in range(count):
        kind, value = struct.unpack_from("<HI", table, 6 * place)
        if kind & 0x8000:
            text = table[at : at + value].decode("utf-16-le", "replace").strip("\x00").replace("\r", "\n")
            at += value
            if kind & 0x3FFF in (_LETTERS, _DESCRIPTION) and text.strip() and text.replace("\n", "").replace("\v", "").isprintable():
                yield text


def _drawing(body: bytes) -> bytes:
    """A drawing, mostly deflated: sizes and bounds stand in front."""
    if len(body) < 34:
        return b""
    if body[32] == 0xFE:
        return body[34:]
    try:
        return zlib.decompressobj().decompress(body[34:], MEMBER)
    except zlib.error:
        return b""


def _headed(bitmap: bytes) -> bytes:
    """A bitmap without the head of a file gets one."""
    if bitmap[:2] == b"BM" or len(bitmap) < 40:
        return bitmap
    size, depth, colours = (
        struct.unpack_from("<I", bitmap)[0],
        struct.unpack_from("<H", bitmap, 14)[0],
        struct.unpack_from("<I", bitmap, 32)[0],
    )
    start = 14 + size + 4 * (colours or (1 << depth if depth <= 8 else 0))
    return b"BM" + struct.pack("<IHHI", 14 + len(bitmap), 0, 0, start) + bitmap
