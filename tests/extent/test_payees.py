"""Lists of payments: who is paid, what is no name, and whom a memo in capitals names."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

PAID = {
    "Transaction": ["DEBIT"] * 4,
    "Amount": ["-10.00", "-20.00", "-30.00", "-40.00"],
    "Payee": ["ONLINE TRANSFER", "OMAR WHITLOCK", "ZELLE", "ANN BRANDVOLD"],
    "Memo": ["RENT UNIT 5 ISAIAH BRANDVOLD ACCT 958692283287", "PAYROLL SSN 900-12-0001", "lunch", "PAYROLL SSN 900-12-0002"],
}


def found(columns: dict[str, list[str]]) -> list[dict[str, object]]:
    unit = Unit("x", "b.ofx#transactions", "table", "application/x-ofx", start=1, cells=pack_cells(pa.table(columns)))
    return scan_table(unit, Keys(bytes(32))).to_pylist()


def test_the_number_in_a_memo_is_the_payees_and_a_transfer_is_nobody() -> None:
    rows = found(PAID)
    names = {row["row"]: row["text"] for row in rows if row["kind"] == "name" and row["column"] == "Payee"}
    assert names == {2: "OMAR WHITLOCK", 4: "ANN BRANDVOLD"}
    records = {(row["row"], row["kind"]): row["record"] for row in rows}
    assert records[2, "us_ssn"] == records[2, "name"]


def test_whom_a_memo_in_capitals_names_bears_the_account_beside() -> None:
    first = [row for row in found(PAID) if row["row"] == 1]
    assert {row["kind"] for row in first} == {"name", "us_bank_account"}
    assert len({row["record"] for row in first}) == 1


def test_capitals_without_a_number_name_nobody() -> None:
    assert [row for row in found(PAID | {"Memo": ["RENT UNIT 5 PARIS TEXAS"] * 4}) if row["column"] == "Memo"] == []
