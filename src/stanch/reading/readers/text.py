"""Plain text in any encoding."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.pieces import PIECE, clean, texts
from stanch.reading.readers.mixed import UTF8, mixed
from stanch.reading.readers.queries import MOST, said_in
from stanch.reading.source import Source
from stanch.records import Unit, Unread

BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """The encoding that these first bytes suggest."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return (mixed(head) or name) if name == UTF8 else name
    if wide := unmarked(head):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        if is_ebcdic(head):
            return "cp037"
        from stanch.reading.readers.codepages import codepage_of

        if page := mixed(head) or codepage_of(head):
            return page
        from charset_normalizer import from_bytes

        best = from_bytes(head[:20000], steps=3).best()
        name = best.encoding if best else "cp1252"
        # What it cannot tell apart is, in business files, nearly always the Windows code page of western Europe.
        return (
            "cp1252" if name in ("ascii", "utf_8", "latin_1", "cp1250", "mac_roman", "cp037", "cp500", "hp_roman8", "mac_iceland") else name
        )
    if re.search(rb"\x1b\$[@B]|\x1b\([BJ]", head):
        return "iso2022_jp"
    return "utf-7" if _is_utf7(head) else UTF8


_SEVEN = re.compile(rb"\+([A-Za-z0-9/]{3,400})-")


def _is_utf7(head: bytes) -> bool:
    """ASCII in which `+AOs-` stands for letters: every such run must give letters of people's names, and most such texts have nothing like it."""
    runs = _SEVEN.findall(head[:20_000]) if b"+A" in head[:20_000] else []
    try:
        letters = [(b"+" + run + b"-").decode("utf-7") for run in runs]
    except UnicodeDecodeError:
        return False
    return bool(letters) and all(0xA0 <= ord(char) < 0x600 and char.isalpha() for one in letters for char in one)


