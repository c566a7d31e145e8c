"""Drawings of Windows (WMF, EMF): the words that they write, and the pictures within them ([MS-WMF], [MS-EMF], [MS-EMFPLUS]).

Tables and charts that were pasted into documents stand in such drawings alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import Source
from stanch.records import Unit

RECORDS = 500_000
PICTURES = 40
WIDE, NARROW, SMALL, COMMENT, FONT, BITMAP = 84, 83, 108, 70, 82, 81  # [MS-EMF] 2.1.1
OLD_TEXT, OLD_PLACED, OLD_FONT, OLD_BITMAP = 0x0521, 0x0A32, 0x02FB, 0x0F43  # [MS-WMF] 2.1.1.1
PLUS_STRING = 0x401C  # [MS-EMFPLUS] 2.1.1.1
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """What a drawing has written so far."""

    words: list[tuple[int, str]] = field(default_factory=list)  # height, words
    pictures: list[bytes] = field(default_factory=list)
    encoding: str = "cp1252"

    def write(self, height: int, words: str) -> None:
        words = words.replace("\x00", "").strip("\r\n")
        if words.strip() and sum(char.isprintable() for char in words) > 0.9 * len(words):
            self.words.append((height, words))

    def font(self, charset: int) -> None:
        self.encoding = _CHARSETS.get(charset, "cp1252")

    def picture(self, head: bytes, bits: bytes) -> None:
        """A bitmap as a file of its own: fourteen bytes say where its bits begin."""
        if len(head) >= 40 and bits and len(self.pictures) < PICTURES:
            start = 14 + len(head)
            self.pictures.append(b"BM" + struct.pack("<IHHI", start + len(bits), 0, 0, start) + head + bits)


def metafile(source: Source) -> Iterator[Unit | Source]:
    """The words of a drawing, a line a height, then its pictures. Raises `EvidenceError` where it has neither."""
    content = source.whole()
    seen = _Seen()
    is_new = content[40:44] == b" EMF"
    source.media_type = "image/emf" if is_new else "image/wmf"
    try:
        (_new if is_new else _old)(content, seen)
    except struct.error as error:
        if not seen.words and not seen.pictures:
            raise EvidenceError("damaged", "a drawing that is cut off") from error
    if not seen.words and not seen.pictures:
        raise EvidenceError("unsupported", "set aside: a drawing without words")
    if seen.words:
        yield from texts(source, "\n".join(_lines(seen.words)) + "\n")
    for number, picture in enumerate(seen.pictures, start=1):
        yield source.inner(f"picture_{number}.bmp", picture)


def _lines(words: list[tuple[int, str]]) -> Iterator[str]:
    """Words of the same height are a line; where most are single letters, nothing stands between them."""
    between = "" if sum(len(word) < 2 for _, word in words) > len(words) / 2 else " "
    height, line = words[0][0], list[str]()
    for at, word in words:
        if at != height and line:
            yield between.join(line)
            line = []
        height = at
        line.append(word)
    yield between.join(line)


def _new(content: bytes, seen: _Seen) -> None:
    at = 0
    for _ in range(RECORDS):
        if at + 8 > len(content):
            return
        kind, size = struct.unpack_from("<II", content, at)
        if size < 8:
            return
        record = content[at : at + size]
        if kind in (WIDE, NARROW) and len(record) >= 56:
            count, start = struct.unpack_from("<II", record, 44)
            raw = record[start : start + count * (2 if kind == WIDE else 1)]
            seen.write(struct.unpack_from("<i", record, 40)[0], raw.decode("utf-16-le" if kind == WIDE else seen.encoding, "replace"))
        elif kind == SMALL and len(record) > 36:
            count, flags = struct.unpack_from("<II", record, 16)
            start = 36 if flags & 0x100 else 52
            raw = record[start : start + count * (1 if flags & 0x200 else 2)]
            seen.write(struct.unpack_from("<i", record, 12)[0], raw.decode("latin-1" if flags & 0x200 else "utf-16-le", "replace"))
        elif kind == FONT and len(record) > 35:
            seen.font(record[12 + 23])
        elif kind == BITMAP and len(record) > 64:
            head, head_size, bits, bits_size = struct.unpack_from("<4I", record, 48)
            seen.picture(record[head : head + head_size], record[bits : bits + bits_size])
        elif kind == COMMENT and record[12:16] == b"EMF+":
            _plus(record[16:], seen)
        at += size


def _plus(content: bytes, seen: _Seen) -> None:
    at = 0
    while at + 12 <= len(content):
        kind, _, size = struct.unpack_from("<HHI", content, at)
        if size < 12:
            return
        if kind == PLUS_STRING and size >= 40:
            count = struct.unpack_from("<I", content, at + 20)[0]
            height = struct.unpack_from("<f", content, at + 28)[0]
            seen.write(
                int(height) if abs(height) < 1e9 else 0, content[at + 40 : at + min(size, 40 + 2 * count)].decode("utf-16-le", "replace")
            )
        at += size


def _old(content: bytes, seen: _Seen) -> None:
    at = 22 if content[:4] == b"\xd7\xcd\xc6\x9a" else 0
    at += 2 * struct.unpack_from("<H", content, at + 2)[0]
    for _ in range(RECORDS):
        if at + 6 > len(content):
            return
        size, kind = struct.unpack_from("<IH", content, at)
        if size < 3:
            return
        body = content[at + 6 : at + 2 * size]
        if kind == OLD_TEXT and len(body) >= 6:
            count = struct.unpack_from("<H", body)[0]
            end = 2 + count + count % 2
            height = struct.unpack_from("<h", body, end)[0] if end + 2 <= len(body) else 0
            seen.write(height, body[2 : 2 + count].decode(seen.encoding, "replace"))
        elif kind == OLD_PLACED and len(body) >= 8:
            height, _, count, options = struct.unpack_from("<hhHH", body)
            start = 16 if options & 6 else 8
            seen.write(height, body[start : start + count].decode(seen.encoding, "replace"))
        elif kind == OLD_FONT and len(body) > 13:
            seen.font(body[13])
        elif kind == OLD_BITMAP and len(body) > 62:
            _old_picture(body[22:], seen)
        at += 2 * size


def _old_picture(body: bytes, seen: _Seen) -> None:
    """A bitmap whose head says how many colours stand before its bits."""
    size, depth, colours = struct.unpack_from("<I", body)[0], struct.unpack_from("<H", body, 14)[0], struct.unpack_from("<I", body, 32)[0]
    head = size + 4 * (colours or (1 << depth if depth <= 8 else 0))
    if 40 <= size <= 200 and head < len(body):
        seen.picture(body[:head], body[head:])
