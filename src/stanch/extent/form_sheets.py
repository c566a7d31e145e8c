"""Forms filled in on a sheet: labels in some columns, values in those beside them, read as a text of `label: value` lines.

An application of two people has their columns side by side, under the same labels; each is a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pyarrow as pa

from stanch.extent.columns import is_silent_list
from stanch.extent.grouping_forms import REACHED
from stanch.extent.grouping_people import NAMES
from stanch.extent.headings import claims
from stanch.extent.known_people import Known
from stanch.extent.labels import is_city_label
from stanch.extent.rows import finding_rows
from stanch.extent.span import Span
from stanch.records import FINDING_SCHEMA, Unit
from stanch.vault import Keys

MOST_COLUMNS, MOST_ROWS = 16, 200
LEAST_LABELS, LEAST_A_COLUMN, SHARE = 3, 2, 0.4
LEAST_FOUND = 3
LONGEST_LABEL = 60
_PARTS = frozenset({"given_name", "family_name", "middle_name"})
_EMPTY = re.compile(r"column_\d+")
_ENDS = " :：*"

Grid = Sequence[Sequence[str]]
Place = tuple[int, int]  # row (the header is 0), column


@dataclass(slots=True)
class _Text:
    """The lines of one part of a form, and which cell each value comes from, and from where in it."""

    said: str = ""
    values: list[tuple[int, int, Place, int]] = field(default_factory=list)

    def add(self, label: str, value: str, place: Place, begin: int) -> None:
        self.said += f"{label}: "
        self.values.append((len(self.said), len(self.said) + len(value), place, begin))
        self.said += f"{value}\n"

    def cell_of(self, span: Span) -> tuple[Span, Place] | None:
        """The finding at its place in its cell; None for one that is not in a value."""
        for start, end, place, begin in self.values:
            if start <= span.start and span.end <= end:
                return replace(span, start=span.start - start + begin, end=span.end - start + begin), place
        return None


def as_form_sheet(table: pa.Table, unit: Unit, first: int, keys: Keys, known: Known | None = None) -> pa.Table | None:
    """The findings where the table is such a form; None where it is none."""
    if not 2 <= table.num_columns <= MOST_COLUMNS or not 1 <= table.num_rows <= MOST_ROWS:
        return None
    columns = [
        ["" if _EMPTY.fullmatch(name) else name, *(cell or "" for cell in table.column(name).to_pylist())] for name in table.column_names
    ]
    grid = list(zip(*columns, strict=True))
    over = _under_labels(grid)
    labelled = [] if over else _label_columns(columns)
    if not over and (not labelled or _is_header(grid[0]) or is_silent_list(table)):
        return None
    spans, places, records = _found([over] if over else _texts(grid, labelled), known)
    if len(spans) < LEAST_FOUND or not any(span.kind in NAMES for span in spans):
        return None
    made = finding_rows(Unit(unit.exhibit, unit.locator, "text", unit.media_type), spans, records, keys)
    rows, names = [first + row - 1 for row, _ in places], [table.column_names[column] for _, column in places]
    made = made.set_column(FINDING_SCHEMA.get_field_index("row"), FINDING_SCHEMA.field("row"), pa.array(rows, pa.int64()))
    return made.set_column(FINDING_SCHEMA.get_field_index("column"), FINDING_SCHEMA.field("column"), pa.array(names))


def _is_label(cell: str) -> bool:
    said = cell.strip(_ENDS)
    return bool(said) and len(said) <= LONGEST_LABEL and (bool(claims(said)[0]) or is_city_label(said))


def _label_columns(columns: Sequence[Sequence[str]]) -> list[int]:
    """The columns that hold labels, if there are labels enough to speak of a form."""
    told = [sum(map(_is_label, column)) for column in columns]
    written = [sum(bool(cell.strip()) for cell in column) for column in columns]
    found = [
        at
        for at, many in enumerate(told)
        if at + 1 < len(columns)
        and many >= written[at] * SHARE
        # One label alone in its column (`Born … SSN …` below `Estate of …`) is one beside others.
        and (many >= LEAST_A_COLUMN or (many and many == written[at] and max(told) >= LEAST_A_COLUMN))
    ]
    return found if sum(told[at] for at in found) >= LEAST_LABELS else []


def _under_labels(grid: Grid) -> _Text | None:
    """A form whose labels stand in a row above the row of their values, again and again; None where it is none."""
    rows = [(number, row) for number, row in enumerate(grid) if any(cell.strip() for cell in row)]
    if len(rows) > 1 and len(_filled(rows[0][1])) > 1 == len(_filled(rows[1][1])) and not _are_labels(rows[1][1]):
        del rows[1]  # a title, which stood above the labels that were read as a header
    text, at, many = _Text(), 0, 0
    while at < len(rows):
        row = rows[at][1]
        below = rows[at + 1] if at + 1 < len(rows) else None
        columns = _filled(row)
        if below and _are_labels(row) and not _are_labels(below[1]) and set(_filled(below[1])) <= set(columns):
            for column in columns:
                if value := below[1][column].strip():
                    begin = len(below[1][column]) - len(below[1][column].lstrip())
                    text.add(row[column].strip(_ENDS), value, (below[0], column), begin)
            many, at = many + 1, at + 2
            continue
        if len(columns) > 1 or _is_label(row[columns[0]]):
            return None
        text.said += f"\n{row[columns[0]].strip()}\n"
        at += 1
    return text if many >= LEAST_LABELS else None


def _filled(row: Sequence[str]) -> list[int]:
    return [column for column, cell in enumerate(row) if cell.strip()]


def _are_labels(row: Sequence[str]) -> bool:
    """Whether a row holds labels alone, some of them known."""
    told = [row[column].strip() for column in _filled(row)]
    known = sum(map(_is_label, told))
    return known * 2 >= len(told) > 0 and all(len(one) <= LONGEST_LABEL and not any(map(str.isdigit, one)) for one in told)


def _is_header(cells: Sequence[str]) -> bool:
    """Two headers right beside each other are a table's."""
    labels = [_is_label(cell) for cell in cells]
    return any(one and other for one, other in pairwise(labels))


