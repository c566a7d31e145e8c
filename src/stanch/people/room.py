"""`consolidate`: findings to people, the room's way from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.engine import Bench, Parts
from stanch.records import DoubtfulPair, Person

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stanch.people.cluster import Clusters
    from stanch.people.link import Linked

STEPS = 4


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The people, in the order of their ids, and pairs of them that a human should look at."""

    people: tuple[Person, ...]
    doubtful: tuple[DoubtfulPair, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """All there is behind the people: linkage, clusters, the owner of each partial record, the id of each owner that is a person."""

    linked: Linked
    clusters: Clusters
    owner: npt.NDArray[np.int64]
    people: tuple[Person, ...]
    ids: dict[int, str]


def consolidate(findings: Parts, *, bench: Bench) -> Consolidation:
    """One person each from all findings."""
    from stanch.people import review
    from stanch.vault.duck import duck

    with duck(bench.work, threads=bench.workers, memory=bench.settings.get("memory", "2GB")) as connection:
        brought = brought_together(findings, connection, bench)
    if brought is None:
        return Consolidation((), ())
    pairs = []
    for one, other, chance, evidence in review.doubtful_pairs(brought.linked, brought.clusters):
        if one in brought.ids and other in brought.ids:
            left, right = sorted((brought.ids[one], brought.ids[other]))
            pairs.append(DoubtfulPair(left, right, chance, evidence))
    bench.progress("bringing findings together", STEPS, STEPS)
    return Consolidation(brought.people, tuple(pairs))


def brought_together(findings: Parts, connection: DuckDBPyConnection, bench: Bench, *, explain: bool = False) -> Brought | None:
    """The people of the findings with all that is behind them; None where no finding speaks of anybody."""
    from stanch.people import mentions

    bench.progress("bringing findings together", 0, STEPS)
    if not mentions.load(findings.tables(), connection):
        return None
    partial = mentions.mentions(connection)
    bench.progress("bringing findings together", 1, STEPS)
    return _linked(partial, connection, bench, explain=explain) if len(partial) else None


def _linked(partial: pa.Table, connection: DuckDBPyConnection, bench: Bench, *, explain: bool) -> Brought:
    from stanch.people import consolidation, review
    from stanch.people.adopt import adopt
    from stanch.people.cluster import cluster
    from stanch.people.link import link

    linked = link(partial, connection, explain=explain)
    bench.progress("bringing findings together", 2, STEPS)
    clusters = cluster(linked)
    owner, adopted = adopt(partial, review.owners(linked, clusters), connection)
    bench.progress("bringing findings together", 3, STEPS)
    placed = pa.table({"mention": partial.column("key"), "owner": pa.array(owner, pa.int64())})
    joined = review.joined_by(linked, clusters)
    joined |= {one: (*joined.get(one, ()), *why) for one, why in adopted.items()}
    sure = review.confidences(clusters)
    found = consolidation.people(partial, placed, joined, sure, connection, as_of=bench.as_of)
    return Brought(linked, clusters, owner, found.people, found.ids)
