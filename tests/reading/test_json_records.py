"""JSON: objects that are alike are rows, wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stanch.reading.descend import read_file
from stanch.reading.readers import objects
from stanch.records import Unit, unpack_cells


def read(folder: Path, document: Any) -> dict[str, Any]:
    """Tables and texts of a document by the part they are."""
    path = folder / "it.json"
    path.write_text(json.dumps(document), "utf-8")
    units = [unit for unit in read_file(path, "it.json", "e1") if isinstance(unit, Unit)]
    return {unit.locator.removeprefix("it.json"): unpack_cells(unit.cells).to_pylist() if unit.cells else unit.text for unit in units}


def test_lists_deep_in_a_document_are_tables_and_what_is_left_is_text(tmp_path: Path) -> None:
    found = read(tmp_path, {"version": "7", "data": {"people": [{"name": "Ann Lee", "at": {"city": "Reno"}}, {"name": "Tom Ray"}]}})
    assert found["#data.people"] == [{"name": "Ann Lee", "at.city": "Reno"}, {"name": "Tom Ray", "at.city": None}]
    assert json.loads(found[""]) == {"version": "7"}


def test_objects_under_names_of_their_own_are_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, {f"c{at}": {"email": f"a{at}@example.com", "city": "Reno"} for at in range(3)})
    assert found == {"": [{"key": f"c{at}", "email": f"a{at}@example.com", "city": "Reno"} for at in range(3)]}


def test_one_object_is_text_a_value_a_line(tmp_path: Path) -> None:
    found = read(tmp_path, {"firstName": "Ruby", "server": {"host": "a"}})
    assert '"firstName": "Ruby",\n' in found[""]


def test_what_json_api_relates_is_related_by_keys(tmp_path: Path) -> None:
    """Each type is a table; before, all of them stood in one, and nobody had an address."""
    home = {"home": {"data": {"type": "addresses", "id": "5"}}}
    people = [
        {"type": "people", "id": str(at), "attributes": {"name": name}, "relationships": {} if at > 2 else home}
        for at, name in ((1, "Ann Lee"), (2, "Tom Lee"), (3, "Qiang Ma"))
    ]
    people[2]["relationships"] = {"emails": {"data": [{"type": "emails", "id": "9"}]}}
    included = [
        {"type": "addresses", "id": "5", "attributes": {"city": "Reno"}},
        {"type": "emails", "id": "9", "attributes": {"address": "q@example.com"}},
    ]
    found = read(tmp_path, {"data": people, "included": included, "meta": {}})
    assert [one.get("home.city") for one in found["#people"]] == ["Reno", "Reno", None]
    assert found["#emails"] == [{"id": "9", "address": "q@example.com", "people_id": "3"}]
    assert set(found) == {"#people", "#addresses", "#emails"}


def test_records_of_several_kinds_are_a_table_each(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            {"model": "auth.user", "pk": 3, "fields": {"first_name": "Ann", "last_name": "Lee"}},
            {"model": "clients.profile", "pk": 1, "fields": {"user": 3, "city": "Reno"}},
        ],
    )
    assert found["#auth.user"] == [{"model": "auth.user", "pk": "3", "first_name": "Ann", "last_name": "Lee"}]
    assert found["#clients.profile"] == [{"model": "clients.profile", "pk": "1", "user": "3", "city": "Reno"}]
    alike = [{"type": kind, "id": kind, "name": kind, "city": "Reno", "taxed": 1} for kind in ("business", "person")]
    assert set(read(tmp_path, alike)) == {""}


def test_long_lists_within_a_record_are_tables_with_its_key(tmp_path: Path) -> None:
    orders = [{"total": str(at)} for at in range(9)]
    found = read(tmp_path, [{"id": 7, "name": "Ann Lee", "orders": orders, "phones": [{"no": "1"}]}])
    assert found["#records"] == [{"id": "7", "name": "Ann Lee", "phones.0.no": "1"}]
    assert found["#records.orders"][:2] == [{"records_id": "7", "total": "0"}, {"records_id": "7", "total": "1"}]
    dump = read(tmp_path, [{"type": "header", "version": "5"}, {"type": "table", "name": "users", "data": orders}])
    assert len(dump["#users"]) == 9


def test_values_are_known_by_what_they_say_they_are(tmp_path: Path) -> None:
    """Custom fields by their names, values without the word for their sort, days counted in milliseconds."""
    told = [
        {
            "fields": [{"name": "SSN", "value": "900-12-3456"}, {"name": "Tier", "value": "gold"}],
            "born": {"$date": {"$numberLong": "-86400000"}},
        },
        {"fields": [{"name": "SSN", "value": "901-12-3456"}], "home": {"M": {"city": {"S": "Reno"}}}},
    ]
    assert read(tmp_path, told)[""] == [
        {"fields.SSN": "900-12-3456", "fields.Tier": "gold", "born": "1969-12-31T00:00:00", "home.city": None},
        {"fields.SSN": "901-12-3456", "fields.Tier": None, "born": None, "home.city": "Reno"},
    ]


def test_rows_of_cells_and_columns_of_cells_are_tables(tmp_path: Path) -> None:
    rows = [{"Name": "Ann Lee", "Address 1": "4 Elm St"}, {"Name": "Tom Ray", "Address 1": "9 Oak St"}]
    cells = [list(row.values()) for row in rows]
    assert read(tmp_path, {"values": [["Name", "Address 1"], *cells]})["#values"] == rows
    assert read(tmp_path, {"columns": [{"name": "Name"}, {"name": "Address 1"}], "rows": cells})["#rows"] == rows
    assert read(tmp_path, {name: [row[name] for row in rows] for name in rows[0]})[""] == rows
    assert read(tmp_path, {name: {str(at): row[name] for at, row in enumerate(rows)} for name in rows[0]})[""] == rows


def test_what_a_related_record_is_wrapped_in_is_left_out(tmp_path: Path) -> None:
    home = {"data": {"id": 70, "attributes": {"line1": "4 Elm St", "city": "Reno"}}}
    found = read(tmp_path, [{"id": 1, "attributes": {"firstName": "Ann", "address": home}}])
    assert found[""] == [{"id": "1", "firstName": "Ann", "address.id": "70", "address.line1": "4 Elm St", "address.city": "Reno"}]


def test_lists_of_one_path_are_all_kept(tmp_path: Path) -> None:
    found = read(tmp_path, {"a": {"b": [{"name": "Ann Lee"}]}, "a.b": [{"name": "Tom Ray"}]})
    assert found["#a.b"] == [{"name": "Ann Lee"}, {"name": "Tom Ray"}]


def test_objects_in_objects_to_a_great_depth_are_read(tmp_path: Path) -> None:
    document: dict[str, Any] = {"name": "Ann Lee"}
    for _ in range(300):
        document = {"a": document, "b": {"x": "1"}, "c": {"x": "1"}}
    assert "Ann Lee" in str(read(tmp_path, document))


def test_a_document_of_many_series_is_looked_through_for_headers_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    lists = objects._lists_of_names
    monkeypatch.setattr(objects, "_lists_of_names", lambda one: looked.append(1) or lists(one))
    document = {f"s{at}": [[at, 1], [at, 2]] for at in range(5)}
    assert objects.listed_in(document) == ([], document)
    assert looked == [1]
