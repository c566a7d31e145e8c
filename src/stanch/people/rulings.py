"""What people decided about who is who, carried into the clusters: together, apart, nobody.

Records are told by their keys, so a decision holds when evidence is added and when the linkage is another. The later
decision takes the place of an earlier one that says otherwise. Where a decision parts what the linkage joined, the records
that nobody decided on go with the part to which they are tied most strongly.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.asides import signed
from stanch.people.link import Linked
from stanch.records import Ruling

Ints = npt.NDArray[np.int64]


@dataclass(slots=True)
class Ruled:
    """The owner of each record under the rulings.

    `apart`: pairs of owners that a ruling keeps apart; `why`: of owners made or parted by a ruling, the reason in words;
    `last`: for each owner the latest ruling of `nobody`, `somebody` or `write` on its records; `lost`: ids of rulings whose
    records are no longer there.
    """

    owner: Ints
    apart: set[tuple[int, int]] = field(default_factory=set)
    why: dict[int, tuple[str, ...]] = field(default_factory=dict)
    last: dict[int, dict[str, Ruling]] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def places_of(wanted: Iterable[str], keys: pa.ChunkedArray) -> dict[str, int]:
    """The row of each of the wanted keys that is there."""
    import pyarrow.compute as pc

    listed = sorted(set(wanted))
    if not listed or not len(keys):
        return {}
    found = pc.index_in(pa.array(listed, pa.string()), value_set=keys.combine_chunks()).to_pylist()
    return {key: int(row) for key, row in zip(listed, found, strict=True) if row is not None}


def ruled(keys: pa.ChunkedArray, owner: Ints, rulings: Sequence[Ruling], linked: Linked) -> Ruled:
    """The clusters as people decided them. `keys` and `owner` by record; `rulings` oldest first."""
    if not rulings:
        return Ruled(owner)
    rows = places_of((key for ruling in rulings for group in ruling.groups for key in group), keys)
    bonds = _Bonds(rows)
    lost = []
    for ruling in reversed(rulings):
        groups = [[rows[key] for key in group if key in rows] for group in ruling.groups]
        if not any(groups):
            lost.append(ruling.id)
        elif ruling.verdict == "one":
            bonds.one([row for group in groups for row in group])
        elif ruling.verdict == "apart":
            bonds.apart(groups)
    result = Ruled(owner.copy(), lost=tuple(sorted(lost)))
    # United first: where two owners become one, and hold records between them that are apart, those are parted again.
    _unite(result, bonds)
    _part(result, bonds, linked)
    _note_apart(result, bonds)
    _explain(result, rulings, rows)
    return result


class _Bonds:
    """Which rows people said are one, and which are not; what was said first here holds (the latest ruling comes first)."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self.parent = {row: row for row in rows.values()}
        self.foes: dict[int, set[int]] = {row: set() for row in self.parent}

    def root(self, row: int) -> int:
        """The row that stands for all that are one with this."""
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def one(self, rows: Sequence[int]) -> None:
        """These are one person, as far as no later ruling says otherwise."""
        for row in rows[1:]:
            a, b = sorted((self.root(rows[0]), self.root(row)))
            if a == b or b in self.foes[a]:
                continue
            self.parent[b] = a
            for foe in self.foes.pop(b):
                self.foes[foe].discard(b)
                self.foes[foe].add(a)
                self.foes[a].add(foe)

    def apart(self, groups: Sequence[Sequence[int]]) -> None:
        """Rows of different groups are never one person, as far as no later ruling says that they are."""
        roots = [{self.root(row) for row in group} for group in groups]
        for at, some in enumerate(roots):
            for others in roots[at + 1 :]:
                for a in some:
                    self.foes[a] |= others - {a}
                for b in others:
                    self.foes[b] |= some - {b}

    def by_owner(self, owner: Ints) -> dict[int, list[int]]:
        """The rows that rulings speak of, by the owner they have now."""
        found: dict[int, list[int]] = {}
        for row in sorted(self.parent):
            found.setdefault(int(owner[row]), []).append(row)
        return found


def _part(result: Ruled, bonds: _Bonds, linked: Linked) -> None:
    """Divide each owner that holds rows which are apart by a ruling."""
    torn: dict[int, tuple[dict[int, int], int]] = {}  # the part of each row that stands for others, and the last part
    for one, rows in bonds.by_owner(result.owner).items():
        here = {bonds.root(row) for row in rows}
        if any(bonds.foes[root] & here for root in here):
            parts = _colours(sorted(here), bonds)
            torn[one] = parts, max(parts.values())
    if not torn:
        return
    fresh = int(result.owner.max()) + 1
    members: dict[int, list[int]] = {}
    held = np.flatnonzero(np.isin(result.owner, list(torn)))
    for row, one in zip(held.tolist(), result.owner[held].tolist(), strict=True):
        members.setdefault(one, []).append(row)
    near = _ties(linked.member_of[held], linked)
    for one, (seeds, last) in sorted(torn.items()):
        for row, part in _follow(members[one], seeds, bonds, linked.member_of, near).items():
            if part:
                result.owner[row] = fresh + part - 1
        fresh += last


