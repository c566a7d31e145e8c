"""What people decided about who is who, carried into the clusters: together, apart, nobody.

Records are told by their keys, so a decision holds when evidence is added and when the linkage is another. The later
decision takes the place of an earlier one that says otherwise. Where a decision parts what the linkage joined, the records
that nobody decided on go with the part to which they are tied most strongly.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
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
    _part(result, bonds, linked)
    _unite(result, bonds)
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
    torn: dict[int, tuple[dict[int, int], int]] = {}
    for one, rows in bonds.by_owner(result.owner).items():
        here = {bonds.root(row) for row in rows}
        if any(bonds.foes[root] & here for root in here):
            parts = _colours(sorted(here), bonds)
            torn[one] = {row: parts[bonds.root(row)] for row in rows if bonds.root(row) in parts}, max(parts.values())
    if not torn:
        return
    fresh = int(result.owner.max()) + 1
    members: dict[int, list[int]] = {}
    held = np.flatnonzero(np.isin(result.owner, list(torn)))
    for row, one in zip(held.tolist(), result.owner[held].tolist(), strict=True):
        members.setdefault(one, []).append(row)
    near = _ties(linked.member_of[held], linked)
    for one, (seeds, last) in sorted(torn.items()):
        for row, part in _follow(members[one], seeds, linked.member_of, near).items():
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
    members: Sequence[int], seeds: Mapping[int, int], member_of: Ints, near: Mapping[int, list[tuple[float, int]]]
) -> dict[int, int]:
    """The part of every member: its own where decided, else that of the record it is tied to most strongly, else the first."""
    uid_of = {row: int(member_of[row]) for row in members}
    within = set(uid_of.values())
    part_of: dict[int, int] = {}
    for row in sorted(seeds):
        part_of.setdefault(uid_of[row], seeds[row])
    queue = [(-bits, other, part) for uid, part in sorted(part_of.items()) for bits, other in near.get(uid, ()) if other in within]
    heapq.heapify(queue)
    while queue:
        _, uid, part = heapq.heappop(queue)
        if uid in part_of:
            continue
        part_of[uid] = part
        for bits, other in near.get(uid, ()):
            if other in within and other not in part_of:
                heapq.heappush(queue, (-bits, other, part))
    return {row: seeds.get(row, part_of.get(uid, 0)) for row, uid in uid_of.items()}


def _unite(result: Ruled, bonds: _Bonds) -> None:
    """Join the owners of rows that people said are one; note the pairs of owners that are apart."""
    together: dict[int, set[int]] = {}
    for row in bonds.parent:
        together.setdefault(bonds.root(row), set()).add(int(result.owner[row]))
    hostile: dict[int, set[int]] = {}
    for root, owners in together.items():
        for foe in bonds.foes[root]:
            for one in owners:
                hostile.setdefault(one, set()).update(together[foe] - {one})
    becomes: dict[int, int] = {}

    def final(one: int) -> int:
        while one in becomes:
            one = becomes[one]
        return one

    for root in sorted(together):
        first, *others = sorted({final(one) for one in together[root]})
        for other in others:
            if other in hostile.get(first, ()):
                continue
            becomes[other] = first
            for foe in hostile.pop(other, set()):
                hostile[foe].discard(other)
                hostile[foe].add(first)
                hostile.setdefault(first, set()).add(foe)
    if becomes:
        number = np.arange(int(result.owner.max()) + 1)
        for old in becomes:
            number[old] = final(old)
        result.owner = number[result.owner]
    result.apart = {(one, foe) for one, foes in hostile.items() for foe in foes if one < foe}


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
