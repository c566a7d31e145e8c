"""Evidence in words, doubtful pairs for a human, how sure a cluster is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.cluster import Clusters, probability
from stanch.people.comparisons import level_of
from stanch.people.conflict import NOT_THE_SAME
from stanch.people.link import Linked
from stanch.people.weighing import LIKENESS, merely_alike

Ints = npt.NDArray[np.int64]
# Conflicts that tell two members of one household apart: nothing for a human to decide.
HOUSEHOLD = ("different given names", "dates of birth far apart", "different generational suffixes", "named as two people in one row")
MOST_REASONS = 6
MOST = 10_000  # doubtful pairs that are kept, the likeliest first


def words(linked: Linked, pair: int) -> tuple[str, ...]:
    """What speaks for and against the pair, strongest comparison first as they are listed."""
    found = []
    for one in linked.comparisons:
        level = level_of(one, int(linked.gammas[one.name][pair]))
        if level:
            found.append(level.words)
    return (*found, NOT_THE_SAME) if only_alike(linked, pair) else tuple(found)


def only_alike(linked: Linked, pair: int) -> bool:
    """Would the pair weigh enough to join, were anything in it the very same?"""
    gammas = {name: one[pair : pair + 1] for name, one in linked.gammas.items()}
    return bool(linked.weight[pair] == LIKENESS and merely_alike(linked.comparisons, gammas, 1)[0])


def doubtful_pairs(linked: Linked, clusters: Clusters) -> list[tuple[int, int, float, tuple[str, ...]]]:
    """The strongest doubtful pair between each two clusters: (cluster, cluster, probability, evidence)."""
    whys = dict(clusters.doubtful)
    pairs = np.array([pair for pair, why in clusters.doubtful if why not in HOUSEHOLD], dtype=np.int64)
    ends = np.sort(np.stack([clusters.of[linked.left[pairs]], clusters.of[linked.right[pairs]]]), axis=0)
    differ = ends[0] != ends[1]
    pairs, left, right = pairs[differ], ends[0][differ], ends[1][differ]
    by_strength = np.lexsort((pairs, right, left, -linked.weight[pairs]))
    pairs, left, right = pairs[by_strength], left[by_strength], right[by_strength]
    _, first = np.unique(left * len(clusters.of) + right, return_index=True)
    found = []
    for at in np.sort(first)[:MOST].tolist():
        pair = int(pairs[at])
        evidence = words(linked, pair) + ((f"kept apart: {whys[pair]}",) if whys[pair] else ())
        found.append((int(left[at]), int(right[at]), round(probability(float(linked.weight[pair])), 4), evidence))
    return found


def owners(linked: Linked, clusters: Clusters) -> Ints:
    """The owner of each input row: its cluster; a number past all clusters for copies that say too little to be one."""
    owner = clusters.of[linked.member_of] if len(linked.member_of) else np.zeros(0, dtype=np.int64)
    if not len(owner):
        return owner
    single = linked.alone[linked.member_of] & (np.bincount(clusters.of)[owner] == 1)
    owner[single] = len(linked.records) + np.flatnonzero(single)
    return owner


def confidences(clusters: Clusters) -> dict[int, float]:
    """How sure each joined cluster is: the probability of its weakest join."""
    return {owner: round(probability(bits), 4) for owner, bits in clusters.weakest.items()}


def joined_by(linked: Linked, clusters: Clusters) -> dict[int, tuple[str, ...]]:
    """For each joined cluster what made its records one person, in words."""
    found: dict[int, dict[str, None]] = {}
    for pair in clusters.joins.tolist():
        agreed = [
            level.words for one in linked.comparisons if (level := level_of(one, int(linked.gammas[one.name][pair]))) and not level.against
        ]
        wrong = [clusters.excused[pair]] if pair in clusters.excused else []
        found.setdefault(int(clusters.of[linked.left[pair]]), {}).update(dict.fromkeys([*wrong, " and ".join(agreed)]))
    return {owner: tuple(list(words)[:MOST_REASONS]) for owner, words in found.items()}


def row_labels(linked: Linked, clusters: Clusters, ids: pa.ChunkedArray) -> tuple[pa.Array, npt.NDArray[np.float64]]:
    """For each input row the id of its cluster (the smallest record id in it) and how sure it is."""
    import pyarrow.compute as pc

    size = len(ids)
    owner = owners(linked, clusters)
    if not size:
        return ids, np.ones(0)
    rank = np.empty(size, dtype=np.int64)
    rank[pc.sort_indices(ids).to_numpy()] = np.arange(size)
    smallest = np.full(int(owner.max()) + 1, size, dtype=np.int64)
    np.minimum.at(smallest, owner, rank)
    by_rank = np.empty(size, dtype=np.int64)
    by_rank[rank] = np.arange(size)
    sure = np.ones(int(owner.max()) + 1)
    weakest = clusters.weakest
    bits = np.fromiter(weakest.values(), dtype=np.float64, count=len(weakest))
    sure[np.fromiter(weakest, dtype=np.int64, count=len(weakest))] = np.round(1 / (1 + np.exp2(-np.clip(bits, -50, 50))), 4)
    return ids.take(pa.array(by_rank[smallest[owner]])), sure[owner]


def pairs_table(linked: Linked, clusters: Clusters, ids: pa.ChunkedArray) -> pa.Table:
    """Doubtful pairs by record id."""
    first: dict[int, str] = {}
    found = doubtful_pairs(linked, clusters)
    wanted = np.zeros(len(linked.records), dtype=bool)
    wanted[[uid for left, right, _, _ in found for uid in (left, right)]] = True
    owner = clusters.of[linked.member_of]
    rows = np.flatnonzero(wanted[owner])
    for uid, listed in zip(owner[rows].tolist(), ids.take(pa.array(rows)).to_pylist(), strict=True):
        if uid not in first or listed < first[uid]:
            first[uid] = listed
    told = [(first[left], first[right], chance, "; ".join(evidence)) for left, right, chance, evidence in found]
    names = ("left", "right", "probability", "evidence")
    return pa.table(
        {name: pa.array([row[at] for row in told], pa.float64() if name == "probability" else pa.string()) for at, name in enumerate(names)}
    )
