"""Stanch and its peers on one table: scores side by side, with the ratios that the bar speaks of."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from people_breach import b_cubed
from people_peers import Clusters, Recipe, in_a_python_of_its_own, same_keys, splink_alone

AS_OF = date(2026, 1, 1)
MOST_MERGED = 0.1  # of Splink's


def stanch_alone(table: pa.Table) -> tuple[Clusters, float]:
    """Stanch as a user calls it: a table, nothing told of its columns but what is no evidence (`truth`, `source_dataset`)."""
    found, took = stanch_columns(table)
    return dict(zip(found["record_id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True)), took


def stanch_columns(table: pa.Table) -> tuple[pa.Table, float]:
    """The same, as columns `record_id` and `cluster_id` in the order of the table."""
    from stanch.engine import Bench
    from stanch.people.tabular import link_table
    from stanch.vault import random_keys

    hidden = {name: "ignore" for name in ("truth", "source_dataset") if name in table.column_names}
    with TemporaryDirectory() as work:
        bench = Bench(work=Path(work), keys=random_keys(), as_of=AS_OF)
        start = time.perf_counter()
        found = link_table(table, mapping=hidden, bench=bench).clusters
        return found, time.perf_counter() - start


def table_of(rows: Sequence[dict[str, str]]) -> pa.Table:
    columns = [name for name in rows[0] if name != "source_dataset"]
    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in columns})


def show(rows: Sequence[dict[str, str]], truth: dict[str, str], is_shown: Callable[[str], bool]) -> None:
    """What went wrong, person by person, for those people that may be looked at."""
    found, _ = stanch_alone(table_of(rows))
    clusters: dict[str, set[str]] = {}
    together: dict[str, set[str]] = {}
    members: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        one = row["record_id"]
        clusters.setdefault(truth[one], set()).add(found[one])
        together.setdefault(found[one], set()).add(truth[one])
        members.setdefault(found[one], []).append(row)
    for person, own in sorted(clusters.items()):
        merged = any(len(together[one]) > 1 for one in own)
        if (len(own) > 1 or merged) and is_shown(person):
            print(person, "merged" if merged else "split")
            for number, cluster in enumerate(sorted(own)):
                for row in members[cluster]:
                    print("   ", number, truth[row["record_id"]], "|", " | ".join(row.values()))


def compare(
    title: str,
    rows: Sequence[dict[str, str]],
    truth: dict[str, str],
    recipe: Recipe,
    python: str,
    *,
    as_written: dict[str, dict[str, str]] | None = None,
) -> bool:
    """Prints all scores; True where Stanch passes the bar. `as_written`: the rows as they came, where the peers get tidied ones."""
    print(f"{title}: {len(rows):,} records of {len(set(truth.values())):,} people")
    table = table_of([as_written[row["record_id"]] for row in rows] if as_written else rows)
    runs: dict[str, tuple[Clusters, float] | str] = {
        "Stanch": stanch_alone(table),
        "Splink": splink_alone(rows, recipe),
        "recordlinkage": in_a_python_of_its_own(rows, recipe, python),
        "same keys": same_keys(rows, recipe),
    }
    scores: dict[str, dict[str, float]] = {}
    for name, run in runs.items():
        if isinstance(run, str):
            print(f"  {name:14} left out: {run}")
            continue
        found, took = run
        ids = list(truth)
        scores[name] = b_cubed([found[one] for one in ids], [truth[one] for one in ids])
        one = scores[name]
        print(
            f"  {name:14} F1 {one['f1']:.4f}  precision {one['precision']:.4f}  recall {one['recall']:.4f}  merged {one['merged']:5}"
            f"  split {one['split']:5}  people right {one['right']:.2%}  {took:.1f} s"
        )
    return _passed(scores)


def _passed(scores: dict[str, dict[str, Any]]) -> bool:
    own, splink = scores["Stanch"], scores["Splink"]
    best = max(one["f1"] for name, one in scores.items() if name != "Stanch")
    bars = {
        f"F1 {own['f1']:.4f} above every peer's ({best:.4f})": own["f1"] > best,
        f"merged {own['merged']} at most a tenth of Splink's {splink['merged']}": own["merged"] <= MOST_MERGED * splink["merged"],
        f"split {own['split']} no more than Splink's {splink['split']}": own["split"] <= splink["split"],
    }
    for words, good in bars.items():
        print(f"  {'passed' if good else 'MISSED'}: {words}")
    return all(bars.values())
