"""Tables of accounts that two hold: each bears the number; who merely stands in the row does not."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.joint_holders import is_joint
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def found(columns: dict[str, list[str]]) -> set[tuple[str, str, str]]:
    """Kind, record and mask (of names the text) of what a table holds."""
    unit = Unit("0" * 64, "accounts.csv", "table", "text/csv", cells=pack_cells(pa.table(columns)), start=1)
    rows = scan_table(unit, Keys(bytes(32))).to_pylist()
    return {(row["kind"], row["record"], row["text"] if row["kind"] == "name" else row["masked"][-4:]) for row in rows}


ACCOUNTS = ["4410027731", "4410027749", "4410027756", "4410027764"]


def test_a_joint_owner_bears_the_account() -> None:
    told = found(
        {
            "Account Number": ACCOUNTS,
            "Primary Owner": ["John Miller", "Susan Parker", "Robert Jones", "Laura Hill"],
            "Primary SSN": ["912-44-1101", "912-44-1102", "912-44-1103", "912-44-1104"],
            "Joint Owner": ["Mary Miller", "", "Karen Jones", "Peter Hill"],
            "POD Beneficiary": ["Amy Miller", "Paul Parker", "", ""],
        }
    )
    assert {record for kind, record, mask in told if kind == "us_bank_account" and mask == "7731"} == {"row/1", "row/1/spouse"}
    assert {record for kind, record, mask in told if kind == "us_bank_account" and mask == "7749"} == {"row/2"}
    assert {record for kind, record, _ in told if kind == "us_ssn"} == {"row/1", "row/2", "row/3", "row/4"}


def test_two_in_one_cell_bear_it_both() -> None:
    told = found(
        {
            "Account Number": ACCOUNTS,
            "Routing": ["011000015"] * 4,
            "Customer Name": ["John & Mary Miller", "Susan Parker", "JONES ROBERT OR JONES KAREN", "Laura Hill"],
        }
    )
    assert {record for kind, record, mask in told if kind == "us_bank_account" and mask == "7731"} == {"row/1", "row/1/spouse"}
    assert {record for kind, record, mask in told if kind == "us_bank_account" and mask == "7749"} == {"row/2"}
    assert {text for kind, record, text in told if kind == "name" and record.startswith("row/3")} == {"ROBERT JONES", "KAREN JONES"}


def test_an_employees_spouse_does_not() -> None:
    told = found(
        {
            "Employee": ["Miller, John", "Parker, Susan", "Jones, Robert", "Hill, Laura"],
            "SSN": ["912-44-1101", "912-44-1102", "912-44-1103", "912-44-1104"],
            "Bank Routing": ["011000015"] * 4,
            "Bank Account": ACCOUNTS,
            "Spouse": ["Mary", "None", "Karen Jones-Lee", "Divorced"],
        }
    )
    assert {record for kind, record, _ in told if kind == "us_bank_account"} == {f"row/{n}" for n in (1, 2, 3, 4)}
    names = {(record, text) for kind, record, text in told if kind == "name" and record.endswith("/spouse")}
    assert ("row/1/spouse", "Mary Miller") in names
    assert ("row/3/spouse", "Karen Jones-Lee") in names
    assert not any("Parker" in text or "Divorced Hill" in text for _, text in names)


@pytest.mark.parametrize(
    "header", ["Joint Owner", "JT OWNER NAME", "Holder 2", "Co-Applicant", "Second Account Holder", "Cotitular", "Mitinhaber"]
)
def test_headers_of_holders(header: str) -> None:
    assert is_joint(header)


@pytest.mark.parametrize(
    "header", ["Spouse", "Beneficiary 2", "POD Beneficiary", "Emergency Contact 2", "Dependent 2", "Holder", "Company"]
)
def test_headers_of_others(header: str) -> None:
    assert not is_joint(header)


def test_a_given_name_alone_has_the_rows_surname() -> None:
    columns = {
        "Taxpayer Name": ["MILLER JOHN", "PARKER SUSAN", "JONES ROBERT", "HILL LAURA", "KOWALSKI PETER"],
        "Taxpayer SSN": ["912-44-1101", "912-44-1102", "912-44-1103", "912-44-1104", "912-44-1105"],
        "Spouse Name": ["MARY", "DAVID", "KAREN", "", "ANNA"],
        "Spouse SSN": ["913-44-1101", "913-44-1102", "913-44-1103", "", "913-44-1105"],
    }
    unit = Unit("0" * 64, "k1.csv", "table", "text/csv", cells=pack_cells(pa.table(columns)), start=1)
    parts = {(row["record"], row["kind"]): row["text"] for row in scan_table(unit, Keys(bytes(32))).to_pylist()}
    assert (parts["row/1/spouse", "given_name"], parts["row/1/spouse", "family_name"]) == ("MARY", "MILLER")
    assert ("row/4/spouse", "family_name") not in parts
    assert parts["row/1", "name"] == "MILLER, JOHN"


@pytest.mark.parametrize(
    ("first", "second"),
    [("Primary", "Joint"), ("Member Name", "Joint"), ("Name", "Cosigner"), ("Owner1", "Owner2"), ("Name 1", "Name 2"), ("Signer 1", "Signer 2"),
     ("Primary Name", "Jt Name"), ("Kontoinhaber", "Weiterer Kontoinhaber")],
)  # fmt: skip
def test_however_the_second_is_called(first: str, second: str) -> None:
    people = {
        first: ["John Miller", "Susan Parker", "Robert Jones", "Laura Hill"],
        second: ["Mary Miller", "", "Karen Jones", "Peter Hill"],
    }
    where = [f"{number} Birch Lane, Dayton, OH 4540{number}" for number in range(1, 5)]
    told = found({"Acct No": ACCOUNTS, **people, "Address": where})
    assert {text for kind, record, text in told if kind == "name" and record.count("/") == 1} == set(people[first])
    bearers = {record for kind, record, mask in told if kind == "us_bank_account" and mask == "7731"}
    assert len(bearers) == 2
    assert "row/1" in bearers


def test_a_joint_of_the_body_is_nobody() -> None:
    people = {
        "Patient": ["John Miller", "Susan Parker", "Robert Jones", "Laura Hill"],
        "SSN": [f"912-44-110{number}" for number in range(1, 5)],
    }
    told = found({**people, "Joint": ["Knee", "Hip", "Left knee", "Shoulder"]})
    assert {record for kind, record, _ in told if kind == "name"} == {"row/1", "row/2", "row/3", "row/4"}
