"""Columns that hold several facts in each cell (`DOB/SEX`, `Name (DOB)`, `Phone / Email`), laid out as a column for each.

The header says which facts; how the cells are parted is learned from a sample of them: where they are cut, and which part is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.columns import share_valid
from stanch.extent.detector import Detector
from stanch.extent.headings import claims, words_of
from stanch.extent.patterns import detector_of
from stanch.extent.sampled import sample_of
from stanch.extent.streets import is_place
from stanch.extent.table_column import NAMES
from stanch.extent.unfolded import Unfolded, naming

MOST_PARTS = 3
SAMPLE = 60
ALONE = 0.5  # where so many cells are one of the facts alone, the header names alternatives (`SSN / EIN`)
BELIEVED = 0.7
_PARTED = re.compile(r"\s*[/|()\[\]\n;&,+]\s*|\s+(?:and|und|et|y|e|en|och|og|-|–)\s+")
_LED = re.compile(r"(?s)(?P<lead>[^()\[\]]*\w)\s*[(\[](?P<parts>.*)[)\]]\W*")
_CUTS = tuple(
    map(
        re.compile,
        (r"\s*\n\s*", r"\s*\|\s*", r"\s*;\s*", r"\s+/\s+", r"\s+[-–]\s+", r"\s*[()\[\]]\s*", r",\s+", r"\s*(?:  |\t)\s*", r"/", r"\s+"),
    )
)
_EDGES = " \t\n|;,/()[]-–"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Way:
    """How cells are cut: at which sign, at how many of its first places; and which fact each part is."""

    sign: re.Pattern[str]
    first: int
    order: tuple[int, ...]

    def parts(self, cell: str) -> list[Place] | None:
        """The places of the parts, in the order of the header's; None where the cell has too few."""
        found = [match.span() for match in self.sign.finditer(cell) if match.start() and match.end() < len(cell)]
        cuts = len(self.order) - 1
        if len(found) < cuts:
            return None
        chosen = found[: self.first] + (found[len(found) - cuts + self.first :] if cuts > self.first else [])
        edges = [0, *(edge for cut in chosen for edge in cut), len(cell)]
        told = [_trimmed(cell, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        places: list[Place] = [(0, 0)] * len(told)
        for place, part in zip(self.order, told, strict=True):
            places[place] = part
        return places if all(start < end for start, end in places) else None


def _trimmed(cell: str, start: int, end: int) -> Place:
    while start < end and cell[start] in _EDGES:
        start += 1
    while end > start and cell[end - 1] in _EDGES:
        end -= 1
    opened = cell.rfind("(", start, end)
    # `Ron Poole (grandfather)` before a telephone: the remark is no part of the name.
    return (start, end) if opened <= start or ")" in cell[opened:end] else _trimmed(cell, start, opened)


Fact = tuple[str, tuple[Detector, ...]]


@cache
def _facts(header: str) -> tuple[Fact, ...]:
    """The facts that a header names, each as a header of its own; nothing where they are not several different ones."""
    led = _LED.fullmatch(header)
    for lead, said in ((led["lead"], led["parts"]), ("", header)) if led else (("", header),):
        parts = [part.strip() for part in _PARTED.split(said) if part.strip()]
        told = [(part, found) for part in parts if (found := claims(part)[0])]
        kinds = [{one.kind for one in found} for _, found in told]
        if not 2 <= len(told) <= MOST_PARTS or any(one & other for at, one in enumerate(kinds) for other in kinds[:at]):
            continue
        if sum(bool(one & NAMES) for one in kinds) > 1 or is_place(words_of(header)):
            continue
        role = claims(header)[2].replace("/", " ")
        ahead = lead or role
        return tuple((f"{ahead} {part}" if ahead and not claims(part)[2] else part, found) for part, found in told)
    return ()


def of_compounds(table: pa.Table) -> Unfolded | None:
    """The table with a column for each fact of such columns; None where it has none."""
    ways: dict[int, tuple[tuple[Fact, ...], _Way]] = {}
    for at, name in enumerate(table.column_names):
        if facts := _facts(name):
            if way := _way(table.column(at), facts):
                ways[at] = facts, way
        elif behind := _behind_name(name, table.column(at)):
            ways[at] = behind
    if not ways:
        return None
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    name_of = naming(set(table.column_names))
    for at, own in enumerate(table.column_names):
        if at not in ways:
            columns[own] = table.column(at)
            continue
        facts, way = ways[at]
        names = [name_of((said,)) if said != own else own for said, _ in facts]
        cells = table.column(at).to_pylist()
        cut = [way.parts(cell) if cell else None for cell in cells]
        for part, name in enumerate(names):
            told = [cell[found[part][0] : found[part][1]] if cell and found else None for cell, found in zip(cells, cut, strict=True)]
            columns[name] = pa.array(told, pa.string())
            places |= {(row, name): (row, own, found[part][0]) for row, found in enumerate(cut) if found}
        # What is parted otherwise is read as it is.
        whole = [None if found else cell for cell, found in zip(cells, cut, strict=True)]
        columns[own] = pc.coalesce(columns[own], pa.array(whole, pa.string())) if own in columns else pa.array(whole, pa.string())
    return Unfolded(pa.table(columns), places)


def _way(cells: pa.ChunkedArray, facts: Sequence[Fact]) -> _Way | None:
    """The way in which most cells are parted; None where there is none, or where one fact alone stands in them."""
    sample = sample_of(cells)[:SAMPLE]
    if not sample or any(_share(sample, found) >= ALONE for _, found in facts):
        return None
    best = max(((_told(sample, way, facts), -at, way) for at, way in enumerate(_ways(len(facts)))), key=lambda one: one[:2])
    return best[2] if best[0] >= BELIEVED else None


def _behind_name(header: str, cells: pa.ChunkedArray) -> tuple[tuple[Fact, ...], _Way] | None:
    """A column of names with a day of birth or a number behind each, of which the header says nothing: `LEE, ANN (02/03/1970)`."""
    named = tuple(one for one in claims(header)[0] if one.kind == "name")
    sample = [text for text in sample_of(cells)[:SAMPLE] if any(map(str.isdigit, text))] if named else []
    if len(sample) < LEAST_CELLS or _share(sample, named) >= ALONE:
        return None
    born = tuple(one for one in (detector_of("any/dob"),) if one is not None)
    for sign in _BEHIND:
        way = _Way(sign, 1, (0, 1))
        cut = [(text, found) for text in sample if (found := way.parts(text))]
        if len(cut) < len(sample) * BELIEVED or _share([text[slice(*found[0])] for text, found in cut], named) < BELIEVED:
            continue
        rest = [text[slice(*found[1])] for text, found in cut]
        if _share(rest, born) >= BELIEVED:
            return ((header, named), (f"{header} DOB", born)), way
        if sum(bool(_NUMBER.fullmatch(text)) for text in rest) >= len(rest) * BELIEVED:
            return ((header, named), (f"{header} column 1", ())), way
    return None


LEAST_CELLS = 2
_BEHIND = tuple(map(re.compile, (r"\s*[(\[]", r"\s*\n\s*", r"\s*[|/;]\s*", r"\s+[-–]\s+", r"[,\s]+(?=\d)")))
_NUMBER = re.compile(r"#?[A-Za-z]{0,4}[- ]?\d[\w-]{0,15}")


def _ways(many: int) -> Iterator[_Way]:
    """As the header's order has it before any other."""
    for order in permutations(range(many)):
        for sign in _CUTS:
            for first in range(many):
                yield _Way(sign, first, order)


def _told(sample: Sequence[str], way: _Way, facts: Sequence[Fact]) -> float:
    """The share of cells whose parts are what they should be: that of the part which is least often."""
    cut = [(cell, found) for cell in sample if (found := way.parts(cell))]
    if len(cut) < len(sample) * BELIEVED:
        return 0.0
    shares = (_share([cell[found[at][0] : found[at][1]] for cell, found in cut], said) for at, (_, said) in enumerate(facts))
    return min(shares) * len(cut) / len(sample)


def _share(texts: Sequence[str], detectors: Sequence[Detector]) -> float:
    return max(share_valid(texts, one.column.cell, one.column.check) for one in detectors)
