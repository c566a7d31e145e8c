"""What stands beside the body of an old Word document: headers, notes, comments, text boxes, and who wrote and changed ([MS-DOC]).

All text of the file is one row of characters, told by a table of pieces; the body comes first, then each other part, each of a told length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

IDENT, WORD_97 = 0xA5EC, 0xC1
LENGTHS = 0x4C  # eight of them, the body's first ([MS-DOC] 2.5.4)
CLX, OWNERS, CHANGED_BY = 0x1A2, 0x1BA, 0x232  # where places and lengths of tables stand ([MS-DOC] 2.5.6)
PARTS = ("", "footnotes", "headers and footers", "", "comments", "endnotes", "text boxes", "text boxes of headers")
PIECES = 200_000
OLD_CLX, MACINTOSH = 0x160, 256  # the table of pieces, and a set of letters, in Word 6 and 95
_TWO_BYTES = {0x411: "cp932", 0x412: "cp949", 0x804: "cp936", 0x404: "cp950", 0xC04: "cp950", 0x1004: "cp936"}
_SIGNS = {
    **dict.fromkeys((*range(9), 0x13, 0x14, 0x15)),
    0x07: "\t",
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
    0x1E: "-",
    0x1F: "",
    0xFFFC: "",
}


def table_name(stream: bytes) -> str:
    """The name of the stream in which the tables stand; empty where this is no document of Word 97 or later, or a locked one."""
    if len(stream) < CHANGED_BY + 8 or struct.unpack_from("<H", stream)[0] != IDENT or struct.unpack_from("<H", stream, 2)[0] < WORD_97:
        return ""
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    return "" if flags & 0x100 else "1Table" if flags & 0x200 else "0Table"


def body(stream: bytes, table: bytes) -> str:
    """All text of a document: for one of Word 6 and 95, or one that the second reader does not open. Empty where it is locked."""
    if len(stream) < 0x200 or struct.unpack_from("<H", stream, 0x0A)[0] & 0x100:
        return ""
    try:
        whole = "".join(_pieces(stream, table)) if is_new(stream) else _old_text(stream)
    except (struct.error, MemoryError):
        return ""
    lines = whole.translate(_SIGNS).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def is_new(stream: bytes) -> bool:
    """A document of Word 97 or later."""
    return len(stream) > 4 and struct.unpack_from("<H", stream, 2)[0] >= WORD_97


def _old_text(stream: bytes) -> str:
    """The text of Word 6 and 95: a byte a letter, in pieces where it was saved in haste, in the code page of its language."""
    flags, said = struct.unpack_from("<H", stream, 0x0A)[0], struct.unpack_from("<H", stream, 0x14)[0]
    if flags & 4:
        place, size = struct.unpack_from("<II", stream, OLD_CLX)
        raw = b"".join(stream[start : start + length] for start, length in _listed(stream[place : place + size]))
    else:
        first, end = struct.unpack_from("<II", stream, 0x18)
        raw = stream[first:end]
    return raw.decode("mac_roman" if said == MACINTOSH else _page_of(raw, struct.unpack_from("<H", stream, 0x06)[0]), "replace")


def _page_of(raw: bytes, language: int) -> str:
    """By its letters, since the language that is told is often that of the program; two bytes a letter where the language wants them."""
    from stanch.reading.readers.codepages import codepage_of

    if language in _TWO_BYTES:
        return _TWO_BYTES[language]
    found = codepage_of(raw.replace(b"\r", b"\n"))
    return found if found.startswith("cp125") else "cp1252"


def parts(stream: bytes, table: bytes) -> Iterator[tuple[str, str]]:
    """(name, text) of each part beside the body that says something, then the people. Raises `struct.error` on a broken table."""
    whole = "".join(_pieces(stream, table))
    at = 0
    for name, length in zip(PARTS, struct.unpack_from("<8I", stream, LENGTHS), strict=True):
        text = whole[at : at + length].translate(_SIGNS)
        at += length
        lines = [line.strip() for line in text.split("\n")]
        if name and any(lines):
            yield name, "\n".join(dict.fromkeys(line for line in lines if line))
    people = [*_owners(_table(stream, table, OWNERS)), *_changers(_table(stream, table, CHANGED_BY))]
    if people:
        yield "people", "\n".join(f"written or changed by: {name}" for name in dict.fromkeys(people))


def _table(stream: bytes, table: bytes, at: int) -> bytes:
    place, length = struct.unpack_from("<II", stream, at)
    return table[place : place + length]


def _pieces(stream: bytes, table: bytes) -> Iterator[str]:
    for told, length in _listed(_table(stream, table, CLX)):
        start = told & 0x3FFFFFFF
        if told & 0x40000000:
            yield stream[start // 2 : start // 2 + length].decode("cp1252", "replace")
        else:
            yield stream[start : start + 2 * length].decode("utf-16-le", "replace")


def _listed(clx: bytes) -> Iterator[tuple[int, int]]:
    """(where, how many letters) of each piece."""
    at = 0
    while at + 5 <= len(clx) and clx[at] == 1:  # what is said of formats
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = min((len(plc) - 4) // 12, PIECES)
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for place in range(count):
        yield struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * place + 2)[0], max(0, ends[place + 1] - ends[place])


def _owners(raw: bytes) -> Iterator[str]:
    at = 0
    while at + 2 <= len(raw):
        size = 2 * struct.unpack_from("<H", raw, at)[0]
        yield raw[at + 2 : at + 2 + size].decode("utf-16-le", "replace").strip()
        at += 2 + size


def _changers(raw: bytes) -> Iterator[str]:
    if len(raw) < 6 or raw[:2] != b"\xff\xff":
        return
    count, extra = struct.unpack_from("<HH", raw, 2)
    at = 6
    for _ in range(min(count, 1000)):
        if at + 2 > len(raw):
            return
        size = 2 * struct.unpack_from("<H", raw, at)[0]
        name = raw[at + 2 : at + 2 + size].decode("utf-16-le", "replace").strip()
        at += 2 + size + extra
        if name and name != "Unknown":
            yield name
