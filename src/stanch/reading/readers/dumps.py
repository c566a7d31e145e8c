"""SQL dumps: COPY blocks of PostgreSQL and INSERT statements of any, as tables; the rest as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from stanch.reading.pieces import CHARACTERS, ROWS, size_of, tables, texts
from stanch.reading.readers.dump_rows import Lines, rows_of, settled, unescaped
from stanch.reading.readers.text import encoding_of
from stanch.reading.source import Source
from stanch.records import Unit

# Possessive throughout: what is hostile may hold a million blanks, and none of them is looked at twice.
_NAME = r"((?:[`\"\[]?[\w$ -]{1,200}+[`\"\]]?\.)*+[`\"\[]?[\w$-]++[`\"\]]?)"
_COPY = re.compile(rf"\s*+COPY\s++{_NAME}\s*+\(([^)]*+)\)\s++FROM\s++stdin", re.IGNORECASE)
_INSERT = re.compile(
    rf"\s*+INSERT\s++(?:IGNORE\s++)?(?:INTO\s++)?{_NAME}\s*+(?:\(([^)]*+)\)\s*+)?VALUES\s*+",
    re.IGNORECASE,
)
_CREATE = re.compile(rf"\s*+CREATE\s++TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?{_NAME}\s*+\(", re.IGNORECASE)
LONGEST = 100_000  # characters of a CREATE TABLE in which keys are looked for


def plain_name_of(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"[`\"\[\]]", "", name).strip()


def sql(source: Source) -> Iterator[Unit]:
    """A dump, line by line, in flat memory."""
    source.media_type = "application/sql"
    kept: dict[str, _Kept] = {}
    known: dict[str, list[str]] = {}
    references: dict[str, str] = {}
    rest: list[str] = []
    encoding = declared(source.head()) or encoding_of(source.head())
    with io.TextIOWrapper(source.open(), encoding=encoding, errors="surrogateescape", newline="\n") as opened:
        stream = Lines(opened, encoding)
        for line in stream:
            if found := _COPY.match(line):
                name = plain_name_of(found[1])
                columns = [plain_name_of(one) for one in found[2].split(",")]
                table = kept.setdefault(name, _Kept(source, name, columns, references.get(name, ""), encoding))
                for copied in stream:
                    cells = copied.rstrip("\r\n")
                    if cells == "\\.":
                        break
                    yield from table.add([None if cell == "\\N" else unescaped(cell) for cell in cells.split("\t")])
            elif found := _INSERT.match(line):
                name = plain_name_of(found[1])
                columns = [plain_name_of(one) for one in found[2].split(",")] if found[2] else known.get(name, [])
                table = kept.setdefault(name, _Kept(source, name, columns, references.get(name, ""), encoding))
                statement = line[found.end() :]
                for row in rows_of(statement, stream, rest):
                    yield from table.add(row)
            elif found := _CREATE.match(line):
                name, before = plain_name_of(found[1]), len(rest)
                known[name] = _columns(line, stream, rest)
                references[name] = _references("".join(rest[before:]))
            elif line.strip():
                rest.append(line)
    for table in kept.values():
        yield from table.flush()
    yield from texts(source, settled("".join(rest), encoding)) if rest else ()


_DECLARED = re.compile(rb"(?i)\bSET\s+(?:NAMES\s+'?|client_encoding\s*(?:=|TO)\s*')(\w{3,20})")


def declared(head: bytes) -> str:
    """The encoding that a dump says it is in: what stands in it as bytes, a scan say, tells nothing of it. Empty for none."""
    said = _DECLARED.search(head)
    name = said[1].decode().lower() if said else ""
    if name.startswith("utf8"):
        return "utf-8"
    if name in ("latin1", "win1252"):  # MySQL's `latin1` is the code page of Windows
        return "cp1252"
    return f"cp{name[3:]}" if re.fullmatch(r"win125[0-8]", name) else ""


class _Kept:
    """Rows of one table that wait for their piece."""

    def __init__(self, source: Source, name: str, columns: list[str], references: str, encoding: str) -> None:
        self.source, self.name, self.columns, self.properties = source, name, columns, {"references": references}
        self.encoding = encoding
        self.rows: list[list[str | None]] = []
        self.first, self.size = 1, 0

    def add(self, row: list[str | None]) -> Iterator[Unit]:
        """Keep a row; a piece when there are enough."""
        self.rows.append([cell if cell is None or cell.isascii() else settled(cell, self.encoding) for cell in row])
        self.size += size_of(row)
        if len(self.rows) >= ROWS // 5 or self.size >= CHARACTERS:
            yield from self.flush()

    def flush(self) -> Iterator[Unit]:
        """The piece."""
        if self.rows:
            yield from tables(self.source, self.columns, self.rows, part=f"#{self.name}", first=self.first, properties=self.properties)
            self.first, self.rows, self.size = self.first + len(self.rows), [], 0


_NO_COLUMN = re.compile(r"(?i)(primary|key|unique|constraint|foreign|index|fulltext|check|\()")


_REFERENCES = re.compile(rf"\bREFERENCES\s++{_NAME}\s*+\(([^(),]++)\)", re.IGNORECASE)
_FOREIGN = re.compile(r"\bFOREIGN\s++KEY\b[^(]*+\(([^(),]++)\)\s*+$", re.IGNORECASE)
_COLUMN = re.compile(r"(?:^|[,(\n])\s*+([`\"\[]?[\w$]++[`\"\]]?)\s++(?:[^,\n()]|\([^()]*+\))*+$")


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
