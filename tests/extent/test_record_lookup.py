"""Which rows a record is that a log names by its number."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from stanch import extent
from stanch.engine import Parts
from stanch.extent import record_lookup
from stanch.records import UNIT_SCHEMA, Named, Rows, pack_cells
from stanch.vault import random_keys, sealed_writer

CUSTOMERS = {"customer_id": ["7", "8"], "First Name": ["Ann", "Tom"], "Email": ["ann@example.com", "tom@example.com"]}
ORDERS = {"id": ["501", "502", "0503"], "customer_id": ["8", "7", "8"], "employee_id": ["1", "1", "1"], "total": ["9", "4", "7"]}
SHOP = {"shop/customers.csv": CUSTOMERS, "shop/orders.csv": ORDERS}
PATIENTS = {"Med Rec No": ["31", "32"], "Last Name": ["Berg", "Ray"], "SSN": ["900-12-3456", "900-12-3457"]}
CLINIC = {"c/patients.csv": PATIENTS, "c/visits.csv": {"visit_id": ["1", "2"], "patient_mrn": ["31", "31"], "reason": ["cough", "check"]}}


@pytest.fixture
def found(tmp_path: Path):  # type: ignore[no-untyped-def]
    def of(tables: dict[str, dict[str, list[str]]], *asked: tuple[str, str]) -> dict[tuple[str, str], Rows]:
        keys, file = random_keys(), tmp_path / "units.parquet"
        plain = {"exhibit": "e", "kind": "table", "media_type": "x", "start": 2, "text": "", "properties": []}
        rows = [{**plain, "locator": place, "cells": pack_cells(pa.table(columns))} for place, columns in tables.items()]
        with sealed_writer(file, UNIT_SCHEMA, keys) as writer:
            writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
        told = extent.lookup(Parts((file,), keys))([Named(*one) for one in asked])
        return {(one.of, one.key): rows for one, rows in told.items()}

    return of


def test_an_order_is_its_row_and_that_of_whose_it_is(found):  # type: ignore[no-untyped-def]
    told = found(SHOP, ("orders", "501"), ("orders", "503"), ("order", "999"), ("products", "501"), ("clients", "7"))
    assert {key: rows.rows for key, rows in told.items()} == {
        ("orders", "501"): (("shop/customers.csv", 3), ("shop/orders.csv", 2)),
        ("orders", "503"): (("shop/customers.csv", 3), ("shop/orders.csv", 4)),  # 0503, and never the employee who served
        ("clients", "7"): (("shop/customers.csv", 2),),
    }
    assert told["orders", "501"].way == "by its customer_id"


def test_a_number_of_a_person_is_met_by_what_headers_mean(found):  # type: ignore[no-untyped-def]
    told = found(CLINIC, ("Patient MRN", "00031"), ("patients", "32"), ("Visit ID", "2"))
    assert [told[key].rows for key in told] == [
        (("c/patients.csv", 2),),  # a visit bears the number too, and names nobody
        (("c/patients.csv", 3),),
        (("c/patients.csv", 2), ("c/visits.csv", 3)),
    ]


def test_where_the_record_itself_is_missing_rows_that_refer_to_it_are_told(found):  # type: ignore[no-untyped-def]
    assert found({"s/orders.csv": ORDERS}, ("customers", "8"))["customers", "8"].rows == (("s/orders.csv", 2), ("s/orders.csv", 4))


def test_what_two_tables_may_mean_is_doubted_unless_they_agree(found):  # type: ignore[no-untyped-def]
    other = {"customer_id": ["8"], "First Name": ["Eve"], "Email": ["eve@example.com"]}
    told = found({"a/customers.csv": CUSTOMERS, "b/customers.csv": other}, ("customers", "8"))["customers", "8"]
    assert "a/customers.csv (customer_id), b/customers.csv (customer_id)" in told.doubt
    assert not found({"a/customers.csv": CUSTOMERS, "old/customers.csv": CUSTOMERS}, ("customers", "8"))["customers", "8"].doubt


def test_a_number_of_its_own_needs_no_words_and_a_short_one_does(found):  # type: ignore[no-untyped-def]
    table = {"Id": ["0035e00000AbCdEAAV", "12"], "Name": ["Ann Berg", "Tom Ray"]}
    assert set(found({"x/export.csv": table}, ("uri", "0035e00000AbCdEAAV"), ("uri", "12"))) == {("uri", "0035e00000AbCdEAAV")}


def test_words_of_anybodys_making_are_bounded(found, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(record_lookup, "MOST_WORDINGS", 1)
    assert set(found(SHOP, ("orders", "501"), ("clients", "7"))) == {("orders", "501")}
