"""The body of an Outlook item that has rich text only: unpacked ([MS-OXRTFCP]), then read as rich text."""

from __future__ import annotations

import struct

from stanch.reading.source import MEMBER

# What the dictionary holds before the first byte, as the specification lays it down (2.1.2.1).
BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
WINDOW = 4096
PACKED, PLAIN = b"LZFu", b"MELA"


def unpacked(content: bytes) -> bytes:
    """The rich text; as far as it goes where the stream is cut short."""
    if len(content) < 16:
        return b""
    size, form = struct.unpack_from("<I", content, 4)[0], content[8:12]
    if form == PLAIN:
        return content[16 : 16 + size]
    if form != PACKED:
        return b""
    window = bytearray(BEGINNING.ljust(WINDOW, b"\x00"))
    write, out, at = len(BEGINNING), bytearray(), 16
    while at < len(content) and len(out) < min(size, MEMBER):
        flags = content[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                if at >= len(content):
                    break
                letters, at = content[at : at + 1], at + 1
            else:
                if at + 2 > len(content):
                    break
                pair, at = content[at] << 8 | content[at + 1], at + 2
                start, length = pair >> 4, (pair & 0xF) + 2
                if start == write:  # the stream ends by pointing at where it writes
                    return bytes(out)
                letters = b""
                for step in range(length):  # it may point at what it is just writing
                    letter = window[(start + step) % WINDOW]
                    window[(write + step) % WINDOW] = letter
                    letters += bytes([letter])
            for letter in letters:
                window[write] = letter
                write = (write + 1) % WINDOW
            out += letters
    return bytes(out)


def body(content: bytes) -> str:
    """The text of a packed rich body."""
    from stanch.reading.readers.rtf import plain

    rich = unpacked(content)
    return plain(rich) if rich else ""
