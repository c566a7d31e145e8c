"""SQL dumps: COPY blocks of PostgreSQL and INSERT statements of any, as tables; the rest as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from stanch.reading.pieces import ROWS, tables, texts
from stanch.reading.readers.kept_files import from_hex
from stanch.reading.readers.text import encoding_of
from stanch.reading.source import Source
from stanch.records import Unit

_NAME = r"((?:[`\"\[]?[\w$ -]+[`\"\]]?\.)*[`\"\[]?[\w$-]+[`\"\]]?)"
_COPY = re.compile(rf"\s*COPY\s+{_NAME}\s*\(([^)]*)\)\s+FROM\s+stdin", re.IGNORECASE)
_INSERT = re.compile(rf"\s*INSERT\s+(?:IGNORE\s+)?(?:INTO\s+)?{_NAME}\s*(?:\(([^)]*)\))?\s*VALUES\s*", re.IGNORECASE)
_CREATE = re.compile(rf"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}\s*\(", re.IGNORECASE)
_VALUE = re.compile(  # MySQL and SQLite take what stands between double quotes for a text too
    r"\s*(?:(?:[NnEe]|_binary |_utf8mb4 |_utf8 )?(?:'((?:[^'\\]|\\.|'')*)'|\"((?:[^\"\\]|\\.|\"\")*)\")"
    r"|((?!\s*\")[^',()]+(?:\([^()]*\))?))\s*([,)])",
    re.DOTALL,
)
LONGEST = 100_000  # characters of a CREATE TABLE in which keys are looked for
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "b": "\b", "f": "\f", "v": "\v"}


def plain_name_of(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"[`\"\[\]]", "", name).strip()


def unescaped(text: str) -> str:
    """A value without its backslashes."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL) if "\\" in text else text


def sql(source: Source) -> Iterator[Unit]:
    """A dump, line by line, in flat memory."""
    source.media_type = "application/sql"
    kept: dict[str, _Kept] = {}
    known: dict[str, list[str]] = {}
    declared: dict[str, str] = {}
    rest: list[str] = []
    with io.TextIOWrapper(source.open(), encoding=encoding_of(source.head()), errors="replace", newline="\n") as opened:
        stream = _Lines(opened)
        for line in stream:
            if found := _COPY.match(line):
                name = plain_name_of(found[1])
                table = kept.setdefault(
                    name, _Kept(source, name, [plain_name_of(one) for one in found[2].split(",")], declared.get(name, ""))
                )
                for copied in stream:
                    cells = copied.rstrip("\r\n")
                    if cells == "\\.":
                        break
                    yield from table.add([None if cell == "\\N" else unescaped(cell) for cell in cells.split("\t")])
            elif found := _INSERT.match(line):
                name = plain_name_of(found[1])
                columns = [plain_name_of(one) for one in found[2].split(",")] if found[2] else known.get(name, [])
                table = kept.setdefault(name, _Kept(source, name, columns, declared.get(name, "")))
                statement = line[found.end() :]
                for row in _tuples(statement, stream):
                    yield from table.add(row)
            elif found := _CREATE.match(line):
                name, before = plain_name_of(found[1]), len(rest)
                known[name] = _columns(line, stream, rest)
                declared[name] = _references("".join(rest[before:]))
            elif line.strip():
                rest.append(line)
    for table in kept.values():
        yield from table.flush()
    yield from texts(source, "".join(rest)) if rest else ()


