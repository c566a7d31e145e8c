"""`consolidate`: findings to people, the room's way from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.engine import Bench, Parts
from stanch.records import DoubtfulPair, Person

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STEPS = 4


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The people, in the order of their ids, and pairs of them that a human should look at."""

    people: tuple[Person, ...]
    doubtful: tuple[DoubtfulPair, ...]


def consolidate(findings: Parts, *, bench: Bench) -> Consolidation:
    """One person each from all findings."""
    from stanch.people import mentions
    from stanch.vault.duck import duck

    with duck(bench.work, threads=bench.workers, memory=bench.settings.get("memory", "2GB")) as connection:
        bench.progress("bringing findings together", 0, STEPS)
        if not mentions.load(findings.tables(), connection):
            return Consolidation((), ())
        partial = mentions.mentions(connection)
        bench.progress("bringing findings together", 1, STEPS)
        if not len(partial):
            return Consolidation((), ())
        return _linked(partial, connection, bench)


def _linked(partial: pa.Table, connection: DuckDBPyConnection, bench: Bench) -> Consolidation:
    from stanch.people import consolidation, review
    from stanch.people.adopt import adopt
    from stanch.people.cluster import cluster
    from stanch.people.link import link

    linked = link(partial, connection)
    bench.progress("bringing findings together", 2, STEPS)
    clusters = cluster(linked)
    owner, adopted = adopt(partial, review.owners(linked, clusters), connection)
    bench.progress("bringing findings together", 3, STEPS)
    placed = pa.table({"mention": partial.column("key"), "owner": pa.array(owner, pa.int64())})
    joined = review.joined_by(linked, clusters)
    joined |= {one: (*joined.get(one, ()), *why) for one, why in adopted.items()}
    sure = review.confidences(clusters)
    found = consolidation.people(partial, placed, joined, sure, connection, as_of=bench.as_of)
    pairs = []
    for one, other, chance, evidence in review.doubtful_pairs(linked, clusters):
        if one in found.ids and other in found.ids:
            left, right = sorted((found.ids[one], found.ids[other]))
            pairs.append(DoubtfulPair(left, right, chance, evidence))
    bench.progress("bringing findings together", STEPS, STEPS)
    return Consolidation(found.people, tuple(pairs))
