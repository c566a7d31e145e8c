"""Rows of several tables meet by the keys of people, within one database."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.row_families import container
from stanch.extent.row_keys import entity_of
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

KEYS = Keys(bytes(32))


def numbers(locator: str, columns: dict[str, list[str | None]], kind: str = "customer_id") -> dict[str | None, str]:
    """The tokens of customers' numbers in a table, by column and row."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    found = scan_table(Unit("e1", locator, "table", "text/csv", cells=pack_cells(table), start=2), KEYS).to_pylist()
    return {f"{one['column']}:{one['row']}": one["token"] for one in found if one["kind"] == kind}


def test_a_running_number_means_something_in_its_own_database_only() -> None:
    orders = {"guest_id": ["7", "8"], "note": ["late", "vegan"]}
    guests = numbers("hotel.db#guests", {"id": ["7", "8"], "last_name": ["Berg", "Ray"], "email": ["a@example.com", "b@example.com"]})
    assert guests["id:2"] == numbers("hotel.db#reservations", orders)["guest_id:2"]
    assert guests["id:2"] != numbers("other.db#reservations", orders)["guest_id:2"]
    assert guests["id:2"] != numbers("hotel.db#orders", {"user_id": ["7", "8"], "note": ["late", "vegan"]})["user_id:2"]


def test_members_of_a_club_are_known_by_their_number_in_every_table() -> None:
    members = numbers("gym.sql#member", {"id": ["5001", "5002"], "surname": ["Berg", "Ray"], "email": ["a@example.com", "b@example.com"]})
    told = {"member_id": ["5001", "5002"], "acct_no": ["12345678", "87654321"]}
    assert numbers("gym.sql#billing", told)["member_id:2"] == members["id:2"]
    assert not numbers("plan.sql#coverage", {"member_id": ["5001", "5002"], "payer": ["Acme", "Acme"]}), (
        "a plan's is the insurance's number"
    )


@pytest.mark.parametrize(
    ("table", "key", "kind"),
    [
        ("patients", "patient_id", "medical_record_number"),
        ("students", "student_id", "student_id"),
        ("employees", "employee_id", "employee_id"),
    ],
)
def test_the_first_running_numbers_have_one_figure(table: str, key: str, kind: str) -> None:
    people = numbers(
        f"it.sql#{table}", {"id": ["1", "22"], "last_name": ["Berg", "Ray"], "email": ["a@example.com", "b@example.com"]}, kind
    )
    paid = numbers("it.sql#billing", {key: ["1", "22"], "cc_no": ["4111111111111111", "5555555555554444"]}, kind)
    assert people == {f"id:{row}": paid[f"{key}:{row}"] for row in (2, 3)}


def test_a_long_number_means_the_same_everywhere() -> None:
    told = [numbers(place, {"customer_id": ["C-10042"], "email": ["a@example.com"]}) for place in ("a.db#x", "b.csv")]
    assert told[0] == told[1] != {}


def test_a_lone_table_of_goods_has_no_people() -> None:
    assert not numbers("orders.csv", {"user_id": ["7", "8"], "sku": ["A1", "B2"]})


@pytest.mark.parametrize(
    ("header", "table", "entity"),
    [
        ("guest_id", "payments", "guest"),
        ("id", "guests", "guest"),
        ("ID", "Patients", "patient"),
        ("CustNo", "orders", "customer"),
        ("client_id", "matters", "customer"),
        ("kunden_nr", "bestellungen", "customer"),
        ("id_paziente", "visite", "patient"),
        ("huesped_id", "reservas", "guest"),
        ("id", "Leerlingen", "student"),
        ("id", "orders", ""),
        ("order_id", "orders", ""),
        ("store_id", "customers", ""),
        ("guest", "rooms", ""),
        ("users", "groups", ""),
        ("paid", "x", ""),
    ],
)
def test_which_columns_are_keys_of_people(header: str, table: str, entity: str) -> None:
    assert entity_of(header, table) == entity


@pytest.mark.parametrize(
    ("locator", "name"),
    [
        ("postgresql/127.0.0.1:5432/clinic/public.patients", "patients"),
        ("mssql/db.example:1433/hr/dbo.Employees", "Employees"),
        ("mysql/127.0.0.1:3306/clinic/patients", "patients"),
        ("share/export/patients.2026.csv", "patients"),
        ("dump.sql#public.patients", "public.patients"),
    ],
)
def test_a_table_of_a_live_database_is_called_without_its_schema(locator: str, name: str) -> None:
    """Before, all tables of a PostgreSQL server were called `public`, and no key tied what they hold to its person."""
    assert container(locator)[1] == name
