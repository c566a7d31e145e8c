"""A file of records as text columns: CSV as it comes (delimiter, encoding, header or none, lines that are short), or Parquet.

What is wrong with a file is told by line, never by what the line says: that is personal data.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.errors import WrongCall
from stanch.people.columns import DATE, EMAIL, PHONE, SSN

if TYPE_CHECKING:
    from _csv import Reader

GIVE = "Give a CSV file with a header line, or a Parquet file."
LONGEST = 4_000  # characters of a cell; no name, address or number is longer
BLOCK = 8 << 20
MOSTLY = 0.45  # of the bytes of a word are beyond ASCII in another script; accents are fewer
WESTERN = (
    "ascii",
    "utf_8",
    "latin_1",
    "cp1250",
    "cp1252",
    "iso8859_15",
    "mac_roman",
    "mac_iceland",
    "cp037",
    "cp500",
    "hp_roman8",
    "cp437",
)


def read_table(path: Path) -> pa.Table:
    """A CSV (any usual delimiter and encoding) or Parquet file as text columns. Raises `WrongCall`."""
    if path.suffix.casefold() not in (".parquet", ".pq"):
        return _as_text(_read_csv(path))
    import pyarrow.parquet as pq

    try:
        return _as_text(pq.read_table(path))
    except pa.ArrowException as error:
        raise WrongCall(f"not a readable table ({error})", where=str(path), do=GIVE) from None


def _read_csv(path: Path) -> pa.Table:
    with path.open("rb") as stream:
        head = stream.read(1 << 16)
    if not head.strip(b"\0 \t\r\n"):
        raise WrongCall("the file is empty", where=str(path), do=GIVE)
    wide = _wide(head)
    found = None if wide else _swiftly(path, head)
    if found is None:
        raw = path.read_bytes()
        plain = raw.decode(wide, errors="replace").encode() if wide else _mended(raw)
        found = _swiftly(plain, plain) if plain != raw else None
        found = _by_lines(plain, path) if found is None else found
    return found


def _wide(head: bytes) -> str:
    """UTF-16, by its mark or by where the zeros stand; empty for anything else."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = head[: len(head) // 2 * 2 : 2], head[1::2]
    if len(odd) < 8:
        return ""
    return "utf-16-be" if even.count(0) > 0.4 * len(even) and not odd.count(0) else "utf-16-le" if odd.count(0) > 0.4 * len(odd) else ""


def _swiftly(source: Path | bytes, head: bytes) -> pa.Table | None:
    """The table by Arrow, in all its speed; None where a line, its encoding or its length is not as it should be."""
    import pyarrow.csv as pc

    def opened() -> Path | pa.BufferReader:
        return source if isinstance(source, Path) else pa.BufferReader(source)

    parse = pc.ParseOptions(delimiter=_delimiter(head), newlines_in_values=True)
    try:
        with pc.open_csv(opened(), pc.ReadOptions(block_size=BLOCK), parse, pc.ConvertOptions()) as reader:
            names = list(reader.schema.names)
        bare = _is_record(names)
        columns = [f"column_{at + 1}" for at in range(len(names))] if bare else names
        convert = pc.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True, null_values=[""])
        read = pc.ReadOptions(block_size=BLOCK, column_names=columns if bare else None)
        return pc.read_csv(opened(), read, parse, convert)
    except (pa.ArrowException, UnicodeError):
        return None


def _delimiter(head: bytes) -> str:
    line = head.lstrip().splitlines()[0].decode("latin-1")
    return max(",;\t|", key=line.count)


def _is_record(names: Sequence[str]) -> bool:
    """Is the first line a record already? Nobody calls a column by an address, a date or a telephone number."""
    cells = [name.strip() for name in names]
    digits = [cell for cell in cells if PHONE.fullmatch(cell) and sum(char.isdigit() for char in cell) >= 7]
    return bool(digits) or any(pattern.fullmatch(cell) for cell in cells for pattern in (EMAIL, DATE, SSN))


def _by_lines(plain: bytes, path: Path) -> pa.Table:
    """Line by line: short lines lack their last fields; where a line is too long or a quote stays open, the line is told."""
    text = io.StringIO(plain.decode("utf-8-sig", errors="replace").replace("\0", ""), newline="")
    with _any_length():
        reader = csv.reader(text, delimiter=_delimiter(plain[: 1 << 16]), strict=True)
        try:
            lines = [line for line in _fitting(reader, path) if line]
        except csv.Error as error:
            where = f"{path}, line {reader.line_num}"
            raise WrongCall(
                f"not a readable table ({error})", where=where, do="Close the quotes of that line, or of one before it."
            ) from None
    bare = _is_record(lines[0])
    width = len(lines[0])
    names = [f"column_{at + 1}" for at in range(width)] if bare else lines[0]
    rows = lines if bare else lines[1:]
    arrays = [pa.array([row[at] if at < len(row) else None for row in rows], pa.string()) for at in range(width)]
    return pa.Table.from_arrays(arrays, names=names)


def _fitting(reader: Reader, path: Path) -> Iterator[list[str]]:
    width = 0
    for line in reader:
        width = width or len(line)
        while len(line) > width and not line[-1].strip():
            line.pop()
        if len(line) > width:
            where = f"{path}, line {reader.line_num}"
            told = f"not a readable table: {len(line)} fields, the header has {width}"
            raise WrongCall(told, where=where, do="Put fields that hold the separator itself in double quotes.")
        yield line


@contextmanager
def _any_length() -> Iterator[None]:
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _mended(raw: bytes) -> bytes:
    """As UTF-8: a file of another encoding as a whole, else line by line, so that one bad line spoils no other."""
    plain = raw.replace(b"\0", b"")
    lines = plain.split(b"\n")
    foreign = [line for line in lines if not line.isascii()]
    wrong = [line for line in foreign if not _is_utf8(line)]
    if not wrong:
        return plain
    if len(wrong) == len(foreign) and (encoding := _foreign(b"\n".join(wrong))):
        return plain.decode(encoding, errors="replace").encode()
    return b"\n".join(_utf8(line) for line in lines)


def _foreign(sample: bytes) -> str:
    """An encoding of another script than the western ones; empty where nothing speaks for one."""
    words = [word for word in re.split(rb"[\0-\x3f]+", sample) if not word.isascii()]
    if sum(byte > 127 for word in words for byte in word) < MOSTLY * sum(map(len, words)):
        return ""  # accents among Latin letters
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000], steps=3).best()
    return "" if best is None or best.encoding in WESTERN else best.encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8(line: bytes) -> bytes:
    if _is_utf8(line):
        return line
    try:
        return line.decode("cp1252").encode()
    except UnicodeDecodeError:
        return line.decode("latin-1").encode()


def _as_text(table: pa.Table) -> pa.Table:
    """All columns as text, header names unique, spaces trimmed, endless cells cut."""
    import pyarrow.compute as pc

    names: list[str] = []
    for at, name in enumerate(table.column_names):
        plain = name.strip().lstrip("\ufeff") or f"column_{at + 1}"
        names.append(plain if plain not in names else f"{plain}_{at + 1}")
    columns = []
    for column in table.columns:
        if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
            columns.append(pa.chunked_array([pa.nulls(len(table), pa.string())]))
            continue
        text = pc.utf8_trim_whitespace(column.cast(pa.string()))
        if (pc.max(pc.binary_length(text)).as_py() or 0) > LONGEST:
            text = pc.utf8_slice_codeunits(text, 0, LONGEST)
        columns.append(pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text))
    return pa.table(columns, names=names)
