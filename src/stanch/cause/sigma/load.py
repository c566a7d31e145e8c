"""Reads Sigma files into a rule set. What pySigma makes of a file is kept by the hash of its content: thousands of rules
are read once and then start in a fraction of a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from stanch.cause.sigma import kept
from stanch.cause.sigma.rule import Broken, Correlation, Rule, RuleSet
from stanch.cause.sigma.sources import sources_of
from stanch.cause.sigma.translate import Record, records
from stanch.errors import BrokenDataFile, Fault

HERE = Path(__file__).parent.parent / "detections"
PLACEHOLDERS = "placeholders.yml"
COUNTING = frozenset(
    ("event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_median", "value_percentile")
)
DIGEST = 20  # bytes of a file's digest


@cache
def own_rules() -> RuleSet:
    """The rules that ship with Stanch."""
    return load(sorted(HERE.glob("*.yml")))


def load(files: Iterable[Path]) -> RuleSet:
    """Read Sigma files of our own. Raises `BrokenDataFile` with every file that is no Sigma rule."""
    found = _set(_read([(file, file.name) for file in files], {}))
    if found.broken:
        raise BrokenDataFile([Fault(one.file, 1, 1, one.why) for one in found.broken])
    return found


def load_folder(folder: Path) -> RuleSet:
    """Read a folder of rules from elsewhere, to any depth. What cannot be used is in `broken`, with file and reason.

    `placeholders.yml` in the folder may give the values of `%names%` that rules with the modifier `expand` ask for.
    """
    files = [(file, str(file.relative_to(folder))) for file in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])]
    given = folder / PLACEHOLDERS
    return _set(_read([one for one in files if one[0] != given], _placeholders(given)))


def _placeholders(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.is_file():
        return {}
    from stanch import datafile

    listed = datafile.plain(datafile.load(path))
    if not isinstance(listed, dict):
        raise BrokenDataFile([Fault(str(path), 1, 1, "must hold names of placeholders, each with a list of values")])
    return {str(name): tuple(map(str, values if isinstance(values, list) else [values])) for name, values in listed.items()}


def _read(files: Sequence[tuple[Path, str]], given: Mapping[str, Sequence[str]]) -> list[tuple[str, Record]]:
    """(file as told, record) of each rule, from the cache where the content is known."""
    place = kept.place("rules", sorted(given.items()))
    known = kept.read(place)
    used: dict[str, list[Record]] = {}
    found: list[tuple[str, Record]] = []
    is_new = False
    for file, told in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            found.append((told, {"broken": f"cannot be read: {error.strerror or error}"}))
            continue
        digest = hashlib.blake2b(content, digest_size=DIGEST).hexdigest()
        if digest not in used:
            is_new |= digest not in known
            used[digest] = known[digest] if digest in known else records(content.decode("utf-8", "replace"), given)
        found += [(told, record) for record in used[digest]]
    if is_new and place:
        kept.write(place, known | used)
    return found


def _set(read: Sequence[tuple[str, Record]]) -> RuleSet:
    found = RuleSet()
    bases: set[str] = set()
    for file, record in read:
        if "broken" in record:
            found.broken.append(Broken(file, record["broken"]))
        elif "correlation" in record:
            if record["correlation"] not in COUNTING:
                found.broken.append(Broken(file, f"{record['title']}: correlations of the type {record['correlation']} are not understood"))
                continue
            found.correlations.append(_correlation(record, file))
            if not record["generate"]:
                bases |= set(record["rules"])
    for file, record in read:
        if "tree" in record:
            _add(found, record, file, bases)
    return found


def _add(found: RuleSet, record: Record, file: str, bases: set[str]) -> None:
    sources = sources_of(*record["logsource"])
    if not sources:
        found.skipped += 1
        return
    rule = Rule(
        **_common(record, file),
        kind=sources[0].kind,
        packed_tree=record["tree"],
        packed_groups=record["groups"],
        sources=sources,
        base=bool({record["id"], record["name"], record["title"]} & bases),
        matches=tuple(record["matches"]),
        passes=tuple(record["passes"]),
    )
    found.rules.setdefault(rule.kind, []).append(rule)


def _correlation(record: Record, file: str) -> Correlation:
    return Correlation(
        **_common(record, file),
        type=record["correlation"],
        rules=tuple(record["rules"]),
        group_by=tuple(record["group_by"]),
        span=timedelta(seconds=record["span"]),
        bound=(record["bound"][0], record["bound"][1]),
        counted=record["counted"],
        percentile=record["percentile"],
        aliases=record["aliases"],
        expression=record["expression"],
    )


def _common(record: Record, file: str) -> dict[str, Any]:
    return {
        "id": record["id"],
        "title": record["title"],
        "name": record["name"] or record["id"],
        "level": record["level"],
        "tactics": tuple(record["tactics"]),
        "techniques": tuple(record["techniques"]),
        "file": file.rpartition("/")[2],
        "story": record["story"],
        "access": record["access"],
        "habit": record["habit"],
    }
