"""The company's own people: found in any writing; a list with faults names row and column; nothing of it lies in the clear."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.cli.main import run as stanch
from stanch.errors import WrongCall
from stanch.extent import known_list, known_people, known_sealed
from stanch.extent.known_people import Known, KnownPerson
from stanch.extent.scanning import scan_unit, text_spans
from stanch.records import Unit, pack_cells
from stanch.vault import random_keys

ANA = KnownPerson((("Ana María", "García"),), (("phone", "+1 212 555 0123"), ("us_ssn", "900-12-3456"), ("email", "Ana.G@example.com")))
BEN = KnownPerson((("", "van der Berg, Benedikt"),), (("customer_id", "KX-90417732"), ("phone", "020 7946 0958")))
LOPEZ = KnownPerson((("", "Lucía Ortega López"),))
KNOWN = Known((ANA, BEN, LOPEZ))


def found(text: str, kind: str = "name") -> list[str]:
    return [span.text for span in known_people.find(text, KNOWN) if span.kind == kind]


@pytest.mark.parametrize(
    "written",
    [
        "Ana García",
        "ana garcia",
        "ANA MARÍA GARCÍA",
        "García, Ana",
        "GARCIA ANA",
        "García, Ana María",
        "Ana M. García",
        "A. García",
        "A. M. García",
        "García, A.",
        "García, A. M.",
        "Ana\nGarcía",
        "Ana\r\n> García",
        "Ana_García",
        "Benedikt van der Berg",
        "van der Berg, B.",
        "VAN DER BERG, BENEDIKT",
        "Lucia Ortega",
        "lucía lópez",
        "LUCIA ORTEGA LOPEZ",
        "Lopez, Lucia",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert found(f"we wrote to {written} and then left") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Ana and Bob García",
        "Anna Garcia",
        "García & Sons",
        "ana.garcia@example.org",
        "Ana Garcia Street",
        "12 Ana. 5 García",
        "a garcia wrote it",
        "Berg, the mountain",
        "Ana, Bob, García",
    ],
)
def test_others_are_not_taken_for_them(text: str) -> None:
    assert not found(text)


def test_a_family_name_stands_for_its_bearer_only_where_the_whole_name_stands_too() -> None:
    assert found("García paid.") == []
    assert found("Ana García came. Later García paid, and the garcia account was closed.") == ["Ana García", "García"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2125550123", "phone"),
        ("212 555 0123", "phone"),
        ("212.555.0123", "phone"),
        ("21 25 55 01 23", "phone"),
        ("212-555-\n0123", "phone"),
        ("020 7946 0958", "phone"),
        ("20 7946 0958", "phone"),
        ("900123456", "us_ssn"),
        ("900 12 3456", "us_ssn"),
        ("9001-2345-6", "us_ssn"),
        ("kx90417732", "customer_id"),
        ("KX 9041 7732", "customer_id"),
        ("KX-904-177-32", "customer_id"),
        ("ana.g@EXAMPLE.com", "email"),
    ],
)
def test_a_number_is_found_in_any_grouping(written: str, kind: str) -> None:
    text = f"noted {written}, see below"
    spans = [span for span in known_people.find(text, KNOWN) if span.kind == kind]
    assert [span.text for span in spans] == [written]
    assert text[spans[0].start : spans[0].end] == written


def test_a_number_behind_its_country_is_found() -> None:
    assert "7946" in found("call +44 (0)20 7946 0958 today", "phone")[0]
    assert found("call +1 (212) 555-0123 today", "phone")[0].endswith("0123")


@pytest.mark.parametrize("text", ["92125550123", "2125550124", "212555012", "x900123456y", "KX9041773", "1900-12-34567"])
def test_longer_and_other_numbers_are_not_theirs(text: str) -> None:
    assert not [span for span in known_people.find(text, KNOWN) if span.kind != "name"]


@given(st.text(max_size=200))
def test_offsets_point_at_the_value_whatever_the_text(text: str) -> None:
    whole = f"{text}\nAna García 900-12-3456 {text}"
    spans = known_people.find(whole, KNOWN)
    assert all(whole[span.start : span.end] == span.text for span in spans)
    assert any(span.kind == "us_ssn" for span in spans)


def test_numbers_that_everybody_has_mean_nothing() -> None:
    known = Known(KnownPerson((), (("customer_id", f"{number:06d}"),)) for number in range(100_000, 104_000))
    assert known.crowded == (6,)
    assert not known_people.find("order 100017", known)


def test_they_are_found_in_texts_tables_and_forms() -> None:
    keys = random_keys()
    text = Unit("e", "a", "text", "text/plain", text="re: garcia, ana - 9001 23456")
    kinds = {row["kind"] for row in scan_unit(text, keys, known=KNOWN).to_pylist() if row["detector"] == "known"}
    assert kinds == {"name", "us_ssn"}
    import pyarrow as pa

    rows = pa.table({"Ref": ["KX-90417732", "PO-5"], "Remark": ["collected by ana garcia", "no"]})
    table = Unit("e", "b", "table", "text/csv", start=2, cells=pack_cells(rows))
    seen = {
        (row["kind"], row["column"], row["row"]) for row in scan_unit(table, keys, known=KNOWN).to_pylist() if row["detector"] == "known"
    }
    assert seen == {("customer_id", "Ref", 2), ("name", "Remark", 2)}


def test_without_a_list_nothing_changes() -> None:
    text = "re: garcia, ana - 9001 23456"
    assert not [span for span in text_spans(text, {}) if span.detector == "known"]


def write_csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


HEADED = "Given name;Family name;E-mail;Mobile phone;SSN;Account manager;Favourite colour\n"


def test_csv_workbook_and_json_say_the_same(tmp_path: Path) -> None:
    row = ["Ana", "García", "ana@example.com", "+1 212 555 0123", "900-12-3456"]
    listed = known_list.read(write_csv(tmp_path / "a.csv", HEADED + ";".join([*row, "n/a", "blue"]) + "\n\n"))
    book = openpyxl.Workbook()
    for line in (HEADED.strip().split(";")[:5], row):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    objects = [dict(zip(("given_name", "family_name", "email", "phone", "ssn"), row, strict=True))]
    (tmp_path / "a.json").write_text(json.dumps({"customers": objects}))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, objects)))
    people = listed.people
    assert people[0].names == (("Ana", "García"),)
    assert ("us_ssn", "900-12-3456") in people[0].numbers
    assert "Favourite colour" in listed.unused
    for name in ("a.xlsx", "a.json", "a.jsonl"):
        assert set(known_list.read(tmp_path / name).people[0].numbers) == set(people[0].numbers)


def test_a_list_of_names_alone_will_do(tmp_path: Path) -> None:
    assert known_list.read(write_csv(tmp_path / "a.csv", "Name\nAna García\nBen Berg\n")).people[1].names == (("", "Ben Berg"),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Name,Email\nAna García,not an address\n", "row 2, column 'Email': no e-mail address"),
        ("Name,Phone\nAna,212 555 0123\nBen,=1+1\n", "row 3, column 'Phone': begins like a formula"),
        ("Name,Phone\nAna \x07 García,2125550123\n", "row 2, column 'Name': a control character"),
        (f"Name,Phone\n{'x' * 900},2125550123\n", "row 2, column 'Name': 900 characters"),
        ("Name,Phone\nAna,2125550123,one,more\n", "row 2: 4 cells under 2 columns"),
        ("Name,SSN\nAna,900-12-3456\nBen,secret\n", "row 3, column 'SSN'"),
        ('Name,Phone\nAna,"2125550123\nBen,1\n', "breaks off in row"),
        ("Colour,Shape\nred,round\n", "no column that says what it holds"),
        ("Name,Email\n", "holds nobody"),
        ("", "holds nobody"),
        ('[{"name": "Ana"', "is no JSON"),
        ('[{"name": {"a": {"b": 1}}}]', "row 1"),
        ("[" * 100_000, "nested too deeply"),
        ('["Ana"]', "holds no object as person 1"),
        ("Name\x00,Email\n", "zero byte"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(WrongCall) as raised:
        known_list.read(write_csv(tmp_path / "list", content))
    assert told in str(raised.value)
    assert str(tmp_path / "list") in str(raised.value)


def test_zeros_and_lines_of_another_encoding_stay(tmp_path: Path) -> None:
    """Two systems' lines in one list, and a number that only the workbook's format writes with its zeros."""
    (tmp_path / "a.csv").write_bytes("name,ssn\nZoë Ünal,900123456\n".encode() + "José Ñu,900123457\n".encode("cp1252"))
    assert [one.names[0][1] for one in known_list.read(tmp_path / "a.csv").people] == ["Zoë Ünal", "José Ñu"]
    book = openpyxl.Workbook()
    for line in (["name", "ssn", "customer number"], ["Zoë Ünal", 123456, 4217]):
        book.active.append(line)
    book.active["B2"].number_format, book.active["C2"].number_format = "000-00-0000", "00000000"
    book.save(tmp_path / "a.xlsx")
    assert set(known_list.read(tmp_path / "a.xlsx").people[0].numbers) == {("us_ssn", "000-12-3456"), ("customer_id", "00004217")}
    pq.write_table(pa.table({"name": ["Zoë Ünal"], "email": ["z@example.com"]}), tmp_path / "a.parquet")
    assert known_list.read(tmp_path / "a.parquet").people[0].numbers == (("email", "z@example.com"),)


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(WrongCall, match="no workbook that can be read"):
        known_list.read(tmp_path / "a.xlsx")


def test_scan_finds_them_in_files_and_in_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = write_csv(tmp_path / "people.csv", "Name,Loyalty number\nQuenlyn Ashgrove,771-40-99812\n")
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "a.txt").write_text("ASHGROVE, Q. collected it; 7714099812 was noted.\n")
    assert stanch(["scan", str(folder), "--known-people", str(people), "--json", "--workers", "1"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kind"] for row in rows if row["detector"] == "known"} == {"name", "customer_id"}
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": 1, "text": "ashgrove, quenlyn"}) + "\n")
    assert stanch(["scan", str(tmp_path / "d.jsonl"), "--known-people", str(people), "--format", "spans"]) == 0
    assert '"type": "NAME"' in capsys.readouterr().out


def test_the_kept_list_is_sealed_and_comes_back(tmp_path: Path) -> None:
    keys, path = random_keys(), tmp_path / "k"
    known_sealed.keep((ANA, BEN), path, keys)
    content = path.read_bytes()
    assert b"Garc" not in content
    assert b"900-12" not in content
    assert known_sealed.kept(path, keys) == (ANA, BEN)
    told = known_sealed.settings((ANA, BEN), path, keys)
    assert known_sealed.settings((ANA,), path, keys)["known_people_mark"] != told["known_people_mark"]
    assert known_sealed.of_bench(told, keys) is known_sealed.of_bench(told, keys)
    assert known_sealed.of_bench({}, keys) is None
