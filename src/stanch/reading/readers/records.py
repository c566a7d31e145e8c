"""CSV, JSON, YAML, property lists: tables in text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO

from stanch.reading.pieces import rows_of_piece, table_unit, tables, texts
from stanch.reading.readers import delimited, kept_files
from stanch.reading.readers.cell_files import name_of
from stanch.reading.readers.flattened import flat
from stanch.reading.readers.mixed import UTF8
from stanch.reading.readers.objects import Listed, kinds_of, listed_in
from stanch.reading.readers.text import encoding_of
from stanch.reading.source import Source, plain_name
from stanch.records import Unit, Unread

csv.field_size_limit(1 << 24)


def dialect_of(head: str, *, sure: bool, cut: bool) -> str | None:
    """The delimiter by which these lines are a table of like rows, or None."""
    lines = head.splitlines()[:60]
    if cut and len(lines) > 1:
        lines = lines[:-1]
    lines = [line for line in lines if line.strip()]
    told: list[tuple[float, float, str, bool]] = []
    for mark in (",", "\t", ";", "|", "\x01", "^", "~"):
        try:
            widths = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        width, often = Counter(widths).most_common(1)[0]
        share = often / len(widths)
        enough = (width >= 2 and share > 0.5) if sure else (width >= 3 and share >= 0.9 and len(widths) >= 3)
        if enough:
            told.append((share * width, share, mark, widths[0] == 1))
    # What parts the first line not at all stands within the cells (`a:2:{s:4:"name";…}`), where another parts all lines alike.
    if any(share == 1 and not is_one for _, share, _, is_one in told):
        told = [one for one in told if not one[3]]
    best = max(told, key=lambda one: one[0], default=None)
    return best[2] if best else ("," if sure and lines else None)


def csv_text(source: Source) -> Iterator[Unit]:
    """Delimited text, in pieces; a first row of words is the header."""
    source.media_type = "text/csv"
    head = source.head()
    name = encoding_of(head)
    mark = dialect_of(head.decode(name, "replace"), sure=True, cut=len(head) < source.size) or ","
    with source.open() as stream:
        if name == UTF8 and (begin := delimited.first_row_ends(head, mark)):
            first = next(csv.reader([head[:begin].decode(name).replace("\x00", "\ufffd")], delimiter=mark), [])
            # An empty line among single cells is a row to one reader, nothing to the other.
            if len(first) > 1 and not _is_headed_below(first, _rows_of(head, name, mark)[1:]):
                heads = _is_head(first, _rows_of(head[begin:], name, mark))
                begin = begin if heads else len(head) - len(head.removeprefix(delimited.BOM))
                yield from _rows_alike(source, stream, first, mark, begin, heads=heads)
                return
        rows = _rows(stream, name, mark)
        first = next(rows, [])
        below = _rows_of(head, name, mark)[1:]
        titled = len(first) == 1 and _is_headed_below(first, below)  # the words of a title name no column
        if not titled and _is_head(first, below):
            yield from tables(source, first, rows, first=2)
        elif titled or _is_headed_below(first, below):
            names = next(rows)
            yield from tables(source, names, chain([[" ".join(filter(None, first))]], rows), first=2)
        else:
            yield from tables(source, [None] * len(first), chain([first], rows), first=1)


def _rows_alike(source: Source, stream: BinaryIO, first: list[str], mark: str, begin: int, *, heads: bool) -> Iterator[Unit]:
    """Rows from `begin` on, by Arrow as far as they are all alike, then one by one. `heads`: the first row names the columns."""
    names: list[str] | list[None] = first if heads else [None] * len(first)
    number = 2 if heads else 1
    stream.seek(begin)
    even = delimited.Even(stream, mark, len(first))
    any_row = False
    for piece in even.pieces(rows_of_piece(len(first))):
        yield table_unit(source, names, piece, number)
        number, any_row = number + len(piece), True
    if even.rest or not any_row:
        stream.seek(stream.tell() - len(even.rest))
        yield from tables(source, names, chain(even.left(), _rows(stream, UTF8, mark)), first=number)


def _is_head(first: list[str], below: Sequence[list[str]] = ()) -> bool:
    """Whether a first row names the columns: words only, or words above values (`CnPh_1_01_Phone_number`, `101-A1 BIN NUMBER`)."""
    values = [cell for cell in first if _is_value(cell)]
    if not first or any("@" in cell or sum(map(str.isalpha, cell)) < LETTERS for cell in values) or len(values) > len(first) * MOST_VALUES:
        return False
    odd = [cell for cell in first if any(char.isdigit() for char in cell) and len(cell) > 6 and not _COUNTED.fullmatch(cell)]
    return not odd or (
        len(set(first)) >= len(first) * 0.9
        and any(len(row) > at and first[at].strip() and _is_value(row[at]) for row in below for at in range(len(first)))
    )


def _is_headed_below(first: Sequence[str], below: Sequence[list[str]]) -> bool:
    """Whether a first row is of the file (a program's sign, its version) and the next names the columns, as many as the rows have."""
    if len(below) < len(("names", "values")):
        return False
    names, wide = below[0], Counter(map(len, below[:FOLLOWING])).most_common(1)[0][0]
    return len(names) == wide != len(first) and len(names) > 1 and all(map(str.strip, names)) and _is_head(names, below[1:])


MOST_VALUES, LETTERS = 0.2, 5  # `PRIMARY-03/07/2000` among words


def _is_value(cell: str) -> bool:
    """An address of mail, a number, or more figures than letters."""
    figures = sum(char.isdigit() for char in cell)
    return "@" in cell or cell.isdigit() or (len(cell) > 6 and figures > sum(char.isalpha() for char in cell))


FOLLOWING = 20


def _rows_of(head: bytes, encoding: str, mark: str) -> list[list[str]]:
    """The first rows of what is in hand, the last of them perhaps cut."""
    lines = head[: 1 << 16].decode(encoding, "replace").replace("\0", " ").splitlines()[: FOLLOWING + 1]
    try:
        return list(csv.reader(lines, delimiter=mark))
    except csv.Error:
        return []


# `child1_name`, `emergency contact 2 phone`, `Primary Address: Address Line 1`: words and one small number among them.
_SIGNS = r"[ _.:/()-]"
_COUNTED = re.compile(
    rf"\s*[^\W\d_]{{3,}}(?:{_SIGNS}{{1,3}}[^\W\d_]+){{0,6}}{_SIGNS}{{0,3}}(?:\d{{1,2}}|(?:19|20)\d\d)"
    rf"(?:{_SIGNS}{{0,3}}[^\W\d_]+(?:{_SIGNS}{{1,3}}[^\W\d_]+){{0,3}})?[ :*)_]*"
)


def _rows(stream: BinaryIO, encoding: str, mark: str) -> Iterator[list[str]]:
    """Rows from where the stream stands."""
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    return csv.reader((line.replace("\x00", "\ufffd") for line in lines), delimiter=mark)


_NAMED = re.compile(r"\[file (value_\d+)\]")


def record_table(
    source: Source,
    records: list[dict[str, Any]],
    part: str,
    first: int = 1,
    *,
    references: str = "",
    files: Mapping[str, Source] | None = None,
) -> Iterator[Unit]:
    """Records of one kind as a table: a column for each name within them."""
    rows = [flat(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))[:2000]
    told = {"references": references}
    if files:
        _in_their_rows(rows, part, first, files)
    yield from tables(source, names, ([row.get(name) for name in names] for row in rows), part=part, first=first, properties=told)


LARGEST = 64 << 20  # that a document is held at once


def json_text(source: Source) -> Iterator[Unit | Unread | Source]:
    """A JSON document: lists of objects as tables, anything else as its text."""
    source.media_type = "application/json"
    if source.size > LARGEST:
        from stanch.reading.readers.large_json import streamed

        yield from streamed(source)
        return
    content = source.whole()
    text_of = content.decode(encoding_of(content[: 1 << 16]), "replace")
    document = json.loads(text_of, parse_int=str, parse_float=str)
    files = {one.locator.rpartition("/")[2]: one for one in _files_in(source, document)}
    if isinstance(document, dict) and "resourceType" in document:
        yield from _resources(source, document, files)
        yield from files.values()
        return
    found, rest = listed_in(document)
    for one in found:
        yield from record_table(source, one.records, f"#{one.path}" if one.path else "", references=one.references, files=files)
    yield from files.values()
    if not found:
        # Letters are shown as they are meant (`Zo\\u00eb`), for nobody's name holds a backslash; what is one line as its parts.
        plain = not files and "\\u" not in text_of and "\n" in text_of.strip()
        yield from texts(source, text_of if plain else json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    elif rest not in (None, {}, []):
        yield from texts(source, json.dumps(rest, ensure_ascii=False, indent=1) + "\n")


def _files_in(source: Source, document: Any) -> Iterator[Source]:
    """Files and texts that stand in a value as base64 (an attachment of FHIR, a picture); their names stand there then."""
    waiting: list[tuple[Any, bool]] = [(document, False)]
    number = 0
    while waiting and number < kept_files.MOST:
        holder, told = waiting.pop()
        if isinstance(holder, dict):
            told = any(re.search(r"(?i)mime|content_?type|encoding|file_?name|base64", str(key)) for key in holder)
        if not isinstance(holder, dict | list):
            continue
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            if isinstance(value, dict | list):
                waiting.append((value, told))
            elif isinstance(value, str) and len(value) > 23 and (content := kept_files.unpacked(value, said=told)):
                number += 1
                name = f"value_{number}"
                yield source.inner(name, content)
                holder[key] = f"[file {name}]"


def _in_their_rows(rows: Sequence[dict[str, str]], part: str, first: int, files: Mapping[str, Source]) -> None:
    """Files are called by the row in whose cells their names stand."""
    for number, row in enumerate(rows, start=first):
        for column, cell in row.items():
            for name in _NAMED.findall(cell) if "[file " in cell else ():
                if (file := files.get(name)) is not None:
                    if file.locator.endswith(f"!/{name}"):
                        file.locator = file.locator.removesuffix(name) + plain_name(name_of(part, name.replace("_", ""), number))
                    row[column] = row[column].replace(f"[file {name}]", f"[file {file.locator.rpartition('!/')[2]}]")


def ndjson(source: Source) -> Iterator[Unit]:
    """A record a line; rows are numbered as the lines are, those of several kinds as they come."""
    source.media_type = "application/x-ndjson"
    with io.TextIOWrapper(source.open(), encoding=encoding_of(source.head()), errors="replace") as stream:
        held: list[dict[str, Any]] = []
        first: Counter[str] = Counter()
        is_parted: bool | None = None
        for line in chain(stream, [None]):
            if line is not None:
                held.append(_record(line))
            if held and (line is None or len(held) >= 10_000):
                is_parted = len(kinds_of(Listed("", held))) > 1 if is_parted is None else is_parted
                for one in kinds_of(Listed("", held), certain=True) if is_parted else [Listed("", held)]:
                    yield from record_table(source, one.records, f"#{one.path}" if one.path else "", first[one.path] + 1)
                    first[one.path] += len(one.records)
                held = []


def _record(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_int=str, parse_float=str) if line.strip() else {}
    except (ValueError, RecursionError):
        record = {"line": line.strip()}
    return record if isinstance(record, dict) else {"line": line.strip()}


def _resources(source: Source, document: dict[str, Any], files: Mapping[str, Source]) -> Iterator[Unit]:
    """FHIR: a table a type of resource, those within a bundle or another resource too."""
    found: dict[str, list[dict[str, Any]]] = {}
    waiting: list[Any] = [document]
    while waiting:
        one = waiting.pop(0)
        entries = one.get("entry")
        within = [each.get("resource") for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        held = one.get("contained")
        within += held if isinstance(held, list) else []
        waiting += [each for each in within if isinstance(each, dict)]
        kept = {key: value for key, value in one.items() if key not in ("contained", "entry" if within else "contained", "resourceType")}
        if kept:
            found.setdefault(str(one.get("resourceType", "Resource")), []).append(kept)
    for kind, records in found.items():
        yield from record_table(source, records, f"#{kind}", files=files)


ALIASES = 200  # more of them are a bomb, not a configuration


def yaml(source: Source) -> Iterator[Unit]:
    """YAML: lists of mappings as tables, and the text as it stands, comments included."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from stanch.reading.readers.text import text

    source.media_type = "application/yaml"
    lists: list[tuple[str, Any]] = []
    if source.size < 20 << 20:
        content = source.whole()
        written = content.decode(encoding_of(content[: 1 << 16]), "replace")
        if len(re.findall(r"(?m)[\s\[,:-]\*[\w-]+", written)) < ALIASES:
            try:
                documents = list(YAML(typ="safe", pure=False).load_all(written))
            except (YAMLError, ValueError, RecursionError, TypeError):
                documents = []
            for document in documents:
                lists += [("", document)] if isinstance(document, list) else []
                lists += [(f"#{key}", value) for key, value in document.items()] if isinstance(document, dict) else []
            kept = [document for document in documents if isinstance(document, dict)]
            if len(kept) > 2:  # a record a document
                lists.append(("", kept))
    tabled = [(part, value) for part, value in lists if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)]
    for part, value in tabled:
        yield from record_table(source, value, part)
    if not (len(tabled) == 1 and len(lists) == 1):
        yield from text(source)


def plist(source: Source) -> Iterator[Unit | Source]:
    """An Apple property list: lines of label and value; pages and files within it (web archives) as files."""
    import plistlib

    source.media_type = "application/x-plist"
    lines: list[str] = []
    inside: list[tuple[str, bytes]] = []
    waiting: list[tuple[str, Any]] = [("", plistlib.loads(source.whole()))]
    while waiting and len(lines) < 1_000_000:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(str(key), one) for key, one in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(name, one) for one in reversed(value)]
        elif isinstance(value, bytes) and len(value) > 20:
            inside.append((f"{name or 'item'}_{len(inside) + 1}", value))
        elif value is not None and not isinstance(value, bytes):
            lines.append(f"{name}: {value}" if name else str(value))
    yield from texts(source, "\n".join(lines) + "\n") if lines else ()
    for name, content in inside:
        yield source.inner(name, content)
