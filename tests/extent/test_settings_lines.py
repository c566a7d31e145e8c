"""Settings, dumps of records, lines of `name = value`: what they say of a person is found and his; what programs do is not."""

from __future__ import annotations

import pytest

from stanch.extent.scanning import scan_unit
from stanch.records import Unit
from stanch.vault import Keys

SAID = {("given_name", "Yasmin"), ("family_name", "Broussard"), ("dob", "1970-02-03")}


def found_in(text: str) -> list[tuple[str, str, str]]:
    rows = scan_unit(Unit("x", "t", "text", "text/plain", 0, text), Keys(bytes(32))).to_pylist()
    return [(row["kind"], text[row["start"] : row["end"]], row["record"]) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "[customer]\nfirst=Yasmin\nlast=Broussard\nbirthdate=1970-02-03\n",
        "first_name = Yasmin\nlast_name = Broussard\nborn = 1970-02-03\n",
        "Array\n(\n    [first_name] => Yasmin\n    [last_name] => Broussard\n    [dob] => 1970-02-03\n)\n",
        "firstName: 'Yasmin'\nlastName: 'Broussard'\ndob: '1970-02-03'\n",
        "customer.firstname='Yasmin'\ncustomer.lastname='Broussard'\ncustomer.birthdate='1970-02-03'\n",
    ],
)
def test_a_record_written_as_settings_is_one_persons(text: str) -> None:
    found = found_in(text)
    assert {(kind, value) for kind, value, _ in found} == SAID
    assert len({record for *_, record in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "class Person:\n    name = Text()\n    first_name = Text()\n    phone = None\n    address = self.place.street\n",
        "name = other.name\nfirst_name = given[0]\nlast_name = parts.last\ncity = $town\n",
        "width = 12\nheight = 14\nname = main\ncolour = red\n",
    ],
)
def test_what_programs_do_is_nobody(text: str) -> None:
    assert not found_in(text)
