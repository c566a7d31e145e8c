"""Findings that reviewers refuted: nobody is held by them, and who has nothing left is set aside, visibly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stanch.records import Aside, Person, Refuted
from stanch.records.refuted import IN_DOUBT

PLACE = ("exhibit", "locator", "kind", "start", "end", "column", "row")
Place = tuple[str, str, str, int | None, int | None, str | None, int | None]


def place_of(one: Refuted) -> Place:
    """By what a finding is known; of a column by no row."""
    return (one.exhibit, one.locator, one.kind, one.start, one.end, one.column, None if one.start is None else one.row)


def without(tables: Iterable[pa.Table], refuted: Sequence[Refuted]) -> Iterator[pa.Table]:
    """The findings that nobody refuted."""
    gone = {place_of(one) for one in refuted}
    named = pa.array(sorted({one.locator for one in refuted}), pa.string())
    for table in tables:
        yield _without(table, gone, named) if gone else table


def _without(table: pa.Table, gone: Collection[Place], named: pa.Array) -> pa.Table:
    # Few files hold any: only their rows are looked at one by one.
    touched = pc.indices_nonzero(pc.is_in(table["locator"].cast(pa.string()), value_set=named)).to_pylist()
    if not touched:
        return table
    rows = table.select([*PLACE, "confidence"]).take(touched).to_pylist()
    dropped = {at for at, row in zip(touched, rows, strict=True) if _is_gone(row, gone)}
    return table.take([at for at in range(table.num_rows) if at not in dropped]) if dropped else table


def _is_gone(row: Mapping[str, Any], gone: Collection[Place]) -> bool:
    """Whether a finding stands at one of these places. Of a column, by whatever was looked at, only what is in doubt."""
    place: tuple[Any, ...] = tuple(row[name] for name in PLACE)
    if row["start"] is not None or row["row"] is None:
        return place in gone
    return row["confidence"] < IN_DOUBT - 1e-6 and (*place[:-1], None) in gone


def left_with_nothing(before: Iterable[Person], refuted: Sequence[Refuted], here: Collection[str]) -> list[Aside]:
    """Who was found before, and is held by nothing any more but what was refuted; `here` are the ids of all who are found now."""
    by_file: dict[str, list[Refuted]] = {}
    for one in refuted:
        by_file.setdefault(one.locator, []).append(one)
    found: dict[str, Aside] = {}
    for person in before if by_file else ():
        if person.id in here:
            continue
        files = dict.fromkeys([*person.sources, *(key.partition("|")[0] for key in person.records)])
        said = [one for file in files for one in by_file.get(file, ())]
        if said:
            found[person.id] = Aside(person, "refuted", _reason(said), ", ".join(sorted({name for one in said for name in one.by})))
    return list(found.values())


def _reason(said: Sequence[Refuted]) -> str:
    kinds = ", ".join(sorted({one.kind for one in said}))
    last = max((one.at for one in said if one.at), default=None)
    return f"what was found was said in review to be something else ({kinds}{f', {last.date().isoformat()}' if last else ''})"
