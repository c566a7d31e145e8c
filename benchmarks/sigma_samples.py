"""How many labelled attack samples our own detections find, how many with the right tactic, and how often they are wrong on benign logs.

    python benchmarks/sigma_events.py EVTX-ATTACK-SAMPLES OUT/attack      # once
    python benchmarks/sigma_events.py BENIGN_EVTX OUT/benign              # once
    python benchmarks/sigma_samples.py OUT/attack [--benign OUT/benign] [--part look|held|all] [--sigma DIR] [--missed]

Samples are labelled by their folder (a tactic of ATT&CK). They are split by a hash of their name: `look` may be looked at when
rules are written, `held` is only scored. Hits of the level medium and above count. `--sigma` scores another rule set as well.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from sigma_events import read

from stanch.cause import sigma
from stanch.cause.detect import watch

SHOWN = ("medium", "high", "critical")
TACTICS = {
    "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion", "credential-access",
    "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact",
}  # fmt: skip


def tactic_of(file: Path, root: Path) -> str | None:
    """The tactic that one of the folders above the file is named after."""
    for name in file.relative_to(root).parts[:-1]:
        word = re.sub(r"^TA\d+-", "", name).lower().replace(" ", "-").replace("_", "-")
        if word in TACTICS:
            return word
    return None


def part_of(name: str) -> str:
    return "held" if hashlib.blake2b(name.encode(), digest_size=1).digest()[0] & 1 else "look"


def hits_of(file: Path, rules: sigma.RuleSet) -> list[tuple[str, tuple[str, ...], int]]:
    """(title, tactics, count) of each hit that is shown."""
    found = watch(read(file), rules).hits
    return [(hit.rule.title, tuple(name.lower() for name in hit.rule.tactics), hit.count) for hit in found if hit.rule.level in SHOWN]


def score(name: str, rules: sigma.RuleSet, samples: Iterable[tuple[Path, str, str]], *, missed: bool) -> None:
    total, found, right = Counter[str](), Counter[str](), Counter[str]()
    for file, tactic, part in samples:
        hits = hits_of(file, rules)
        is_right = any(tactic in tactics for _, tactics, _ in hits)
        for key in (tactic, f"part {part}", "all"):
            total[key] += 1
            found[key] += bool(hits)
            right[key] += is_right
        if missed and not is_right:
            print("  not:", tactic, file.name, [title for title, _, _ in hits])
    print(f"{name}: {'':28} samples  any      right tactic")
    for key in sorted(total):
        print(f"  {key:40} {total[key]:5}  {found[key] / total[key]:6.1%}  {right[key] / total[key]:6.1%}")


def benign(name: str, rules: sigma.RuleSet, folder: Path) -> None:
    events, wrong = 0, defaultdict[str, int](int)
    for file in sorted(folder.rglob("*.jsonl")):
        events += sum(1 for _ in read(file))
        for title, _, count in hits_of(file, rules):
            wrong[title] += count
    each = 100_000 / max(events, 1)
    told = sum(wrong.values())
    print(f"{name} on {events:,} benign events: {len(wrong)} detections, {told} events, {told * each:.1f} per 100,000")

    for title, count in sorted(wrong.items(), key=lambda one: -one[1]):
        print(f"  {count:6} {title}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("attack", type=Path)
    asked.add_argument("--benign", type=Path)
    asked.add_argument("--part", choices=("look", "held", "all"), default="all")
    asked.add_argument("--sigma", type=Path)
    asked.add_argument("--missed", action="store_true", help="name what is not found (for the part to look at)")
    given = asked.parse_args()
    files = sorted(given.attack.rglob("*.jsonl"))
    labelled = [(file, tactic, part_of(str(file.relative_to(given.attack)))) for file in files if (tactic := tactic_of(file, given.attack))]
    samples = [one for one in labelled if given.part in ("all", one[2])]
    sets = {"own": sigma.own_rules()}
    if given.sigma:
        sets["given"] = sigma.load_folder(given.sigma)
    for name, rules in sets.items():
        score(name, rules, samples, missed=given.missed and given.part == "look")
        if given.benign:
            benign(name, rules, given.benign)


if __name__ == "__main__":
    main()
