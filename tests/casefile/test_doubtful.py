"""Findings in doubt: whom they concern, and what was said of them last."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from the_case import PASSPHRASE

from stanch.casefile import Case, doubtful
from stanch.cli.main import run
from stanch.engine.bench import Parts
from stanch.records import FINDING_SCHEMA, Exposure, Person
from stanch.vault import sealed_writer

FILE = "share/ways.csv"


def _with_two_telephones(case: Case, start: int | None = None, end: int | None = None) -> doubtful.Item:
    """The first item of a case in which somebody has two doubtful telephones in one column; within its cells, where they begin somewhere."""
    shown = [("***-0101", 1, 0.6), ("***-0102", 2, 0.7)]
    told = {"exhibit": "e1", "locator": FILE, "kind": "phone", "column": "way", "token": "t", "detector": "any/phone"}
    told |= {"start": start, "end": end}
    part = case.parts / "findings" / "one.parquet"
    part.parent.mkdir(parents=True)
    with sealed_writer(part, FINDING_SCHEMA, case.keys) as writer:
        rows = [{**told, "masked": masked, "row": row, "confidence": sure} for masked, row, sure in shown]
        writer.write_table(pa.Table.from_pylist(rows, schema=FINDING_SCHEMA))
    case.store.put_parts("findings", Parts((part,), case.keys))
    exposures = tuple(Exposure("phone", "contact", masked, sure, (FILE,)) for masked, _, sure in shown)
    case.store.put(Person, [Person("p1", "Bob Example", elements=("contact", "name"), exposures=exposures)])
    item, *_ = doubtful.queue(case).items
    return item


def test_who_has_two_values_in_a_column_is_one_person_whom_it_concerns(case: Case) -> None:
    item = _with_two_telephones(case)
    assert (item.number, item.people, item.only) == (2, 1, 1)


def test_texts_in_cells_are_asked_about_one_by_one_and_refuted_one_by_one(case: Case) -> None:
    item = _with_two_telephones(case, start=5, end=13)
    other = next(one for one in doubtful.queue(case).items if one.id != item.id)
    for reader in ("ann", "bea"):
        doubtful.answer(case, item, verdict="wrong", by=reader)
    (gone,) = doubtful.refuted(case.alias)
    assert (gone.row, gone.start, gone.column) == (item.row, 5, "way")
    assert other.row != item.row


def test_the_list_of_all_tells_each_finding_once_as_it_is_now(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    item = _with_two_telephones(case)
    doubtful.answer(case, replace(item, people=7), verdict="right", by="ann")
    doubtful.answer(case, replace(item, id="gone", locator="share/gone.csv"), verdict="wrong", by="ann")
    folder = str(case.folder)
    case.close()
    assert run(["review", "list", "--all", "-C", folder, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["items"]
    assert [(one["id"], one["people"]) for one in told] == [(item.id, 1), ("gone", 1)]


def test_what_was_said_to_be_false_last_stands_first(case: Case) -> None:
    item = _with_two_telephones(case)
    for name, verdict in (("a", "right"), ("b", "wrong"), ("a", "wrong")):
        for reader in ("ann", "bea"):
            doubtful.answer(case, replace(item, id=name), verdict=verdict, by=reader)
    assert doubtful.said_false(case.alias) == ["a", "b"]
