"""A bare number of thirteen figures under another header is no Pakistani identity number: its last figure checks nothing."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide

BARE = ["3778102506194", "3520112345671", "4210155555552", "6110133333337", "1730144444441"]


def kind(header: str, cells: list[str]) -> str:
    people = {
        "Name": ["Ann Lee", "Bob Ray", "Cy Moe", "Di Orr", "Ed Poe"],
        "Geburtsdatum": ["1970-01-02", "1980-03-04", "1990-05-06"] + ["1960-01-01"] * 2,
    }
    found = next(one for one in decide(pa.table(people | {header: cells})) if one.name == header)
    return found.detector.kind if found.detector else ""


@pytest.mark.parametrize("header", ["Karten-Nr", "Beleg", "Member card"])
def test_a_bare_number_is_none(header: str) -> None:
    assert kind(header, BARE) != "pk_cnic"


def test_its_own_header_or_its_own_hyphens_tell_it() -> None:
    hyphened = [f"{one[:5]}-{one[5:12]}-{one[12]}" for one in BARE]
    assert (kind("CNIC", BARE), kind("Karten-Nr", hyphened)) == ("pk_cnic", "pk_cnic")
