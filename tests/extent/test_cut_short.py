"""Headers whose words are cut short as no list has them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.headings import claims

NAMES = ["Anna Example", "Peter Muster", "Maria Rossi"]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Est. Civil", "marital_status"),
        ("Sit. famil.", "marital_status"),
        ("Telm.", "phone"),
        ("Sofinr.", "nl_bsn"),
        ("Medewerker: Sofinr.", "nl_bsn"),
        ("Ortsname", "city"),
        ("Comuna", "city"),
        ("Landesname", "country"),
    ],
)
def test_a_header_says_what_its_words_are_cut_from(header: str, kind: str) -> None:
    assert {one.kind for one in claims(header)[0]} == {kind}


@pytest.mark.parametrize(
    "header",
    [
        "Cat.",
        "Pos.",
        "Art. Nr.",
        "Firmenname",
        "Dateiname",
        "Part No.",
        "Item nr",
        "Bestellnr.",
        "No. of seats",
        "Ser. No.",
        "Amt. Due",
        "nr",
    ],
)
def test_words_for_things_stay_nothing(header: str) -> None:
    assert not claims(header)[0]


def test_of_several_countries_the_cells_tell_whose_number_it_is() -> None:
    """`Núm. seguridad social` is Spain's and Mexico's; taken for Spain's alone, the cells passed for a Dominican identity card."""
    cells = ["41793598404", "75902364175", "76416327161"]
    table = pa.table({"Nombre": pa.array(NAMES), "Núm. seguridad social": pa.array(cells)})
    told = decide(table)[1].detector
    assert told is not None
    assert told.kind == "mx_nss"


def test_several_of_a_thing_are_called_by_it() -> None:
    assert {one.kind for one in claims("Dx Codes")[0]} == {one.kind for one in claims("Dx Code")[0]} != set()


@pytest.mark.parametrize(("header", "kind"), [("N° dossier", "medical_record_number"), ("N° adh.", "health_insurance_id")])
def test_the_sign_for_a_number_is_one_whatever_dot_it_has(header: str, kind: str) -> None:
    assert {one.kind for one in claims(header)[0]} == {kind}
