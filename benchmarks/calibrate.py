"""Fits what a confidence means, and writes `src/stanch/extent/gazetteer/calibration.json`.

python benchmarks/calibrate.py FOLDER [--without SET] [--keep-weights]

`FOLDER` holds the repositories of `annotated_sets.yaml`, as for `annotated_sets.py`. Fitted on the parts that may be looked at of
the sets whose texts are openly licensed (`fit: true` there: invented texts under MIT, encyclopaedia under CC BY, court cases under
MIT), and on texts invented by `names_templates.py`; checked by `reliability.py` on the parts held apart, and on sets of which
nothing was used here. Two things are fitted: for names the weights of a logistic regression (Newton's method, ridge), for all
kinds a curve from the detector's number to the share that was right (monotone, pool adjacent violators, drawn towards the pooled
curve of all kinds). What a name's probability is worth in texts of a sort that nobody fitted on is a curve too: each set is weighed by
weights fitted without it, and what was right is held against what they said. `--keep-weights` fits that curve alone, and leaves the
weights (and so what is found) as they are. Same folder, same file.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from annotated_sets import ENOUGH, OURS, TOLD, part_of, texts_of
from annotated_shapes import Annotated
from names_templates import documents

from stanch.extent import names, names_weighing
from stanch.extent.scanning import raw_spans

TARGET = Path(__file__).parent.parent / "src/stanch/extent/gazetteer/calibration.json"
RIDGE, ROUNDS = 2.0, 40
# So many findings of the pooled curve stand behind each kind's own.
PRIOR = 20.0
INVENTED = 1500
HALF = 0.5  # less sure than this nothing is said to be
ABROAD = 0.3  # the share of them in other languages, of which few annotated business texts were to be had


def use(weights: dict[str, float]) -> None:
    """Let names be weighed so, whatever the file says."""
    names_weighing.weights = lambda: weights  # type: ignore[assignment]


def fitted_sets(folder: Path, without: str) -> Iterator[tuple[dict[str, Any], list[Annotated]]]:
    """The sets that may be fitted on, their look part only."""
    for told in TOLD["sets"]:
        if told.get("fit") and told["name"] != without:
            yield told, [one for one in texts_of(folder, told) if part_of(one.group) == "look"]


def is_right(start: int, end: int, annotated: Iterable[tuple[int, int]]) -> bool:
    """Whether it shares at least half of its and of an annotated place's characters."""
    return any(min(end, last) - max(start, first) >= ENOUGH * max(end - start, last - first) for first, last in annotated)


def names_of(one: Annotated, labels: dict[str, str]) -> list[tuple[int, int]]:
    """The annotated names."""
    return [(start, end) for start, end, label in one.spans if labels.get(label) == "name"]


Row = tuple[dict[str, float], bool, float]


def name_rows(folder: Path, without: str) -> Iterator[Row]:
    """Features of each candidate, whether it is right, and its weight: every set counts the same in all."""
    return (row for rows in rows_by_set(folder, without) for row in rows)


def rows_by_set(folder: Path, without: str) -> Iterator[list[Row]]:
    """The same, each set's by themselves; the invented texts' last."""
    sources = [
        [(one.text, names_of(one, told["labels"])) for one in texts]
        for told, texts in fitted_sets(folder, without)
        if "name" in told["labels"].values()
    ]
    sources.append([(text, [(start, end) for start, end in spans]) for text, spans in documents(INVENTED, 11, ABROAD)])
    for source in sources:
        rows = []
        for text, annotated in source:
            anchors = [(span.start, span.end) for span in raw_spans(text, {}) if span.kind not in ("name", "former_name")]
            found = names.weighed(text, anchors, {})
            rows += [(names_weighing.features(text, one), is_right(one.start, one.end, annotated)) for one, _ in found]
        weight = 1000 / max(1, len(rows))
        yield [(known, right, weight) for known, right in rows]


def elsewhere(sets: Sequence[Sequence[Row]]) -> list[tuple[float, bool]]:
    """For each name of each set the probability by weights that were fitted without the set, and whether it was right."""
    found: list[tuple[float, bool]] = []
    for at, one in enumerate(sets[:-1]):  # of invented texts much is known beforehand
        weights = regression([row for other, rows in enumerate(sets) if other != at for row in rows])
        said = [(chance(known, weights), right) for known, right, _ in one]
        many = max(1, len(one))
        # Every set counts the same.
        found += [pair for pair in said for _ in range(max(1, MOST // many))] if many < MOST else said[:: -(-many // MOST)]
    return [pair for pair in found if pair[0] >= HALF]


MOST = 4000  # names of a set


def chance(known: dict[str, float], weights: dict[str, float]) -> float:
    """What the weights make of a candidate."""
    total = sum(weights.get(name, 0.0) * value for name, value in known.items())
    return min(names.SUREST, 1 / (1 + math.exp(-max(-20.0, min(20.0, total)))))


def of_names(sets: Sequence[Sequence[Row]]) -> list[tuple[float, float]]:
    """The curve of names; what was found for a name is held for one, so that no point is below a half."""
    return [(number, max(HALF, share)) for number, share in curve(elsewhere(sets), None)]


def regression(rows: Sequence[tuple[dict[str, float], bool, float]]) -> dict[str, float]:
    """The weights of a logistic regression by Newton's method."""
    listed = sorted({name for known, _, _ in rows for name in known})
    matrix = np.array([[known.get(name, 0.0) for name in listed] for known, _, _ in rows])
    right = np.array([float(one) for _, one, _ in rows])
    weight = np.array([one for _, _, one in rows])
    found = np.zeros(len(listed))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ found, -20, 20)))
        gradient = matrix.T @ (weight * (right - chance)) - RIDGE * found
        curvature = (matrix * (weight * chance * (1 - chance))[:, None]).T @ matrix + RIDGE * np.eye(len(listed))
        step = np.linalg.solve(curvature, gradient)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(value), 4) for name, value in zip(listed, found, strict=True)}


