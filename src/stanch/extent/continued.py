"""Lists printed over two or three lines a person, laid out as a row each.

    Lee, Ann        4 Elm St                 614-555-0101    900-12-3456
                    Columbus, OH 43215       ann@example.com 02/03/1970

The name stands in the first line alone; a header in parts (`Phone / Email`) says what each line holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.anchored import without_start
from stanch.extent.headings import claims
from stanch.extent.table_column import NAMES
from stanch.extent.unfolded import Unfolded

MOST_ROWS = 20_000  # a printed list; what is longer is none
MOST_LINES = 5  # behind the first
LEAST, LEAST_COLUMNS, ALIKE, TELLING = 3, 2, 0.8, 0.5
_PARTED = re.compile(r"\s*[/|\n]\s*")
_PLACE = re.compile(r"[^\d,]{2,},? +[A-Z]{2},? +\d{5}(?:-\d{4})?|\d{4,5} ?(?:[A-Z]{2} )?[^\W\d][^\d]+|[^\d,]{2,},? \d{5}")
# What a second line must hold somewhere, so that the rows below a name are his and no list of what he bought.
_REACHED = re.compile(r"\S+@\S+\.\w+|\+?[\d(][\d ().-]{8,16}\d|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_SAID = re.compile(r"^[^\W\d_][^\d@:]{0,20}[:.#]?[ ]+(?=\S)")  # `SSN 900-12-3456`, `Phone: …`
_WHERE = frozenset({"street", "postal_address", "city"})


def of_continued(table: pa.Table) -> Unfolded | None:
    """The table with a row a person; None where each of its rows is one already."""
    told = (claims(name) for name in table.column_names)
    # A spouse's name is empty in the row of whoever has none.
    named = next((at for at, (kinds, _, role) in enumerate(told) if not role and any(one.kind in NAMES for one in kinds)), None)
    if named is None or not LEAST * 2 <= table.num_rows <= MOST_ROWS or table.num_columns < LEAST_COLUMNS:
        return None
    lines = _lines([bool(cell and cell.strip()) for cell in table.column(named).to_pylist()])
    if lines is None:
        return None
    columns = [column.to_pylist() for column in table.columns]
    people = [rows for rows in lines if any(cells[rows[-1]] for cells in columns)]
    many = max(map(len, people), default=0)
    if sum(_are_alike(cells, people) for cells in columns) >= LEAST_COLUMNS:
        return None
    if many == 1 or not any(_tells(cells, people, line) for cells in columns for line in range(1, many)):
        return None
    return _laid_out(table, columns, people, many)


def _lines(heads: Sequence[bool]) -> list[list[int]] | None:
    """The rows of each person, the one with the name first; None where not nearly all have as many, more than one."""
    if not heads[0] or sum(heads) < LEAST:
        return None
    people: list[list[int]] = []
    for at, is_head in enumerate(heads):
        if is_head:
            people.append([])
        people[-1].append(at)
    (usual, often), *_ = Counter(map(len, people)).most_common(1)
    if not 1 < usual <= 1 + MOST_LINES or often < len(people) * ALIKE:
        return None
    return [rows[:usual] for rows in people]


def _are_alike(cells: Sequence[str | None], people: Sequence[Sequence[int]]) -> bool:
    """Whether a column holds figures written alike in all rows: each row has its own, and is somebody's or something's."""
    shapes = [[_SIGN.sub("9", text.strip()) if (text := cells[at]) else "" for at in rows] for rows in people]
    firsts = {first for first, *_ in shapes if any(map(str.isdigit, first))}
    further = [shape for _, *others in shapes for shape in others]
    return len(firsts) == 1 and bool(further) and sum(shape in firsts for shape in further) >= len(further) * ALIKE


_SIGN = re.compile(r"\d")


def _tells(cells: Sequence[str | None], people: Sequence[Sequence[int]], line: int) -> bool:
    said = [text.strip() for rows in people if line < len(rows) and (text := cells[rows[line]])]
    told = sum(
        bool(_REACHED.fullmatch(bare := without_start(_SAID, text)) or _PLACE.fullmatch(text) or _PLACE.fullmatch(bare)) for text in said
    )
    return len(said) * 2 > len(people) and told >= len(said) * TELLING


def _laid_out(table: pa.Table, columns: Sequence[Sequence[str | None]], people: Sequence[Sequence[int]], many: int) -> Unfolded:
    laid: dict[str, list[str | None]] = {}
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    for header, cells in zip(table.column_names, columns, strict=True):
        parts = [part for part in _PARTED.split(header) if part]
        # What no first line holds the header says of the lines below: `Adverse party` in the rows of a client's matters.
        is_below = not any(cells[rows[0]] for rows in people)
        for line in range(many):
            said = [cells[rows[line]] if line < len(rows) else None for rows in people]
            if line and not any(said):
                continue
            part = parts[line] if len(parts) == many else header if is_below or not line else ""
            if not line and _is_above_a_place(header, cells, people):
                part = "Address"
            name = _free(_meant(part, header, said) if line else part, {*laid, *(one for one in table.column_names if one != header)})
            laid[name] = said
            places |= {(row, name): (rows[line], header, 0) for row, rows in enumerate(people) if line < len(rows)}
    return Unfolded(pa.table({name: pa.array(cells, pa.string()) for name, cells in laid.items()}), places, same_rows=False)


def _is_above_a_place(header: str, cells: Sequence[str | None], people: Sequence[Sequence[int]]) -> bool:
    """Whether the first lines of a column whose header says nothing (`Details`) are streets: figures in each, towns right below."""
    firsts, seconds = ([text.strip() for rows in people if at < len(rows) and (text := cells[rows[at]])] for at in (0, 1))
    told = sum(any(map(str.isdigit, text)) and any(map(str.isalpha, text)) for text in firsts)
    places = sum(bool(_PLACE.fullmatch(text)) for text in seconds)
    return not claims(header)[0] and told * 2 > len(people) and places * 2 > len(people)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another column has it."""
    return next(told for number in range(1, len(taken) + 2) if (told := name if number == 1 else f"{name} {number}") not in taken)


def _meant(part: str, header: str, said: Sequence[str | None]) -> str:
    """The header of a further line: what its part of the whole one says; of a place below a street; else one that lets the cells decide."""
    told = [text.strip() for text in said if text]
    is_where = bool({one.kind for one in claims(part or header)[0]} & _WHERE) or (not claims(part or header)[0] and bool(told))
    if is_where and sum(bool(_PLACE.fullmatch(text)) for text in told) >= len(told) * TELLING:
        return "City State ZIP"
    return part or "column"
