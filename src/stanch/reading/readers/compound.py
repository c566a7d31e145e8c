"""Office files before 2007 and others in compound form: their text, their properties, what is embedded in them."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.blips import art, pictures
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit

Found = Iterator["Unit | Source"]
_PAGES = {1200: "utf-16-le", 10000: "mac_roman", 65001: "utf-8", 0: ""}  # as a set of properties says in its first one ([MS-OLEPS] 2.18.2)
PACKED = ("Pictures", "Data", "Package", "\x01Ole10Native")  # streams whose content is handed on as files
WORDS = {
    "\x05SummaryInformation": {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 8: "last saved by"},
    "\x05DocumentSummaryInformation": {2: "category", 14: "manager", 15: "company"},
}


def document(source: Source) -> Found:
    """A document or presentation by the second reader, its body by our own where that fails, then what stands around it."""
    from stanch.reading.readers.second import xberg_text

    seen: list[Unit] = []
    failed: EvidenceError | None = None
    try:
        seen = list(xberg_text(source))
    except EvidenceError as error:
        failed = error
    own = _own_body(source, sum(len(unit.text) for unit in seen))
    seen = list(texts(source, own)) if own else seen
    yield from seen
    around = list(_around_body(source, " ".join(" ".join(unit.text for unit in seen).split())))
    yield from around
    within = list(beside(source))
    said = any(unit.text.strip() for unit in (*seen, *around)) or any(
        isinstance(found, Source) or found.properties.get("hidden") != "properties" for found in within
    )
    if said:
        yield from within
    has_body = not said or bool(_stream(source, ("WordDocument", "PowerPoint Document")))  # else it is but the cover of a file
    if failed and has_body and not any(unit.text.strip() for unit in seen):  # told, whatever else was found: the body is what people wrote
        with contextlib.suppress(EvidenceError):
            yield from streams(source, besides=PACKED) if said else ()
        raise failed


def _own_body(source: Source, known: int) -> str:
    """The body of a Word document that is older than 97, or of which the second reader gave less than half (`known` letters)."""
    from stanch.reading.readers.word_binary import body, is_new, table_name

    stream = _stream(source, ("WordDocument",))
    if not stream:
        return ""
    table = _stream(source, (name,)) if (name := table_name(stream)) else b""
    own = body(stream, table)
    return own if sum(map(str.isalnum, own)) > (known / 2 if is_new(stream) else 0) else ""


def _around_body(source: Source, known: str) -> Iterator[Unit]:
    """Headers, notes, comments and people of a Word document, as far as the second reader did not tell them."""
    from stanch.reading.readers.word_binary import parts, table_name

    stream = _stream(source, ("WordDocument",))
    table = _stream(source, (name,)) if (name := table_name(stream)) else b""
    try:
        found = [*parts(stream, table), *(("text boxes", line) for line in art(table))] if table else []
    except (struct.error, MemoryError):
        return
    for name, text in found:
        lines = [line for line in text.split("\n") if " ".join(line.split()) not in known]
        if lines:
            hidden = "" if name.startswith(("headers", "text")) else name
            yield from texts(source, "\n".join(lines) + "\n", part=f"#{name}", properties={"hidden": hidden})


def workbook(source: Source) -> Found:
    """A workbook, then what stands around it."""
    from stanch.reading.readers.legacy import drawn
    from stanch.reading.readers.sheets import calamine

    yield from calamine(source)
    yield from _words_beside_cells(source)
    yield from beside(source)
    for name, content in drawn(_stream(source, ("Workbook",))):
        yield source.inner(name, content)


def _stream(source: Source, names: tuple[str, ...]) -> bytes:
    """A stream by one of its names; nothing where there is none that can be read."""
    import olefile

    try:
        with source.open() as stream, olefile.OleFileIO(stream) as ole:
            for name in names:
                if ole.exists(name) and ole.get_size(name) <= MEMBER:
                    content: bytes = ole.openstream(name).read()
                    return content
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        pass
    return b""


def _words_beside_cells(source: Source) -> Iterator[Unit]:
    from stanch.reading.readers.legacy import workbook_words

    words, hidden = workbook_words(_stream(source, ("Workbook",)))
    if words:
        yield from texts(source, "\n".join(words) + "\n", part="#comments", properties={"hidden": "comments"})
    if hidden:
        yield from texts(source, f"hidden in this workbook: {hidden}\n", part="#hidden", properties={"hidden": hidden})


def presentation(source: Source) -> Found:
    """Slides by the second reader, then notes, comments, embedded objects that it leaves out."""
    from stanch.reading.readers.legacy import slide_words

    seen: list[str] = []
    for found in document(source):
        if isinstance(found, Unit):
            seen.append(found.text)
        yield found
    words, objects = slide_words(_stream(source, ("PowerPoint Document",)))
    known = " ".join(" ".join(seen).split())
    more = [word for word in words if " ".join(word.split()) not in known]
    if more:
        yield from texts(source, "\n".join(more) + "\n", part="#notes and comments", properties={"hidden": "notes and comments"})
    for number, content in enumerate(objects, start=1):
        yield source.inner(f"object_{number}", content)


def beside(source: Source) -> Found:
    """Properties and embedded files. A broken part of them does not hide the text."""
    import olefile

    try:
        with source.open() as stream, olefile.OleFileIO(stream) as ole:
            lines = _properties(ole)
            inside = list(_embedded(ole))
            objects = _stored(ole)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error):
        return
    if lines:
        yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"})
    for name, words in objects:
        yield from texts(source, "\n".join(words) + "\n", part=f"#{name}", properties={"hidden": "embedded", "reader": "strings"})
    for name, content in inside:
        yield source.inner(name, content)


def _stored(ole: Any) -> list[tuple[str, list[str]]]:
    """The words of documents that are embedded as storages of the file itself."""
    from stanch.reading.readers.text import runs

    found = []
    for entry in ole.listdir():
        if len(entry) > 1 and entry[-1] in ("WordDocument", "Workbook", "Book", "PowerPoint Document") and ole.get_size(entry) <= MEMBER:
            content = ole.openstream(entry).read()
            words = (_stored_body(ole, entry, content) if entry[-1] == "WordDocument" else []) or runs(content)
            found += [(entry[-2], words)] if words else []
    return found


def _stored_body(ole: Any, entry: list[str], content: bytes) -> list[str]:
    from stanch.reading.readers.word_binary import body, table_name

    table = [*entry[:-1], table_name(content)]
    return [line for line in body(content, ole.openstream(table).read() if ole.exists(table) else b"").split("\n") if line.strip()]


def _properties(ole: Any) -> list[str]:
    """Words of the two property sets ([MS-OLEPS]). Read here, since a broken count keeps the library busy for minutes."""
    lines = []
    for stream, names in WORDS.items():
        if ole.exists(stream) and ole.get_size(stream) <= 1 << 20:
            content = ole.openstream(stream).read()
            lines += [f"{name}: {text}" for name, text in _property_words(content, names)]
            lines += [f"{name}: {text}" for name, text in _own_words(content)]
    return lines


def _own_words(content: bytes) -> Iterator[tuple[str, str]]:
    """Properties that somebody named: a second set, whose property 0 is the list of names ([MS-OLEPS] 2.17)."""
    start = struct.unpack_from("<I", content, 64)[0] if len(content) > 68 and content[24:28] == b"\2\0\0\0" else 0
    if not start or start + 16 > len(content) or struct.unpack_from("<I", content, start + 8)[0] != 0:
        return
    at = start + struct.unpack_from("<I", content, start + 12)[0]
    names: dict[int, str] = {}
    for _ in range(min(struct.unpack_from("<I", content, at)[0], 200) if at + 4 <= len(content) else 0):
        number, size = struct.unpack_from("<II", content, at + 4) if at + 12 <= len(content) else (0, 0)
        names[number] = content[at + 12 : at + 12 + size].decode("utf-8", "replace").strip("\0 ")
        at += 8 + size
    yield from _property_words(content, names, place=64)


def _property_words(content: bytes, names: dict[int, str], place: int = 44) -> Iterator[tuple[str, str]]:
    from stanch.reading.readers.text import decode

    if len(content) < 56:
        return
    start = struct.unpack_from("<I", content, place)[0]
    if start + 8 > len(content):
        return
    count = min(struct.unpack_from("<I", content, start + 4)[0], 200, (len(content) - start - 8) // 8)
    listed = [struct.unpack_from("<II", content, start + 8 + 8 * each) for each in range(count)]
    page = next(
        (struct.unpack_from("<H", content, start + at + 4)[0] for number, at in listed if number == 1 and start + at + 6 <= len(content)), 0
    )
    for number, offset in listed:
        at = start + offset
        if number not in names or at + 8 > len(content):
            continue
        kind, size = struct.unpack_from("<II", content, at)
        raw = content[at + 8 : at + 8 + (size * 2 if kind == 31 else size)]
        text = raw.decode("utf-16-le", "replace") if kind == 31 else decode(raw, _PAGES.get(page, f"cp{page}"))[0] if kind == 30 else ""
        if text.strip("\x00 "):
            yield names[number], text.strip("\x00 ")


def _embedded(ole: Any) -> Iterator[tuple[str, bytes]]:
    for entry in ole.listdir():
        name = entry[-1]
        if name in ("Pictures", "Data") and ole.get_size(entry) <= MEMBER:
            yield from pictures(ole.openstream(entry).read())
        if name == "\x01Ole10Native":
            yield package(ole.openstream(entry).read())
        elif name in ("Package", "CONTENTS", "EmbeddedOdf") and ole.get_size(entry) <= MEMBER:
            content = ole.openstream(entry).read()
            if content.startswith(
                (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8")
            ):  # Works keeps its text under such a name too
                yield entry[-2] if len(entry) > 1 else name.lower(), content


def package(content: bytes) -> tuple[str, bytes]:
    """(name, bytes) of a packaged file: size, type, label, path, type, path, size, bytes ([MS-OLEDS] 2.3.6)."""
    try:
        label, rest = content[6:].split(b"\x00", 1)
        _, rest = rest.split(b"\x00", 1)
        length = struct.unpack_from("<I", rest, 4)[0]
        size = struct.unpack_from("<I", rest, 8 + length)[0]
        body = rest[12 + length : 12 + length + size]
        if body:
            return label.decode("cp1252", "replace") or "package", body
    except (ValueError, struct.error):
        pass
    return "package", content[4:]


def streams(source: Source, besides: tuple[str, ...] = ("Pictures",)) -> Iterator[Unit]:
    """The text in each stream of a file in compound form but those named `besides`: Works, Visio, Publisher, Project, damaged documents."""
    import olefile

    from stanch.reading.readers.text import runs

    found: list[str] = []
    with source.open() as stream, olefile.OleFileIO(stream) as ole:
        lines = _properties(ole)
        for entry in ole.listdir():
            if ole.get_size(entry) <= MEMBER and not entry[-1].startswith("\x05") and entry[-1] not in besides:
                found += runs(ole.openstream(entry).read())
    if sum(map(len, found)) < 20:
        raise EvidenceError("unsupported", "no known format, and no text in it")
    yield from texts(source, "\n".join([*dict.fromkeys(found), *lines]) + "\n", properties={"reader": "strings"})
