"""Units to findings: texts by the text path, tables by their columns; in workers, one row group of units an input."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stanch import vocabulary
from stanch.engine import Bench, Lost, Parts, run
from stanch.extent import marks, names_model, task
from stanch.extent.patterns import fingerprint
from stanch.records import FINDING_CODED, FINDING_MADE, FINDING_SCHEMA, UNREAD_SCHEMA, Unit, Unread
from stanch.vault import Keys, sealed_file, spelled

# What finds values is loaded where units are scanned, not by the program that has them scanned.
if TYPE_CHECKING:
    from stanch.extent.known_people import Known
    from stanch.extent.rows import Columns
    from stanch.extent.span import Span

# What a reader says of the age of a whole unit, best first.
AGE = ("mail.date", "modified", "created")


@dataclass(frozen=True, slots=True)
class Extent:
    """All findings, and the units that could not be scanned."""

    findings: Parts
    unread: tuple[Unread, ...]


def scan(units: Parts, *, bench: Bench) -> Extent:
    """Find the personal data in all units."""
    inputs = [one for path in units.paths for one in shares(path, units.keys)]
    version = version_of(bench)
    schemas = {"findings": FINDING_CODED, "unread": UNREAD_SCHEMA}
    first = run(task.scan_group, inputs, schemas, step="extent", version=version, bench=bench)
    # One unit that hangs must not take its neighbours along: what was lost together is tried again one by one.
    apart = [one for lost in first.lost for one in _apart(lost.input)]
    second = run(task.scan_group, apart, schemas, step="extent-apart", version=version, bench=bench)
    findings = Parts((*first.parts["findings"].paths, *second.parts["findings"].paths), bench.keys)
    unread = [*_unread(first.parts["unread"]), *_unread(second.parts["unread"]), *_lost(second.lost, units.keys)]
    if not bench.settings.get("only"):
        more, untold = _by_keys(units, findings, version, bench)
        findings, unread = Parts((*findings.paths, *more), bench.keys), [*unread, *untold]
    return Extent(findings, tuple(unread))


def version_of(bench: Bench) -> str:
    """A mark of all that findings depend on beside the evidence: the rules, and what the call asked for."""
    names_model.check()
    told = bench.settings.get("only", "") + bench.settings.get("known_people_mark", "") + names_model.mark()
    return hashlib.blake2b((rules() + told).encode(), digest_size=16).hexdigest()


# Small texts take as long as texts of some size; so much is a fraction of a second's work, and so many times as long as to copy it.
LEAST, SHARE, EFFORT = 4 << 10, 256 << 10, 8


def shares(path: Path, keys: Keys) -> Iterator[dict[str, Any]]:
    """The units of a part in shares of like work, so that all workers have some: a row group, or some rows of it."""
    source = sealed_file(path, keys)
    for group in range(source.num_row_groups):
        told = source.metadata.row_group(group)
        work = told.total_byte_size + told.num_rows * LEAST
        rows = max(1, told.num_rows * SHARE // work) if work > SHARE else told.num_rows
        for first in range(0, told.num_rows, rows):
            many = min(rows, told.num_rows - first)
            yield {"path": str(path), "group": group, "first": first, "many": many, "weight": work * many * EFFORT // told.num_rows}


def _by_keys(units: Parts, findings: Parts, version: str, bench: Bench) -> tuple[tuple[Path, ...], list[Unread]]:
    """Numbers of people that rows bear by way of other tables; and the databases that took too long for that."""
    from stanch.extent import numbered_paths
    from stanch.extent.row_families import families

    schemas, more, lost = {"findings": FINDING_CODED}, tuple[Path, ...](), list[Unread]()
    for step, does, given in (("extent-keys", task.follow_keys, families), ("extent-paths", numbered_paths.told, numbered_paths.inputs)):
        if inputs := given(units, Parts((*findings.paths, *more), findings.keys)):
            found = run(does, inputs, schemas, step=step, version=version, bench=bench)
            more += found.parts["findings"].paths
            why = "its keys" if step == "extent-keys" else "numbers in the names of files"
            lost += [
                Unread(one.input["exhibit"], one.input["place"], one.reason, f"{why}: {one.detail}", step="extent") for one in found.lost
            ]
    return more, lost


@cache
def rules() -> str:
    """A mark of all that a finding depends on: this room's code, detectors, word lists and trained names, and the vocabulary."""
    here, words = Path(__file__).parent, Path(vocabulary.__file__).parent
    return marks.mark("rules", here, [*marks.below(str(here)), *marks.below(str(words))], fingerprint()).hex()


