"""The rows of an INSERT: what databases and their programs write as a value, over as many lines as it takes.

Possessive throughout: what is hostile may hold a million blanks, and none of them is looked at twice. A row that cannot be read is
told as text, and the rows behind it are read on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.reading.readers.cell_files import as_cell
from stanch.reading.readers.kept_files import LEAST, from_hex, is_file
from stanch.reading.readers.mixed import UTF8

_QUOTED = r"'(?:[^'\\]|\\.|'')*+'"
_ROUND = rf"\((?:[^()']|{_QUOTED}|\((?:[^()']|{_QUOTED})*+\))*+\)"
_SQUARE = rf"\[(?:[^\]']|{_QUOTED})*+\]"
_LED = r"(\w{1,20}+\s{0,3}+)?+"  # N'…', E'…', _binary '…', b'1', X'4142', DATE '2020-01-31'
_TYPED = r"(?:\s{0,9}+::\s{0,9}+[\w. ]{1,60}+(?:\([\d, ]{0,20}\))?+(?:\[\])?+)*+"  # '…'::character varying(20)
_VALUE = re.compile(  # MySQL and SQLite take what stands between double quotes for a text too
    rf"\s*+(?:{_LED}'((?:[^'\\]|\\.|'')*+)'{_TYPED}|\"((?:[^\"\\]|\\.|\"\")*+)\"|((?!\")(?:[^',()\[]++|{_ROUND}|{_SQUARE})++))\s*+([,)])",
    re.DOTALL,
)
_QUOTE = re.compile(rf"\s*+{_LED}(?=['\"])")
_TEXT = re.compile(rf"\s*+(?:{_LED}{_QUOTED}{_TYPED}|\"(?:[^\"\\]|\\.|\"\")*+\")\s*+", re.DOTALL)
_BARE = re.compile(rf"\s*+(?:[^',()\[]++|{_ROUND}|{_SQUARE})*+", re.DOTALL)
_OPENED = re.compile(r"\s*+(?:,\s*+)?\(")
_NEXT = re.compile(r"\)\s*+,\s*+(?=\()")
LONGEST, BRACKETED = 8 << 20, 64 << 10  # characters of one row, and of an open bracket in it
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "b": "\b", "f": "\f", "v": "\v"}


def unescaped(text: str) -> str:
    """A value without its backslashes."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL) if "\\" in text else text


_ASTRAY = re.compile("[\udc80-\udcff]")


def settled(text: str, encoding: str) -> str:
    """A text with bytes that are none of its encoding, as an old code page reads them where the rest is UTF-8."""
    if text.isascii() or not _ASTRAY.search(text):
        return text
    return text.encode(encoding, "surrogateescape").decode(UTF8 if encoding in ("utf-8", UTF8) else encoding, "replace")


class Lines:
    """The lines of a dump, of which those that were read too far can be given back."""

    def __init__(self, lines: Iterator[str], encoding: str = "utf-8") -> None:
        """`encoding`: in which they were decoded, with `surrogateescape`, so that bytes which are no text can be had back."""
        self.lines, self.given, self.encoding = lines, list[str](), encoding

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self.given.pop() if self.given else next(self.lines)

    def back(self, text: str) -> None:
        """To be read again."""
        self.given.extend(reversed(re.findall(r"[^\n]*\n|[^\n]+", text)))


def rows_of(statement: str, stream: Lines, rest: list[str]) -> Iterator[list[str | None]]:
    """The rows of an INSERT, reading on while the statement goes on; what is no row goes to `rest`."""
    said = _Statement(statement, stream)
    while said.opens():
        if row := said.row():
            yield row
        elif not said.is_skipped(rest):
            return


