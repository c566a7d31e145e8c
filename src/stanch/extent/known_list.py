"""Reads the list of the company's own people: CSV, a workbook or JSON, with a first row (or keys) that say what each column holds.

The headers are those that tables are read by, in seven languages. A cell that cannot be what its column says stops the reading:
every fault is told with row and column, and nothing is taken from a list with faults. Blank cells and the usual words for nothing
(`n/a`, `-`) are no fault. Rows count from 1, the header included, as a spreadsheet shows them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.errors import WrongCall
from stanch.extent.columns import decide
from stanch.extent.folding import listed
from stanch.extent.headings import claims
from stanch.extent.known_people import KnownPerson
from stanch.extent.table_column import Column
from stanch.vocabulary import elements

NAMES = ("name", "given_name", "middle_name", "family_name", "former_name")
# Beside those that stand for a person by themselves (`identifies`).
NUMBERS = listed(
    "phone birth_certificate crypto_wallet insurance_claim prescription_number device_implant professional_licence imei imsi iccid "
    "us_ptin us_known_traveler vehicle_vin vehicle_registration",
)
NOTHING = frozenset(("", "-", "--", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "tbd", "?", "nan"))
LARGEST = 512 << 20  # bytes of the file, and of a workbook's sheets once unpacked
MOST_ROWS, MOST_COLUMNS, LONGEST = 5_000_000, 500, 200
MOST_TOLD = 10
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=@]|[+-](?![\d(\s])")


@dataclass(frozen=True, slots=True)
class KnownList:
    """The people of a list; `used` and `unused` are the headers of columns that were searched for and those that were not."""

    people: tuple[KnownPerson, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]


def read(path: Path) -> KnownList:
    """The people of the file. Raises `WrongCall` naming each row and column that cannot be right."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise WrongCall(
            f"the list of known people cannot be read ({error.strerror})", where=str(path), do="Name a file with --known-people."
        ) from None
    if size > LARGEST:
        raise _fault(path, "is too large", f"Split it: at most {LARGEST >> 20} MB.")
    content = path.read_bytes()
    header, rows = _table(path, content)
    return _people(path, header, rows)


def _fault(path: Path, what: str, do: str) -> WrongCall:
    return WrongCall(f"the list of known people {what}", where=str(path), do=do)


