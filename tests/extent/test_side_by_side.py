"""A company's lines beside its customer's: each column is read by itself, and what is found stands where it stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stanch.extent import people_in_text, side_by_side
from stanch.extent.scanning import text_spans

SLIP = (
    "BULLETIN DE PAIE\nMenuiserie Laval SARL   Mme LEFORT Danielle\n12 rue du Port   97, rue de Gilles\n44000 Nantes   59800 Lille\n"
    "SIRET : 123 456 789 00012\nVirement IBAN FR14 2004 1010 0505 0001 3M02 606\n"
)
FORM = (
    "AGENCY   APPLICANT'S NAME AND MAILING ADDRESS\nPrairie Wind Insurance Agency   ELIZABETH SMITH\n400 Boston Ave   4681 STEWART FORKS\n"
    "Tulsa, OK 74103   RENO, NV 89501\nPHONE: (918) 555-0100   PHONE: (216) 555-0104\n"
)


def told(text: str) -> dict[str, tuple[str, str | None]]:
    spans = text_spans(text, {})
    assert all(text[span.start : span.end] == span.text for span in spans)
    return {span.text: (span.kind, record) for span, record in zip(spans, people_in_text.group(text, spans, {}), strict=True)}


def test_who_stands_above_an_address_in_the_same_column_lives_there() -> None:
    slip, form = told(SLIP), told(FORM)
    for found, name, parts in (
        (slip, "LEFORT Danielle", ("97, rue de Gilles", "59800", "Lille")),
        (form, "ELIZABETH SMITH", ("4681 STEWART FORKS", "RENO", "89501", "(216) 555-0104")),
    ):
        assert {found[part][1] for part in parts} == {found[name][1]} != {None}
    # What stands under the firm's own name is nobody's address.
    assert {"400 Boston Ave", "Tulsa", "74103"}.isdisjoint(form)


def test_the_last_line_of_an_address_may_stand_alone() -> None:
    found = told(
        "Bakkerij De Korenaar B.V.   Mevr. Lisa Vertoor\nDorpsstraat 4, 3511 AA Utrecht   Nisalaan 649\n3512 AB Utrecht\nBSN: 111222333\n"
    )
    assert found["Nisalaan 649\n3512 AB Utrecht"][1] == found["Lisa Vertoor"][1] is not None


def test_labels_beside_their_values_and_rows_of_a_table_are_read_across() -> None:
    assert side_by_side.laid_out("Name:   Ann Lee\nAddress:   12 Oak Street\nCity, State, ZIP:   Tulsa, OK 74103\n") is None
    assert side_by_side.laid_out("Ann Lee   900-12-3456\nBob Ray   900-12-3457\n") is None


@given(
    st.lists(st.lists(st.sampled_from(["12 Oak Street", "Tulsa, OK 74103", "Ann Lee", "Total", ""]), min_size=1, max_size=3), max_size=8)
)
def test_every_piece_stands_once_in_what_is_laid_out(rows: list[list[str]]) -> None:
    text = "\n".join("   ".join(row) for row in rows)
    if laid := side_by_side.laid_out(text):
        assert sorted(text.split()) == sorted(laid.text.split())
        assert all(laid.text[here : here + many] == text[there : there + many] for here, there, many in laid.moves)


def test_two_forms_beside_each_other_and_a_letters_data_beside_its_address() -> None:
    found = told(
        "Assuré :   Assuré :\nNOM : PASQUIER   NOM : HOAREAU\nPrénom : Nathan   Prénom : Diane\nCode postal : 59800   Code postal : 59100\n"
    )
    assert found["PASQUIER"][1] == found["Nathan"][1] == found["59800"][1] != found["Diane"][1] == found["HOAREAU"][1] == found["59100"][1]
    found = told(
        "Frau   Kontonummer 532013000\nLia Gude   IBAN DE89 3704 0044 0532 0130 00\nBiggenweg 89   BIC COBADEFFXXX\n04109 Leipzig   Blatt 1\n"
        "07.10.   Praxis Dr. Ulrich Vogt   -120,00\n"
    )
    assert found["DE89 3704 0044 0532 0130 00"][1] == found["Lia Gude"][1] != found["Ulrich Vogt"][1]


def test_an_employers_address_below_its_label_is_the_employers() -> None:
    found = told(
        "Name: Ann Lee   SSN: 900-12-3456\nEmployer or Business Name Bluestem Roofing LLC\nStreet 400 Boston Ave\nCity Tulsa State OK ZIP 74103\n"
    )
    assert found["74103"][1] not in (found["Ann Lee"][1], None)


def test_an_address_behind_a_label_and_below_it_is_read_as_it_stands() -> None:
    text = "Name:    Anna Lee\nAddress:     119 Oak Street\n Springfield, IL 62704"
    assert "119 Oak Street\n Springfield, IL 62704" in {span.text for span in text_spans(text, {}) if span.kind == "postal_address"}
