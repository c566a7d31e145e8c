"""Fits what a confidence means, and writes `src/stanch/extent/gazetteer/calibration.json`.

python benchmarks/calibrate.py FOLDER --folds FOLDS --benign REPOSITORIES [--without SET]

`FOLDER` holds the repositories of `annotated_sets.yaml`, as for `annotated_sets.py`. Fitted on the parts that may be looked at of
the sets whose texts are openly licensed (`fit: true` there: invented texts under MIT, encyclopaedia under CC BY, court cases under
MIT), and on texts invented by `names_templates.py`; checked by `reliability.py` on the parts held apart, and on sets of which
nothing was used here. Two things are fitted: for names the weights of a logistic regression (Newton's method, ridge), for all
kinds a curve from the detector's number to the share that was right (monotone, pool adjacent violators, drawn towards the pooled
curve of all kinds). What a name's probability is worth in texts of a sort that nobody fitted on is a curve too: each set is weighed
by weights fitted without it, and what was right is held against what they said; so are the parts that may be looked at of sets that take
no part in the weights (`curve: true`): one in English, one in other languages, each set counting the same. One run writes the whole file;
same folders, same file.

`FOLDS` is what `names_train.py CORPORA DOCUMENTS ROUNDS FOLDS` wrote: openly licensed texts of eight languages, each read by a tagger
that did not learn from it, for what a tagger says of texts it knows is worth more than what it says of others. `REPOSITORIES` holds
copies of the public repositories of `BENIGN` below FOLDER/OWNER/NAME, whose manuals and programs speak of nobody: what is found there
is no name, but for people whose works are cited (told apart as `false_findings.py` does, which measures on other files).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import false_findings
import numpy as np
from annotated_sets import ENOUGH, OURS, TOLD, part_of, texts_of
from annotated_shapes import Annotated
from names_templates import documents

from stanch.extent import names, names_tagger, names_weighing, names_whole
from stanch.extent.scanning import raw_spans
from stanch.extent.span import Span

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


LANGUAGES = ("english", "abroad")  # names are right less often among words of other languages than English


def fitted_sets(folder: Path, without: str, also: str = "fit") -> Iterator[tuple[dict[str, Any], list[Annotated]]]:
    """The sets that may be fitted on, their look part only; with `also="curve"` those too by which only the curve of names is drawn."""
    for told in TOLD["sets"]:
        if (told.get("fit") or told.get(also)) and told["name"] != without:
            yield told, [one for one in texts_of(folder, told) if part_of(one.group) == "look"]


def of_the_curve() -> list[str]:
    """The sets by which the curve of names alone is drawn, by the part that may be looked at."""
    return [told["name"] for told in TOLD["sets"] if told.get("curve")]


def is_right(start: int, end: int, annotated: Iterable[tuple[int, int]]) -> bool:
    """Whether it shares at least half of its and of an annotated place's characters."""
    return any(min(end, last) - max(start, first) >= ENOUGH * max(end - start, last - first) for first, last in annotated)


def names_of(one: Annotated, labels: dict[str, str]) -> list[tuple[int, int]]:
    """The annotated names."""
    return [(start, end) for start, end, label in one.spans if labels.get(label) == "name"]


