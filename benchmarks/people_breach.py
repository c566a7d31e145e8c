"""Breach-like partial records with known truth, and how well and how fast they become people.

    python benchmarks/people_breach.py [RECORDS] [SEED] [--splink]

Households share address, telephone and sometimes e-mail; fathers and sons one name; twins a birthday; half of the fields
are missing; nicknames, maiden names, moves and slips of the pen as in life. `--splink` also times Splink by itself (its
tutorial's settings) in the same run. Prints B-cubed precision, recall and F1, people merged with another, seconds, memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

FIELDS = (
    "record_id",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "dob",
    "ssn",
    "email",
    "phone",
    "street",
    "city",
    "state",
    "postcode",
    "truth",
)
FIRST_DAY = date(1935, 1, 1)


def households(people: int, rng: random.Random, start: int = 0) -> list[dict[str, str]]:
    from faker.providers.person.en_US import Provider

    women, men, families = list(Provider.first_names_female), list(Provider.first_names_male), list(Provider.last_names)
    found: list[dict[str, str]] = []
    number = start
    while len(found) < people:
        number += 1
        family = rng.choice(families)
        place = {
            "street": f"{rng.randint(1, 9999)} {rng.choice(families)} {rng.choice(['St', 'Ave', 'Rd', 'Ln', 'Dr'])}",
            "city": f"{rng.choice(families)}ville",
        }
        place |= {"state": rng.choice(["CA", "TX", "NY", "FL", "WA", "IL"]), "postcode": f"{rng.randint(10000, 99999)}"}
        phone, email = f"{rng.randint(201, 989)}555{number % 10000:04d}", f"{family.lower()}{number}@example.com"
        many = rng.choices([1, 2, 3, 4, 5], [35, 30, 15, 15, 5])[0]
        father = rng.choice(men)
        birth = FIRST_DAY + timedelta(days=rng.randint(0, 18000))
        child_birth = birth + timedelta(days=9000 + rng.randint(0, 4000))
        for at in range(many):
            woman = rng.random() < 0.5 if at != 1 else True
            given = father if at == 0 else rng.choice(women if woman else men)
            own = {
                "first_name": given,
                "middle_name": rng.choice(women if woman else men),
                "last_name": family,
                "suffix": "",
                "maiden": rng.choice(families) if woman else "",
            }
            own["dob"] = (birth + timedelta(days=rng.randint(-1500, 1500)) if at < 2 else child_birth).isoformat()
            if at == 2 and rng.random() < 0.08:
                own |= {"first_name": father, "suffix": "Jr", "maiden": ""}
            if at >= 3 and rng.random() < 0.92:
                child_birth += timedelta(days=700 + rng.randint(0, 1000))
                own["dob"] = child_birth.isoformat()  # else a twin
            own["ssn"] = f"{900000000 + ((start + len(found)) * 7919) % 99999989}"
            own["email"] = email if rng.random() < 0.3 else f"{given.lower()}.{family.lower()}{rng.randint(1, 999)}@example.org"
            own["phone"] = phone if rng.random() < 0.6 else f"{rng.randint(201, 989)}{rng.randint(2000000, 9999999)}"
            found.append(own | place | {"truth": str(start + len(found))})
    return found[:people]


def slip(text: str, rng: random.Random) -> str:
    if len(text) < 3:
        return text
    at = rng.randrange(1, len(text) - 1)
    if text[at].isdigit():
        return text[:at] + str(rng.randint(0, 9)) + text[at + 1 :]
    return rng.choice(
        [text[:at] + text[at + 1 :], text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :], text[:at] + text[at] + text[at:]]
    )


def record(person: dict[str, str], rng: random.Random, short: dict[str, list[str]]) -> dict[str, str | None]:
    own: dict[str, str | None] = {name: person.get(name) or None for name in FIELDS}
    given = person["first_name"]
    if rng.random() < 0.15 and short.get(given.lower()):
        own["first_name"] = rng.choice(short[given.lower()]).title()
    if person["maiden"] and rng.random() < 0.08:
        own["last_name"] = person["maiden"]
    if rng.random() < 0.1:
        own |= {"street": f"{rng.randint(1, 999)} Elsewhere St", "city": "Movedton", "postcode": f"{rng.randint(10000, 99999)}"}
    if rng.random() < 0.5:
        own["middle_name"] = None
    elif rng.random() < 0.5 and own["middle_name"]:
        own["middle_name"] = own["middle_name"][0]
    for name in ("first_name", "last_name", "dob", "ssn", "street", "phone", "email"):
        if rng.random() < 0.03 and own[name]:
            own[name] = slip(str(own[name]), rng)
    missing = {"ssn": 0.6, "dob": 0.45, "email": 0.5, "phone": 0.5, "suffix": 0.5, "first_name": 0.02}
    for name, share in missing.items():
        if rng.random() < share:
            own[name] = None
    if rng.random() < 0.4:
        own |= {"street": None, "city": None, "state": None, "postcode": None}
    if not any(own[name] for name in ("ssn", "dob", "email", "phone", "street")):
        own["email"], own["dob"] = person["email"], person["dob"]
    return own


def records(many: int, seed: int, start: int = 0) -> pa.Table:
    """So many records; `start` counts the people of earlier blocks, so that blocks may be put together."""
    from stanch.people.names import nicknames

    rng = random.Random(seed)
    people = households(int(many * 0.55), rng, start)
    short: dict[str, list[str]] = defaultdict(list)
    for name, roots in nicknames().items():
        for root in roots:
            if root != name:
                short[root].append(name)
    rows = [record(person, rng, short) for person in people]
    rows += [record(rng.choice(people), rng, short) for _ in range(many - len(people))]
    rng.shuffle(rows)
    for number, row in enumerate(rows):
        row["record_id"] = f"r{start + start + number:08d}"
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in FIELDS})


def b_cubed(found: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    """B-cubed precision, recall, F1; people merged with another; people exactly right."""
    by_found, by_truth, both = Counter(found), Counter(truth), Counter(zip(found, truth, strict=True))
    precision = sum(count * count / by_found[one] for (one, _), count in both.items()) / len(found)
    recall = sum(count * count / by_truth[other] for (_, other), count in both.items()) / len(found)
    together: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for one, other in both:
        together[one].add(other)
        parts[other].add(one)
    merged = {person for group in together.values() if len(group) > 1 for person in group}
    right = sum(len(groups) == 1 and person not in merged for person, groups in parts.items())
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "merged": len(merged),
        "split": sum(len(one) > 1 for one in parts.values()),
        "right": right / len(parts),
        "people": len(parts),
    }


def main() -> None:
    from stanch.engine import Bench
    from stanch.people.tabular import link_table
    from stanch.vault import random_keys

    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    many, seed = [*numbers, *(100_000, 1)[len(numbers) :]][:2]
    table = records(many, seed)
    print(f"{many:,} records made")
    with TemporaryDirectory() as work:
        bench = Bench(work=Path(work), keys=random_keys(), as_of=date(2026, 1, 1))
        start = time.perf_counter()
        result = link_table(table, mapping={"truth": "ignore"}, bench=bench)
        took = time.perf_counter() - start
    scores = b_cubed(result.clusters.column("cluster_id").to_pylist(), table.column("truth").to_pylist())
    print(
        "stanch",
        {name: round(value, 4) for name, value in scores.items()},
        f"{took:.1f} s",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB at most",
        len(result.doubtful),
        "doubtful",
    )
    if "--splink" in sys.argv:
        splink_alone(table)


def splink_clusters(table: pa.Table) -> tuple[pa.Table, float]:
    """Splink's record_id and cluster_id, and seconds."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    start = time.perf_counter()
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("last_name"),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.ExactMatch("ssn"),
            cl.EmailComparison("email"),
            cl.ExactMatch("phone"),
            cl.LevenshteinAtThresholds("street", [2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("ssn"),
            block_on("email"),
            block_on("phone"),
            block_on("last_name", "dob"),
            block_on("first_name", "dob"),
            block_on("first_name", "last_name", "postcode"),
        ],
    )
    linker = Linker(api.register(table), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("ssn"), block_on("first_name", "last_name", "dob")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "last_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.95)
    took = time.perf_counter() - start
    return clusters.as_duckdbpyrelation().select("record_id", "cluster_id").to_arrow_table(), took


def splink_alone(table: pa.Table) -> None:
    found, took = splink_clusters(table)
    truth = dict(zip(table.column("record_id").to_pylist(), table.column("truth").to_pylist(), strict=True))
    scores = b_cubed(found.column("cluster_id").to_pylist(), [truth[one] for one in found.column("record_id").to_pylist()])
    print("splink", {name: round(value, 4) for name, value in scores.items()}, f"{took:.1f} s")


if __name__ == "__main__":
    main()
