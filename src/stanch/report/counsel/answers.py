"""Reads counsel's answers back, from the Word document or a sheet in CSV or YAML. Nothing in a file from outside is trusted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch import datafile, safe_csv
from stanch.errors import WrongCall
from stanch.report.counsel.word import CHOOSE, WRITE

LARGEST = 30_000_000  # bytes of a file, and of the part of a Word document that is read
MOST_PARTS = 2000
LONGEST = 4000  # characters of an answer or its grounds
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADS = ("ref", "answer", "grounds")
MAKE_ANEW = "Fill in the table of brief.docx, or answers.csv, as `stanch counsel pack` wrote them."


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its place in the file; `seen` marks the form of the record that was asked about ("" where not told)."""

    place: str
    ref: str
    answer: str
    grounds: str
    seen: str = ""


def read_answers(path: Path) -> list[Answer]:
    """The answers that are not empty. Raises `WrongCall` where the file is none of ours or cannot be read."""
    reader = {".docx": _word, ".csv": _csv, ".yaml": _yaml, ".yml": _yaml}.get(path.suffix.lower())
    if reader is None:
        raise WrongCall("answers are read from .docx, .csv or .yaml", where=str(path), do=MAKE_ANEW)
    try:
        if not path.is_file():
            raise WrongCall("there is no such file", where=str(path), do=MAKE_ANEW)
        if path.stat().st_size > LARGEST:
            raise WrongCall(f"larger than {LARGEST:,} bytes: no sheet of answers", where=str(path), do=MAKE_ANEW)
        found = list(reader(path))
    except OSError as error:
        raise WrongCall(f"cannot be read: {error.strerror or error}", where=str(path), do=MAKE_ANEW) from None
    long = [one.place for one in found if len(one.answer) > LONGEST or len(one.grounds) > LONGEST]
    if long:
        raise WrongCall(
            f"longer than {LONGEST:,} characters", where=f"{path}: {long[0]}", do="Say it shorter; a paper can be added as evidence."
        )
    return [one for one in found if one.answer or one.grounds]


def _yaml(path: Path) -> Iterator[Answer]:
    tree = datafile.load(path)
    rows = tree.get("answers") if isinstance(tree, Mapping) else tree
    if not isinstance(rows, list):
        raise WrongCall("a list of {ref, answer, grounds} is needed, or a mapping with `answers`", where=str(path), do=MAKE_ANEW)
    for index, row in enumerate(rows):
        line, _ = datafile.place(rows, index)
        if not isinstance(row, Mapping) or not set(row) <= {*HEADS, "seen", "asked", "choices"} or "ref" not in row:
            raise WrongCall("an answer is a mapping of ref, answer, grounds", where=f"{path}: line {line}", do=MAKE_ANEW)
        yield _answer(f"line {line}", row["ref"], row.get("answer"), row.get("grounds"), row.get("seen"))


def _csv(path: Path) -> Iterator[Answer]:
    text = _decoded(path)
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        heads = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
        if not set(HEADS) <= set(heads):
            raise WrongCall(f"the columns {', '.join(HEADS)} are needed", where=f"{path}: line 1", do=MAKE_ANEW)
        for row in reader:
            values = {name: row.get(heads[name]) for name in (*HEADS, "seen") if name in heads}
            yield _answer(f"line {reader.line_num}", values["ref"], values["answer"], values["grounds"], values.get("seen"))
    except csv.Error as error:
        raise WrongCall(f"no CSV: {error}", where=f"{path}: line {reader.line_num}", do=MAKE_ANEW) from None


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongCall("is no text in UTF-8", where=str(path), do="Save it as CSV UTF-8.")


def _answer(place: str, ref: Any, answer: Any, grounds: Any, seen: Any) -> Answer:
    # YAML reads a bare yes or no as a truth value.
    told = ("yes" if answer else "no") if isinstance(answer, bool) else answer
    return Answer(place, _flat(ref), _blank(_flat(told)), _blank(_flat(grounds)), _blank(_flat(seen)))


def _flat(value: Any) -> str:
    # Names are set in the printed table with breaks of no width, which a copy brings along.
    text = " ".join(str("" if value is None else value).replace("\u200b", "").split())
    # A sheet writes a leading apostrophe before what a spreadsheet would take for a formula.
    return safe_csv.plain(text)


def _blank(text: str) -> str:
    return "" if text.lower() in (CHOOSE, WRITE) else text


def _word(path: Path) -> Iterator[Answer]:
    body = _document(path)
    found = False
    for number, table in enumerate(body.iter(f"{W}tbl"), 1):
        rows = [row for row in table if row.tag == f"{W}tr"]
        heads = [text.lower() for text in _texts(rows[0])] if rows else []
        if not set(HEADS) <= set(heads):
            continue
        found = True
        at = {name: heads.index(name) for name in (*HEADS, "seen") if name in heads}
        for index, row in enumerate(rows[1:], 2):
            cells = _texts(row)
            place = f"table {number}, row {index}"
            if len(cells) < len(heads):
                raise WrongCall(f"the row has {len(cells)} cells, its head {len(heads)}", where=f"{path}: {place}", do=MAKE_ANEW)
            yield _answer(place, cells[at["ref"]], cells[at["answer"]], cells[at["grounds"]], cells[at["seen"]] if "seen" in at else "")
    if not found:
        raise WrongCall("no table with the columns Ref, Answer and Grounds is in it", where=str(path), do=MAKE_ANEW)


def _texts(row: Any) -> list[str]:
    """The text of each cell; what was struck out with changes tracked is not in it."""
    cells = []
    for cell in row.iter(f"{W}tc"):
        parts = [("\n" if node.tag == f"{W}p" else node.text or "") for node in cell.iter(f"{W}t", f"{W}p")]
        cells.append(" ".join("".join(parts).split()))
    return cells


def _document(path: Path) -> Any:
    """The document's XML, read without entities, network or expansion. Raises `WrongCall` for anything that is no Word document."""
    from lxml import etree

    text = _part(path)
    if len(text) > LARGEST:
        raise WrongCall(f"its text unpacks to more than {LARGEST:,} bytes", where=str(path), do=MAKE_ANEW)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise WrongCall("it declares entities, which no Word document of ours does", where=str(path), do=MAKE_ANEW)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WrongCall(f"its XML is broken: {str(error)[:120]}", where=str(path), do=MAKE_ANEW) from None


def _part(path: Path) -> bytes:
    """The bytes of the document's text, never more than one beyond the limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) <= MOST_PARTS and "word/document.xml" in names:
                with archive.open("word/document.xml") as part:
                    return part.read(LARGEST + 1)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 zipfile, zlib, bz2 and lzma each raise errors of their own for damaged parts
        raise WrongCall(f"this is no Word document ({type(error).__name__})", where=str(path), do=MAKE_ANEW) from None
    raise WrongCall("this is no Word document", where=str(path), do=MAKE_ANEW)
