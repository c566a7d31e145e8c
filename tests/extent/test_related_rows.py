"""Who stands beside somebody in a table of his own bears no number of that person's."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

NAMES = ["Dan Vex", "Eve Vale", "Flo Vane"]
PHONES = ["303-555-0101", "303-555-0102", "303-555-0103"]


def records(table: str, columns: dict[str, list[str]]) -> dict[str, str]:
    """Whose each kind of the first row is."""
    cells = pa.table({name: pa.array(said, pa.string()) for name, said in columns.items()})
    unit = Unit("e1", f"club.sql#{table}", "table", "text/csv", cells=pack_cells(cells), start=1)
    return {one["kind"]: one["record"] for one in scan_table(unit, Keys(bytes(32))).to_pylist() if one["row"] == 1}


@pytest.mark.parametrize(
    ("table", "columns", "role"),
    [
        ("emergency_contacts", {"id": ["1", "2", "3"], "member_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}, "emergency"),
        ("guardians", {"student_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}, "guardian"),
        ("nok", {"patient_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES, "relationship": ["wife", "son", "aunt"]}, "emergency"),
        (
            "family",
            {"employee_id": ["71", "72", "73"], "name": NAMES, "relationship": ["wife", "son", "aunt"], "phone": PHONES},
            "other/30",
        ),
        ("dependents", {"id": ["1", "2", "3"], "employee_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}, "dependent"),
    ],
)
def test_the_key_is_of_whom_they_stand_beside(table: str, columns: dict[str, list[str]], role: str) -> None:
    found = records(table, columns)
    assert {found.pop("name"), found.pop("phone")} == {f"row/1/{role}"}
    found.pop("family_relation", None)
    assert list(found.values()) == ["row/1"], "the key alone is left"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("members", {"member_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}),
        ("beneficiaries", {"member_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}),
        ("covered", {"member_id": ["71", "72", "73"], "name": NAMES, "relationship": ["self", "wife", "son"], "phone": PHONES}),
        ("managers", {"employee_id": ["71", "72", "73"], "name": NAMES, "phone": PHONES}),
    ],
)
def test_who_is_listed_under_a_number_of_his_own_keeps_it(table: str, columns: dict[str, list[str]]) -> None:
    assert records(table, columns)["name"] == "row/1"
