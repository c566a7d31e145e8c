"""Chains of keys: an account of a payment is the customer's of the order that it pays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from stanch import extent
from stanch.engine import Bench, Parts
from stanch.extent.row_keys import singular
from stanch.people.room import consolidate
from stanch.records import UNIT_SCHEMA, Person, pack_cells
from stanch.vault import random_keys, sealed_writer

Columns = dict[str, list[str | None]]
CUSTOMERS: Columns = {
    "id": ["7", "8", "9"],
    "first_name": ["Ann", "Tom", "Qiang"],
    "last_name": ["Berg", "Ray", "Ma"],
    "email": ["a@example.com", "b@example.com", "c@example.com"],
}
ORDERS: Columns = {"id": ["501", "502", "503", "504"], "customer_id": ["8", "7", "8", "9"], "total": ["9.10", "4.00", "7.25", "1.00"]}
ACCOUNTS: Columns = {"routing": ["021000021"] * 3, "account": ["123456781", "123456782", "123456783"]}


def people(
    folder: Path,
    tables: dict[str, Columns],
    references: dict[str, str] | None = None,
    *,
    properties: dict[str, dict[str, str]] | None = None,
) -> dict[str, Person]:
    """Who is found in the tables, by mailbox, or by name where there is none."""
    told = {locator: {"references": lines} for locator, lines in (references or {}).items()} | (properties or {})
    keys = random_keys()
    rows = [
        {
            "exhibit": "e1",
            "locator": locator,
            "kind": "table",
            "media_type": "x",
            "start": 1,
            "text": "",
            "cells": pack_cells(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})),
            "properties": [*told.get(locator, {}).items()],
        }
        for locator, columns in tables.items()
    ]
    with sealed_writer(folder / "units.parquet", UNIT_SCHEMA, keys) as writer:
        writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
    bench = Bench(folder / "work", keys, date(2026, 11, 1), workers=0)
    bench.work.mkdir(parents=True)
    scanned = extent.scan(Parts((folder / "units.parquet",), keys), bench=bench)
    assert scanned.unread == ()
    return {one.email or one.name or "": one for one in consolidate(scanned.findings, bench=bench).people}


def with_account(found: dict[str, Person]) -> set[str]:
    return {who for who, one in found.items() if "financial_account" in one.elements}


def test_an_account_is_the_customers_of_the_order_it_pays(tmp_path: Path) -> None:
    payments = {"id": ["1", "2", "3"], "order_id": ["501", "504", "503"], **ACCOUNTS}
    found = people(tmp_path, {"s.db#customers": CUSTOMERS, "s.db#orders": ORDERS, "s.db#payments": payments})
    assert with_account(found) == {"b@example.com", "c@example.com"}
    assert len(found) == 3


def test_a_chain_of_three_tables_and_files_of_one_folder(tmp_path: Path) -> None:
    payments: Columns = {"payment_no": ["P1", "P2", "P3"], "order_no": ["501", "504", "502"]}
    refunds = {"refund": ["x", "y", "z"], "payment_no": ["P2", "P1", "P2"], **ACCOUNTS}
    orders = {"order_no": ORDERS["id"], "customer_id": ORDERS["customer_id"]}
    tables = {"out/customers.csv": CUSTOMERS, "out/orders.csv": orders, "out/payments.csv": payments, "out/refunds.csv": refunds}
    assert with_account(people(tmp_path, tables)) == {"b@example.com", "c@example.com"}


def test_no_chain_beyond_one_database(tmp_path: Path) -> None:
    payments = {"order_id": ["501", "504", "503"], **ACCOUNTS}
    found = people(tmp_path, {"s.db#customers": CUSTOMERS, "s.db#orders": ORDERS, "other.db#payments": payments})
    assert not with_account(found) & {"a@example.com", "b@example.com", "c@example.com"}


@pytest.mark.parametrize("keys", [["501", "501", "503", "504"], ["601", "602", "603", "604"]], ids=["twice", "of something else"])
def test_a_key_that_stands_twice_or_is_not_there_leads_nowhere(tmp_path: Path, keys: list[str | None]) -> None:
    payments = {"order_id": ["501", "504", "503"], **ACCOUNTS}
    found = people(tmp_path, {"s.db#customers": CUSTOMERS, "s.db#orders": {**ORDERS, "id": keys}, "s.db#payments": payments})
    assert not with_account(found) & {"a@example.com", "b@example.com", "c@example.com"}


def test_a_row_of_two_people_is_nobodys(tmp_path: Path) -> None:
    orders = {"id": ["501", "502", "503"], "customer_id": ["7", "8", "9"]}
    deliveries = {"id": ["31", "32", "33"], "customer_id": ["7", "9", "9"]}
    payments = {"order_id": ["501", "502", "503"], "delivery_id": ["31", "32", "33"], **ACCOUNTS}
    tables = {"s.db#customers": CUSTOMERS, "s.db#orders": orders, "s.db#deliveries": deliveries, "s.db#payments": payments}
    assert with_account(people(tmp_path, tables)) & {one or "" for one in CUSTOMERS["email"]} == {"a@example.com", "c@example.com"}


def test_the_holder_of_a_card_is_the_customer_only_where_the_names_agree(tmp_path: Path) -> None:
    cards = {"order_id": ["501", "504", "502"], "holder": ["TOM RAY", "QIANG MA", "Maria Silva"], "card_no": ["4111111111111111"] * 3}
    found = people(tmp_path, {"s.db#customers": CUSTOMERS, "s.db#orders": ORDERS, "s.db#cards": cards})
    assert {who for who, one in found.items() if "card_number" in one.elements} == {"b@example.com", "c@example.com", "Maria Silva"}
    assert len(found) == 4


def test_what_a_database_declares_counts_whatever_the_names_say(tmp_path: Path) -> None:
    orders = {"nr": ORDERS["id"], "buyer": ORDERS["customer_id"], "total": ORDERS["total"]}
    payments = {"for": ["501", "504", "503"], **ACCOUNTS}
    tables = {"s.db#customers": CUSTOMERS, "s.db#orders": orders, "s.db#payments": payments}
    told = {"s.db#orders": "buyer\tcustomers\tid", "s.db#payments": "for\torders\tnr"}
    assert with_account(people(tmp_path, tables, told)) == {"b@example.com", "c@example.com"}


def test_who_serves_is_not_whom_the_row_is_of(tmp_path: Path) -> None:
    staff: Columns = {"id": ["1", "2"], "full_name": ["Ruth Cole", "Ivan Petrov"], "email": ["r@example.com", "i@example.com"]}
    orders = {**ORDERS, "employee_id": ["1", "2", "1", "2"], "account": ["1234567890"] * 4, "routing": ["021000021"] * 4}
    found = people(tmp_path, {"s.db#customers": CUSTOMERS, "s.db#employees": staff, "s.db#orders": orders})
    assert with_account(found) == {"a@example.com", "b@example.com", "c@example.com"}


@pytest.mark.parametrize(
    ("words", "one"),
    [("orders", "order"), ("entries", "entry"), ("addresses", "address"), ("boxes", "box"), ("order lines", "order line"), ("bus", "bus")],
)
def test_a_table_of_orders_is_of_an_order(words: str, one: str) -> None:
    assert singular(words) == one


def test_a_number_that_two_sheets_share_ties_their_rows(tmp_path: Path) -> None:
    """Pledges by the number of an envelope: neither header is a person's number, but one sheet says whose each is."""
    households: Columns = {"Family": ["Berg", "Ray", "Ma"], "First Name": ["Ann", "Tom", "Qiang"], "Env #": ["101", "102", "103"]}
    households |= {"Email": CUSTOMERS["email"]}
    pledges: Columns = {"Env #": ["102", "101", "103"], **ACCOUNTS}
    found = people(tmp_path, {"m.xlsx#Households": households, "m.xlsx#Pledges": pledges})
    assert with_account(found) == {"a@example.com", "b@example.com", "c@example.com"}
    assert len(found) == 3


