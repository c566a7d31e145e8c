"""A letter that greets its reader speaks of the reader where it names nobody."""

import pytest
from tests.extent.whose import whose


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            (
                "Antje Kreutzer\nZum Sportplatz 11\n15230 Frankfurt (Oder)\n\nSehr geehrte Frau Kreutzer,\n\n"
                "Sie haben die Steuer-ID 13970569281 angegeben. Bei Rückfragen wenden Sie sich an Burkhard Weber.\n\nMit freundlichen Grüßen\nBurkhard Weber"
            ),
            "13970569281",
        ),
        (
            (
                "A: Milagros Tirado, Travesía del Pozo, 52, 49003 Zamora\n\nYo, Nuria Marín, como arrendadora, le comunico el fin del contrato.\n\n"
                "Su fecha de nacimiento en el contrato es 14/01/1961.\n\nFirmado: Nuria Marín"
            ),
            "14/01/1961",
        ),
    ],
)
def test_what_is_said_to_the_reader_is_the_readers(text: str, number: str) -> None:
    assert whose(text)[number] in ("Antje Kreutzer", "Milagros Tirado")


def test_what_a_mail_says_beside_my_and_me_is_its_writers_and_not_the_readers() -> None:
    told = whose(
        'From: "Carol Stone" <carol@example.net>\nTo: frontdesk@clinic.example.com\nSubject: Moved\n\nHello,\n'
        "we have moved on 3 October 2025. The new address is 9738 Maple Street, Boston, MA 02164, the old one was 7505 Locust Dr, Detroit, MI 48273.\n"
        "My date of birth is May 27, 1946 and you reach me on 617-555-0163.\nKind regards,\nCarol Stone\n"
    )
    assert told.pop("frontdesk@clinic.example.com") is None
    assert set(told.values()) == {"Carol Stone"}
