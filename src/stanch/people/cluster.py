"""One consistent person each, from weighed pairs.

Pairs are taken from the strongest down. Two half-built persons are joined when no conflict forbids it and when all that
is known between them (also the pairs that speak against) speaks for it on average: so a chain A-B-C is cut where it is
weakest. The result does not depend on the order of the input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.conflict import COLUMNS, Profile, conflict, profile
from stanch.people.link import Linked

JOIN = 4.0  # bits: odds of 16 to 1 and better join
REVIEW = -1.0  # bits: from odds of 1 to 2 a person should look
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """`of[uid]`: the cluster (its smallest uid). `joins`: numbers of the pairs that joined; `doubtful`: of those a human should see, with the conflict."""

    of: Ints
    joins: Ints
    doubtful: tuple[tuple[int, str], ...]
    weakest: dict[int, float] = field(default_factory=dict)


def cluster(linked: Linked) -> Clusters:
    """Clusters of distinct records."""
    count = len(linked.records)
    strong = linked.weight >= JOIN
    component = components(count, linked.left[strong], linked.right[strong])
    simple = _simple_components(linked, component)
    hard_pairs = np.flatnonzero((component[linked.left] == component[linked.right]) & ~simple[component[linked.left]])
    of = component.copy()
    joins = [np.flatnonzero(strong & simple[component[linked.left]])]
    doubtful: list[tuple[int, str]] = []
    if len(hard_pairs):
        members = np.flatnonzero(~simple[component])
        joined = _join_one_by_one(linked, members, hard_pairs, of, doubtful)
        joins.append(np.asarray(joined, dtype=np.int64))
    unsure = np.flatnonzero((linked.weight >= REVIEW) & (linked.weight < JOIN) & (of[linked.left] != of[linked.right]))
    doubtful.extend((int(pair), "") for pair in unsure)
    all_joins = np.sort(np.concatenate(joins))
    return Clusters(of, all_joins, tuple(sorted(set(doubtful))), _weakest(linked, of, all_joins))


def components(count: int, left: Ints, right: Ints) -> Ints:
    """The smallest member of each record's connected component."""
    label = np.arange(count, dtype=np.int64)
    while True:
        low = np.minimum(label[left], label[right])
        new = label.copy()
        np.minimum.at(new, left, low)
        np.minimum.at(new, right, low)
        np.minimum.at(new, label[left], low)
        np.minimum.at(new, label[right], low)
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new


def _simple_components(linked: Linked, component: Ints) -> npt.NDArray[np.bool_]:
    """Components in which nothing can conflict: at most one value of each telling column, and no pair against."""
    count = len(component)
    simple = np.ones(count, dtype=bool)
    for column in ("given", "family", "suffix", "dob", "national"):
        coded = linked.records.column(column).combine_chunks().dictionary_encode()
        coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        held = codes >= 0
        highest = np.full(count, -1, dtype=np.int64)
        lowest = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
        np.maximum.at(highest, component[held], codes[held])
        np.minimum.at(lowest, component[held], codes[held])
        simple &= ~((highest >= 0) & (highest != lowest))
    against = (linked.weight < 0) & (component[linked.left] == component[linked.right])
    simple[component[linked.left[against]]] = False
    return simple


def _join_one_by_one(linked: Linked, members: Ints, pairs: Ints, of: Ints, doubtful: list[tuple[int, str]]) -> list[int]:
    """Greedy joining inside components that need care; writes `of`, returns the pairs that joined."""
    rows = linked.records.select(list(COLUMNS)).take(pa.array(members)).to_pylist()
    profiles: dict[int, Profile] = {int(uid): profile(row) for uid, row in zip(members, rows, strict=True)}
    parent = {int(uid): int(uid) for uid in members}
    between: dict[int, dict[int, tuple[float, int]]] = {int(uid): {} for uid in members}
    left, right, weight = linked.left[pairs].tolist(), linked.right[pairs].tolist(), linked.weight[pairs].tolist()
    for one, other, bits in zip(left, right, weight, strict=True):
        capped = min(bits, 20.0)
        between[one][other] = between[other][one] = (capped, 1)

    def root(uid: int) -> int:
        while parent[uid] != uid:
            parent[uid] = parent[parent[uid]]
            uid = parent[uid]
        return uid

    joined = []
    for pair, one, other, bits in zip(pairs.tolist(), left, right, weight, strict=True):
        if bits < JOIN:
            break
        a, b = sorted((root(one), root(other)))
        if a == b:
            continue
        why = conflict(profiles[a], profiles[b])
        total, known = between[a][b]
        if not why and total / known < 0.0:
            why = "other records of the two speak against it"
        if why:
            doubtful.append((pair, why))
            continue
        parent[b] = a
        profiles[a].absorb(profiles.pop(b))
        _pour(between, a, b)
        joined.append(pair)
    for uid in parent:
        of[uid] = root(uid)
    return joined


def _pour(between: dict[int, dict[int, tuple[float, int]]], a: int, b: int) -> None:
    """All that is known between b and others is now known between a and them."""
    del between[a][b]
    for other, (total, known) in between.pop(b).items():
        if other == a:
            continue
        old_total, old_known = between[a].get(other, (0.0, 0))
        between[a][other] = between[other][a] = (old_total + total, old_known + known)
        between[other].pop(b, None)


def _weakest(linked: Linked, of: Ints, joins: Ints) -> dict[int, float]:
    """For each cluster the weight of its weakest join."""
    found: dict[int, float] = {}
    for owner, bits in zip(of[linked.left[joins]].tolist(), linked.weight[joins].tolist(), strict=True):
        found[owner] = min(bits, found.get(owner, bits))
    return found


def probability(bits: float | Sequence[float]) -> float:
    """The probability that log2 odds stand for."""
    return float(1 / (1 + 2.0 ** -np.clip(bits, -50, 50)))