class _Statement:
    """The text of a statement from a place on, as far as it has been read."""

    def __init__(self, text: str, stream: Lines) -> None:
        self.text, self.stream, self.at = text, stream, 0

    def opens(self) -> bool:
        """Whether another row begins; the place is behind its bracket then. Otherwise the lines behind the statement are given back."""
        while not (opened := _OPENED.match(self.text, self.at)):
            tail = self.text[self.at :].strip()
            if tail and not tail.startswith(","):
                behind = self.text.find(";" if tail.startswith(";") else "\n", self.at) + 1
                if behind and (left := self.text[behind:]).strip():
                    self.stream.back(left)
                return False
            more = next(self.stream, None)
            if more is None:
                return False
            if not tail and self.at and not more.lstrip().startswith(("(", ",")):  # SQL Server ends no statement with a sign
                self.stream.back(more)
                return False
            self.text, self.at = tail + more, 0
        self.at = opened.end()
        return True

    def row(self) -> list[str | None]:
        """The values of the row that begins at the place, which is behind it then; nothing, and the place as it was, where it is none."""
        found: list[str | None] = []
        place = self.at
        while True:
            value = _VALUE.match(self.text, place)
            if value is None:
                if not self._may_go_on(place):
                    return []
                place, begun = place - self.at, self._more()
                if not begun:
                    return []
                continue
            found.append(_meant(value, self.stream.encoding))
            place = value.end()
            if value[5] == ")":
                self.at = place
                return found

    def _may_go_on(self, place: int) -> bool:
        """Whether a value that ends nowhere may end in a further line."""
        if _QUOTE.match(self.text, place):
            whole = _TEXT.match(self.text, place)
            return whole is None or whole.end() == len(self.text)
        bare = _BARE.match(self.text, place)
        end = bare.end() if bare else place
        return end == len(self.text) or (self.text[end] in "([" and len(self.text) - end < BRACKETED)

    def _more(self) -> bool:
        """Read on, each time as much again as the row has, so that a text over many lines is not looked at for each of them."""
        self.text, self.at = self.text[self.at :], 0
        wanted = len(self.text)
        more = list[str]()
        while wanted > 0 and len(self.text) <= LONGEST and (line := next(self.stream, None)) is not None:
            more.append(line)
            wanted -= len(line)
        self.text += "".join(more)
        return bool(more)

    def is_skipped(self, rest: list[str]) -> bool:
        """Go on behind a row that could not be read, which is told as text; False where no other begins in its line."""
        end = self.text.find("\n", self.at) + 1 or len(self.text)
        behind = _NEXT.search(self.text, self.at, end)
        stop = behind.end() if behind else end
        rest.append(self.text[self.at : stop].rstrip() + "\n")
        self.at = stop
        if behind is None:
            self.stream.back(self.text[stop:])
        return behind is not None


def _meant(value: re.Match[str], encoding: str) -> str | None:
    lead = (value[1] or "").strip().lower()
    if value[2] is not None:
        if len(value[2]) >= LEAST and (content := _raw(value[2], encoding)):
            return as_cell(content)
        said = value[2].replace("''", "'")
        return _bare(f"0x{said}") if lead == "x" else unescaped(said)
    return unescaped(value[3].replace('""', '"')) if value[3] is not None else _bare(value[4].strip())


_RAW_ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"0": b"\0", b"b": b"\b", b"Z": b"\x1a"}


_PLAINLY = ("%PDF-", "GIF8", "II*", "Rar!")  # files that begin with letters alone


def _raw(text: str, encoding: str) -> bytes:
    """The file that a quoted value is, byte for byte with backslashes, as `mysqldump` writes it without `--hex-blob`; empty for a text."""
    begin = text[:8]
    if begin.isascii() and begin.isprintable() and not begin.startswith(_PLAINLY):
        return b""
    content = b""
    for some in (text[: LEAST * 2], text):
        try:
            written = some.encode(encoding, "surrogateescape")
        except (UnicodeEncodeError, LookupError):
            return b""
        content = re.sub(rb"\\(.)", lambda found: _RAW_ESCAPES.get(found[1], found[1]), written, flags=re.DOTALL)
        if not is_file(content):
            return b""
    return content


# SQL Server's scripts say of which type a value is: `CAST(N'1970-02-03' AS Date)`.
_CAST = re.compile(
    r"(?is)(?:CAST|CONVERT|TO_DATE|TO_TIMESTAMP)\s*+\((?:\s*+\w++\s*+,)?+\s*+N?'([^']*+)'.*\)",
)


def _bare(value: str) -> str | None:
    """A value without quotes: nothing, a number, a text of a type, or bytes in hexadecimal, which are shown as the text they stand for."""
    if cast := _CAST.fullmatch(value):
        return cast[1]
    if value.upper() == "NULL":
        return None
    shown = from_hex(value) if value[:2] in ("0x", "0X") and len(value) > 9 else value
    return shown if isinstance(shown, str) else value
