"""Folders and files called by somebody's number, beside a list that has it: `patients/MRN-00123456/scan.png`, `staff/1042/card.pdf`.

A text that names nobody and tells of somebody is given the number that its path says where a table of named people has that number in
its column. A number of a path may be anything: it counts where most of those beside it are people's numbers too, or where it is long.
The finding has no place in the text (`start` is null), as names of paths have none (`named_paths`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.engine import Bench, Input, Parts
from stanch.extent.row_families import OWN_NUMBERS, container
from stanch.extent.table_column import NAMES
from stanch.records import FINDING_CODED, FINDING_MADE
from stanch.vault import byte_tokeniser, mask, sealed_file
from stanch.vocabulary import elements

DETECTOR, CONFIDENCE = "numbered_paths", 0.8
LEVELS = 3  # of a path: a file's name, its folder, and that one's
LONG = 7  # characters of a number that is hardly in a list by chance
LEAST, MOSTLY = 3, 0.8  # folders side by side, and which part of them must be people's
_NUMBER = re.compile(r"(?<![^\W_])(?:[A-Za-z]{1,4}-?)?\d{3,14}(?![^\W_])")
_DAY = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
# What these say is not of one person's own file, or nothing is owed for it.
SLIGHT = frozenset(("name", "contact", "email", None, "location", "ip_address", "device_id", "password", "access_code", "username"))
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
    if not any(map(str.isdigit, bare)):
        return
    from stanch.extent.normalise import compact  # not loaded by a program whose files have no numbers

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
    """What the findings tell: the kinds and exhibit of each text, where columns of people's numbers stand, and which tables name people."""

    texts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    exhibits: dict[str, str] = field(default_factory=dict)
    columns: set[tuple[str, str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def told(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """The numbers that paths give to texts which name nobody, as findings (`FINDING_CODED`)."""
    seen = _Seen()
    for rows in _groups(given, bench, ["exhibit", "locator", "kind", "row", "column"]):
        _look(seen, rows)
    silent = [one for one, kinds in seen.texts.items() if _is_silent(kinds) and next(numbers_in(one), None)]
    columns = sorted(one for one in seen.columns if one[0] in seen.named)
    if not silent or not columns:
        return
    steps = dict.fromkeys(one for locator in seen.texts for one in numbers_in(locator))
    token = byte_tokeniser(bench.keys)
    asked = {number: [(kind, token(kind, said)) for kind, said in _compared(number, columns)] for _, _, number in steps}
    meant = _meant(steps, asked, _held(given, bench, {mark for marks in asked.values() for _, mark in marks}))
    rows = [_finding(seen, locator, *chosen) for locator in sorted(silent) if (chosen := _one_of(locator, meant))]
    if rows:
        yield "findings", pa.Table.from_pylist(rows, schema=FINDING_CODED)


def _groups(given: Input, bench: Bench, columns: list[str]) -> Iterator[pa.Table]:
    for path in given["findings"]:
        source = sealed_file(Path(path), bench.keys, [one for one in columns if one in ("exhibit", "locator", "kind", "column")])
        for group in range(source.num_row_groups):
            yield source.read_row_group(group, columns=columns)


def _look(seen: _Seen, rows: pa.Table) -> None:
    import pyarrow.compute as pc

    in_text = rows.filter(pc.is_null(rows["row"])).select(["exhibit", "locator", "kind"])
    for one in in_text.group_by(["exhibit", "locator", "kind"]).aggregate([]).to_pylist():
        seen.texts[one["locator"]].add(one["kind"])
        seen.exhibits[one["locator"]] = one["exhibit"]
    listed = rows.filter(pc.is_valid(rows["row"])).select(["locator", "kind", "column"])
    for one in listed.group_by(["locator", "kind", "column"]).aggregate([]).to_pylist():
        seen.named |= {one["locator"]} if one["kind"] in NAMES else set()
        seen.columns |= {(one["locator"], one["kind"], one["column"] or "")} if one["kind"] in OWN_NUMBERS else set()


def _held(given: Input, bench: Bench, asked: set[bytes]) -> set[tuple[str, bytes]]:
    """Which of these tokens stand in the columns of tables, with their kinds. Tables may have millions: only what was asked for is kept."""
    import pyarrow.compute as pc

    wanted, found = pa.array(sorted(asked), FINDING_MADE.field("token").type), set[tuple[str, bytes]]()
    for rows in _groups(given, bench, ["kind", "row", "token"]):
        few = rows.filter(pc.and_(pc.is_valid(rows["row"]), pc.is_in(rows["token"], wanted))).to_pylist()
        found |= {(one["kind"], one["token"]) for one in few}
    return found


def _is_silent(kinds: set[str]) -> bool:
    return not kinds & (NAMES | OWN_NUMBERS) and any(elements()[kind].fact not in SLIGHT for kind in kinds)


def _meant(
    numbers: Iterable[tuple[str, str, str]], asked: Mapping[str, list[tuple[str, bytes]]], held: set[tuple[str, bytes]]
) -> dict[tuple[str, str], tuple[str, str, bytes]]:
    """By what stands above a step and the step: the kind, the number and its token, where it is somebody's."""
    found: dict[str, dict[str, set[tuple[str, str, bytes]]]] = defaultdict(lambda: defaultdict(set))
    steps: dict[str, set[str]] = defaultdict(set)
    for above, step, number in numbers:
        steps[above].add(step)
        for one in asked[number]:
            if one in held:
                found[above][step].add((one[0], number, one[1]))
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


def _compared(number: str, columns: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """A number as each column would have it compared: kind and value."""
    from stanch.extent.row_keys import scoped

    places = ((locator, kind, column, *container(locator)) for locator, kind, column in columns)
    return {(kind, scoped(number, kind, column, table, place)) for _, kind, column, place, table in places}


def _one_of(locator: str, meant: Mapping[tuple[str, str], tuple[str, str, bytes]]) -> tuple[str, str, bytes] | None:
    """The number of the nearest step that is somebody's."""
    return next((meant[above, step] for above, step, _ in numbers_in(locator) if (above, step) in meant), None)


def _finding(seen: _Seen, locator: str, kind: str, number: str, mark: bytes) -> dict[str, Any]:
    row = dict.fromkeys(FINDING_CODED.names)
    row |= {"exhibit": seen.exhibits[locator], "locator": locator, "kind": kind, "masked": mask(kind, number), "token": mark}
    return row | {"confidence": CONFIDENCE, "detector": DETECTOR, "context": "path"}
