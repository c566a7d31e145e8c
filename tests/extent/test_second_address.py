"""Two addresses of one person in a row are two, and no part of one is taken into the other."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

HOME = {"street": "12 Elm Street", "city": "Reno", "postcode": "89501"}
BOX = {"street": "99 Oak Avenue", "city": "Austin", "postcode": "78701"}


def told(headers: dict[str, str]) -> dict[str, str]:
    """By kind what a row of these columns tells; each header is of a value."""
    columns = {"Name": "Ann Example", "Email": "ann@example.com", **headers}
    table = pa.table({name: pa.array([cell], pa.string()) for name, cell in columns.items()})
    unit = Unit("exhibit", "share/t.csv", "table", "text/csv", start=2, cells=pack_cells(table))
    rows: list[dict[str, Any]] = scan_unit(unit, Keys(bytes(32))).to_pylist()
    return {row["kind"]: row["text"] for row in rows if row["text"]}


@pytest.mark.parametrize(
    ("home", "further"),
    [
        (("Address", "City", "Zip"), ("Mailing Address", "Mailing City", "Mailing Zip")),
        (("Home Street", "Home City", "Home Zip"), ("Mailing Street", "Mailing City", "Mailing Zip")),
        (("address_1", "city", "postcode"), ("alt_address_1", "alt_city", "alt_postcode")),
        (("Adresse", "Ville", "CP"), ("Adresse correspondance", "Ville correspondance", "CP correspondance")),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_further_address_is_one_finding(home: tuple[str, str, str], further: tuple[str, str, str], is_first: bool) -> None:
    first, second = (home, HOME), (further, BOX)
    ordered = (first, second) if is_first or home[0].startswith(("Home", "Adresse")) else (second, first)
    found = told({header: value for headers, values in ordered for header, value in zip(headers, values.values(), strict=True)})
    whole = "|".join((BOX["street"], BOX["city"], "", BOX["postcode"], ""))
    mine = {kind: found[kind] for kind in HOME}
    assert (mine, found["postal_address"]) in ((HOME, whole), (BOX, "|".join((HOME["street"], HOME["city"], "", HOME["postcode"], ""))))


def test_one_address_in_lines_stays_one() -> None:
    found = told({"Address 1": "12 Elm Street", "Address 2": "Apt 4", "City": "Reno", "Zip": "89501"})
    assert found["street"] == "12 Elm Street Apt 4"
    assert "postal_address" not in found


def test_where_somebody_lived_is_not_where_he_lives() -> None:
    found = told({"Indirizzo precedente": "Via Roma, 1", "Indirizzo": "Via Dante, 2", "CAP": "20121", "Città": "Milano"})
    assert found["street"] == "Via Dante, 2"
