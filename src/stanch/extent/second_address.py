"""Several addresses of one person in a row: home and `Mailing Address`, billing and shipping, `residence_city` and `previous_city`.

Taken column by column their parts would be mixed: the street of the one with the town of the other. So the columns of each are told by
the words in which their headers differ; the first address stays in its columns, and each further one is one finding as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import cells as cellwise
from stanch.extent.folding import listed
from stanch.extent.headings import spelt, words_of
from stanch.extent.streets import joined
from stanch.extent.table_column import Column

PARTS = ("street", "city", "region", "postcode", "country")
# What tells addresses apart, the surest first: a street may stand in several columns.
ANCHORS = ("postcode", "city", "street")
SEVERAL = 2
# Where somebody lived, works or sends things is not where he lives.
_ELSEWHERE = listed(
    "previous prev former old prior past anterior anteriores precedente ancienne ancien vorige vorherige fruehere frueher fruher letzte",
    "work business office company employer firm job arbeit firma empresa empleo trabajo lavoro azienda werk emploi bureau shipping ship",
    "delivery deliver billing bill invoice envio entrega livraison facturation lieferung rechnung spedizione fatturazione consegna",
    "lieferadresse lieferanschrift versandadresse afleveradres bezorgadres",
    "levering factuur property premises service svc site alt alternate alternative other secondary second seasonal temporary temp 2 3 4",
)
Address = dict[str, list[int]]
Places = Mapping[str, Sequence[int]]


def second_addresses(columns: Sequence[Column], together: Mapping[int, Sequence[int]]) -> tuple[list[Places], dict[int, tuple[int, ...]]]:
    """For each address beside the first of the same person the places of its columns by kind; and the lines of the first ones' streets."""
    found: list[Address] = []
    lines: dict[int, tuple[int, ...]] = {}
    for role in dict.fromkeys(one.role for one in columns):
        places = {at: kind for at, one in enumerate(columns) if one.role == role and (kind := _part(one)) and together.get(at) != ()}
        groups = _groups(columns, places)
        if len(groups) >= SEVERAL:
            first = min(range(len(groups)), key=lambda number: _rank(groups[number], columns, number))
            found += [group for number, group in enumerate(groups) if number != first]
            own = groups[first].get("street", [])
            if len(own) > 1:
                lines |= dict.fromkeys(own[1:], tuple[int, ...]())
                lines[own[0]] = _lines(own, together)
    return [{kind: _lines(places, together) for kind, places in one.items()} for one in found], lines


def lesser(columns: Sequence[Column]) -> frozenset[int]:
    """The columns of whole addresses that are not where somebody lives, as another is told: `Previous Address` beside `Address`."""
    found: set[int] = set()
    for role in dict.fromkeys(one.role for one in columns):
        whole = [at for at, one in enumerate(columns) if one.role == role and one.detector and one.detector.kind == "postal_address"]
        if len(whole) >= SEVERAL:
            first = min(range(len(whole)), key=lambda number: _rank({"street": [whole[number]]}, columns, number))
            found |= {at for number, at in enumerate(whole) if number != first}
    return frozenset(found)


def _lines(places: Sequence[int], together: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """The columns at these places, and those whose cells were found to belong to them."""
    return tuple(dict.fromkeys(line for at in places for line in (together.get(at) or (at,))))


def written(table: pa.Table, places: Places) -> tuple[npt.NDArray[np.int64], pa.Array]:
    """The rows that tell the street of such an address, and its parts as findings write them; nothing for one without a street."""
    if "street" not in places:
        return np.empty(0, dtype=np.int64), pa.array([], pa.string())
    told = {kind: joined([cellwise.trimmed(table.column(at)) for at in lines]) for kind, lines in places.items()}
    rows = pc.indices_nonzero(cellwise.filled(told["street"])).to_numpy().astype(np.int64)
    none = pa.repeat(pa.scalar("", pa.string()), len(told["street"]))
    parts = [pc.fill_null(told[kind], "") if kind in told else none for kind in PARTS]
    return rows, pc.binary_join_element_wise(*parts, pa.scalar("|", pa.string())).take(pa.array(rows))


def _part(column: Column) -> str:
    kind = column.detector.kind if column.detector is not None and not column.use else ""
    return kind if kind in PARTS else ""


def _groups(columns: Sequence[Column], places: Mapping[int, str]) -> list[Address]:
    """The addresses, each as its columns by kind; none where the headers do not tell them apart."""
    said = {at: frozenset(spelt(words_of(columns[at].name).split())) for at in places}
    anchors = next((found for kind in ANCHORS if len(found := [at for at, one in places.items() if one == kind]) >= SEVERAL), list[int]())
    if not anchors:
        return []
    common = frozenset.intersection(*(said[at] for at in anchors))
    marks = [said[at] - common for at in anchors]
    if len(set(marks)) < len(marks):
        return []
    groups: list[Address] = [{places[at]: [at]} for at in anchors]
    for at, kind in places.items():
        if at in anchors:
            continue
        # By the words of its header, else by what stands near.
        ranked = sorted(range(len(groups)), key=lambda number: (*_fit(marks[number], said[at]), abs(anchors[number] - at)))
        free = [number for number in ranked if kind not in groups[number]]
        if not free and kind != "street":
            return []
        groups[(free or ranked)[0]].setdefault(kind, []).append(at)
    return groups


def _fit(mark: frozenset[str], said: frozenset[str]) -> tuple[bool, int]:
    """How well a header fits the words of an address: those that it has all, the more the better, come first."""
    return not mark <= said, -len(mark) if mark <= said else 0


def _rank(group: Address, columns: Sequence[Column], number: int) -> tuple[bool, bool, bool, int]:
    """Which of several addresses is where somebody lives: not one of work or of before, a whole one, the first."""
    words = set.intersection(*(set(spelt(words_of(columns[at].name).split())) for places in group.values() for at in places))
    return bool(words & _ELSEWHERE), "street" not in group, not {"city", "postcode"} & group.keys(), number