def unmarked(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark at its beginning; empty for anything else. Told by where the zeros stand."""
    sample = head[:4096]
    sample = sample[: len(sample) // 4 * 4]
    if len(sample) < 8 or 0 not in sample:
        return ""
    zeros = [sample[place::4].count(0) / (len(sample) // 4) for place in range(4)]
    if zeros[2] > 0.9 and zeros[3] > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if zeros[0] > 0.9 and zeros[1] > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    for name, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        if min(zeros[high], zeros[high + 2]) > 0.4 and max(zeros[low], zeros[low + 2]) < 0.05:
            text = sample.decode(name, "replace")
            if sum(char.isprintable() or char in "\r\n\t" for char in text) > len(text) * 0.95:
                return name
    return ""


def is_ebcdic(head: bytes) -> bool:
    """Text of a mainframe: its space is 0x40, its letters and figures stand above 0x80."""
    sample = head[:4096]
    if len(sample) < 40 or sample.count(0x20) > len(sample) * 0.02 or sample.count(0x40) < len(sample) * 0.05:
        return False
    known = set(b"\x40\x15\x25\x0d\x4b\x6b\x60\x61\x5e\x7a\x7d\x4d\x5d\x50\x7c\x5b\x6c\x4e\x7e") | {
        *range(0x81, 0x8A), *range(0x91, 0x9A), *range(0xA2, 0xAA), *range(0xC1, 0xCA), *range(0xD1, 0xDA), *range(0xE2, 0xEA), *range(0xF0, 0xFA),
    }  # fmt: skip
    return sum(byte in known for byte in sample) > len(sample) * 0.95


def decode(content: bytes, declared: str = "") -> tuple[str, str]:
    """Text and encoding; never raises."""
    for name in ([declared] if declared else []) + [encoding_of(content[: 1 << 16])]:
        try:
            return content.decode(name, "strict" if name == declared else "replace"), name
        except (LookupError, UnicodeError):
            continue
    return content.decode("utf-8", "replace"), "utf-8"


def chunks(stream: BinaryIO, size: int = PIECE, *, encoding: str = "", alike: bool = False) -> Iterator[tuple[int, str]]:
    r"""(offset, text): a stream in pieces that end at line ends, with flat memory; `alike`: with lines that all end in `\n`."""
    head = stream.read(1 << 16)
    told = codecs.getincrementaldecoder(encoding or encoding_of(head))("replace")
    decoder = io.IncrementalNewlineDecoder(told, translate=True) if alike else told
    parts, length, start, block = [""], 0, 0, head
    while True:
        parts.append(decoder.decode(block, final=not block))
        length += len(parts[-1])
        while length > size:  # put together only then: text that grows block by block would be copied each time
            held = "".join(parts)
            end = held.rfind("\n", 0, size) + 1 or size
            yield start, held[:end]
            parts, length, start = [held[end:]], length - end, start + end
        if not block:
            break
        block = stream.read(1 << 20)
    if length:
        yield start, "".join(parts)


def text(source: Source) -> Iterator[Unit]:
    """A text file, its lines ended as everywhere: forms, addresses and names over lines are known by how lines end."""
    source.media_type = "text/plain"
    queries: dict[str, None] = {}
    with source.open() as stream:
        for start, piece in chunks(stream, alike=True):
            yield Unit(source.exhibit, source.locator, "text", source.media_type, start, clean(piece))
            if len(queries) < MOST and "=" in piece and "?" in piece:
                queries |= dict.fromkeys(said_in(piece))
    if queries:
        yield from texts(source, "\n".join(queries), part="#queries", properties={"reader": "queries"})


_RUNS = re.compile(rb"(?:[\x20-\x7e\t\r\n\xa0-\xff]\x00|[\x00-\xff][\x01-\x06]){6,}|[\x20-\x7e\t\r\n\x91-\x94\xa0-\xff]{6,}")
_HOLES = re.compile(rb"\x00{16,}")  # passed over quickly: much of a damaged file may be zeros
READABLE = 0.8


# Names that promise a format whose readers come first: what ends here under such a name is damaged.
PROMISED = re.compile(r"(?i)\.(docx?|xls[xbm]?|pptx?|pdf|od[tsp]|rtf|msg|pst|ost|mdb|accdb|sqlite|db|one|vsdx?)$")


def strings(source: Source) -> Iterator[Unit | Unread]:
    """The last resort: runs of letters in binary content, so that a value in an unknown or damaged file is still seen.

    That is no reading: the file stays on the list of what could not be read.
    """
    content = source.whole()
    found = runs(content)
    if sum(map(len, found)) < 20:
        raise EvidenceError("unsupported", "no known format, and no text in it")
    yield from texts(source, "\n".join(dict.fromkeys(found)), properties={"reader": "strings"})
    reason = "damaged" if PROMISED.search(source.locator) else "unsupported"
    yield Unread(source.exhibit, source.locator, reason, "no reader opens it; only runs of letters in its bytes were searched")


def runs(content: bytes) -> list[str]:
    """Runs of letters in bytes."""
    found: list[str] = []
    for piece in _HOLES.split(content[: 64 << 20]):
        found += [line for line in map(_run, _RUNS.findall(piece)) if line] if len(piece) > 4 else []
    return found


def _run(run: bytes) -> str:
    """A run as text where it reads as such: two bytes a letter, one byte a letter, or UTF-8."""
    if b"\x00" in run or sum(1 <= byte <= 6 for byte in run[1::2]) > len(run) // 3:
        line = run[: len(run) // 2 * 2].decode("utf-16-le", "replace")
        blocks = {ord(char) >> 8 for char in line if char.isalpha()}
        if len(blocks) > 2:  # letters of many scripts at once are numbers
            return ""
    else:
        try:
            line = run.decode("utf-8")
        except UnicodeDecodeError:
            line = run.decode("cp1252", "replace")
            if sum(char.isascii() and char.isalnum() for char in line) < len(line) / 2:  # numbers that look like letters with accents
                return ""
    line = line.strip()
    plain = sum(char.isalnum() or char in " .,-@:/'\"()\n\r\t" for char in line)
    return line if len(line) > 3 and plain > len(line) * READABLE and re.search(r"\w\w\w", line) else ""
