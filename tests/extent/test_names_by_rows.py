"""Columns of names told by the mailbox of the row, or by a cell that holds both parts."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide

GIVEN = ["Swantje", "Ole", "Kilian", "Annegret", "Mehmet", "Sjoerd"]
FAMILY = ["Thielmann", "Haverkamp", "Öztürk", "Wiechers", "Pohlkamp", "de Vries"]
BORN = ["02.01.1941", "04.03.1971", "06.05.1965", "01.02.1988", "01.12.1990", "30.06.1979"]
MAIL = [
    "swantje.thielmann20@example.org",
    "ole_haverkamp@example.com",
    "kilianoezturk@example.net",
    "a.wiechers-annegret@example.com",
    "mehmetpohlkamp7@example.com",
    "sjoerd.devries@example.org",
]


def kinds(columns: dict[str, list[str]]) -> dict[str, str]:
    return {one.name: one.detector.kind if one.detector else "" for one in decide(pa.table(columns))}


def test_two_columns_whose_words_a_third_holds_are_the_parts_of_a_name() -> None:
    whole = [f"{one} {other}" for one, other in zip(GIVEN, FAMILY, strict=True)]
    told = kinds({"VN": GIVEN, "NN": FAMILY, "Geb.": BORN, "Ktoinh.": whole})
    assert (told["VN"], told["NN"]) == ("given_name", "family_name")
    turned = [f"{other}, {one}" for one, other in zip(GIVEN, FAMILY, strict=True)]
    told = kinds({"F2": FAMILY, "Zz": GIVEN, "Geb.": BORN, "Ktoinh.": turned})
    assert (told["F2"], told["Zz"]) == ("family_name", "given_name")


def test_columns_whose_words_stand_in_the_mailboxes_of_their_rows_are_names() -> None:
    told = kinds({"XA": GIVEN, "XB": FAMILY, "Geb.": BORN, "eMail": MAIL})
    assert (told["XA"], told["XB"]) == ("given_name", "family_name")
    whole = [f"{one} {other}" for one, other in zip(GIVEN, FAMILY, strict=True)]
    assert kinds({"XA": whole, "Geb.": BORN, "eMail": MAIL})["XA"] == "name"


@pytest.mark.parametrize(
    "cells",
    [
        ["swantje.thielmann20", "ole_haverkamp", "kilianoezturk", "a.wiechers-annegret", "mehmetpohlkamp7", "sjoerd.devries"],
        ["Fahrrad", "Buch", "Tasche", "Lampe", "Uhr", "Stuhl"],
        ["Bonn", "Bonn", "Bonn", "Bonn", "Bonn", "Kiel"],
    ],
)
def test_logins_goods_and_towns_are_none(cells: list[str]) -> None:
    assert kinds({"XA": cells, "Geb.": BORN, "eMail": MAIL})["XA"] not in ("name", "given_name", "family_name")
