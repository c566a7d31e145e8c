"""Workbooks of those who act for clients: rows of matters below each client, and cards with what was booked between them."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

CLIENTS = [
    ("Kent, Eric", "983-43-9265", "219-555-0132"),
    ("Soto, Faith", "940-22-1818", "918-555-0100"),
    ("Odom, Ashlee", "955-31-4477", "614-555-0199"),
]
AGAINST = [("Marshall, Alice", "814-555-0122"), ("Herman, Heidi", "219-555-0162"), ("Parrish, Sean", "419-555-0107")]


def by_name(columns: dict[str, list[str | None]]) -> dict[str, set[str]]:
    """For each name what else its record bears."""
    unit = Unit("0" * 64, "clients.xlsx#1", "table", "text/csv", cells=pack_cells(pa.table(columns)), start=1)
    found: dict[str, set[str]] = {}
    for row in (rows := scan_table(unit, Keys(bytes(32))).to_pylist()):
        if row["kind"] == "name":
            found[row["text"]] = {
                other["masked"][-4:] for other in rows if other["record"] == row["record"] and other["kind"] in ("us_ssn", "phone")
            }
    return found


def test_an_adverse_party_in_the_rows_below_a_client() -> None:
    rows: list[tuple[str | None, ...]] = []
    for at, ((name, ssn, phone), (other, theirs)) in enumerate(zip(CLIENTS, AGAINST, strict=True)):
        rows += [(name, ssn, phone, None, None, None), (None, None, None, f"26-{at}A Lease", other, theirs)]
        rows += [(None, None, None, f"26-{at}B Collections", "Summit Properties LLC", None)]
    headers = ("Client", "SSN", "Phone", "Matter", "Adverse party", "Adverse phone")
    told = by_name({header: [row[at] for row in rows] for at, header in enumerate(headers)})
    assert {name: told[name] for name, _, _ in CLIENTS} == {name: {ssn[-4:], phone[-4:]} for name, ssn, phone in CLIENTS}
    assert {name: told[name] for name, _ in AGAINST} == {name: {phone[-4:]} for name, phone in AGAINST}


def test_cards_with_lists_between_them() -> None:
    rows: list[tuple[str | None, ...]] = []
    for at, (name, ssn, _) in enumerate(CLIENTS):
        rows += [
            ("Client:", name, None, "Matter:", f"26-{at:03}"),
            ("Address:", f"{at + 3} Maple Ave, Dayton, OH 45402", None, "SSN:", ssn),
        ]
        rows += [("Date", "Payee", "Check #", "Amount", "Balance"), ("2026-01-03", "Retainer", None, "900", "900")]
        rows += [("2026-02-03", "Clerk of Courts", "101", "-100", "800"), ("2026-03-03", "Filing fee", "102", "-800", "0"), (None,) * 5]
    told = by_name({f"column_{at + 1}": [row[at] for row in rows] for at in range(5)})
    assert {name: one for name, one in told.items() if one} == {name: {ssn[-4:]} for name, ssn, _ in CLIENTS}
