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