def test_two_sheets_whose_rows_are_counted_are_not_tied(tmp_path: Path) -> None:
    counted: Columns = {"Sr No": ["1", "2", "3"]}
    found = people(tmp_path, {"m.xlsx#People": counted | CUSTOMERS | {"id": [None] * 3}, "m.xlsx#Accounts": counted | ACCOUNTS})
    assert with_account(found).isdisjoint(CUSTOMERS["email"])


def test_rows_that_those_of_people_speak_of_are_theirs(tmp_path: Path) -> None:
    """`customers(account_id)`; and mailboxes that a table of pairs ties to contacts."""
    customers = CUSTOMERS | {"account_id": ["31", "33", "32"]}
    accounts = {
        "id": ["31", "32", "33", "34"],
        "routing": ["021000021"] * 4,
        "account": ["123456781", "123456782", "123456783", "123456784"],
    }
    found = people(tmp_path, {"s.db#customers": customers, "s.db#accounts": accounts})
    assert with_account(found) == {"", "a@example.com", "b@example.com", "c@example.com"}  # nobody speaks of the fourth
    (apart := tmp_path / "apart").mkdir()
    named = {name: cells for name, cells in CUSTOMERS.items() if name != "email"}
    pairs: Columns = {"id": ["1", "2", "3"], "mailbox_id": ["52", "51", "53"], "customer_id": ["7", "8", "9"]}
    mail: Columns = {"id": ["51", "52", "53"], "address": ["t@example.com", "n@example.com", "q@example.com"]}
    tied = people(apart, {"s.db#customers": named, "s.db#mailbox_customer": pairs, "s.db#mailboxes": mail})
    assert {who: one.name for who, one in tied.items()} == {
        "n@example.com": "Ann Berg",
        "t@example.com": "Tom Ray",
        "q@example.com": "Qiang Ma",
    }


