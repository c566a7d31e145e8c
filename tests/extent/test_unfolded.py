"""Facts that do not stand in columns: an attribute a row, objects in cells, several tables on a sheet, titles."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from stanch.extent.blocks import blocks
from stanch.extent.columns import decide
from stanch.extent.scanning import scan_unit
from stanch.extent.unfolded import of_attributes, of_objects
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def table(rows: list[list[str | None]]) -> pa.Table:
    names, *below = rows
    return pa.table({str(name): pa.array([row[at] for row in below], pa.string()) for at, name in enumerate(names)})


def scan(made: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scan_unit(
        Unit("x", "t", "table", "text/csv", start=2, cells=pack_cells(made)), Keys(bytes(32))
    ).to_pylist()
    return found


LONG: list[list[str | None]] = [
    ["id", "attribute", "value"],
    *(
        [number, name, value]
        for number, values in (("1", ("Ann", "Example", "900-12-3456")), ("2", ("Ben", "Muster", "900-12-4567")))
        for name, value in zip(("First name", "Last name", "SSN"), values, strict=True)
    ),
]


def test_an_attribute_a_row_is_said_of_the_row_it_stands_in() -> None:
    found = {(row["row"], row["kind"], row["record"]) for row in scan(table(LONG))}
    assert {place[:2] for place in found} == {
        (2, "given_name"), (3, "family_name"), (4, "us_ssn"), (5, "given_name"), (6, "family_name"), (7, "us_ssn"),
    }  # fmt: skip
    # The facts of one person hang together, those of two do not.
    assert len({record for row, _, record in found if row < 5}) == 1
    assert len({record for *_, record in found}) == 2
    assert {row["column"] for row in scan(table(LONG))} == {"value"}


def test_a_list_of_settings_is_not_laid_out() -> None:
    rows: list[list[str | None]] = [
        ["id", "attribute", "value"],
        *([str(at), ("depth", "width", "colour")[at % 3], str(at)] for at in range(9)),
    ]
    assert of_attributes(table(rows)) is None


def test_objects_in_cells_are_found_with_their_offsets() -> None:
    people = [
        {"customer": {"first_name": name, "email": f"{name.lower()}@example.com"}, "order_no": "900123456"}
        for name in ("Ann", "Ben", "Cem")
    ]
    cells = [json.dumps(one) for one in people]
    made = table([["event", "payload"], *([str(at), cell] for at, cell in enumerate(cells))])
    found = scan(made)
    assert {row["kind"] for row in found} == {"given_name", "email"}
    assert {row["column"] for row in found} == {"payload"}
    for row in found:
        value = cells[row["row"] - 2][row["start"] : row["end"]]
        assert value == people[row["row"] - 2]["customer"]["first_name" if row["kind"] == "given_name" else "email"]  # type: ignore[index]


def test_what_is_no_object_in_such_a_column_is_read_as_text() -> None:
    cells = [json.dumps({"email": f"p{at}@example.com"}) for at in range(9)] + ["her SSN is 900-12-3456"]
    found = scan(table([["event", "payload"], *([str(at), cell] for at, cell in enumerate(cells))]))
    assert [row["row"] for row in found if row["kind"] == "us_ssn"] == [11]


def test_objects_nested_beyond_reason_do_no_harm() -> None:
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    assert of_objects(table([["n", "payload"], ["1", deep], ["2", '{"email": "ann@example.com"}']])) is None


def test_a_table_below_an_empty_row_has_its_own_header() -> None:
    rows: list[list[str | None]] = [
        ["SKU", "Part number", "Stock"],
        ["A-1", "412-72-5944", "7"],
        ["A-2", "412-72-5945", "9"],
        [None, None, None],
        ["Name", "Date of birth", None],
        ["Ann Example", "1980-02-03", None],
        ["Ben Muster", "1981-02-03", None],
    ]
    parts = list(blocks(table(rows), 2))
    assert [(part.column_names, part.num_rows, first) for part, first in parts] == [
        (["SKU", "Part number", "Stock"], 2, 2),
        (["Name", "Date of birth"], 2, 6),
    ]
    assert {(row["row"], row["kind"]) for row in scan(table(rows))} == {(6, "name"), (6, "dob"), (7, "name"), (7, "dob")}


def test_a_title_above_the_rows_is_read_as_text() -> None:
    rows: list[list[str | None]] = [
        ["First name", "Last name", "Email"],
        ["Staff of the northern branch", None, None],
        ["Ann", "Example", "ann@example.com"],
        ["Ben", "Muster", "ben@example.com"],
    ]
    assert {row["row"] for row in scan(table(rows))} == {3, 4}


def test_a_bare_name_beside_one_part_is_the_other() -> None:
    made = table([["Nome", "Cognome", "Telefono"], ["Paolo", "Esempio", "0903667726"], ["Ugo", "Prova", "0903667727"]])
    assert [column.detector.kind for column in decide(made) if column.detector] == ["given_name", "family_name", "phone"]
    made = table([["Name", "Vorname", "Telefon"], ["Muster", "Anna", "030 1234567"], ["Beispiel", "Ben", "030 1234568"]])
    assert [column.detector.kind for column in decide(made) if column.detector] == ["family_name", "given_name", "phone"]


def test_names_and_streets_without_a_header_in_a_table_of_people() -> None:
    people = [("Maria", "Garcia", 3), ("James", "Smith", 5), ("Linda", "Johnson", 8), ("Robert", "Brown", 9), ("Susan", "Miller", 12)]
    made = pa.table({
        "column_1": [given for given, _, _ in people],
        "column_2": [family for _, family, _ in people],
        "column_3": [f"{number} Oak Street" for *_, number in people],
        "column_4": [f"{given.lower()}@example.com" for given, _, _ in people],
    })  # fmt: skip
    assert [column.detector.kind if column.detector else "" for column in decide(made)] == ["given_name", "family_name", "street", "email"]
    goods = pa.table({"column_1": ["Maria", "James", "Linda", "Robert", "Susan"], "column_2": ["3", "5", "8", "9", "12"]})
    assert [column.detector for column in decide(goods)] == [None, None]


def test_attributes_a_row_are_joined_by_the_column_that_repeats() -> None:
    rows = [(n, who, key, value) for n, (who, key, value) in enumerate([
        ("1", "first_name", "Ruby"), ("1", "last_name", "Muñiz"), ("1", "billing_city", "Dallas"), ("1", "wp_level", "0"),
        ("2", "first_name", "Ann"), ("2", "last_name", "Lee"), ("2", "billing_city", "Reno"), ("2", "wp_level", "0"),
    ])]  # fmt: skip
    table = pa.table(
        {name: pa.array([str(row[at]) for row in rows]) for at, name in enumerate(("umeta_id", "user_id", "meta_key", "meta_value"))}
    )
    laid = of_attributes(table)
    assert laid is not None
    assert laid.table.to_pylist() == [
        {"user_id": "1", "first_name": "Ruby", "last_name": "Muñiz", "billing_city": "Dallas", "wp_level": "0"},
        {"user_id": "2", "first_name": "Ann", "last_name": "Lee", "billing_city": "Reno", "wp_level": "0"},
    ]


def test_names_and_values_in_a_cell_are_columns() -> None:
    """What a shop lets its customers fill in (`note_attributes`)."""
    cells = [
        json.dumps([{"name": "Birth date", "value": born}, {"name": "Colour", "value": "red"}]) for born in ("1970-02-03", "1981-11-30")
    ]
    found = {
        (row["row"], row["kind"], row["column"])
        for row in scan(table([["Name", "Attributes"], ["Ann Lee", cells[0]], ["Tom Ray", cells[1]]]))
    }
    assert {(2, "dob", "Attributes"), (3, "dob", "Attributes"), (2, "name", "Name")} <= found
