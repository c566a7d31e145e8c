"""The linkage in numbers: how pairs weighed, how many records make a person."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from stanch.people.cluster import Clusters
from stanch.people.link import Ints, Linked
from stanch.people.rulings import Ruled
from stanch.records import Linkage
from stanch.records.linkage import WeightBin

WIDTH = 4.0  # bits
LOWEST, HIGHEST = -12.0, 40.0  # what lies beyond goes into the outermost bin


def account(linked: Linked, clusters: Clusters, ruled: Ruled, people: Collection[int]) -> Linkage:
    """`people`: the owners who are on the list of affected people."""
    edges = np.arange(LOWEST, HIGHEST + WIDTH, WIDTH)
    weight = np.clip(linked.weight, LOWEST, HIGHEST - 1e-9)
    same = clusters.of[linked.left] == clusters.of[linked.right]
    joined, apart = np.histogram(weight[same], edges)[0], np.histogram(weight[~same], edges)[0]
    bins = tuple(
        WeightBin(float(low), float(low + WIDTH), int(one), int(two))
        for low, one, two in zip(edges, joined, apart, strict=False)
        if one or two
    )
    return Linkage(len(ruled.owner), bins, _sizes(ruled.owner, people), ruled.lost)


def _sizes(owner: Ints, people: Collection[int]) -> tuple[tuple[int, int], ...]:
    held = owner[np.isin(owner, np.fromiter(people, dtype=np.int64, count=len(people)))]
    if not len(held):
        return ()
    _, per_person = np.unique(held, return_counts=True)
    size, number = np.unique(per_person, return_counts=True)
    return tuple((int(one), int(many)) for one, many in zip(size, number, strict=True))
