"""A list that somebody hands in, as rows of text: CSV, a workbook, Parquet or JSON, with a first row (or keys) that name the columns.

Numbers keep the zeros that a workbook's number format gives them. A row without anything keeps its place, so that rows count from 1,
the header included, as a spreadsheet shows them.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.errors import WrongCall

LARGEST, UNPACKED = 512 << 20, 2 << 30  # bytes of the file, and of a workbook's sheets
MOST_ROWS, MOST_COLUMNS = 5_000_000, 500


def fault(path: Path, what: str, do: str) -> WrongCall:
    """What is wrong with a list, and what would be right."""
    return WrongCall(f"the list {what}", where=str(path), do=do)


def form(path: Path) -> str:
    """`workbook`, `old workbook`, `parquet`, `objects` (JSON) or `text`, by how it begins. Raises `WrongCall` where it cannot be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        raise fault(path, f"cannot be read ({error.strerror})", "Name a file that holds it.") from None
    if size > LARGEST:
        raise fault(path, "is too large", f"Split it: at most {LARGEST >> 20} MB.")
    told = {b"PK\x03\x04": "workbook", b"\xd0\xcf\x11\xe0": "old workbook", b"PAR1": "parquet"}.get(head[:4])
    return told or ("objects" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{") else "text")


def table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows as text, whatever the form; a row without anything keeps its place. Raises `WrongCall`."""
    told = form(path)
    content = path.read_bytes()
    if told == "workbook":
        found = _workbook(path, content)
    elif told == "old workbook":
        found = _old_workbook(path, content)
    elif told == "parquet":
        found = _parquet(path)
    else:
        text = _text(path, content)
        found = _objects(path, text) if told == "objects" else _separated(path, text)
    rows = [row for row in found if row]
    if len(rows) < 2:
        raise fault(path, "holds nobody", "Its first row names the columns, every further one a person.")
    header = [cell.strip() for cell in rows[0]]
    if len(header) > MOST_COLUMNS:
        raise fault(path, f"has {len(header)} columns", f"Keep those with names and numbers: at most {MOST_COLUMNS}.")
    return header, rows[1:]


def _text(path: Path, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
    else:
        text = "\n".join(map(_line, content.removeprefix(codecs.BOM_UTF8).split(b"\n")))
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise fault(path, f"is no text (row {line} holds a zero byte)", "Save it as CSV (UTF-8), XLSX or JSON.")
    return text


def _line(line: bytes) -> str:
    """A list that was pasted together may hold lines of two encodings."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _separated(path: Path, text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader):
            _bounded(path, number)
            # A row without anything is a blank line; its number still counts.
            yield row if any(cell.strip() for cell in row) else [""]
    except csv.Error as error:
        raise fault(path, f"breaks off in row {reader.line_num} ({error})", "Mend the quotes of that row.") from None


def _workbook(path: Path, content: bytes) -> Iterator[list[str]]:
    """The first sheet with more than one row, row by row: a workbook may claim more cells than there are, and hold more than was packed."""
    import openpyxl

    from stanch.cell_text import shown

    try:
        _fits(path, content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = (
                [shown(cell.value, getattr(cell, "number_format", None) or "General") or "" for cell in row[: MOST_COLUMNS + 1]]
                for row in sheet.rows
            )
            first = next((row for row in rows if any(row)), [])
            second = next(rows, None)
            if second is not None:
                yield first
                yield from _numbered(path, chain([second], rows))
                return
    except WrongCall:
        raise
    except Exception as error:  # noqa: BLE001 the reader's own errors are of many classes
        raise fault(path, f"is no workbook that can be read ({type(error).__name__})", "Save it as CSV (UTF-8), XLSX or JSON.") from None


def _fits(path: Path, content: bytes) -> None:
    if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist()) > UNPACKED:
        raise fault(path, "is too large once unpacked", f"Keep one sheet: at most {UNPACKED >> 20} MB.")


def _numbered(path: Path, rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, those without anything too, so that each keeps its number."""
    for number, row in enumerate(rows, 1):
        _bounded(path, number)
        yield row or [""]


def _old_workbook(path: Path, content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = next((sheet for name in book.sheet_names if (sheet := book.get_sheet_by_name(name)).height > 1), None)
    except Exception as error:  # noqa: BLE001 the reader's own errors are of many classes
        raise fault(path, f"is no workbook that can be read ({type(error).__name__})", "Save it as CSV (UTF-8), XLSX or JSON.") from None
    if sheet is not None:
        yield from _numbered(path, ([_cell(value) for value in row] for row in sheet.iter_rows()))


def _parquet(path: Path) -> Iterator[list[str]]:
    import pyarrow.parquet as pq

    try:
        held = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise fault(path, f"is no readable table ({type(error).__name__})", "Save it as CSV (UTF-8), XLSX or JSON.") from None
    yield held.column_names
    columns = [column.to_pylist() for column in held.columns]
    yield from _numbered(path, ([_cell(value) for value in row] for row in zip(*columns, strict=True)))


def _bounded(path: Path, number: int) -> None:
    if number > MOST_ROWS:
        raise fault(path, f"goes on behind row {MOST_ROWS:,}", "Split it, and give the parts one after the other.")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # A workbook keeps numbers as fractions: 2125550123.0.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _objects(path: Path, text: str) -> Iterator[list[str]]:
    """JSON: a list of objects, an object that holds one, or an object a line."""
    objects = _parsed(path, text)
    keys: dict[str, int] = {}
    rows = []
    for number, one in enumerate(objects, 1):
        _bounded(path, number)
        if not isinstance(one, dict):
            raise fault(path, f"holds no object as person {number}", 'Every person is an object: {"name": …, "email": …}.')
        row = dict(_flat(path, number, one))
        for key in row:
            keys.setdefault(key, len(keys))
        rows.append(row)
    yield list(keys)
    for row in rows:
        yield [row.get(key, "") for key in keys]


def _parsed(path: Path, text: str) -> list[Any]:
    try:
        whole = json.loads(text)
    except RecursionError:
        raise fault(path, "is nested too deeply", 'Every person is an object: {"name": …, "email": …}.') from None
    except ValueError as error:
        return _parsed_lines(path, text, error)
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list)]
        return lists[0] if len(lists) == 1 and lists[0] and isinstance(lists[0][0], dict) else [whole]
    return list(whole) if isinstance(whole, list) else [whole]


def _parsed_lines(path: Path, text: str, error: ValueError) -> list[Any]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                told = error if number == 1 else ValueError(f"row {number} is no object")
                raise fault(path, f"is no JSON ({told})", "Mend that place, or save the list as CSV.") from None
    return found


def _flat(path: Path, number: int, one: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in one.items():
        name = f"{above} {key}".strip()
        if isinstance(value, dict):
            if above:
                raise fault(path, f"nests too deeply in row {number}, column {name!r}", "One object within a person at most.")
            yield from _flat(path, number, value, key)
        elif isinstance(value, list):
            for place, each in enumerate(value, 1):
                if isinstance(each, (dict, list)):
                    raise fault(path, f"nests too deeply in row {number}, column {name!r}", "A list of texts or numbers, not of objects.")
                yield (name if place == 1 else f"{name} {place}"), _cell(each)
        else:
            yield name, _cell(value)
