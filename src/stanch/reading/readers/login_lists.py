"""Lists of logins as they are stolen and sold: `mailbox:password` a line, and what stealers of passwords write, a block a login.

Neither has a header: what a line's parts are is told by all lines together. A list in which the parts could be anything else is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.text import chunks
from stanch.reading.source import Source
from stanch.records import Unit

LEAST, LOOKED_AT, MOSTLY = 5, 400, 0.9  # lines that make a list, lines looked at, the share that must be alike
SHORT, LONG = 3, 72  # of a password
# Of passwords so many hold figures and letters, or signs: behind a colon, the usual mark, fewer.
MIXED, MIXED_BEHIND_COLON, ONE_SHAPE, DIFFERENT = 0.3, 0.1, 0.6, 0.1
MARKS = (":", ";", "|", "\t", ",", " ")
REST = "rest"
FIRST, LONGEST = 24, 160  # lines by which most texts are told to be none; letters of a line, on the average
_HINT = re.compile(r"@[\w-]+\.|://|[0-9a-fA-F]{32}|^[^\s:]{1,120}:\S*:|^\+?\d{10,14}:")

_URL = re.compile(
    r"(?i)[a-z][a-z\d+.-]{1,20}://[^\s:|;]+(?::\d{1,5}(?=[/:|;\s]))?(?:/[^\s:|;]*)?(?=[:|; \t])"
    r"|(?:[a-z\d-]+\.)+[a-z]{2,12}(?:/[^\s:|;@]*)?(?=:)"
)
_CAPTURED = re.compile(r"\s+[|\[]\s*(?=\S)")  # behind a login, what was seen in the account: `| Country = US`
_SHAPES = (
    ("email", re.compile(r"[^@\s:;|,\"'<>]{1,64}@[\w.-]{1,190}\.[A-Za-z]{2,24}")),
    ("password_hash", re.compile(r"(?i)(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})"
     r"|\$[\w-]{1,12}\$[\w./$=,+-]{20,}|\{\w{2,12}\}\S{20,}")),
    ("ip", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")),
    ("phone", re.compile(r"\+\d{10,14}|\d{10,13}")),
    ("number", re.compile(r"\d{1,9}")),
    ("name", re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ '’-][^\W\d_]+){1,3}")),
    ("word", re.compile(r"[\w.@+-]{2,64}")),
)  # fmt: skip
_LOGIN = frozenset(("email", "phone", "word"))
_CALLED = {"email": "email", "password_hash": "password hash", "ip": "ip address", "phone": "phone", "number": "id", "name": "name"}


_NONE = re.compile("")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines are parted, whether an address of a site stands first, and what each part is called."""

    mark: str
    with_site: bool
    names: tuple[str, ...]
    shape: re.Pattern[str] = _NONE
    people: re.Pattern[str] = _NONE  # of those lines the ones that are of people and not of the system's own accounts

    def cells(self, line: str) -> list[str | None] | None:
        """The parts of a line; None where it has another form."""
        if self.shape is not _NONE:
            match = self.shape.fullmatch(line) if self.people.match(line) else None
            return [one or None for one in match.groups()] if match else None
        width = len(self.names)
        parts = _parts(line, self.mark, width - self.with_site, with_site=self.with_site)
        return [*(one or None for one in parts), *[None] * (width + 1 - len(parts))] if width <= len(parts) <= width + 1 else None


# What systems write of their accounts: passwd(5), shadow(5), and what is taken out of Windows (`user:rid:lm:nt:::`).
_SYSTEMS = (
    Layout(
        "", False, ("username", "unix uid", "primary gid", "full name", "office", "home directory", "shell"),
        re.compile(r"([^:\s]{1,64}):[^:]*:(-?\d+):(-?\d+):([^:,]*)((?:,[^:]*)?):([^:]*):([^:]*)()"),
        re.compile(r"[^:]*:[^:]*:(?!65534:)\d{4,}:.*:(?!\S*/(?:nologin|false|sync)$)[^:]*$"),
    ),
    Layout(
        "", False, ("username", "password hash", "changed"), re.compile(r"([^:\s]{1,64}):([^:]*):(\d*)((?::\d*){5,6}:?\w*)"),
        re.compile(r"[^:]*:!{0,2}[^:!*]{13,}:"),
    ),
    Layout(
        "", False, ("domain", "username", "rid", "lm hash", "password hash"),
        re.compile(r"(?i)(?:([^:\\]{1,64})\\)?([^:\\]{1,104}):(\d+):([\da-f]{32}|\*|NO PASS\w+\**):([\da-f]{32}|\*|NO PASS\w+\**):::(.*)"),
        re.compile(r"[^:]*[^:$]:"),
    ),
)  # fmt: skip


