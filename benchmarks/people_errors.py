"""Lists full of errors, one person many times: two sets of Splink's own guides. Stanch unattended, beside Splink as those have it.

    python benchmarks/people_errors.py FOLDER [--show fake_1000|historical]

FOLDER holds `data/` of the public repository `moj-analytical-services/splink_datasets` (MIT licence): 1,000 invented records of 251
people, and 50,578 records of 5,156 historical persons, half of whose fields are wrong or missing. Splink's thresholds 0.5 and 0.95 are
shown; the bar is its 0.95. Ends with 1 where the bar is missed. `--show` lists wrong merges, of every second person by name only.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
from people_beside import stanch_columns
from people_breach import b_cubed

FILES = {"fake_1000": "fake_1000.csv", "historical": "historical_figures_with_errors_50k.parquet"}


def table_of(path: Path) -> tuple[pa.Table, dict[str, str]]:
    """The table without its answers, and the answers."""
    text = pc.ConvertOptions(strings_can_be_null=True, column_types={"unique_id": pa.string(), "dob": pa.string(), "cluster": pa.string()})
    table = pc.read_csv(path, convert_options=text) if path.suffix == ".csv" else pq.read_table(path)
    table = table.rename_columns(["record_id" if name == "unique_id" else name for name in table.column_names])
    truth = dict(zip(table["record_id"].to_pylist(), table["cluster"].to_pylist(), strict=True))
    return table.drop(["cluster"]).cast(pa.schema([(name, pa.string()) for name in table.column_names if name != "cluster"])), truth


def settings_of(name: str) -> tuple[list[Any], list[tuple[str, ...]], list[tuple[str, ...]], float]:
    """Comparisons, blocking rules, sure rules and their recall, as Splink's guide for the set has them."""
    import splink.comparison_library as cl

    born = cl.DateOfBirthComparison("dob", input_is_string=True)
    if name == "fake_1000":
        return (
            [
                cl.NameComparison("first_name"), cl.NameComparison("surname"), born,
                cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.EmailComparison("email"),
            ],
            [("first_name", "city"), ("surname",), ("dob",), ("email",)],
            [("first_name", "surname", "dob"), ("email",)],
            0.7,
        )  # fmt: skip
    return (
        [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"), born,
            cl.PostcodeComparison("postcode_fake"),
            *(cl.ExactMatch(one).configure(term_frequency_adjustments=True) for one in ("birth_place", "occupation")),
        ],
        [
            ("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("postcode_fake", "first_name"),
            ("postcode_fake", "surname"), ("dob", "birth_place"), ("postcode_fake", "dob"), ("postcode_fake", "birth_place"),
        ],
        [("first_name", "surname", "dob"), ("dob", "postcode_fake")],
        0.6,
    )  # fmt: skip


def splink_clusters(table: pa.Table, name: str) -> dict[str, tuple[dict[str, str], float]]:
    """By threshold: clusters and seconds."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    comparisons, blocking, sure, recall = settings_of(name)
    start = time.perf_counter()
    settings = SettingsCreator(
        unique_id_column_name="record_id", link_type="dedupe_only", comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in blocking],
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(table), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in sure], recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (("first_name", "surname"), ("dob",)):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), estimate_without_term_frequencies=True)
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    found = {}
    for threshold in (0.5, 0.95):
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        rows = made.as_duckdbpyrelation().select("record_id", "cluster_id").fetchall()
        found[f"Splink {threshold}"] = ({str(one): str(other) for one, other in rows}, time.perf_counter() - start)
    return found


def stanch_clusters(table: pa.Table) -> tuple[dict[str, str], float]:
    found, took = stanch_columns(table)
    return dict(zip(found["record_id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True)), took


def compared(name: str, path: Path) -> bool:
    """Prints all scores; True where Stanch's F1 is above, and its merged and split people are below, Splink's at 0.95."""
    table, truth = table_of(path)
    print(f"{name}: {len(truth):,} records of {len(set(truth.values())):,} people")
    scores = {}
    for who, (found, took) in {"Stanch": stanch_clusters(table), **splink_clusters(table, name)}.items():
        one = scores[who] = b_cubed([found[record] for record in truth], list(truth.values()))
        print(
            f"  {who:12} F1 {one['f1']:.4f}  precision {one['precision']:.4f}  recall {one['recall']:.4f}  merged {one['merged']:5}  "
            f"split {one['split']:5}  {took:.1f} s"
        )
    own, peer = scores["Stanch"], scores["Splink 0.95"]
    good = own["f1"] > peer["f1"] and own["merged"] <= peer["merged"] and own["split"] <= peer["split"]
    print(f"  {'passed' if good else 'MISSED'}: F1 above, merged and split at most Splink's at 0.95")
    return good


def show(path: Path) -> None:
    table, truth = table_of(path)
    found, _ = stanch_clusters(table)
    rows = {row["record_id"]: row for row in table.to_pylist()}
    together: dict[str, list[str]] = defaultdict(list)
    for record, cluster in found.items():
        together[cluster].append(record)
    for records in together.values():
        people = sorted({truth[one] for one in records})
        if len(people) > 1 and sum(map(ord, people[0])) % 2 == 0:
            for one in records:
                print(truth[one], "|", " | ".join(str(value) for value in rows[one].values() if value))
            print()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=sorted(FILES))
    given = parser.parse_args()
    missing = [file for file in FILES.values() if not (given.folder / file).is_file()]
    if missing:
        print(f"skipped: {given.folder} has no {', '.join(missing)} (data/ of moj-analytical-services/splink_datasets)")
        return 0
    if given.show:
        show(given.folder / FILES[given.show])
        return 0
    good = [compared(name, given.folder / file) for name, file in FILES.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
