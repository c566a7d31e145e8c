"""Programs, fonts, sound and film: recognised by content, set aside, and told as such."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from stanch.reading.source import Source
from stanch.records import Unread

NAMES = {
    "program": "a program",
    "code": "compiled code",
    "font": "a font",
    "media": "sound or film, which is not listened to",
    "system": "what the system keeps for itself",
    "icon": "an icon or pointer",
    "small": "a store of small pictures of files",
}
ELF, JAVA = b"\x7fELF", b"\xca\xfe\xba\xbe"
MACHO = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
FONTS = (b"OTTO", b"wOFF", b"wOF2", b"ttcf", b"\x00\x01\x00\x00\x00")
MEDIA = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1a\x45\xdf\xa3",
    b"FLV\x01",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    b"#!AMR",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
)
FILM = (b"isom", b"iso2", b"mp41", b"mp42", b"M4A ", b"M4V ", b"qt  ", b"avc1", b"3gp4", b"3gp5", b"dash")
# Traces of programs that ran, type libraries, lists of symbols, translated words of programs, their windows.
SYSTEM = (
    b"MAM\x04",
    b"MSFT\x02\x00\x01\x00",
    b"Microsoft C/C++ MSF 7.00\r\n",
    b"NIBArchive",
    b"\xde\x12\x04\x95\x00\x00",
    b"\x95\x04\x12\xde\x00\x00",
)
SMALL = (b"CMMM", b"IMMM")
CATALOGUE = bytes.fromhex("06092b060104018237" + "0a01")  # a list of hashes that Windows trusts


def aside_of(head: bytes) -> str:
    """A key of `NAMES`, or empty. The structure must fit: two letters are not enough to leave a file unread."""
    return _program(head) or _system(head) or _other(head)


def _system(head: bytes) -> str:
    """Files that Windows and other systems keep beside what people write."""
    if head.startswith(SYSTEM) or (head[4:8] == b"SCCA" and head[1:4] == b"\x00\x00\x00"):
        return "system"
    if head[:1] == b"\x30" and CATALOGUE in head[:128]:
        return "system"
    if head.startswith(SMALL) and len(head) > 24 and head[4] < 64 and head[5:8] == b"\x00\x00\x00":
        return "small"
    if head[:4] in (b"\x00\x00\x01\x00", b"\x00\x00\x02\x00") and len(head) >= 22:
        count, place = struct.unpack_from("<H", head, 4)[0], struct.unpack_from("<I", head, 18)[0]
        return "icon" if 0 < count <= 64 and head[9] == 0 and place == 6 + 16 * count else ""
    return "icon" if head[:4] == b"RIFF" and head[8:12] == b"ACON" else ""


def _program(head: bytes) -> str:
    """What a machine carries out."""
    if head[:2] == b"MZ" and len(head) > 0x40:
        place = struct.unpack_from("<I", head, 0x3C)[0]
        return "program" if head[place : place + 4] == b"PE\x00\x00" or head[place : place + 2] in (b"NE", b"LE", b"LX") else ""
    if head[:4] == ELF and head[4:5] in (b"\x01", b"\x02") and head[5:6] in (b"\x01", b"\x02"):
        return "program"
    if head[:4] in MACHO:
        return "program"
    if head[:4] == JAVA and len(head) > 8:
        return "code" if struct.unpack_from(">H", head, 6)[0] >= 45 else "program"  # below: a Mac program for several machines
    if (head[:4] == b"\x00asm" and head[4:8] == b"\x01\x00\x00\x00") or (head[:4] == b"dex\n" and head[7:8] == b"\x00"):
        return "code"
    if head[2:4] == b"\r\n" and 0x0C <= head[1] <= 0x0F and b"\xe3" in (head[8:9], head[12:13], head[16:17]):
        return "code"  # Python's
    return "program" if head[:10] == b"!<arch>\n/ " else ""  # a library of them, told by its list of symbols


def _other(head: bytes) -> str:
    if head[:4] in FONTS or (head[:5] == FONTS[-1] and len(head) > 16 and head[12:16].strip().isalnum() and head[5] < 64):
        return "font"
    if (
        head.startswith(MEDIA)
        or (head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "))
        or (head[4:8] == b"ftyp" and head[8:12] in FILM)
    ):
        return "media"
    return "media" if len(head) > 4 and head[0] == 0xFF and head[1] & 0xFE == 0xFA else ""


def aside(source: Source) -> Iterator[Unread]:
    """One line in the list of what was not read."""
    yield Unread(source.exhibit, source.locator, "unsupported", f"set aside: {NAMES.get(aside_of(source.head()), 'a program')}")