class _Lines:
    """The lines of a dump, of which one that was read too far can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.given = lines, list[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self.given.pop() if self.given else next(self.lines)

    def back(self, line: str) -> None:
        """To be read again."""
        self.given.append(line)


class _Kept:
    """Rows of one table that wait for their piece."""

    def __init__(self, source: Source, name: str, columns: list[str], references: str) -> None:
        self.source, self.name, self.columns, self.properties = source, name, columns, {"references": references}
        self.rows: list[list[str | None]] = []
        self.first = 1

    def add(self, row: list[str | None]) -> Iterator[Unit]:
        """Keep a row; a piece when there are enough."""
        self.rows.append(row)
        if len(self.rows) >= ROWS // 5:
            yield from self.flush()

    def flush(self) -> Iterator[Unit]:
        """The piece."""
        if self.rows:
            yield from tables(self.source, self.columns, self.rows, part=f"#{self.name}", first=self.first, properties=self.properties)
            self.first, self.rows = self.first + len(self.rows), []


# SQL Server's scripts say of which type a value is: `CAST(N'1970-02-03' AS Date)`.
_CAST = re.compile(r"(?is)(?:CAST|CONVERT|TO_DATE|TO_TIMESTAMP)\s*\((?:\s*\w+\s*,)?\s*N?'([^']*)'.*\)")


def _bare(value: str) -> str | None:
    """A value without quotes: nothing, a number, a text of a type, or bytes in hexadecimal, which are shown as the text they stand for."""
    if cast := _CAST.fullmatch(value):
        return cast[1]
    if value.upper() == "NULL":
        return None
    shown = from_hex(value) if value[:2] in ("0x", "0X") and len(value) > 9 else value
    return shown if isinstance(shown, str) else value


_NO_COLUMN = re.compile(r"(?i)(primary|key|unique|constraint|foreign|index|fulltext|check|\()")


_REFERENCES = re.compile(rf"\bREFERENCES\s+{_NAME}\s*\(\s*([^(),]+?)\s*\)", re.IGNORECASE)
_FOREIGN = re.compile(r"\bFOREIGN\s+KEY\b[^(]*\(\s*([^(),]+?)\s*\)\s*$", re.IGNORECASE)
_COLUMN = re.compile(r"(?:^|[,(\n])\s*([`\"\[]?[\w$]+[`\"\]]?)\s+(?:[^,\n()]|\([^()]*\))*$")


def _references(statement: str) -> str:
    """The columns that a CREATE TABLE declares to be keys of other tables: column, table, its column, one in a line."""
    lines = []
    for found in _REFERENCES.finditer(statement[:LONGEST]):
        before = statement[max(0, found.start() - 300) : found.start()]
        column = _FOREIGN.search(before.rstrip()) or _COLUMN.search(before)
        if column:
            lines.append("\t".join(map(plain_name_of, (column[1], found[1], found[2]))))
    return "\n".join(lines)


def _columns(line: str, stream: Iterator[str], rest: list[str]) -> list[str]:
    found = []
    rest.append(line)
    if line.rstrip().endswith(";"):  # the whole on one line; what comes next is another statement
        inner = re.sub(r"\([^()]*\)|'[^']*'", "", line[line.index("(") + 1 :])
        words = [cell.strip().split(" ")[0] for cell in inner.rsplit(")", 1)[0].split(",")]
        return [plain_name_of(word) for word in words if word and not _NO_COLUMN.match(word)]
    for number, inner in enumerate(stream):
        rest.append(inner)
        word = inner.strip().split(" ")[0].rstrip(",")
        if inner.strip().startswith(")") or number > 2000:
            break
        if word and not _NO_COLUMN.match(word):
            found.append(plain_name_of(word))
        if inner.rstrip().endswith(";"):
            break
    return found


def _tuples(statement: str, stream: _Lines) -> Iterator[list[str | None]]:
    """The rows of an INSERT, reading on while the statement goes on."""
    at = 0
    while True:
        opened = re.compile(r"\s*,?\s*\(").match(statement, at)
        if not opened:
            tail = statement[at:].strip()
            if tail.startswith(";") or (tail and not tail.startswith(",")):
                return
            more = next(stream, None)
            if more is None:
                return
            if not tail and at and not more.lstrip().startswith(("(", ",")):  # SQL Server ends no statement with a sign
                stream.back(more)
                return
            statement, at = tail + more, 0
            continue
        row: list[str | None] = []
        place = opened.end()
        while True:
            value = _VALUE.match(statement, place)
            if not value:
                more = next(stream, None)
                if more is None or len(statement) - at > 8 << 20:
                    return
                statement, place, at = statement[at:] + more, place - at, 0
                continue
            if value[1] is not None:
                row.append(unescaped(value[1].replace("''", "'")))
            elif value[2] is not None:
                row.append(unescaped(value[2].replace('""', '"')))
            else:
                row.append(_bare(value[3].strip()))
            place = value.end()
            if value[4] == ")":
                break
        at = place
        yield row