def layout_of(head: str, *, cut: bool) -> Layout | None:
    """How the lines of a list of logins are laid out; None where these are no such list."""
    lines = head[: LOOKED_AT * LONGEST].splitlines()[: LOOKED_AT + 1]
    first = [line for line in lines[:FIRST] if line.strip()]
    if sum(bool(_HINT.search(line)) for line in first) * 2 < len(first):  # most texts are told by this alone
        return None
    cut = cut or len(head) > LOOKED_AT * LONGEST
    lines = [line.strip("\ufeff\r\n ") for line in (lines[:-1] if cut and len(lines) > 1 else lines) if line.strip()]
    if len(lines) < LEAST:
        return None
    of_system = next((one for one in _SYSTEMS if sum(bool(one.shape.fullmatch(line)) for line in lines) >= MOSTLY * len(lines)), None)
    return of_system or next((found for mark in MARKS if (found := _laid_out(lines, mark))), None)


def _laid_out(lines: Sequence[str], mark: str) -> Layout | None:
    if sum(mark in line for line in lines) < MOSTLY * len(lines):
        return None
    with_site = mark != "," and sum(bool(_URL.match(line)) for line in lines) >= MOSTLY * len(lines)
    rows = [parts for line in lines if len(parts := _parts(line, mark, 0, with_site=with_site)) > 1 + with_site]
    if len(rows) < MOSTLY * len(lines):
        return None
    own = [row[with_site:] for row in rows]
    width = Counter(map(len, own)).most_common(1)[0][0]
    own = [_joined(row, width, mark) for row in own if len(row) == width or (len(row) > width and mark == ":")]
    # What a header heads is a table like any other; one line among many may be another.
    if len(own) < MOSTLY * len(lines) or (mark != ":" and len(_parts(lines[0], mark, 0, with_site=with_site)) != width + with_site):
        return None
    names = _named([[row[place] for row in own] for place in range(width)], mark, with_site=with_site)
    if not names or (mark != ":" and _shape_of(own[:1], names) is None):
        return None
    return Layout(mark, with_site, (*(["url"] if with_site else []), *names))


def _shape_of(first: Sequence[Sequence[str]], names: Sequence[str]) -> str | None:
    """The mailbox or number of the first line; None where it has another form than those below it."""
    for value, name in zip(first[0], names, strict=True) if first else ():
        shape = next((shape for kind, shape in _SHAPES if _CALLED.get(kind) == name and kind != "name"), None)
        if shape is not None:
            return value if shape.fullmatch(value) else None
    return ""


def _parts(line: str, mark: str, width: int, *, with_site: bool) -> list[str]:
    """The parts of a line; with a `width`, so many at most, the last with all that follows."""
    site = _URL.match(line) if with_site else None
    rest = line[site.end() :].lstrip(":|; \t") if site else line
    if mark == ":":
        rest, *captured = _CAPTURED.split(rest, maxsplit=1)
    else:
        captured = []
    parts = rest.split(mark, width - 1 if width else -1) if mark != " " else rest.split()
    return [*([site[0]] if site else []), *(part.strip() for part in parts), *(captured if width else [])]


def _joined(row: Sequence[str], width: int, mark: str) -> list[str]:
    return [*row[: width - 1], mark.join(row[width - 1 :])]


def _named(columns: Sequence[Sequence[str]], mark: str, *, with_site: bool) -> tuple[str, ...]:
    """What each part of the lines is; nothing where they are no logins."""
    kinds = [_kind(column) for column in columns]
    if kinds.count("email") > 1 or kinds.count("password_hash") > 1:
        return ()
    if "password_hash" in kinds and ("email" in kinds or (kinds[0] in _LOGIN and len(kinds) == 2)):
        hashed = kinds.index("password_hash")
        return tuple(
            "salt"
            if place == hashed + 1 and kind in ("word", "")
            else _CALLED.get(kind) or ("username" if kind == "word" else f"column {place + 1}")
            for place, kind in enumerate(kinds)
        )
    if mark in (" ", ",") and (len(kinds) > 2 or kinds[0] != "email"):
        return ()
    least = MIXED_BEHIND_COLON if mark == ":" else MIXED
    login = kinds[0] == "email" or (with_site and kinds[0] in _LOGIN) or (kinds[0] == "phone" and mark == ":")
    if len(kinds) == 2 and login and _are_passwords(columns[1], least):
        return (_CALLED.get(kinds[0], "username"), "password")
    if (
        len(kinds) == 3
        and mark == ":"
        and kinds[1] == "email"
        and kinds[0] in ("name", "word", "number")
        and _are_passwords(columns[2], least)
    ):
        return (_CALLED.get(kinds[0], "username"), "email", "password")
    return ()


def _kind(column: Sequence[str]) -> str:
    """What nearly all these parts are; "" for what could be anything."""
    told = [value for value in column if value]
    least = MOSTLY * len(column)
    return next((kind for kind, shape in _SHAPES if sum(bool(shape.fullmatch(value)) for value in told) >= least), "")