def test_what_several_speak_of_is_nobodys(tmp_path: Path) -> None:
    customers = CUSTOMERS | {"account_id": ["31", "31", "32"]}
    accounts = {"id": ["31", "32"], "routing": ["021000021"] * 2, "account": ["123456781", "123456782"]}
    assert with_account(people(tmp_path, {"s.db#customers": customers, "s.db#accounts": accounts})) <= {""}


def test_attributes_by_number_are_their_persons(tmp_path: Path) -> None:
    """`user_info_data(userid, fieldid, data)` beside the table that says what each number means."""
    users = {name: cells for name, cells in CUSTOMERS.items() if name != "email"}
    fields: Columns = {
        "id": ["4", "5", "6"],
        "shortname": ["dob", "ssn", "team"],
        "name": ["Date of birth", "Social Security number", "Team"],
    }
    values = [
        ("7", "1970-02-03", "900-12-3456", "red"),
        ("8", "1981-11-30", "901-12-3456", "blue"),
        ("9", "1966-07-15", "902-12-3456", "red"),
    ]
    told = [(who, field, one) for who, *said in values for field, one in zip(("4", "5", "6"), said, strict=True)]
    # As the reader marks such a table.
    marks = {"attribute_ids": "fieldid", "attribute_values": "data"}
    rows: Columns = {
        "id": [str(at) for at in range(9)],
        "userid": [one[0] for one in told],
        "fieldid": [one[1] for one in told],
        "data": [one[2] for one in told],
    }
    found = people(
        tmp_path,
        {"m.sql#users": users, "m.sql#user_info_data": rows, "m.sql#user_info_field": fields},
        properties={"m.sql#user_info_data": marks},
    )
    assert {(one.name, one.dob.isoformat() if one.dob else "", "ssn" in one.elements) for one in found.values()} == {
        ("Ann Berg", "1970-02-03", True), ("Tom Ray", "1981-11-30", True), ("Qiang Ma", "1966-07-15", True),
    }  # fmt: skip


def test_an_employee_who_is_declared_to_be_a_contact_is_the_contact(tmp_path: Path) -> None:
    names: list[str | None] = ["Ann Berg", "Tom Ray", "Qiang Ma"]
    partners: Columns = {"id": ["40", "41", "42"], "name": names, "email": ["a@example.com", "b@example.com", "c@example.com"]}
    staff: Columns = {
        "id": ["1", "2", "3"],
        "name": names,
        "work_contact_id": ["40", "41", "42"],
        "ssnid": ["912-44-1101", "912-44-1102", "912-44-1103"],
    }
    found = people(
        tmp_path, {"o.sql#res_partner": partners, "o.sql#hr_employee": staff}, {"o.sql#hr_employee": "work_contact_id\tres_partner\tid"}
    )
    assert len(found) == 3
    assert all("ssn" in one.elements for one in found.values())
