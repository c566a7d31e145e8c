"""The word before all columns that only names the table, and what is written short in its language."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.shared_word import said_plainly

CUSTOMERS = ["A1_COD", "A1_NOME", "A1_END", "A1_BAIRRO", "A1_MUN", "A1_EST", "A1_CEP", "A1_DTNASC"]


def test_the_tables_word_is_left_out_and_its_language_written_out() -> None:
    told = said_plainly(CUSTOMERS)
    assert told == ["COD", "NOME", "endereco", "BAIRRO", "municipio", "estado", "CEP", "data nascimento"]


@pytest.mark.parametrize(
    "names",
    [
        ["cust_name", "cust_phone", "cust_email", "cust_city", "cust_zip"],  # whose it is
        ["A1_NOME", "A1_END", "B1_COD", "C1_X", "D1_Y"],
        ["A1_NOME", "A1_END"],
        ["start", "end", "name", "city", "zip"],
    ],
)
def test_other_headers_stay(names: list[str]) -> None:
    assert said_plainly(names) == names


def test_an_end_is_no_address_where_the_table_speaks_no_portuguese() -> None:
    assert said_plainly(["ev_name", "ev_start", "ev_end", "ev_city", "ev_zip"])[2] == "end"


def test_columns_keep_their_names() -> None:
    cells = [["1", "2"], ["ANA DIAS", "RUI PAZ"], ["RUA UM, 4", "RUA DOIS, 5"], ["CENTRO"] * 2, ["SANTOS", "NATAL"], ["SP", "RN"]]
    cells += [["11010-001", "59010-000"], ["19700203", "19810405"]]
    told = {one.name: one.detector.kind for one in decide(pa.table(dict(zip(CUSTOMERS, cells, strict=True)))) if one.detector}
    assert told["A1_NOME"] == "name"
    assert (told["A1_END"], told["A1_MUN"], told["A1_DTNASC"]) == ("street", "city", "dob")
