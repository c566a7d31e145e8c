"""Folders and files called by somebody's number, beside a list that has it: `patients/MRN-00123456/scan.png`, `staff/1042/card.pdf`.

A text that names nobody and tells of somebody is given the number that its path says where a table of named people has that number in
its column. A number of a path may be anything: it counts where most of those beside it are people's numbers too, or where it is long.
The finding has no place in the text (`start` is null), as names of paths have none (`named_paths`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.engine import Bench, Input, Parts
from stanch.extent.normalise import compact
from stanch.extent.row_families import OWN_NUMBERS, container
from stanch.extent.table_column import NAMES
from stanch.records import FINDING_CODED
from stanch.vault import byte_tokeniser, mask, sealed_file
from stanch.vocabulary import elements

DETECTOR, CONFIDENCE = "numbered_paths", 0.8
LEVELS = 3  # a file's name, its folder, and that one's
LONG = 7  # characters of a number that is hardly in a list by chance
LEAST, MOSTLY = 3, 0.8  # folders side by side, and which part of them must be people's
_NUMBER = re.compile(r"(?<![^\W_])(?:[A-Za-z]{1,4}-?)?\d{3,14}(?![^\W_])")
_DAY = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
_SLIGHT = frozenset(("name", "contact", "email", None, "location", "ip_address", "device_id", "password", "access_code", "username"))
_WITHIN = re.compile(r"(?:!/)?[^/]+")


def inputs(units: Parts, findings: Parts) -> list[Input]:
    """What a worker needs: all of it at once; nothing where no text's path has a number."""
    for path in units.paths:
        source = sealed_file(path, units.keys)
        for group in range(source.num_row_groups):
            for one in source.read_row_group(group, columns=["exhibit", "locator", "kind"]).to_pylist():
                if one["kind"] == "text" and next(numbers_in(one["locator"]), None):
                    place = {"exhibit": one["exhibit"], "place": one["locator"]}
                    return [place | {"findings": [str(path) for path in findings.paths], "weight": 1 << 20}]
    return []


def numbers_in(locator: str) -> Iterator[tuple[str, str, str]]:
    """The numbers in the last steps of a path: what stands above the step, the step, and the number as it is compared."""
    bare = locator.partition("#")[0]
    steps = [found.end() for found in _WITHIN.finditer(bare)]
    for level, end in enumerate(reversed(steps[-LEVELS:])):
        begin = steps[-level - 2] if len(steps) > level + 1 else 0
        step = bare[begin:end]
        for found in _NUMBER.finditer(step.rpartition(".")[0] or step if not level else step):
            value = found[0]
            for number in dict.fromkeys((value, re.sub(r"^[A-Za-z]+-?", "", value))):
                if not _DAY.fullmatch(number):
                    yield bare[:begin], step, compact(number)


@dataclass(slots=True)
class _Seen:
    """What the findings tell: the kinds of each text, the numbers of named people, and where their columns stand."""

    texts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    exhibits: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    columns: set[tuple[str, str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def told(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """The numbers that paths give to texts which name nobody, as findings (`FINDING_CODED`)."""
    seen = _Seen()
    for path in given["findings"]:
        source = sealed_file(Path(path), bench.keys)
        for group in range(source.num_row_groups):
            _look(seen, source.read_row_group(group, columns=["exhibit", "locator", "kind", "row", "column", "token"]))
    silent = [one for one, kinds in seen.texts.items() if _is_silent(kinds)]
    columns = sorted((kind, locator, column) for locator, kind, column in seen.columns if locator in seen.named)
    if not silent or not columns:
        return
    token = byte_tokeniser(bench.keys)
    meant = _meant([*seen.texts], seen.tokens, columns, token)
    rows = [_finding(seen, locator, *chosen) for locator in sorted(silent) if (chosen := _one_of(locator, meant))]
    if rows:
        yield "findings", pa.Table.from_pylist(rows, schema=FINDING_CODED)


def _look(seen: _Seen, rows: pa.Table) -> None:
    import pyarrow.compute as pc

    in_text = rows.filter(pc.is_null(rows["row"])).select(["exhibit", "locator", "kind"])
    for one in in_text.group_by(["exhibit", "locator", "kind"]).aggregate([]).to_pylist():
        seen.texts[one["locator"]].add(one["kind"])
        seen.exhibits[one["locator"]] = one["exhibit"]
    listed = rows.filter(pc.is_valid(rows["row"]))
    kinds = listed["kind"].cast(pa.string())
    seen.named.update(listed.filter(pc.is_in(kinds, pa.array(sorted(NAMES))))["locator"].cast(pa.string()).unique().to_pylist())
    numbered = listed.filter(pc.is_in(kinds, pa.array(sorted(OWN_NUMBERS)))).select(["locator", "kind", "column", "token"])
    for one in numbered.group_by(["locator", "kind", "column"]).aggregate([("token", "distinct")]).to_pylist():
        seen.columns.add((one["locator"], one["kind"], one["column"] or ""))
        seen.tokens[one["kind"]].update(one["token_distinct"])


def _is_silent(kinds: set[str]) -> bool:
    return not kinds & (NAMES | OWN_NUMBERS) and any(elements()[kind].fact not in _SLIGHT for kind in kinds)


def _meant(
    locators: list[str], tokens: Mapping[str, set[bytes]], columns: list[tuple[str, str, str]], token: Any
) -> dict[tuple[str, str], tuple[str, str, bytes]]:
    """By what stands above a step and the step: the kind, the number and its token, where it is somebody's."""
    found: dict[str, dict[str, set[tuple[str, str, bytes]]]] = defaultdict(lambda: defaultdict(set))
    steps: dict[str, set[str]] = defaultdict(set)
    for above, step, number in dict.fromkeys(one for locator in locators for one in numbers_in(locator)):
        steps[above].add(step)
        for kind, said in dict.fromkeys((kind, _compared(number, kind, locator, column)) for kind, locator, column in columns):
            if (mark := token(kind, said)) in tokens[kind]:
                found[above][step].add((kind, number, mark))
    kept: dict[tuple[str, str], tuple[str, str, bytes]] = {}
    for above, each in found.items():
        most = Counter(kind for meanings in each.values() for kind in {kind for kind, *_ in meanings})
        is_row = len(steps[above]) >= LEAST and max(most.values()) >= MOSTLY * len(steps[above])
        for step, meanings in each.items():
            top = max(most[kind] for kind, *_ in meanings)
            sure = [one for one in meanings if most[one[0]] == top and (is_row or len(one[1]) >= LONG)]
            if len({mark for *_, mark in sure}) == 1:
                kept[above, step] = sure[0]
    return kept


def _compared(number: str, kind: str, locator: str, column: str) -> str:
    from stanch.extent.row_keys import scoped

    place, table = container(locator)
    return scoped(number, kind, column, table, place)


def _one_of(locator: str, meant: Mapping[tuple[str, str], tuple[str, str, bytes]]) -> tuple[str, str, bytes] | None:
    """The number of the nearest step that is somebody's."""
    return next((meant[above, step] for above, step, _ in numbers_in(locator) if (above, step) in meant), None)


def _finding(seen: _Seen, locator: str, kind: str, number: str, mark: bytes) -> dict[str, Any]:
    row = dict.fromkeys(FINDING_CODED.names)
    row |= {"exhibit": seen.exhibits[locator], "locator": locator, "kind": kind, "masked": mask(kind, number), "token": mark}
    return row | {"confidence": CONFIDENCE, "detector": DETECTOR, "context": "path"}