def findings_of(folder: Path, without: str) -> dict[str, list[tuple[float, bool]]]:
    """For each row of the report: the detector's number and whether it was right."""
    found: dict[str, list[tuple[float, bool]]] = {}
    for told, texts in fitted_sets(folder, without):
        labels = told["labels"]
        judged = set(labels.values())
        for one in texts:
            for span in raw_spans(one.text, {}):
                row = OURS.get(span.kind)
                if row in judged and row != "name":
                    annotated = [(start, end) for start, end, label in one.spans if labels.get(label) == row]
                    found.setdefault(row, []).append((span.confidence, is_right(span.start, span.end, annotated)))
    return found


def curve(rows: Sequence[tuple[float, bool]], pooled: Sequence[tuple[float, float]] | None) -> list[tuple[float, float]]:
    """Points (number, share right), rising; `pooled` is the curve that few findings are drawn towards."""
    steps = sorted({round(number, 2) for number, _ in rows})
    blocks: list[list[float]] = []
    for step in steps:
        here = [right for number, right in rows if round(number, 2) == step]
        prior = value_at(pooled, step) if pooled else step
        many = len(here) + PRIOR
        blocks.append([step, (sum(here) + PRIOR * prior) / many, many])
    rising: list[list[float]] = []
    for block in blocks:
        rising.append([*block, block[0]])
        while len(rising) > 1 and rising[-2][1] > rising[-1][1]:
            last, before = rising.pop(), rising.pop()
            many = before[2] + last[2]
            rising.append([before[0], (before[1] * before[2] + last[1] * last[2]) / many, many, last[3]])
    points = []
    for first, share, _, last in rising:
        points += [(first, round(min(share, 0.995), 4))] + ([(last, round(min(share, 0.995), 4))] if last > first else [])
    return points


def value_at(points: Sequence[tuple[float, float]], number: float) -> float:
    """The curve's value between its points."""
    return float(np.interp(number, [x for x, _ in points], [y for _, y in points]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", default="", metavar="SET", help="leave this set out, to see how others' texts fare")
    parser.add_argument("--keep-weights", action="store_true", help="fit the curve of names alone")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    missing = [told["name"] for told in TOLD["sets"] if told.get("fit") and not texts_of(given.folder, told)]
    if missing:
        print(f"these sets are not in {given.folder}: {', '.join(missing)}", file=sys.stderr)
        return 2
    if given.keep_weights:
        kept = json.loads(TARGET.read_text("utf-8"))
        kept["curves"]["name"] = of_names(list(rows_by_set(given.folder, given.without)))
        given.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
        return 0
    # First without weights, then with them: what is found again hangs on what was sure.
    weights: dict[str, float] = {}
    rows: list[tuple[dict[str, float], bool, float]] = []
    for _ in range(2):
        use(weights)
        rows = list(name_rows(given.folder, given.without))
        weights = regression(rows)
    use(weights)
    names_curve = of_names(list(rows_by_set(given.folder, given.without)))
    by_row = findings_of(given.folder, given.without)
    pooled = curve([pair for pairs in by_row.values() for pair in pairs], None)
    curves = {kind: curve(by_row[row], pooled) for kind, row in sorted(OURS.items()) if row in by_row}
    told = {
        "provenance": {
            "made_by": "benchmarks/calibrate.py",
            "names": len(rows),
            "findings": {row: len(pairs) for row, pairs in sorted(by_row.items())},
            "sets": [
                {"name": one["name"], "repository": one["repository"], "licence": one["licence"], "part": "look"}
                for one in TOLD["sets"]
                if one.get("fit") and one["name"] != given.without
            ],
            "invented": f"{INVENTED} texts of benchmarks/names_templates.py",
        },
        "names": weights,
        "curves": {"others": pooled, **curves, "name": names_curve},
    }
    given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(f"{len(rows)} names, {sum(map(len, by_row.values()))} other findings; written to {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
