"""RTF by its groups: body, headers, notes in order; annotations, deleted and hidden text apart; embedded objects as files."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers.people_tables import lifted_lines
from stanch.reading.source import Source
from stanch.records import Unit

Found = Iterator["Unit | Source"]
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+")
SILENT = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"pict", b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"themedata", b"colorschememapping",
    b"datastore", b"latentstyles", b"xmlnstbl", b"filetbl", b"revtbl", b"pntxtb", b"pntxta", b"pnseclvl", b"datafield", b"fldinst", b"wgrffmtfilter", b"mmathPr",
    b"bkmkstart", b"bkmkend", b"sp", b"sv", b"sn", b"template", b"blipuid", b"blipid", b"atnid", b"atrfstart", b"atrfend", b"private", b"panose", b"falt",
    b"objclass", b"objname", b"shprslt", b"nonshppict", b"listtext", b"pntext", b"background", b"password", b"passwordhash", b"fchars", b"lchars", b"picprop",
))  # fmt: skip
APART = {
    b"annotation": "comments", b"docvar": "fields", b"atnauthor": "comments", b"info": "properties", b"userprops": "properties", b"fldinst": "fields",
    b"htmltag": "markup",
}  # fmt: skip
SPEAKS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"nestcell": "\t", b"nestrow": "\n", b"tab": "\t",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
INFO = (
    b"title",
    b"subject",
    b"author",
    b"manager",
    b"company",
    b"operator",
    b"category",
    b"keywords",
    b"comment",
    b"doccomm",
    b"propname",
    b"staticval",
)
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
DEPTH = 5_000


@dataclass(frozen=True, slots=True)
class _State:
    channel: str = ""
    silent: bool = False
    hidden: bool = False
    deleted: bool = False
    encoding: str = ""
    skip: int = 1  # characters after \u that stand for readers that do not know it
    fonts: bool = False
    hexed: bool = False


class _Reader:
    """One pass over the tokens; no recursion, so no depth can hurt it."""

    def __init__(self) -> None:
        self.out: dict[str, list[str]] = {"": []}
        self.state, self.held = _State(), list[_State]()
        self.encoding = "cp1252"
        self.charsets: dict[int, str] = {}
        self.font = 0
        self.raw = bytearray()  # bytes that wait, since a letter may take two
        self.left = 0  # characters to leave out
        self.fresh = False  # a group has just opened: its first word may name a destination
        self.objects: list[list[bytes]] = []

    def flush(self) -> None:
        """Letters out of the bytes that wait."""
        if self.raw:
            name = self.state.encoding or self.encoding
            content, self.raw = bytes(self.raw), bytearray()
            self.put(content.decode(name, "replace"))

    def put(self, text: str) -> None:
        """Add text where it belongs."""
        if self.state.silent:
            return
        channel = self.state.channel
        if not channel:
            channel = "hidden" if self.state.hidden else "deleted" if self.state.deleted else ""
        self.out.setdefault(channel, []).append(text)

    def word(self, word: bytes, number: int | None) -> None:
        """A control word."""
        fresh, self.fresh = self.fresh, False
        if word == b"u" and number is not None:
            self.flush()
            self.left = self.state.skip
            code = number % 0x10000
            self.put(chr(code))
            return
        if word in SPEAKS:
            self.flush()
            self.put(SPEAKS[word])
        elif word == b"f" and number is not None:
            self.flush()
            self.font = number
            if not self.state.fonts:
                self.state = replace(self.state, encoding=self.charsets.get(number, ""))
        elif word == b"fcharset" and number is not None and self.state.fonts:
            if number in CHARSETS:
                self.charsets[self.font] = CHARSETS[number]
        elif word in (b"v", b"deleted"):
            self.flush()
            key = "hidden" if word == b"v" else "deleted"
            self.state = replace(self.state, **{key: number != 0})  # type: ignore[arg-type]
        elif word == b"plain":
            self.flush()
            self.state = replace(self.state, hidden=False, deleted=False, encoding="")
        elif word == b"uc":
            self.state = replace(self.state, skip=max(0, min(number or 0, 10)))
        elif word == b"ansicpg" and number:
            self.encoding = self._known(f"cp{number}")
        elif word in (b"mac", b"pc", b"pca"):
            self.encoding = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}[word]
        elif fresh or word in INFO:
            self.destination(word)

    def destination(self, word: bytes) -> None:
        """A word that says what its group holds."""
        self.flush()
        if word in APART:
            self.state = replace(self.state, channel=APART[word], silent=False)
            self.out.setdefault(APART[word], []).append("\n")
        elif word == b"fonttbl":
            self.state = replace(self.state, silent=True, fonts=True)
        elif word == b"objdata":
            self.objects.append([])
            self.state = replace(self.state, silent=True, hexed=True)
        elif word in SILENT:
            self.state = replace(self.state, silent=True)
        elif word in INFO and self.state.channel == "properties":
            self.put(f"\n{word.decode()}: ")

    def _known(self, name: str) -> str:
        try:
            "".encode(name)
        except LookupError:
            return "utf-8" if name == "cp65001" else "cp1252"
        return name

    def text(self, content: bytes) -> None:
        """Characters as they stand."""
        self.fresh = False
        if self.state.hexed:
            self.objects[-1].append(content)
            return
        if self.left:
            taken = min(self.left, len(content))
            self.left -= taken
            content = content[taken:]
        self.raw += content

    def brace(self, mark: bytes) -> None:
        """A group opens or closes."""
        self.flush()
        self.left = 0
        if mark == b"{":
            if len(self.held) >= DEPTH:
                raise EvidenceError("too_deep", f"more than {DEPTH} groups within one another")
            self.held.append(self.state)
            self.fresh = True
        elif self.held:
            before = self.state.channel
            self.state = self.held.pop()
            if before == "comments" and self.state.channel != before:
                self.out.setdefault(before, []).append("\n")

    def sign(self, mark: bytes) -> None:
        """A control symbol."""
        if mark == b"*":
            return  # what follows names a destination: known ones are read, others are left out
        if mark in (b"~", b"_", b"\n", b"\r"):
            self.flush()
            self.put({b"~": "\u00a0", b"_": "-"}.get(mark, "\n"))
        elif mark in b"\\{}":
            self.text(mark)


def rtf(source: Source) -> Found:
    """Rich text."""
    source.media_type = "application/rtf"
    reader = _read(source.whole())
    found = {name: re.sub(r"\n{3,}", "\n\n", _joined("".join(parts))) for name, parts in reader.out.items()}
    body = found.pop("", "")
    if not body.strip() and not reader.objects and not any(text.strip() for text in found.values()):
        raise EvidenceError("empty", "no text in it")
    body, lifted = lifted_lines(body)
    yield from texts(source, body.strip() + "\n")
    for one in lifted:
        yield from tables(source, one.names, one.rows, part=f"#table{one.number}", first=one.first)
    for name, text in found.items():
        if text.strip() and name != "markup":
            yield from texts(source, text.strip() + "\n", part=f"#{name}", properties={"hidden": name})
    for number, parts in enumerate(reader.objects, start=1):
        digits = re.sub(rb"[^0-9a-fA-F]", b"", b"".join(parts)).decode()
        name, inner = _embedded(bytes.fromhex(digits[: len(digits) // 2 * 2]))
        if inner:
            yield source.inner(name or f"object_{number}", inner)


def plain(content: bytes) -> str:
    """What a person sees of rich text."""
    return re.sub(r"\n{3,}", "\n\n", _joined("".join(_read(content).out[""]))).strip() + "\n"


def _joined(text: str) -> str:
    r"""Pairs of \u that make one letter together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read(content: bytes) -> _Reader:
    reader = _Reader()
    ignored = False
    at = 0
    while found := _TOKEN.search(content, at):
        at = found.end()
        word, number, code, mark, brace, plain = found.groups()
        if brace:
            ignored = False
            reader.brace(brace)
        elif word:
            if word == b"bin" and number:  # bytes as they are, braces among them
                at += max(0, int(number))
            elif (
                ignored
                and reader.fresh
                and word not in APART
                and word not in (b"objdata", b"shptxt", b"footnote", b"shpinst", b"nesttableprops", b"formfield")
            ):
                reader.fresh = False
                reader.flush()
                reader.state = replace(reader.state, silent=True)
            else:
                reader.word(word, int(number) if number else None)
            ignored = False
        elif code:
            if reader.left:
                reader.left -= 1
            else:
                reader.text(bytes.fromhex(code.decode()))
        elif mark:
            ignored = mark == b"*" and reader.fresh
            reader.sign(mark)
        elif plain:
            reader.text(plain)
    reader.flush()
    return reader


def _embedded(content: bytes) -> tuple[str, bytes]:
    """(name, bytes) of an OLE 1 object: version, format, class, topic, item, size, bytes ([MS-OLEDS] 2.2.5)."""
    from stanch.reading.readers.compound import package

    try:
        at = 8
        names = []
        for _ in range(3):
            size = struct.unpack_from("<I", content, at)[0]
            names.append(content[at + 4 : at + 4 + size].rstrip(b"\x00"))
            at += 4 + size
        size = struct.unpack_from("<I", content, at)[0]
        body = content[at + 4 : at + 4 + size]
    except struct.error:
        return "", b""
    if names[0] == b"Package":
        return package(b"\x00\x00\x00\x00" + body)
    return "", body
