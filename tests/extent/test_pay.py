"""Pay under headers that say only how often it is paid."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.columns import decide

STAFF = {"Last": ["Example", "Muster"], "First": ["Ann", "Ben"], "Email": ["a@example.com", "b@example.com"]}


def kinds(columns: dict[str, list[str]]) -> dict[str, str]:
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.name: one.detector.kind if one.detector else "" for one in decide(table)}


def test_beside_what_lists_of_staff_have_it_is_pay() -> None:
    told = kinds(
        {
            **STAFF,
            "Hire Dt": ["2020-01-02", "2021-03-04"],
            "Pay Type": ["S", "H"],
            "Annual": ["52000.00", "54000.00"],
            "Hourly": ["22.50", "21.00"],
        }
    )
    assert told["Annual"] == told["Hourly"] == "salary"
    assert (
        kinds({**STAFF, "Tax Code": ["1257L", "BR"], "Works No.": ["1", "2"], "Gross p.a.": ["28000", "£31,500"]})["Gross p.a."] == "salary"
    )


def test_of_customers_and_donors_it_is_turnover() -> None:
    assert kinds({**STAFF, "Annual": ["52000.00", "54000.00"], "Lifetime": ["1.00", "2.00"]})["Annual"] == ""


def test_words_are_no_sums() -> None:
    assert kinds({**STAFF, "Hire Dt": ["2020-01-02", "2021-03-04"], "Pay Type": ["S", "H"], "Annual": ["review", "bonus"]})["Annual"] == ""