def _apart(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each unit of a share as an input of its own."""
    return [{**given, "first": given["first"] + at, "many": 1, "weight": given["weight"] // given["many"]} for at in range(given["many"])]


def _unread(parts: Parts) -> list[Unread]:
    return [Unread(**row, step="extent") for table in parts.tables() for row in table.to_pylist()]


def _lost(lost: Sequence[Lost], keys: Keys) -> list[Unread]:
    """The units whose worker had to be killed."""
    found = []
    for one in lost:
        source = sealed_file(Path(one.input["path"]), keys)
        rows = source.read_row_group(int(one.input["group"]), columns=["exhibit", "locator"]).slice(int(one.input["first"]), 1)
        found += [Unread(row["exhibit"], row["locator"], one.reason, one.detail, step="extent") for row in rows.to_pylist()]
    return list(dict.fromkeys(found))


def warm() -> None:
    """Load what nearly every text needs: the patterns, and what finds people."""
    from stanch.extent import joint_in_text, known_sealed, named_paths, next_of_kin, rows  # noqa: F401 all of them are to be loaded

    text = "Maria Gonzalez, SSN 900-12-3456\n"
    spans = text_spans(text, {})
    spans, records = joint_in_text.shared(text, spans, records_of(text, spans, {}))
    next_of_kin.told(text, spans, records)


def scan_unit(unit: Unit, keys: Keys, only: Collection[str] | None = None, known: Known | None = None) -> pa.Table:
    """The findings of one unit (`FINDING_SCHEMA`). `only` keeps these kinds; `known` are people to find everywhere."""
    return spelled(findings_of(unit, keys, only, known), keys).cast(FINDING_SCHEMA)


def findings_of(unit: Unit, keys: Keys, only: Collection[str] | None = None, known: Known | None = None) -> pa.Table:
    """As `scan_unit`, as they are sealed: of a table `FINDING_CODED`, records not written out (`own_rows`); else `FINDING_MADE`."""
    if unit.kind != "table":
        return of_texts([columns_of(unit, keys, known)], only)
    from stanch.extent import named_paths
    from stanch.extent.rows import finding_rows, in_the_path
    from stanch.extent.tables import to_be_sealed

    found = to_be_sealed(unit, keys, known=known)
    if named := named_paths.span_for(unit, set(found.column("kind").unique().to_pylist())):
        found = pa.concat_tables([in_the_path(finding_rows(unit, [named], [None], keys)).cast(found.schema), found])
    return _only(found, only)


def columns_of(unit: Unit, keys: Keys, known: Known | None = None) -> Columns:
    """The findings of a text as columns, to be made a table together with those of others."""
    from stanch.extent import named_paths
    from stanch.extent.rows import finding_columns, with_path

    spans, records = told(unit.text, unit.properties, known)
    found = finding_columns(unit, spans, records, keys, seen_on=age_of(unit.properties))
    named = named_paths.span_for(unit, {span.kind for span in spans})
    return with_path(finding_columns(unit, [named], [None], keys), found) if named else found


def of_texts(found: Sequence[Columns], only: Collection[str] | None = None) -> pa.Table:
    """The findings of some texts (`columns_of`), one text after the other."""
    from stanch.extent.rows import tabled

    some = [one for one in found if one["kind"]]
    return _only(tabled(some), only) if some else FINDING_MADE.empty_table()


def _only(found: pa.Table, only: Collection[str] | None) -> pa.Table:
    if only is None:
        return found
    import pyarrow.compute as pc

    return found.filter(pc.is_in(found.column("kind").cast(pa.string()), pa.array(sorted(only), pa.string())))


# What a text's findings depend on beside its words.
ADDRESSED = ("mail.from", "mail.to", "mail.cc")
SHORT = 8_000  # characters of a text of which it is remembered what it told: the next copy of a letter or page says the same


def told(text: str, properties: Mapping[str, str], known: Known | None = None) -> tuple[Sequence[Span], Sequence[str | None]]:
    """The findings of a text, and whose each is."""
    addressed = tuple((name, properties[name]) for name in ADDRESSED if name in properties)
    if known is not None or len(text) > SHORT or sum(len(said) for _, said in addressed) > SHORT:
        return _told(text, addressed, known)
    return _told_again(text, addressed, names_model.chosen())


@lru_cache(maxsize=1024)
def _told_again(text: str, addressed: tuple[tuple[str, str], ...], _model: str) -> tuple[Sequence[Span], Sequence[str | None]]:
    return _told(text, addressed, None)


def _told(text: str, addressed: tuple[tuple[str, str], ...], known: Known | None) -> tuple[Sequence[Span], Sequence[str | None]]:
    from stanch.extent import joint_in_text, next_of_kin

    properties = dict(addressed)
    spans = text_spans(text, properties, known=known)
    spans, records = joint_in_text.shared(text, spans, records_of(text, spans, properties))
    return tuple(spans), tuple(next_of_kin.told(text, spans, records))


def text_spans(text: str, properties: Mapping[str, str], *, known: Known | None = None) -> list[Span]:
    """Everything found in a text: patterns first, then addresses and names around what they found."""
    from stanch.extent.calibration import calibrated

    return calibrated(raw_spans(text, properties, known=known))


def raw_spans(text: str, properties: Mapping[str, str], *, known: Known | None = None) -> list[Span]:
    """The same with the numbers that the detectors give themselves, which order findings but are no probabilities (names: they are)."""
    from stanch.extent.text_finders import found

    return found(text, properties, known)


def records_of(text: str, spans: Sequence[Span], properties: Mapping[str, str]) -> list[str | None]:
    """Which findings of a text speak of one person."""
    from stanch.extent.people_in_text import group

    return group(text, spans, properties)


def age_of(properties: Mapping[str, str]) -> str | None:
    """The day that the container gives for its content (ISO), or None."""
    for name in AGE:
        value = properties.get(name, "")[:10]
        if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit():
            return value
    return None