def _are_passwords(column: Sequence[str], mixed: float) -> bool:
    """Whether these can be passwords: without spaces, of many shapes, some with figures among letters or with signs."""
    told = [value for value in column if value]
    fit = sum(SHORT <= len(value) <= LONG and not re.search(r"\s", value) for value in told)
    if not told or fit < MOSTLY * len(told) or len(set(told)) < DIFFERENT * len(told):
        return False
    odd = sum(bool(re.search(r"[^\W\d_]\d|\d[^\W\d_]|[^\w\s.@-]", value)) for value in told)
    shapes = Counter(re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value)) for value in told)
    return odd >= mixed * len(told) and shapes.most_common(1)[0][1] <= max(2, ONE_SHAPE * len(told))


def lines(source: Source) -> Iterator[Unit]:
    """A row a line, numbered as the lines are; what has another form stands whole in the last column."""
    source.media_type = "text/plain"
    with source.open() as stream:
        pieces = chunks(stream, alike=True)
        _, first = next(pieces, (0, ""))
        layout = layout_of(first[: 1 << 16], cut=len(first) > 1 << 16)
        if layout is None:  # by the first bytes it was one
            layout = Layout("\n", False, ("line",))
        yield from tables(source, [*layout.names, REST], _rows(first, pieces, layout))


def _rows(first: str, pieces: Iterator[tuple[int, str]], layout: Layout) -> Iterator[list[str | None]]:
    while first:
        for line in first.split("\n")[: None if not first.endswith("\n") else -1]:
            yield layout.cells(line.strip("\ufeff\r ")) or [*[None] * len(layout.names), line or None]
        _, first = next(pieces, (0, ""))


# Blocks

_USER = r"(?:user ?name|user ?login|user|usr|login|log-?in|e-?mail)"
_OPENED_BY = r"(?:pass ?word|pass|pwd|psw|passwd)"
_SITE = r"(?:url|host ?name|host|link|site|website|origin|login ?url)"
_LABELLED = re.compile(
    rf"(?i)[ \t]*(?P<label>(?P<site>{_SITE})|(?P<user>{_USER})|(?P<secret>{_OPENED_BY})|[a-z][a-z _-]{{1,18}})"
    r":(?:[ \t]+|(?=\S))(?P<value>.*)"
)
_PASSING = re.compile(r"(?i)\bp(?:ass ?(?:word|wd)?|wd|sw)[ \t]*:")
_NO_WORD = re.compile(r"[\W_]*")
LEAST_BLOCKS, LABELLED = 2, 0.6
COLUMNS = ("url", "username", "password")


def are_blocks(head: str, *, cut: bool) -> bool:
    """Whether these lines are blocks of a site, a login and a password, one after another."""
    if len(_PASSING.findall(head[: LOOKED_AT * LONGEST])) < LEAST_BLOCKS:
        return False
    written = head.splitlines()[:LOOKED_AT]
    found = [_LABELLED.match(line) for line in (written[:-1] if cut else written) if not _NO_WORD.fullmatch(line)]
    counts = [sum(bool(match and match[kind]) for match in found) for kind in ("site", "user", "secret")]
    alike = min(counts) >= LEAST_BLOCKS and max(counts) <= 2 * min(counts)
    return alike and sum(map(bool, found)) >= LABELLED * len(found)


def blocks(source: Source) -> Iterator[Unit]:
    """A row a login; what stands around the blocks as text."""
    source.media_type = "text/plain"
    rest: list[str] = []
    with source.open() as stream:
        yield from tables(source, [*COLUMNS, REST], _logins(chunks(stream, alike=True), rest), part="#logins")
    if rest:
        yield from texts(source, "\n".join(rest) + "\n")


MOST_REST = 1 << 20


def _logins(pieces: Iterator[tuple[int, str]], rest: list[str]) -> Iterator[list[str | None]]:
    held: dict[str, str] = {}
    for _, piece in pieces:
        for line in piece.split("\n"):
            match = _LABELLED.match(line)
            kind = next((column for column, group in zip(COLUMNS, ("site", "user", "secret"), strict=True) if match and match[group]), "")
            if (kind and kind in held) or (_NO_WORD.fullmatch(line) and "password" in held):
                yield _row(held)
                held = {}
            if kind and match:
                held[kind] = match["value"].strip()
            elif match and (held or match["label"].lower() in _BEFORE):
                held[REST] = f"{held[REST]}; {line.strip()}" if REST in held else line.strip()
            elif not _NO_WORD.fullmatch(line) and len(rest) < MOST_REST:
                rest.append(line)
    if held:
        yield _row(held)


_BEFORE = frozenset(("soft", "software", "application", "browser", "storage", "profile"))


def _row(held: dict[str, str]) -> list[str | None]:
    return [held.get(column) or None for column in (*COLUMNS, REST)]
