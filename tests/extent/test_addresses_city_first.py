"""Addresses of contracts and deeds, the town before the street or behind a small word."""

import pytest

from stanch.extent import addresses


@pytest.mark.parametrize(
    ("text", "street", "city", "code"),
    [
        ("geboren te Zeist, wonende te 8861 CK Harlingen, Noorderhaven 62, hierna", "Noorderhaven 62", "Harlingen", "8861 CK"),
        ("thans wonende aan de Biltstraat 301 te 3572 AT Utrecht, zich", "Biltstraat 301", "Utrecht", "3572 AT"),
        (
            "vecino de Lorca (Murcia), con domicilio en calle Gran Vía, número 63, código postal 30320, y",
            "calle Gran Vía, número 63",
            "Lorca",
            "30320",
        ),
        (
            "residente na Avenida Dom João II, lote 1.06, 7.º B, 1990-095 Lisboa, a quem",
            "Avenida Dom João II, lote 1.06, 7.º B",
            "Lisboa",
            "1990-095",
        ),
        ("demeure 3 rue du 4 Septembre, 34300 AGDE depuis", "3 rue du 4 Septembre", "AGDE", "34300"),
        ("Adresse : 12 place du 8 Mai 1945, 35000 Rennes", "12 place du 8 Mai 1945", "Rennes", "35000"),
    ],
)
def test_the_parts_of_an_address(text: str, street: str, city: str, code: str) -> None:
    found = addresses.find(text, ())
    assert [one.normal.split(" | ")[:2] + one.normal.split(" | ")[3:4] for one in found] == [[street, city, code]]
