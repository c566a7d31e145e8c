"""How well is found what others have annotated: precision, recall and F1 a kind on public sets, beside Presidio on the same texts.

python benchmarks/annotated_sets.py FOLDER [--part look|held|both] [--only SET] [--peer PYTHON] [--misses KIND]

`FOLDER/<owner>/<name>/` is a copy of each repository that `annotated_sets.yaml` names (no set is part of Stanch; one that is not
there is passed over with its reason). Every set falls by hash into a part that may be looked at (to see what sort of thing
fails) and a part held apart, scored and never read. A finding is right where it shares at least half of its and of the annotated
place's characters (`exact`: the same first and last character). `--misses` prints what was missed and what was found too much,
in the part that may be looked at only. `--peer` is the Python of an environment with presidio-analyzer and a spaCy model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from annotated_shapes import SHAPES, Annotated, without_titles

from stanch.extent.scanning import text_spans

TOLD = yaml.safe_load((Path(__file__).parent / "annotated_sets.yaml").read_text("utf-8"))
OURS = {kind: row for row, kinds in TOLD["kinds"].items() for kind in kinds}
Place = tuple[int, int]
Places = dict[str, list[Place]]
ENOUGH = 0.5


def part_of(group: str) -> str:
    """`look` or `held`: by hash, so that it is the same for everybody."""
    return "look" if hashlib.blake2b(group.encode(), digest_size=1).digest()[0] % 2 else "held"


def in_part(told: dict[str, Any], one: Annotated, part: str) -> bool:
    """Whether a text of a set belongs to that part; of a set that is held `apart` all do to the part held."""
    return part == "held" if told.get("apart") else part_of(one.group) == part


def texts_of(folder: Path, told: dict[str, Any]) -> list[Annotated]:
    """The texts of a set, empty where its files are not there."""
    files = sorted((folder / told["repository"]).glob(told["file"]))
    return [one for file in files for one in SHAPES[told["shape"]](file, told)]


def ours(text: str) -> Places:
    found: Places = {}
    for span in text_spans(text, {}):
        if span.kind in OURS:
            found.setdefault(OURS[span.kind], []).append((span.start, span.end))
    return found


def judgeable(found: Places, one: Annotated, told: dict[str, Any]) -> Places:
    """Without what lies in places of which the set does not say what they are (`unjudged`)."""
    unknown = [(start, end) for start, end, label in one.spans if label in told.get("unjudged", ())]
    return {row: [place for place in places if not any(a < place[1] and place[0] < b for a, b in unknown)] for row, places in found.items()}


def matched(found: Sequence[Place], annotated: Sequence[Place], *, exact: bool) -> tuple[list[Place], list[Place]]:
    """What was found too much, and what was missed."""
    left, missed = list(found), []
    for start, end in annotated:
        best = max(left, key=lambda one: min(end, one[1]) - max(start, one[0]), default=None)
        shared = min(end, best[1]) - max(start, best[0]) if best else 0
        longer = max(end - start, best[1] - best[0]) if best else 1
        if best and (best == (start, end) if exact else shared >= ENOUGH * longer):
            left.remove(best)
        else:
            missed.append((start, end))
    return left, missed


class Score:
    """Counts of one kind."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0

    def add(self, found: int, wrong: int, missed: int) -> None:
        """Count a text's findings."""
        self.right, self.wrong, self.missed = self.right + found - wrong, self.wrong + wrong, self.missed + missed

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)
        return f"{precision:6.3f} {recall:6.3f} {self.f1:6.3f}"


def judged(
    texts: Iterable[Annotated], found: Iterable[Places], labels: dict[str, str], show: str
) -> tuple[dict[str, Score], dict[str, Score]]:
    """Scores a kind, by overlap and exact."""
    loose, exact = ({row: Score() for row in labels.values()} for _ in range(2))
    for one, places in zip(texts, found, strict=True):
        for row in loose:
            annotated = [(start, end) for start, end, label in one.spans if labels.get(label) == row]
            mine = places.get(row, [])
            wrong, missed = matched(mine, annotated, exact=False)
            loose[row].add(len(mine), len(wrong), len(missed))
            exact[row].add(len(mine), *map(len, matched(mine, annotated, exact=True)))
            if show == row:
                _print_failures(one.text, wrong, missed)
    return loose, exact


