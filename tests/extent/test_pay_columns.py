"""Pay told by amounts alone, in lists of pay; and whom such short lists name."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide


def told(columns: dict[str, list[str]]) -> dict[str, str]:
    return {one.name: one.detector.kind for one in decide(pa.table(columns)) if one.detector}


CANADIAN = {"SIN": ["900 000 001", "900 000 019", ""], "Hrs": ["80", "80", ""], "CPP": ["90.10", "90.10", "180.20"]}


def test_gross_net_and_rate_in_a_register_are_pay_and_the_sum_at_its_foot_names_nobody() -> None:
    names, amounts = ["Theodora Mavros", "Kyle Pickering", "TOTAL"], ["2400.00", "2500.00", "4900.00"]
    found = told({"Emp": names, **CANADIAN, "Rate": ["30", "31", ""], "Gross": amounts, "Net": amounts})
    assert found == {"Emp": "name", "SIN": "ca_sin", "Rate": "salary", "Gross": "salary", "Net": "salary"}
    assert told({"Emp": ["Dr. Samantha Lee", "Grant Cole"], "SIN": ["900 000 001", "900 000 019"]})["Emp"] == "name"


@pytest.mark.parametrize("header", ["Netto set. 26", "Bruto mnd", "Nettoverdienst", "Brut"])
def test_an_amount_beside_the_account_of_who_works_there_is_pay(header: str) -> None:
    people = {"Dipendente": ["ROSSI MARIO", "BIANCHI ANNA"], "IBAN": ["IT60X0542811101000000123456"] * 2}
    assert told({**people, header: ["1.234,00", "1.500,00"]})[header] == "salary"


@pytest.mark.parametrize(
    "beside", [{"VAT": ["20.00", "24.00"]}, {"Invoice": ["7001", "7002"]}, {"Phone": ["+1 212 555 0101", "+1 212 555 0102"]}]
)
def test_what_a_customer_pays_is_no_pay(beside: dict[str, list[str]]) -> None:
    people = {"Customer": ["Ann Miller", "Ben Cole"], "Email": ["ann@example.com", "ben@example.com"]}
    assert "salary" not in told({**people, "Gross": ["100.00", "120.00"], "Net": ["80.00", "96.00"], **beside}).values()


def test_surnames_with_their_particles_behind_a_comma_stand_beside_initials() -> None:
    numbers, days = ["111222333", "123456782"], ["01-02-1970", "05-06-1981"]
    found = told({"Naam": ["Boer, de", "Heuvel, van den"], "Voorl.": ["J.P.", "W.J."], "BSN": numbers, "Geb.datum": days})
    assert (found["Naam"], found["Voorl."]) == ("family_name", "given_name")


def test_whoever_has_an_alias_alone_is_called_by_it() -> None:
    leads = {"alias": ["Piedad Somoza", "Luca Bertolini"], "email": ["piedad@example.com", "luca@example.com"]}
    assert told(leads)["alias"] == "name"
    assert told({"name": ["Pia Sanz", "Leo Berti"], **leads})["alias"] == "former_name"


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


def test_a_rate_in_a_list_of_staff_with_their_numbers_is_pay() -> None:
    staff = {"EE #": ["1000", "1007"], "EE Name": ["Lee, Ann", "Ray, Bob"], "Soc Sec": ["900-12-0001", "900-12-0002"]}
    assert told({**staff, "Rate": ["21.50", "19.75"], "Per": ["HR", "HR"]})["Rate"] == "salary"
    assert (
        "salary"
        not in told({"Guest": ["Ann Lee", "Bob Ray"], "Email": ["a@example.com", "b@example.com"], "Rate": ["121.50", "99.75"]}).values()
    )
