"""Tables of people in columns: labels stand in the first column, and each further one is a person's.

    Name            Berg              Castellano
    Date of birth   14.08.1991        27.01.1993

Read column by column with its labels, each is a form of one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stanch.extent.labels import claimed, stands_alone
from stanch.extent.lines import Piece

NAMES = frozenset(("name", "given_name", "family_name"))
PEOPLE = (2, 3)  # columns of people
ROWS = 3
MOSTLY = 0.8


def cells_of(line: str, at: int) -> list[Piece]:
    """The cells of a line that are apart by tabs, the empty ones too, and where each begins; none behind the last that holds anything."""
    cells, begin = list[Piece](), 0
    for cell in line.rstrip().split("\t"):
        said = cell.strip()
        cells.append((said, at + begin + (cell.index(said) if said else 0)))
        begin += len(cell) + 1
    return cells


def tabbed(rows: Sequence[Sequence[Piece]], between: str) -> Iterator[tuple[int, int, str]]:
    """The same of rows of cells, some of them empty: who is meant (`Borrower`, `Co-borrower`) may stand over the columns."""
    many = max(map(len, rows))
    head = rows[0] if rows[0] and not rows[0][0][0] else ()
    body = [row for row in rows[bool(head) :] if len(row) > 1]
    whole = [row for row in body if len(row) == many and all(said for said, _ in row)]
    if many - 1 not in PEOPLE or len(body) < ROWS or not all(said for (said, _), *_ in body) or not _are_people(whole, len(body)):
        return
    for column in range(1, many):
        filled = [(row[0], row[column]) for row in body if column < len(row) and row[column][0]]
        if column < len(head) and head[column][0]:
            yield head[column][1], head[column][1] + len(head[column][0]), "\n"
        for place, ((label, start), (said, begin)) in enumerate(filled):
            yield start, start + len(label.rstrip(" :")), ": "
            yield begin, begin + len(said), "\n" if place < len(filled) - 1 else between if column < many - 1 else ""


def parts(rows: Sequence[Sequence[Piece]], between: str) -> Iterator[tuple[int, int, str]]:
    """Label and value in turn, person by person, with what stands behind each; nothing where the rows are no such table."""
    if len(rows[0]) - 1 not in PEOPLE or not _are_people(rows, len(rows)):
        return
    many = len(rows[0])
    for column in range(1, many):
        for place, row in enumerate(rows):
            (label, start), (said, begin) = row[0], row[column]
            last = place == len(rows) - 1
            yield start, start + len(label.rstrip(" :")), ": "
            yield begin, begin + len(said), "\n" if not last else between if column < many - 1 else ""


def _are_people(rows: Sequence[Sequence[Piece]], many: int) -> bool:
    """Whether labels stand in the first column only, one of them of a name, and the names of the others differ. `many`: rows in all."""
    if many < ROWS:
        return False
    labels = [stands_alone(row[0][0]) for row in rows]
    named = [row for row, label in zip(rows, labels, strict=True) if label and _is_named(row)]
    if sum(labels) * 2 < len(rows) or (sum(labels) < ROWS and len(rows) == many) or not named:
        return False
    others = [stands_alone(said) or ":" in said for row in rows for said, _ in row[1:]]
    return sum(others) <= (1 - MOSTLY) * len(others)


def _is_named(row: Sequence[Piece]) -> bool:
    """Whether a row says two names: its label is of one, and its values are words that differ."""
    values = [said for said, _ in row[1:]]
    return (
        any(detector.kind in NAMES for detector in claimed(row[0][0].rstrip(" :"))[0])
        and not any(char.isdigit() for said in values for char in said)
        and len(set(values)) == len(values)
    )
