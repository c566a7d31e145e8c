"""Cells that no column explains (notes, comments): read as text, all of a column in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.extent import columns as columnwise
from stanch.extent import day_order, headings, payees, people_in_text, row_notes, texts
from stanch.extent.grouping_people import NAMES, words_of
from stanch.extent.known_people import DETECTOR, Known
from stanch.extent.patterns import book
from stanch.extent.rows import finding_rows
from stanch.extent.span import Span
from stanch.records import FINDING_SCHEMA, Unit
from stanch.vault import Keys
from stanch.vocabulary import elements

SEPARATOR = "\n\n"
# About a megabyte of cells at a time.
BATCH = 1 << 20
# Names and addresses are looked for where people write sentences, not in codes.
PROSE = 16
SHORT = 500  # characters of a cell that is worth remembering
MOSTLY = 0.8
REACHED = frozenset({"postal_address", "phone", "email"})
# Under a header with one of these an address is a firm's, not the row's own person's.
ELSEWHERE = headings.NOBODY - {"mail", "email", "web", "property", "location", "site", "account", "room", "group", "address"}


def scan_cells(
    unit: Unit,
    column: str,
    cells: Sequence[str],
    *,
    rows: npt.NDArray[np.int64],
    keys: Keys,
    known: Known | None,
    own: Callable[[], Sequence[str]] = tuple,
    role: str = "",
) -> pa.Table | None:
    """The findings in these cells, offsets counted in each cell; None where there are none.

    `own` gives, for each cell, the name of its row's own person, "" where the row names none; it is asked where something was found.
    `role` is as what the row names that person where it is no more than a payee.
    """
    found = _found(cells, column, known)
    named = own() if found else ()
    # What a remark says of health is somebody's only where the row names somebody.
    found = [(at, span) for at, span in found if span.context != row_notes.CONTEXT or (named and named[at])]
    if not found:
        return None
    spans = [span for _, span in found]
    numbers = [int(rows[at]) for at, _ in found]
    is_others = bool(ELSEWHERE & set(headings.spelt(headings.words_of(column).split())))
    records = [
        f"row/{numbers[first]}{said or (role and named and named[at] and f'/{role}') or ''}"
        for first, at, inside in _by_cell(found)
        for said in _records(cells[at], inside, named[at] if named else "", is_others=is_others)
    ]
    made = finding_rows(Unit(unit.exhibit, unit.locator, "text", unit.media_type), spans, records, keys)
    many = len(spans)
    made = made.set_column(FINDING_SCHEMA.get_field_index("row"), FINDING_SCHEMA.field("row"), pa.array(numbers, pa.int64()))
    return made.set_column(FINDING_SCHEMA.get_field_index("column"), FINDING_SCHEMA.field("column"), pa.repeat(column, many))


def _found(cells: Sequence[str], column: str, known: Known | None) -> list[tuple[int, Span]]:
    """The findings of each cell. What stands in many cells (`left a message`, `N/A`) is read once."""
    once = list(dict.fromkeys(cells))
    told: dict[str, list[Span]] = {}
    ends = np.cumsum(_lengths(once))
    begin = 0
    while begin < len(once):
        # Up to and with the cell that fills the batch.
        behind = int(np.searchsorted(ends, (int(ends[begin - 1]) if begin else 0) + BATCH)) + 1
        for at, span in find_in_cells(once[begin:behind], column, known, remarks=True):
            told.setdefault(once[begin + at], []).append(span)
        begin = behind
    return [(at, span) for at, cell in enumerate(cells) for span in told.get(cell, ())] if told else []


def _by_cell(found: Sequence[tuple[int, Span]]) -> Iterator[tuple[int, int, list[Span]]]:
    """The place of a cell's first finding among all, the cell, and its findings."""
    first = 0
    for at, pairs in groupby(found, key=lambda pair: pair[0]):
        inside = [span for _, span in pairs]
        yield first, at, inside
        first += len(inside)


def _records(cell: str, spans: list[Span], own: str, *, is_others: bool) -> list[str]:
    """Whose each finding of one cell is, as what follows the row's record: "" for the row's own person, else one of those named."""
    if not any(span.kind in NAMES for span in spans):
        # A cell that is an address is the row's own, one in a note may be anybody's; that of a lienholder is his.
        # So is one in a cell that holds nothing but how to reach somebody.
        whole = len("".join(cell.split())) * MOSTLY if not is_others else len(cell) + 1
        reached = sum(len("".join(cell[span.start : span.end].split())) for span in spans if span.kind in REACHED)
        return [_relative(cell, span) or ("/notes" if span.kind == "postal_address" and reached < whole else "") for span in spans]
    tied = _tied(cell, tuple(spans)) if len(cell) <= SHORT else people_in_text.group(cell, spans, {})
    named: dict[str, tuple[str, ...]] = {}
    for span, record in zip(spans, tied, strict=True):
        if record and span.kind in NAMES:
            words = words_of(span.normal or span.text)[0]
            named[record] = max(named.get(record, ()), words, key=len)
    mine = frozenset(words_of(own)[0])
    wrote = {record for record, (start, _) in _first_names(spans, tied).items() if _WRITER.search(cell, max(0, start - NEAR), start)}
    told = {record: "" if _is_own(words, mine) else f"/notes/{crc32(' '.join(words).encode()):08x}" for record, words in named.items()}
    # What names somebody and ties nothing to him is still no part of the row's own person.
    return [
        (
            ""
            if record in wrote and span.kind not in NAMES
            else told.get(record or "", "/notes" if span.kind in {*NAMES, "postal_address"} else "")
        )
        or _relative(cell, span)
        for span, record in zip(spans, tied, strict=True)
    ]