def _table(path: Path, content: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows as text, whatever the form."""
    if content[:4] == b"PK\x03\x04" or content[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        found = _workbook(path, content)
    else:
        text = _text(path, content)
        found = _objects(path, text) if text.lstrip()[:1] in ("[", "{") else _separated(path, text)
    rows = [row for row in found if row]
    if len(rows) < 2:
        raise _fault(path, "holds nobody", "Its first row names the columns, every further one a person.")
    header = [cell.strip() for cell in rows[0]]
    if len(header) > MOST_COLUMNS:
        raise _fault(path, f"has {len(header)} columns", f"Keep those with names and numbers: at most {MOST_COLUMNS}.")
    return header, rows[1:]


def _text(path: Path, content: bytes) -> str:
    codings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise _fault(path, f"is no text (row {line} holds a zero byte)", "Save it as CSV (UTF-8), XLSX or JSON.")
        return text
    raise _fault(path, "is no text in a coding that is known", "Save it as CSV (UTF-8), XLSX or JSON.")


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
        raise _fault(path, f"breaks off in row {reader.line_num} ({error})", "Mend the quotes of that row.") from None


def _workbook(path: Path, content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineWorkbook

    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist()) if content[:2] == b"PK" else 0
        book = None if unpacked > LARGEST else CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = next((sheet for name in book.sheet_names if (sheet := book.get_sheet_by_name(name)).height > 1), None) if book else None
    except Exception as error:  # noqa: BLE001 the reader's own errors are of many classes
        raise _fault(path, f"is no workbook that can be read ({type(error).__name__})", "Save it as CSV (UTF-8), XLSX or JSON.") from None
    if book is None:
        raise _fault(path, "is too large once unpacked", f"Keep one sheet: at most {LARGEST >> 20} MB.")
    if sheet is None:
        return
    for number, row in enumerate(sheet.iter_rows()):
        _bounded(path, number)
        yield [_cell(value) for value in row]


def _bounded(path: Path, number: int) -> None:
    if number > MOST_ROWS:
        raise _fault(path, f"goes on behind row {MOST_ROWS:,}", "Split it, and give the parts one after the other.")


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
            raise _fault(path, f"holds no object as person {number}", 'Every person is an object: {"name": …, "email": …}.')
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
        raise _fault(path, "is nested too deeply", 'Every person is an object: {"name": …, "email": …}.') from None
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
                raise _fault(path, f"is no JSON ({told})", "Mend that place, or save the list as CSV.") from None
    return found


def _flat(path: Path, number: int, one: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in one.items():
        name = f"{above} {key}".strip()
        if isinstance(value, dict):
            if above:
                raise _fault(path, f"nests too deeply in row {number}, column {name!r}", "One object within a person at most.")
            yield from _flat(path, number, value, key)
        elif isinstance(value, list):
            for place, each in enumerate(value, 1):
                if isinstance(each, (dict, list)):
                    raise _fault(path, f"nests too deeply in row {number}, column {name!r}", "A list of texts or numbers, not of objects.")
                yield (name if place == 1 else f"{name} {place}"), _cell(each)
        else:
            yield name, _cell(value)


def _people(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> KnownList:
    faults = [
        f"row {number}: {len(row)} cells under {len(header)} columns"
        for number, row in enumerate(rows, 2)
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :])
    ]
    # Two columns of one header would hide each other.
    named = [name if name and header.index(name) == at else f"{name or 'column'} {at + 1}" for at, name in enumerate(header)]
    cells = {name: [row[at].strip() if at < len(row) else "" for row in rows] for at, name in enumerate(named)}
    columns = [_searched(column) for column in decide(pa.table({name: pa.array(texts, pa.string()) for name, texts in cells.items()}))]
    used = [column for column in columns if column is not None]
    if not used:
        raise _fault(
            path,
            f"has no column that says what it holds (row 1: {', '.join(map(repr, header[:8]))})",
            "Name the columns, for example: name, email, phone, ssn, customer number. docs/_generated/kinds.md lists all headers.",
        )
    for column, kind in used:
        faults += _faults_of(column.name, kind, cells[column.name])
        if len(faults) > MOST_TOLD:
            break
    if faults:
        more = "\n… and more" if len(faults) > MOST_TOLD else ""
        told = "\n".join(faults[:MOST_TOLD]) + more
        raise _fault(path, f"has faults\n{told}", "Correct these places, or empty the cells; nothing was taken from the list.")
    people = tuple(dict.fromkeys(person for at in range(len(rows)) for person in _persons(used, cells, at)))
    if not people:
        raise _fault(path, "holds nobody", "Under the columns of names and numbers all cells are empty.")
    names = {column.name for column, _ in used}
    return KnownList(people, tuple(names_in(named, names)), tuple(name for name in named if name not in names))


def names_in(named: Sequence[str], wanted: set[str]) -> list[str]:
    """Those wanted, in the order of the list."""
    return [name for name in named if name in wanted]


def _searched(column: Column) -> tuple[Column, str] | None:
    """The column and its kind, None where it holds nothing that is looked for."""
    # In a list of people a header is believed whatever stands below it: cells that cannot be such values are faults.
    meant = (column.detector, *claims(column.name)[0])
    detector = next((one for one in meant if one is not None and _is_searched(one.kind)), None)
    return (column, detector.kind) if detector is not None else None


def _is_searched(kind: str) -> bool:
    return kind in NAMES or kind in NUMBERS or elements()[kind].identifies


def _faults_of(name: str, kind: str, cells: Sequence[str]) -> list[str]:
    """What cannot be right in a column, at most some more than are told."""
    found: list[str] = []
    for number, cell in enumerate(cells, 2):
        if cell.lower() not in NOTHING and (what := _fault_of(kind, cell)):
            found.append(f"row {number}, column {name!r}: {what}")
            if len(found) > MOST_TOLD:
                break
    return found


def _fault_of(kind: str, cell: str) -> str:
    if _CONTROL.search(cell):
        return "a control character"
    if len(cell) > LONGEST:
        return f"{len(cell):,} characters; a name or number has at most {LONGEST}"
    if _FORMULA.match(cell):
        return "begins like a formula"
    if kind == "email":
        return "" if re.fullmatch(r"[^\s@]+@[^\s@]+", cell) else "no e-mail address"
    if kind in NAMES:
        return "" if re.search(r"[^\W\d_]", cell) and not re.search(r"\d{3}|@", cell) else "no name"
    return "" if re.search(r"\d", cell) else f"no {elements()[kind].label.lower()}: it has no digit"


def _persons(used: Sequence[tuple[Column, str]], cells: Mapping[str, Sequence[str]], at: int) -> Iterator[KnownPerson]:
    """Who a row speaks of: its own person, and a guardian or spouse where columns name one."""
    for role in dict.fromkeys(column.role for column, _ in used):
        found: dict[str, list[str]] = {}
        for column, kind in used:
            cell = cells[column.name][at]
            if column.role == role and cell.lower() not in NOTHING:
                found.setdefault(kind, []).append(cell)
        numbers = tuple((kind, value) for kind, values in found.items() if kind not in NAMES for value in values)
        names = tuple(_names(found))
        if names or numbers:
            yield KnownPerson(names, numbers)


def _names(found: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    given = " ".join((*found.get("given_name", ())[:1], *found.get("middle_name", ())[:1]))
    for family in found.get("family_name", ()):
        if given:
            yield given, family
    for former in found.get("former_name", ()):
        yield ("", former) if " " in former or not given else (given, former)
    for whole in found.get("name", ()):
        yield "", whole
