"""The peers that linkage is measured beside: Splink alone, `recordlinkage`, and keys that must agree to the letter.

    PYTHON benchmarks/people_peers.py recordlinkage TABLE.csv OUT.csv RECIPE.json

Each peer takes a table of text columns with `record_id` and gives a cluster for every record. Splink is set up as its own
examples for such data set it up (comparisons, rules, training, threshold; `Recipe` names the columns). `recordlinkage` is
not among Stanch's dependencies: it runs in a Python of its own (`--peers PYTHON`), and is left out, with the reason, where there is none.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Clusters = dict[str, str]


@dataclass(frozen=True)
class Recipe:
    """What a person who knows the data would tell a peer: which column is what, and which keys are safe."""

    given: str
    family: str
    dob: str
    number: str
    exact: tuple[str, ...]  # compared for equality, frequencies counted
    blocking: tuple[tuple[str, ...], ...]  # rules of Splink
    sure: tuple[tuple[str, ...], ...]  # rules that hold for true matches only
    training: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]  # of the deterministic baseline
    strings: tuple[str, ...] = ()  # of recordlinkage, Levenshtein at 0.85
    dob_format: str = "%Y%m%d"
    recall: float = 0.9
    threshold: float = 0.95


def splink_alone(rows: Sequence[dict[str, str]], recipe: Recipe) -> tuple[Clusters, float]:
    """Splink's clusters and seconds; `source_dataset`, where there is one, makes it link two lists and not search within."""
    import logging

    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    columns = list(rows[0])
    sources = sorted({row.get("source_dataset", "") for row in rows})
    two = len(sources) == 2
    tables = [[row for row in rows if row.get("source_dataset", "") == source] for source in sources] if two else [list(rows)]
    start = time.perf_counter()
    api = DuckDBAPI()
    made = [api.register(pa.table({name: pa.array([row[name] or None for row in one], pa.string()) for name in columns})) for one in tables]
    comparisons: list[Any] = [
        cl.NameComparison(recipe.given).configure(term_frequency_adjustments=True),
        cl.NameComparison(recipe.family).configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison(recipe.dob, input_is_string=True, datetime_format=recipe.dob_format, invalid_dates_as_null=True),
        cl.DamerauLevenshteinAtThresholds(recipe.number, [1, 2]),
        *(cl.ExactMatch(name).configure(term_frequency_adjustments=True) for name in recipe.exact),
    ]
    settings = SettingsCreator(
        unique_id_column_name="record_id",
        link_type="link_only" if two else "dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in recipe.blocking],
        comparisons=comparisons,
    )
    linker = Linker(made if two else made[0], settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*rule) for rule in recipe.sure], recall=recipe.recall)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in recipe.training:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule), estimate_without_term_frequencies=True)
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, recipe.threshold)
    found = clustered.as_duckdbpyrelation().select("record_id", "cluster_id").fetchall()
    return {str(one): str(other) for one, other in found}, time.perf_counter() - start


def same_keys(rows: Sequence[dict[str, str]], recipe: Recipe) -> tuple[Clusters, float]:
    """Records with one key in common are one: what is done where there is no linkage."""
    start = time.perf_counter()
    first: dict[tuple[str, ...], str] = {}
    pairs = []
    for row in rows:
        for key in recipe.keys:
            values = tuple(row[name].strip().casefold() for name in key)
            if all(values):
                pairs.append((first.setdefault((*key, *values), row["record_id"]), row["record_id"]))
    return joined([row["record_id"] for row in rows], pairs), time.perf_counter() - start


def joined(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Clusters:
    parent = {one: one for one in ids}

    def root(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for left, right in pairs:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    return {one: root(one) for one in parent}


def in_a_python_of_its_own(rows: Sequence[dict[str, str]], recipe: Recipe, python: str) -> tuple[Clusters, float] | str:
    """`recordlinkage` run by another Python; the reason, where it cannot be."""
    if not python:
        return "no --peers PYTHON given that has recordlinkage"
    with TemporaryDirectory() as folder:
        table, out, told = Path(folder) / "table.csv", Path(folder) / "out.csv", Path(folder) / "recipe.json"
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        told.write_text(json.dumps(asdict(recipe)))
        done = subprocess.run(
            [python, __file__, "recordlinkage", str(table), str(out), str(told)], check=False, capture_output=True, text=True
        )
        if done.returncode:
            return f"{python} says: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        with out.open(encoding="utf-8", newline="") as stream:
            return {row["record_id"]: row["cluster_id"] for row in csv.DictReader(stream)}, float(done.stdout.split()[-1])


def by_recordlinkage(table: str, out: str, told: str) -> None:
    """As its own example of removing duplicates: blocks, agreement by field, and its unsupervised classifier (ECM)."""
    import pandas as pd
    import recordlinkage

    recipe = json.loads(Path(told).read_text())
    frame = pd.read_csv(table, dtype=str, index_col="record_id").fillna("")
    start = time.perf_counter()
    frame = frame.replace("", None)
    indexer = recordlinkage.Index()
    for name in (recipe["given"], recipe["family"], recipe["dob"], recipe["number"]):
        indexer.block(name)
    candidates = indexer.index(frame)
    compare = recordlinkage.Compare()
    compare.string(recipe["given"], recipe["given"], method="jarowinkler", threshold=0.85, label="given")
    compare.string(recipe["family"], recipe["family"], method="jarowinkler", threshold=0.85, label="family")
    for name in (recipe["dob"], recipe["number"], *recipe["exact"]):
        compare.exact(name, name, label=name)
    for name in recipe["strings"]:
        compare.string(name, name, threshold=0.85, label=f"{name} alike")
    features = compare.compute(candidates, frame)
    found = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
    clusters = joined(frame.index, found)
    took = time.perf_counter() - start
    with Path(out).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["record_id", "cluster_id"])
        writer.writerows(clusters.items())
    print(took)


if __name__ == "__main__":
    if sys.argv[1:2] != ["recordlinkage"]:
        raise SystemExit(__doc__)
    by_recordlinkage(*sys.argv[2:5])