def _print_failures(text: str, wrong: Sequence[Place], missed: Sequence[Place]) -> None:
    for sign, places in (("too much", wrong), ("missed", missed)):
        for start, end in places:
            around = f"{text[max(0, start - 45) : start]}⟦{text[start:end]}⟧{text[end : end + 35]}"
            print(f"    {sign:8} {around!r}")


PEER = """
import json, sys
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from spacy.util import get_installed_models
model = get_installed_models()[0]
engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration={
    "nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}).create_engine())
for text in json.load(sys.stdin):
    best = sorted(engine.analyze(text, language="en", score_threshold=0.35), key=lambda one: (-one.score, one.start - one.end))
    print(json.dumps([[one.start, one.end, one.entity_type] for one in best]))
"""


def peers(python: str, texts: Sequence[Annotated]) -> list[Places] | str:
    """What Presidio finds, or why it did not run."""
    if not python:
        return "no --peer given"
    if not Path(python).exists():
        return f"{python} does not exist"
    answer = subprocess.run(
        [python, "-c", PEER], input=json.dumps([one.text for one in texts]), capture_output=True, text=True, check=False
    )
    if answer.returncode:
        return (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
    found: list[Places] = []
    for one, line in zip(texts, answer.stdout.splitlines()[-len(texts) :], strict=True):
        places: Places = {}
        for start, end, kind in json.loads(line):
            row = TOLD["peer"].get(kind)
            if row == "name":
                places.setdefault(row, []).extend((a, b) for a, b, _ in without_titles(one.text, [(start, end, "")], frozenset([""])))
            elif row:
                places.setdefault(row, []).append((start, end))
        found.append(places)
    return found


def report(told: dict[str, Any], part: str, texts: list[Annotated], python: str, show: str) -> None:
    """One set, one part: a line a kind."""
    labels = told["labels"]
    many = Counter(labels[label] for one in texts for _, _, label in one.spans if label in labels)
    loose, exact = judged(texts, [judgeable(ours(one.text), one, told) for one in texts], labels, show if part == "look" else "")
    other = peers(python, texts)
    print(f"\n{told['name']}, {part}: {len(texts)} texts ({told['sort']}; {told['repository']}; {told['licence']})")
    if isinstance(other, str):
        print(f"  beside Presidio: passed over, {other}")
    theirs = judged(texts, other, labels, "")[0] if not isinstance(other, str) else {}
    known = set(TOLD["peer"].values())
    print(f"  {'kind':9} {'annotated':>9}   {'precision recall F1':^20}   {'F1 exact':>8}   {'Presidio: the same':^20}")
    for row in loose:
        beside = (str(theirs[row]) if row in known else "no such type") if theirs else ""
        print(f"  {row:9} {many[row]:9}   {loose[row]!s:^20}   {exact[row].f1:8.3f}   {beside:^20}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the repositories lie, as FOLDER/OWNER/NAME")
    parser.add_argument("--part", choices=["look", "held", "both"], default="both")
    parser.add_argument("--only", default="", help="sets whose name begins so")
    parser.add_argument("--peer", default="", help="the Python of an environment that has presidio-analyzer and a spaCy model")
    parser.add_argument("--misses", default="", metavar="KIND", help="print failures of this kind in the part that may be looked at")
    given = parser.parse_args()
    for told in TOLD["sets"]:
        if not told["name"].startswith(given.only):
            continue
        texts = texts_of(given.folder, told)
        if not texts:
            print(f"\n{told['name']}: passed over, {given.folder / told['repository'] / told['file']} is not there")
            continue
        for part in ("look", "held") if given.part == "both" else (given.part,):
            if told.get("apart") and part == "look":
                continue
            report(told, part, [one for one in texts if in_part(told, one, part)], given.peer, given.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