def _texts(grid: Grid, labelled: Sequence[int]) -> list[_Text]:
    """The form as text: one for each column of labels where these repeat, else one in all."""
    same = sum(len({row[at].strip().casefold() for at in labelled}) == 1 and bool(row[labelled[0]].strip()) for row in grid[1:])
    apart = len(labelled) > 1 and (same >= LEAST_LABELS or _are_two(grid, labelled))
    made: dict[int, _Text] = {}
    for number, row in enumerate(grid):
        pairs = list(_pairs(row, labelled))
        for label, column in pairs:
            text = made.setdefault(label if apart else 0, _Text())
            ahead = _shared(row[label], row[column]) if number == 0 else 0
            value = row[column][ahead:]
            begin = ahead + len(value) - len(value.lstrip())
            text.add(row[label][ahead:].strip(_ENDS), value.strip(), (number, column), begin)
        # What is alone in the row below a header stood above it.
        if not pairs and number > 1 and (title := " ".join(cell.strip() for cell in row if cell.strip())):
            for text in made.values():
                text.said += f"\n{title}\n"
    return list(made.values())


def _are_two(grid: Grid, labelled: Sequence[int]) -> bool:
    """Whether each column of labels begins with somebody (`Client`, `Opposing party`) and goes on with how to reach him, or the same."""
    told = [[claims(row[at].strip(_ENDS)) for row in grid if _is_label(row[at])] for at in labelled]
    kinds = [[{one.kind for one in claim[0]} for claim in claimed] for claimed in told]
    first, *others = kinds
    if not all(one and "name" in one[0] and not one[0] & _PARTS for one in kinds) or len({claimed[0][1] for claimed in told}) < len(told):
        return False
    own = {kind for one in first for kind in one}
    return all(len(one) > 1 and all(one_kind & (REACHED | own) for one_kind in one[1:]) for one in others)


def _pairs(row: Sequence[str], labelled: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Columns of a label and its value: the first cell that is filled between a label and the next."""
    for label, following in zip(labelled, [*labelled[1:], len(row)], strict=True):
        column = next((at for at in range(label + 1, following) if row[at].strip()), None)
        if row[label].strip() and column is not None:
            yield label, column


def _shared(label: str, value: str) -> int:
    """How long the title is that a header has above both its label and its value: `BORROWER Name`, `BORROWER Ann Lee`."""
    ahead = label.find(" ") + 1
    while ahead and not (value.startswith(label[:ahead]) and _is_label(label[ahead:])):
        ahead = label.find(" ", ahead) + 1
    return ahead


def _found(texts: Sequence[_Text], known: Known | None) -> tuple[list[Span], list[Place], list[str | None]]:
    from stanch.extent.scanning import records_of, text_spans

    spans: list[Span] = []
    places: list[Place] = []
    records: list[str | None] = []
    for number, text in enumerate(texts, start=1):
        found = text_spans(text.said, {}, known=known)
        for span, record in zip(found, records_of(text.said, found, {}), strict=True):
            if told := text.cell_of(span):
                spans.append(told[0])
                places.append(told[1])
                records.append(f"{record}/{number}" if record and number > 1 and not record.startswith("person/") else record)
    return spans, places, records
