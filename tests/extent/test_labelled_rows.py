"""Tables drawn with spaces: each cell is its header's, also one with spaces of its own."""

from tests.extent.whose import whose

TABLE = """Nome                        Data de nascimento  NIF         Telefone
Alzira Guedes               04/03/1968          286770423   931 521 800
Lurdes Ramos                14/03/1944          294718702   933 107 288
"""


def test_a_tax_number_is_no_telephone() -> None:
    told = whose(TABLE)
    assert told["04/03/1968"] == told["286770423"] == told["931 521 800"] == "Alzira Guedes"
    assert told["933 107 288"] == "Lurdes Ramos"
