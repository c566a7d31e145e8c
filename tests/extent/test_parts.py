"""The smaller parts: folding, validators, normal forms, the cache of compiled patterns, the worker's task, the command."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch import extent
from stanch.cli.bench import temporary_bench
from stanch.cli.main import run as stanch
from stanch.engine import Bench, Parts
from stanch.extent import documents as documents_module
from stanch.extent import patterns, scanning, task, texts, validators
from stanch.extent.folding import fold
from stanch.extent.known_people import Known, KnownPerson
from stanch.extent.normalise import quick_phone, to_date
from stanch.extent.scanning import age_of, scan_unit
from stanch.records import UNIT_SCHEMA, Unit
from stanch.vault import random_keys, sealed_writer


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("us_ssn", "219-09-9998", "666-12-3456"),
        ("us_ssn_labelled", "900-12-3456", "000-00-0000"),
        ("us_ssn_labelled", "912-70-1234", "912-70-0000"),
        ("us_itin", "912-70-1234", "912-93-1234"),
        ("payment_card", "4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("us_aba", "021000021", "021000022"),
        ("us_mbi", "1EG4-TE5-MK73", "1SG4-TE5-MK73"),
        ("us_npi", "1234567893", "1234567890"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"),
        ("uk_nino", "AB123456C", "BG123456A"),
        ("sg_nric", "S1234567D", "S1234567A"),
        ("vin", "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"),
        ("au_medicare", "2123 45670 1", "2123 45671 1"),
        ("phone", "(212) 555-0123", "(112) 555-0123"),
        ("ipv4", "203.0.113.7", "256.0.113.7"),
        ("icd10", "E11.9", "U1.9"),
        ("stdnum.br.cpf", "529.982.247-25", "529.982.247-26"),
    ],
)
def test_validators_know_right_from_wrong(name: str, good: str, bad: str) -> None:
    check = validators.validator(name)
    assert check(good)
    assert not check(bad)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/14/1985", date(1985, 3, 14)),
        ("14/03/1985", date(1985, 3, 14)),
        ("14.03.85", date(1985, 3, 14)),
        ("1985-03-14", date(1985, 3, 14)),
        ("March 14th, 1985", date(1985, 3, 14)),
        ("14 de marzo de 1985", date(1985, 3, 14)),
        ("14. März 1985", date(1985, 3, 14)),
        ("31/02/1985", None),
        ("soon", None),
    ],
)
def test_dates_as_people_write_them(text: str, day: date | None) -> None:
    assert to_date(text) == day


def test_no_number_is_too_long_to_be_told_from_a_day() -> None:
    assert to_date("3 may 20481173000481") is None
    assert to_date("may 20481173000481, 12") is None


def test_one_telephone_number_in_many_forms() -> None:
    assert {quick_phone(text) for text in ("(212) 555-0123", "212-555-0123", "+1 212 555 0123", "1.212.555.0123")} == {"+12125550123"}


@pytest.fixture
def _own_book() -> Iterator[None]:
    """Whatever a test makes of the book, the next test finds the whole one."""
    yield
    patterns.book.cache_clear()


@pytest.mark.usefixtures("_own_book")
def test_a_broken_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "SSN 900-12-3456"
    small = tuple(one for one in patterns.book().detectors if one.id == "us/ssn")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made: list[int] = []
    monkeypatch.setattr("stanch.extent.detector.detectors", lambda: made.append(1) or small)
    for damage in (None, b"", b"x" * 4096):
        patterns.book.cache_clear()
        for kept in tmp_path.rglob("*.hs"):
            if damage is not None:
                kept.write_bytes(damage)
        assert [span.text for span in texts.find(text, rules=patterns.book())] == ["900-12-3456"]
    assert len(made) == 3
    patterns.book.cache_clear()
    assert [span.text for span in texts.find(text, rules=patterns.book())] == ["900-12-3456"]
    assert len(made) == 3, "a whole cache is used"


def test_the_task_scans_a_row_group_and_survives_a_bad_unit(tmp_path: Path) -> None:
    keys = random_keys()
    units = [
        Unit("e1", "a.txt", "text", "text/plain", text="SSN 900-12-3456"),
        Unit("e2", "b.csv", "table", "text/csv", start=2, cells=b"not arrow"),
        Unit("e3", "c.txt", "text", "text/plain", start=1000, text="ann@example.com", properties={"modified": "2026-01-02T03:04:05"}),
    ]
    path = tmp_path / "units.parquet"
    with sealed_writer(path, UNIT_SCHEMA, keys) as writer:
        rows = [
            {**{name: getattr(unit, name) for name in UNIT_SCHEMA.names}, "properties": list(unit.properties.items())} for unit in units
        ]
        writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
    made = list(task.scan_group({"path": str(path), "group": 0, "first": 0, "many": 3}, Bench(tmp_path, keys, date(2026, 1, 1))))
    found = [row for name, table in made if name == "findings" for row in table.to_pylist()]
    unread = [row for name, table in made if name == "unread" for row in table.to_pylist()]
    assert [(row["locator"], row["kind"], row["start"], row["seen_on"]) for row in found] == [
        ("a.txt", "us_ssn", 4, None),
        ("c.txt", "email", 1000, "2026-01-02"),
    ]
    assert [(row["locator"], row["reason"]) for row in unread] == [("b.csv", "damaged")]


def test_many_small_texts_are_shared_out(tmp_path: Path) -> None:
    keys, path = random_keys(), tmp_path / "units.parquet"
    with sealed_writer(path, UNIT_SCHEMA, keys) as writer:
        for many, size in ((300, 20), (1, 600_000), (4, 200_000)):
            row = {"exhibit": "e", "locator": "l", "kind": "text", "media_type": "text/plain", "start": 0, "properties": []}
            rows = [{**row, "text": f"{at:06}" + secrets.token_hex(size // 2)} for at in range(many)]
            writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
    found = [(one["group"], one["first"], one["many"]) for one in scanning.shares(path, keys)]
    assert [(group, first + at) for group, first, many in found for at in range(many)] == [
        *((0, at) for at in range(300)), (1, 0), *((2, at) for at in range(4)),
    ]  # fmt: skip
    assert [sum(group == one for group, _, _ in found) for one in range(3)] == [5, 1, 4]


def test_the_same_findings_for_any_number_of_workers(tmp_path: Path) -> None:
    keys = random_keys()
    paths = []
    for part in range(3):
        paths.append(tmp_path / f"units-{part}.parquet")
        with sealed_writer(paths[-1], UNIT_SCHEMA, keys) as writer:
            for group in range(2):
                units = [
                    Unit("e", f"{part}{group}{at}.txt", "text", "text/plain", text=f"SSN 900-12-{1000 + part * 100 + group * 10 + at}")
                    for at in range(3)
                ]
                rows = [{**{name: getattr(unit, name) for name in UNIT_SCHEMA.names}, "properties": []} for unit in units]
                writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
    found = []
    for workers in (0, 2):
        bench = Bench(tmp_path / str(workers), keys, date(2026, 1, 1), workers=workers)
        bench.work.mkdir()
        result = extent.scan(Parts(tuple(paths), keys), bench=bench)
        assert result.unread == ()
        found.append([(row["locator"], row["token"]) for table in result.findings.tables() for row in table.to_pylist()])
    assert found[0] == found[1]
    assert len(found[0]) == 18


def test_only_keeps_the_kinds_asked_for_and_known_people_are_found() -> None:
    unit = Unit("e", "a", "text", "text/plain", text="zorro quux wrote to ann@example.com")
    assert {row["kind"] for row in scan_unit(unit, random_keys(), only=["email"]).to_pylist()} == {"email"}
    names = [
        row["text"]
        for row in scan_unit(unit, random_keys(), known=Known([KnownPerson((("Zorro", "Quux"),))])).to_pylist()
        if row["kind"] == "name"
    ]
    assert names == ["zorro quux"]


def test_age_comes_from_what_the_container_knows() -> None:
    assert age_of({"modified": "2026-01-02T00:00:00", "mail.date": "2025-05-06"}) == "2025-05-06"
    assert age_of({"modified": "yesterday"}) is None


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    lines = [{"id": 7, "text": "é SSN 900-12-3456, ann@example.com"}, {"id": "x", "text": "nothing"}]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_spans_of_annotated_documents(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stanch(["scan", str(documents), "--format", "spans"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        {"id": 7, "spans": [{"start": 6, "end": 17, "type": "SSN"}, {"start": 19, "end": 34, "type": "EMAIL"}]},
        {"id": "x", "spans": []},
    ]


def test_findings_on_standard_output_are_masked(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stanch(["scan", str(documents), "--format", "jsonl", "--only", "us_ssn"]) == 0
    out = capsys.readouterr().out
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert set(row) == {"locator", "kind", "start", "end", "masked", "token", "confidence", "detector", "row", "column"}
    assert row["masked"] == "***-**-3456"
    assert "900-12" not in out


def test_wrong_calls_say_what_would_be_right(documents: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert stanch(["scan", str(documents), "--only", "us_snn"]) == 2
    assert "us_ssn" in capsys.readouterr().err
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert stanch(["scan", str(documents), "--engine", "spark"]) == 2
    assert "stanch[spark]" in capsys.readouterr().err
    monkeypatch.undo()
    assert stanch(["scan", str(documents / "missing")]) == 2


def test_broken_lines_are_told(documents: Path, tmp_path: Path) -> None:
    with documents.open("a", encoding="utf-8") as stream:
        stream.write("\nno json\n")
    assert stanch(["scan", str(documents), "--format", "spans", "--out", str(tmp_path / "o"), "--unread", str(tmp_path / "u")]) == 1
    assert json.loads((tmp_path / "u").read_text()) == {
        "locator": "set.jsonl#3",
        "reason": "damaged",
        "detail": "the line is no JSON object with id and text",
    }


def test_a_document_that_cannot_be_scanned_is_told_and_takes_no_other_along(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = scanning.text_spans
    monkeypatch.setattr(scanning, "text_spans", lambda text, *a, **b: 1 / 0 if text == "nothing" else real(text, *a, **b))
    assert stanch(["scan", str(documents), "--format", "spans", "--unread", str(tmp_path / "u")]) == 1
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [7]
    told = json.loads((tmp_path / "u").read_text())
    assert (told["locator"], told["reason"]) == ("set.jsonl#2", "damaged")


def test_documents_are_cut_between_lines_and_lose_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents_module, "PIECE", 40)
    lines = [json.dumps({"id": number, "text": f"SSN 900-12-{1000 + number}\r"}) for number in range(6)]
    (tmp_path / "a.jsonl").write_text("\n" + "\n\n".join(lines))
    with temporary_bench(workers=0) as bench:
        scanned = documents_module.scan_documents(tmp_path / "a.jsonl", as_spans=False, bench=bench)
        found = [row for table in scanned.findings for row in table.select(["locator", "masked"]).to_pylist()]
    assert [(row["locator"], row["masked"]) for row in found] == [(f"a.jsonl#{number}", f"***-**-{1000 + number}") for number in range(6)]
    assert scanned.unread == ()


def test_a_changed_word_list_makes_what_was_scanned_before_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gazetteer").mkdir()
    monkeypatch.setattr(scanning, "__file__", str(tmp_path / "scanning.py"))
    marks = []
    for words in ("iban", "iban bic"):
        (tmp_path / "gazetteer/cues.txt").write_text(words)
        scanning.rules.cache_clear()
        marks.append(scanning.rules())
    scanning.rules.cache_clear()
    assert marks[0] != marks[1]