Row = tuple[dict[str, float], bool, float]


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one sort, each with its names (None: nobody's but whose work is cited), what they count at most, the tagger."""

    texts: list[tuple[str, list[tuple[int, int]] | None]]
    counts: int
    tagger: names_tagger.Model
    is_set: bool = False


# A corpus that the tagger was not told of counts by its names, up to so many; manuals and programs by so many each; a set by so many.
OF_A_CORPUS, OF_BENIGN, OF_A_SET = 400, 300, 1000
# Old newspapers read by machine, and sentences chosen because their names are beyond doubt, say little of how sure one may be.
UNLIKE_OTHERS = ("de-news", "nl-treebank")
BENIGN = (
    *("tidyverse/dplyr", "tidyverse/tidyr", "r-spatial/sf", "topepo/caret", "robjhyndman/forecast", "lme4/lme4", "therneau/survival"),
    *("mikelove/DESeq2", "Roche/pyreadstat", "ofajardo/pyreadr", "emmanuelparadis/ape", "libyal/libfwnt", "OpenIntroStat/openintro"),
    *("JetBrains/Exposed", "vnmabus/rdata", "improvedk/OrcaMDF", "serbod/DBReader", "dice-group/FOX", "wangjunmech/Mysqldata"),
    *("NAFOGU/Library-Database-System", "hashgit/MusicProject", "taquecih/bert"),
)
MANUALS = (".md", ".txt", ".rst", ".rd", ".rmd", ".qmd", "news", "readme", "todo", "changes", "changelog")
PROGRAMS = (
    *(".py", ".js", ".css", ".c", ".h", ".json", ".toml", ".html", ".r", ".kt", ".java", ".cs", ".rs", ".pas", ".cpp", ".xml", ".yml"),
    *(".sh", ".ac", ".am", ".sql"),
)
LONGEST, SHORTEST, OF_A_REPOSITORY = 300_000, 300, 350_000


def sources(folder: Path, folds: Path, benign: Path, without: str) -> list[Source]:
    """All that names are fitted on: the sets, then the invented texts, corpora the tagger was not told of, manuals, programs."""
    committed = names_tagger.model()
    found = [
        Source([(one.text, names_of(one, told["labels"])) for one in texts], OF_A_SET if told.get("fit") else 0, committed, is_set=True)
        for told, texts in fitted_sets(folder, without, also="curve")
        if "name" in told["labels"].values()
    ]
    invented = [(text, [(start, end) for start, end in spans]) for text, spans in documents(INVENTED, 11, ABROAD)]
    found.append(Source(invented, OF_A_SET, committed))
    for tagger in sorted(folds.glob("tagger-*.npz")):
        rest: dict[str, list[tuple[str, list[tuple[int, int]] | None]]] = {}
        for line in (folds / tagger.name.replace("tagger", "rest")).with_suffix(".jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            rest.setdefault(row["from"], []).append((row["text"], [(start, end) for start, end in row["spans"]]))
        trained = names_tagger.read(tagger.read_bytes())
        found += [Source(texts, OF_A_CORPUS, trained) for name, texts in sorted(rest.items()) if not name.endswith(UNLIKE_OTHERS)]
    return found + [Source(nobodys(benign, endings), OF_BENIGN, committed) for endings in (MANUALS, PROGRAMS)]


def nobodys(folder: Path, endings: tuple[str, ...]) -> list[tuple[str, list[tuple[int, int]] | None]]:
    """Texts of the files of that sort, of each repository some, without the lines that name somebody by profession."""
    found: list[tuple[str, list[tuple[int, int]] | None]] = []
    for name in BENIGN:
        paths = [path for path in sorted((folder / name).rglob("*")) if path.is_file() and path.name.lower().endswith(endings)]
        random.Random(5).shuffle(paths)
        size = 0
        for path in paths:
            if SHORTEST < path.stat().st_size < LONGEST and not false_findings.LISTS.search(path.relative_to(folder).as_posix()):
                text = false_findings.cleaned(path)[:200_000]
                found.append((text, None))
                size += len(text)
            if size >= OF_A_REPOSITORY:
                break
    return found


@cache
def spans_of(text: str) -> list[Span]:
    """What the detectors find there, once for all rounds."""
    return raw_spans(text, {})


def rows_by_source(all_of: Sequence[Source]) -> list[list[Row]]:
    """Features of each candidate of each source, whether it is right, and its weight."""
    seen: dict[tuple[int, int], dict[str, float]] = {}
    weigh = names_weighing.weigh

    def looked_at(text: str, one: names_weighing.Found, whole: names_whole.Whole = names_whole.NOTHING) -> float:
        seen[one.start, one.end] = names_weighing.features(text, one, whole)
        return weigh(text, one, whole)

    found: list[list[Row]] = []
    names_weighing.weigh = looked_at
    read = names_tagger.model
    try:
        for source in all_of:
            names_tagger.model = lambda tagger=source.tagger: tagger  # type: ignore[misc]
            rows: list[tuple[dict[str, float], bool]] = []
            for text, annotated in source.texts:
                seen.clear()
                others = [span for span in spans_of(text) if span.kind not in ("name", "former_name")]
                anchors, of_people = [(span.start, span.end) for span in others], names_whole.are_peoples(span.kind for span in others)
                for one, _ in names.weighed(text, anchors, {}, speaks_of_people=of_people):
                    if annotated is None and is_anybodys(text, one.start, one.end):
                        continue
                    known = seen.get((one.start, one.end)) or names_weighing.features(text, one)
                    rows.append((known, annotated is not None and is_right(one.start, one.end, annotated)))
            counts = source.counts if source.is_set or source.counts != OF_A_CORPUS else min(source.counts, len(rows))
            found.append([(known, right, counts / max(1, len(rows))) for known, right in rows])
    finally:
        names_weighing.weigh, names_tagger.model = weigh, read  # type: ignore[misc]
    return found


def fitted(all_of: Sequence[Source]) -> tuple[dict[str, float], list[list[Row]]]:
    """Weights of names, and what they were fitted on. First without weights, then with them: what is found again hangs on what was sure."""
    weights: dict[str, float] = {}
    by_source: list[list[Row]] = []
    for _ in range(2):
        use(weights)
        by_source = rows_by_source(all_of)
        weights = fitted_on(all_of, by_source)
    use(weights)
    return weights, by_source


def is_anybodys(text: str, start: int, end: int) -> bool:
    """Whether a name in a manual is of somebody whose work is cited, or was held for right."""
    return false_findings.is_cited(text, start, end) or false_findings.digest("name", text[start:end]) in false_findings.judged()


def elsewhere(all_of: Sequence[Source], by_source: Sequence[Sequence[Row]]) -> dict[str, list[tuple[float, bool]]]:
    """By language: for each name of each set the probability by weights that were fitted without the set, and whether it was right."""
    found: dict[str, list[tuple[float, bool]]] = {language: [] for language in LANGUAGES}
    of_all = fitted_on(all_of, by_source)
    for source, rows in zip(all_of, by_source, strict=True):
        if source.is_set and rows:
            weights = fitted_on(all_of, by_source, source) if source.counts else of_all
            for language, here in found.items():
                said = [(chance(known, weights), right) for known, right, _ in rows if (language == "abroad") == ("abroad" in known)]
                here += [pair for pair in evenly(said) if pair[0] >= HALF]
    return found


def evenly(said: list[tuple[float, bool]]) -> list[tuple[float, bool]]:
    """So many of each set that all count the same; of one that says hardly anything, in the other language, none."""
    if len(said) < LEAST:
        return []
    return [pair for pair in said for _ in range(max(1, MOST // len(said)))] if len(said) < MOST else said[:: -(-len(said) // MOST)]


def fitted_on(all_of: Sequence[Source], by_source: Sequence[Sequence[Row]], without: Source | None = None) -> dict[str, float]:
    """The weights by all that counts, but for one source."""
    return regression(
        [row for source, rows in zip(all_of, by_source, strict=True) if source.counts and source is not without for row in rows]
    )


MOST, LEAST = 4000, 60  # names of a set; fewer say nothing


def chance(known: dict[str, float], weights: dict[str, float]) -> float:
    """What the weights make of a candidate."""
    total = sum(weights.get(name, 0.0) * value for name, value in known.items())
    return min(names.SUREST, 1 / (1 + math.exp(-max(-20.0, min(20.0, total)))))


def of_names(all_of: Sequence[Source], by_source: Sequence[Sequence[Row]]) -> dict[str, list[tuple[float, float]]]:
    """The curves of names, by language."""
    return {language: curve(rows, None) for language, rows in elsewhere(all_of, by_source).items()}


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
            for span in spans_of(one.text):
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
    parser.add_argument(
        "--folds", type=Path, required=True, help="what names_train.py wrote: taggers and the texts they did not learn from"
    )
    parser.add_argument("--benign", type=Path, required=True, help="repositories whose manuals and programs speak of nobody")
    parser.add_argument("--without", default="", metavar="SET", help="leave this set out, to see how others' texts fare")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    missing = [told["name"] for told in TOLD["sets"] if told.get("fit") and not texts_of(given.folder, told)]
    if missing:
        print(f"these sets are not in {given.folder}: {', '.join(missing)}", file=sys.stderr)
        return 2
    all_of = sources(given.folder, given.folds, given.benign, given.without)
    weights, by_source = fitted(all_of)
    rows = [row for one in by_source for row in one]
    names_curves = of_names(all_of, by_source)
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
            "curve": of_the_curve(),
            "folds": "texts of benchmarks/names_corpora.py that the tagger used there did not learn from",
            "benign": list(BENIGN),
        },
        "names": weights,
        "shares": names_curves,
        "curves": {"others": pooled, **curves},
    }
    given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(f"{len(rows)} names, {sum(map(len, by_row.values()))} other findings; written to {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