@lru_cache(maxsize=2048)
def _tied(cell: str, spans: tuple[Span, ...]) -> list[str | None]:
    """Which findings of a cell speak of one person. Equal cells are often many."""
    return people_in_text.group(cell, spans, {})


# Who did what a note tells of is not whom it is about: `SSN verified by Ann Lee`.
_WRITER = re.compile(
    r"(?i)\b(?:verified|updated|entered|reviewed|approved|processed|handled|noted|changed|logged|created|added|confirmed|"
    r"checked|taken|signed off|completed|assigned|agent|rep|csr)(?: (?:by|to))?[: ]*$"
)


def _first_names(spans: Sequence[Span], tied: Sequence[str | None]) -> dict[str, tuple[int, int]]:
    """Where each of those named in a note is named first."""
    found: dict[str, tuple[int, int]] = {}
    for span, record in zip(spans, tied, strict=True):
        if record and span.kind in NAMES:
            found[record] = min(found.get(record, (span.start, span.end)), (span.start, span.end))
    return found


# `wife's SSN 900-…`: whose it is, where no name is told.
_RELATIVES = re.compile(
    r"(?i)\b(?P<who>wife|husband|spouse|son|daughter|mother|father|mom|dad|brother|sister|esposa|marido|hij[oa]|madre|padre|"
    r"(?:ehe)?frau|(?:ehe)?mann|sohn|tochter|mutter|vater|[ée]pouse|[ée]poux|fils|fille|m[èe]re|p[èe]re|moglie|marito|figli[oa]|zoon|dochter|moeder|vader)"
    r"(?:['’]?s)?\b[^.;\n]{0,32}$"
)
NEAR = 40


def _relative(cell: str, span: Span) -> str:
    """Of which relative of the row's own person a number or a birth is, as what follows the row's record; "" for none."""
    if span.kind in NAMES or (span.kind != "dob" and elements()[span.kind].group != "health" and not elements()[span.kind].identifies):
        return ""
    told = _RELATIVES.search(cell, max(0, span.start - NEAR), span.start)
    return f"/notes/{crc32(told['who'].casefold().encode()):08x}" if told else ""


def _is_own(words: Sequence[str], own: Collection[str]) -> bool:
    """Whether a name in a note can be the row's own person's: all of the shorter one stands in the longer, initials for names."""
    if not own:
        return False
    shorter, longer = sorted((words, own), key=len)
    return all(word in longer or (len(word) == 1 and any(one.startswith(word) for one in longer)) for word in shorter)


def _lengths(cells: Sequence[str]) -> npt.NDArray[np.int64]:
    """Of cells with what stands between them and the next."""
    return np.fromiter(map(len, cells), dtype=np.int64, count=len(cells)) + len(SEPARATOR)


def _may_be_goods(span: Span) -> bool:
    """A bare number, or one of a government's form, with nothing in its cell that says so: `EN440011A` under `Accession`."""
    return span.context is None and (not any(map(str.isalpha, span.text)) or elements()[span.kind].group == "government")


def find_in_cells(cells: Sequence[str], column: str, known: Known | None, *, remarks: bool = False) -> list[tuple[int, Span]]:
    """Pairs of cell number and span; a value or a word of context never reaches over a cell's end.

    `remarks`: also what remarks say of the health of whoever a row names.
    """
    lengths = _lengths(cells)
    begins = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    joined = SEPARATOR.join(cells)
    spans = texts.settle(texts.candidates(joined, book(), begins))
    long = np.flatnonzero(lengths >= PROSE + len(SEPARATOR)).tolist()
    prose = sum(1 for at in long if " " in cells[at]) > len(cells) * 0.2
    if prose or known:
        spans = texts.settle(spans + people_in_text.find(joined, spans, {"column": column}, known))
    spans = day_order.settled(joined, spans)
    spans = row_notes.added(joined, spans, begins, column) if remarks else spans
    goods = bool(columnwise.GOODS & set(headings.words_of(column).split()))
    found = []
    for span in spans:
        # Under `Order no.` a bare number is an order's, whatever its check digit.
        if goods and span.detector != DETECTOR and _may_be_goods(span):
            continue
        at = int(np.searchsorted(begins, span.start, side="right")) - 1
        offset = int(begins[at])
        if span.end <= offset + len(cells[at]):
            found.append(
                (
                    at,
                    Span(
                        span.kind,
                        span.start - offset,
                        span.end - offset,
                        span.text,
                        span.confidence,
                        span.detector,
                        span.context,
                        span.normal,
                    ),
                )
            )
    return found if not remarks else [pair for at, inside in _cells_of(found) for pair in _with_payees(at, cells[at], inside)]


def _cells_of(found: Sequence[tuple[int, Span]]) -> Iterator[tuple[int, list[Span]]]:
    for at, pairs in groupby(found, key=lambda pair: pair[0]):
        yield at, [span for _, span in pairs]


def _with_payees(at: int, cell: str, spans: Sequence[Span]) -> list[tuple[int, Span]]:
    """The findings of a cell with whom it names in capitals."""
    return [(at, span) for span in sorted((*spans, *payees.named(cell, spans)), key=lambda span: span.start)]
