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


def numbers(locator: str, columns: dict[str, list[str | None]]) -> dict[str | None, str]:
    """The tokens of customers' numbers in a table, by mask."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    found = scan_table(Unit("e1", locator, "table", "text/csv", cells=pack_cells(table), start=2), KEYS).to_pylist()
    return {f"{one['column']}:{one['row']}": one["token"] for one in found if one["kind"] == "customer_id"}


def test_a_running_number_means_something_in_its_own_database_only() -> None:
    orders = {"guest_id": ["7", "8"], "note": ["late", "vegan"]}
    guests = numbers("hotel.db#guests", {"id": ["7", "8"], "last_name": ["Berg", "Ray"], "email": ["a@example.com", "b@example.com"]})
    assert guests["id:2"] == numbers("hotel.db#reservations", orders)["guest_id:2"]
    assert guests["id:2"] != numbers("other.db#reservations", orders)["guest_id:2"]
    assert guests["id:2"] != numbers("hotel.db#orders", {"user_id": ["7", "8"], "note": ["late", "vegan"]})["user_id:2"]


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
