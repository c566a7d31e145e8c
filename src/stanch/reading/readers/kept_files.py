"""Files kept in a value: in a cell as bytes, in JSON or a message as base64, in a dump as hexadecimal; told by how they begin."""

from __future__ import annotations

import base64
import binascii
import re

LEAST = 64  # bytes below which no file is worth the trouble
MOST = 5_000  # files out of one table or document
BEGINS = (
    *(b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n", b"\xff\xd8\xff", b"{\\rtf"),
    *(b"GIF8", b"II*\x00", b"MM\x00*"),
    *(b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"SQLite format 3\x00", b"<?xml", b"<html", b"<!DOCTYPE", b"BEGIN:V"),
)
_BASE64 = re.compile(r"(?:data:[\w/+.;=% -]{0,160};base64,)?([A-Za-z0-9+/_-]{16}[A-Za-z0-9+/_\s-]*={0,2})\s*")
_LETTERS = re.compile(r"[^\W\d_]{3}|\d{4}")


def is_file(content: bytes) -> bool:
    """Whether bytes begin as a file does that has a reader."""
    return len(content) >= LEAST and (content.startswith(BEGINS) or content[4:8] == b"ftyp")


def unpacked(text: str, *, said: bool = False) -> bytes:
    """The bytes that a text stands for: a file, or (where something beside it says so: `said`) words; empty for anything else."""
    if len(text) < 16 or not (found := _BASE64.fullmatch(text)):
        return b""
    written = re.sub(r"\s", "", found[1]).translate({ord("-"): "+", ord("_"): "/"})
    try:
        content = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
    if is_file(content):
        return content
    if said and content:
        shown = content.decode("utf-8", "replace")
        if "\ufffd" not in shown and _LETTERS.search(shown) and all(char.isprintable() or char in "\r\n\t" for char in shown):
            return content
    return b""


def from_hex(text: str) -> str | bytes:
    """What `0x…` of a dump stands for: a text, a file, or the same again."""
    try:
        content = bytes.fromhex(text[2:])
    except ValueError:
        return text
    if is_file(content):
        return content
    shown = content.decode("utf-8", "replace")
    return shown if shown and "\ufffd" not in shown and all(char.isprintable() or char in "\r\n\t" for char in shown) else text