def _ties(uids: Ints, linked: Linked) -> dict[int, list[tuple[float, int]]]:
    """For each of the records what it is compared with among them, with the weight."""
    near: dict[int, list[tuple[float, int]]] = {}
    inside = np.isin(linked.left, uids) & np.isin(linked.right, uids)
    for left, right, bits in zip(linked.left[inside].tolist(), linked.right[inside].tolist(), linked.weight[inside].tolist(), strict=True):
        near.setdefault(left, []).append((bits, right))
        near.setdefault(right, []).append((bits, left))
    return near


def _colours(roots: Sequence[int], bonds: _Bonds) -> dict[int, int]:
    """A part for each root that has a foe here: the first in which it has none."""
    parts: list[set[int]] = []
    found: dict[int, int] = {}
    here = set(roots)
    for root in roots:
        if not bonds.foes[root] & here:
            continue
        at = next((at for at, part in enumerate(parts) if not part & bonds.foes[root]), len(parts))
        if at == len(parts):
            parts.append(set())
        parts[at].add(root)
        found[root] = at
    return found


def _follow(
    members: Sequence[int], seeds: Mapping[int, int], bonds: _Bonds, member_of: Ints, near: Mapping[int, list[tuple[float, int]]]
) -> dict[int, int]:
    """The part of every member: the decided one, else that of the record it is tied to most strongly, else the first.

    Rows that were decided to be one stay together, whatever each is tied to.
    """
    node_of = {row: -1 - bonds.root(row) if row in bonds.parent else int(member_of[row]) for row in members}
    uids: dict[int, set[int]] = {}
    nodes: dict[int, set[int]] = {}
    for row, node in node_of.items():
        uids.setdefault(node, set()).add(int(member_of[row]))
        nodes.setdefault(int(member_of[row]), set()).add(node)

    def tied(node: int) -> Iterator[tuple[float, int]]:
        for uid in sorted(uids[node]):
            yield from ((-math.inf, other) for other in sorted(nodes[uid] - {node}))  # rows of the very same content
            yield from ((-bits, other) for bits, neighbour in near.get(uid, ()) for other in sorted(nodes.get(neighbour, ())))

    part_of = {-1 - root: part for root, part in seeds.items()}
    queue = [(cost, other, part) for node, part in sorted(part_of.items()) for cost, other in tied(node)]
    heapq.heapify(queue)
    while queue:
        _, node, part = heapq.heappop(queue)
        if node in part_of:
            continue
        part_of[node] = part
        for cost, other in tied(node):
            if other not in part_of:
                heapq.heappush(queue, (cost, other, part))
    return {row: part_of.get(node, 0) for row, node in node_of.items()}


def _unite(result: Ruled, bonds: _Bonds) -> None:
    """Join the owners of rows that people said are one."""
    becomes: dict[int, int] = {}

    def final(one: int) -> int:
        while one in becomes:
            one = becomes[one]
        return one

    together: dict[int, set[int]] = {}
    for row in bonds.parent:
        together.setdefault(bonds.root(row), set()).add(int(result.owner[row]))
    for root in sorted(together):
        first, *others = sorted({final(one) for one in together[root]})
        becomes |= dict.fromkeys(others, first)
    if becomes:
        number = np.arange(int(result.owner.max()) + 1)
        for old in becomes:
            number[old] = final(old)
        result.owner = number[result.owner]


def _note_apart(result: Ruled, bonds: _Bonds) -> None:
    """The pairs of owners that are two by a ruling."""
    of = {bonds.root(row): int(result.owner[row]) for row in bonds.parent}
    pairs = (sorted((of[root], of[foe])) for root in of for foe in bonds.foes[root])
    result.apart = {(one, other) for one, other in pairs if one != other}


def _explain(result: Ruled, rulings: Sequence[Ruling], rows: Mapping[str, int]) -> None:
    for ruling in rulings:
        owners = [{int(result.owner[rows[key]]) for key in group if key in rows} for group in ruling.groups]
        for one in sorted(set().union(*owners)):
            if ruling.verdict in ("nobody", "somebody", "write"):
                result.last.setdefault(one, {})[_matter(ruling)] = ruling
            elif ruling.verdict == "one" and sum(one in some for some in owners) > 1:
                result.why[one] = (*result.why.get(one, ()), f"decided: one person ({signed(ruling)})")
            elif ruling.verdict == "apart" and not all(one in some for some in owners):
                result.why[one] = (*result.why.get(one, ()), f"decided: not the same as another ({signed(ruling)})")


def _matter(ruling: Ruling) -> str:
    """What the ruling is about: a later one on the same matter takes its place."""
    return "write" if ruling.verdict == "write" else "being"
