"""Several people in one record of XML or JSON have a row each, with the record's key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.test_formats import read, tables

from stanch.reading.descend import read_file
from stanch.reading.readers.objects import listed_in
from stanch.records import Unit

GUEST = "<guest><nombre>{0}</nombre><apellido1>{1}</apellido1><fechaNacimiento>{2}</fechaNacimiento><telefono>600000000</telefono></guest>"
ADA, BO, CY = (GUEST.format(*said) for said in (("Ada", "Uno", "1970-01-02"), ("Bo", "Dos", "1980-01-02"), ("Cy", "Tres", "1990-01-02")))


def test_guests_of_a_booking_in_xml_have_a_row_each(tmp_path: Path) -> None:
    content = (
        f"<all><booking><ref>R1</ref><nights>2</nights>{ADA}{BO}</booking><booking><ref>R2</ref><nights>1</nights>{CY}</booking></all>"
    )
    found = tables(read(tmp_path, "b.xml", b'<?xml version="1.0"?>' + content.encode()))
    assert found["b.xml#booking"] == [{"ref": "R1", "nights": "2"}, {"ref": "R2", "nights": "1"}]
    assert [(row["booking.ref"], row["nombre"]) for row in found["b.xml#booking/guest"]] == [("R1", "Ada"), ("R1", "Bo"), ("R2", "Cy")]


def test_one_person_a_record_stays_in_its_row(tmp_path: Path) -> None:
    content = f"<all><booking><ref>R1</ref>{ADA}</booking><booking><ref>R2</ref>{CY}</booking></all>"
    found = tables(read(tmp_path, "b.xml", b'<?xml version="1.0"?>' + content.encode()))
    assert [row["guest.nombre"] for row in found["b.xml#booking"]] == ["Ada", "Cy"]


def test_records_without_a_key_are_counted(tmp_path: Path) -> None:
    content = f"<all><booking><nights>2</nights>{ADA}{BO}</booking><booking><nights>2</nights>{CY}</booking></all>"
    found = tables(read(tmp_path, "b.xml", b'<?xml version="1.0"?>' + content.encode()))
    assert [row["booking.id"] for row in found["b.xml#booking/guest"]] == ["1", "1", "2"]


def test_guests_in_json_too_and_kin_of_a_person_stay_beside_him() -> None:
    guests = [{"first_name": name, "last_name": "Uno", "birthdate": "1970-01-02"} for name in ("Ada", "Bo")]
    found, _ = listed_in({"bookings": [{"id": "R1", "guests": guests}, {"id": "R2", "guests": guests[:1]}]})
    assert [len(one.records) for one in found] == [2, 3]
    student = {"id": "7", "first_name": "Cy", "last_name": "Uno", "birthdate": "2012-01-02", "guardians": guests}
    found, _ = listed_in({"students": [student, student]})
    assert [one.path for one in found] == ["students"]


@pytest.mark.parametrize(
    "content",
    [
        "<person><givenName>Ann</givenName><sn>Example</sn><ssn>900-12-3456</ssn></person>",
        '<person><p n="givenName">Ann</p><p n="sn">Example</p><p n="ssn">900-12-3456</p></person>',
        '<person><field name="givenName" value="Ann"/><field name="sn" value="Example"/><field name="ssn" value="900-12-3456"/></person>',
    ],
)
def test_the_values_of_a_lone_record_in_xml_keep_their_names(tmp_path: Path, content: str) -> None:
    (tmp_path / "p.xml").write_text(f'<?xml version="1.0"?>{content}', encoding="utf-8")
    (found,) = read_file(tmp_path / "p.xml", "p.xml", "e1")
    assert isinstance(found, Unit)
    assert found.text == "person givenName: Ann\nperson sn: Example\nperson ssn: 900-12-3456\n"


def test_running_text_in_xml_has_no_labels(tmp_path: Path) -> None:
    (tmp_path / "p.xml").write_text(
        '<?xml version="1.0"?><book><title>A life</title><chapter><p>Once <b>upon</b> a time</p></chapter></book>', encoding="utf-8"
    )
    (found,) = read_file(tmp_path / "p.xml", "p.xml", "e1")
    assert isinstance(found, Unit)
    assert found.text == "A life\nOnce\nupon\na time\n"


def test_a_message_with_a_body_is_xml_whose_attributes_have_names(tmp_path: Path) -> None:
    content = '<Envelope><Body><Customer firstName="Ann" lastName="Example"><Address city="Tulsa"/></Customer></Body></Envelope>'
    (tmp_path / "m.xml").write_text(content, encoding="utf-8")
    (found,) = read_file(tmp_path / "m.xml", "m.xml", "e1")
    assert isinstance(found, Unit)
    assert (found.media_type, found.text) == ("application/xml", "firstName: Ann\nlastName: Example\ncity: Tulsa\n")
