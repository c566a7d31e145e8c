"""Of several addresses of one person, one a row, the sort that each is of tells which is a home."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def sure(sorts: list[str]) -> list[float]:
    """How sure the street of each row is."""
    streets = [f"{number} Elm St" for number in range(1, len(sorts) + 1)]
    columns = {
        "customer_id": ["7"] * len(sorts),
        "kind": sorts,
        "street": streets,
        "city": ["Tulsa"] * len(sorts),
        "zip": ["74103"] * len(sorts),
    }
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    found = scan_unit(Unit("e", "crm.sql#addresses", "table", "text/csv", start=1, cells=pack_cells(table)), Keys(bytes(32))).to_pylist()
    return [round(one["confidence"], 2) for one in found if one["kind"] == "street"]


def test_a_place_of_work_is_less_sure_than_a_home() -> None:
    home, work, again = sure(["home", "work", "Home"])
    assert home == again > work


def test_where_no_home_is_told_all_are_alike() -> None:
    assert len(set(sure(["billing", "billing", "shipping"]))) == 1
