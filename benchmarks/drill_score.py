"""Compare results with a drill's truth: `drill_score.py DRILL_DIR (--case CASE_DIR | --people P.json ...)`.

`--texts` is the folder that `stanch read DIR/evidence --out` wrote. With `--case`, people and duties are asked of the case.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from stanch.drill import score


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def asked(case: Path, verb: str) -> Any:
    answer = subprocess.run([Path(sys.executable).with_name("stanch"), verb, "-C", str(case), "--json"], check=False, capture_output=True, text=True)
    return json.loads(answer.stdout)


def read_texts(folder: Path | None, locators: set[str]) -> dict[str, str]:
    """The text of each locator: NAME.txt below the folder, NAME as `stanch read` names it (the locator, or without its first part)."""
    found = {}
    for locator in locators if folder else ():
        for name in (locator, locator.partition("/")[2]):
            path = Path(str(folder)) / f"{name}.txt"
            if path.is_file():
                with path.open(encoding="utf-8", newline="") as file:
                    found[locator] = file.read()
                break
    return found


def told(title: str, differences: list[str]) -> bool:
    print(f"{title}: {'as expected' if not differences else f'{len(differences)} differences'}")
    for difference in differences:
        print(f"  {difference}")
    return not differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drill", type=Path)
    for name in ("case", "people", "findings", "texts", "duties", "cause", "unread"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    truth, good = given.drill / "truth", True
    if given.case or given.people:
        answer = asked(given.case, "people") if given.case else json.loads(given.people.read_text(encoding="utf-8"))
        people = score.score_people(lines(truth / "people.jsonl"), answer["people"])
        print(
            f"people: {people.truth} true, {len(people.found)} found ({people.found_share:.2%}), {len(people.missing)} missing,"
            f" {len(people.merged)} merged, {len(people.split)} split, residence right {people.residence_share:.2%}"
        )
        good = people.found_share >= 0.99 and not people.merged
    if given.findings:
        findings = lines(given.findings)
        texts = read_texts(given.texts, {row["locator"] for row in findings})
        print(f"{'kind':24} {'true':>8} {'found':>8} {'recall':>8} {'precision':>9}")
        for kind in score.score_findings(lines(truth / "elements.jsonl"), findings, texts):
            print(f"{kind.kind:24} {kind.true:8} {kind.reported:8} {kind.recall:8.2%} {kind.precision:9.2%}")
    if given.case or given.duties:
        answer = asked(given.case, "duties") if given.case else json.loads(given.duties.read_text(encoding="utf-8"))
        good &= told("duties", score.score_duties(json.loads((truth / "duties.json").read_text(encoding="utf-8")), answer["duties"]))
    if given.cause:
        story = json.loads((truth / "story.json").read_text(encoding="utf-8"))
        good &= told("window and cause", score.score_story(story, json.loads(given.cause.read_text(encoding="utf-8"))))
    if given.unread:
        good &= told("unread", score.score_unread(json.loads((truth / "unread.json").read_text(encoding="utf-8")), lines(given.unread)))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
