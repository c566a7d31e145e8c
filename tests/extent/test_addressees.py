"""Whoever stands above an address lives there: one, or a couple."""

from __future__ import annotations

from stanch.extent import people_in_text
from stanch.extent.scanning import text_spans


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Normal forms with kind and record, in order."""
    spans = text_spans(text, {})
    return [
        (span.normal or span.text, span.kind, record) for span, record in zip(spans, people_in_text.group(text, spans, {}), strict=True)
    ]


def test_the_line_above_an_address_is_a_name() -> None:
    found = told("Employee's name and address\nPOTTER Maria\n13 Bank St\nOttawa ON K1P 5M7\n")
    (name, _, owner), (_, kind, where) = found
    assert name == "Maria POTTER"
    assert (kind, where) == ("postal_address", owner)


def test_a_doubtful_name_above_an_address_is_sure() -> None:
    name, _ = text_spans("Employee's name and address\nPOTTER Maria\n13 Bank St\nOttawa ON K1P 5M7\n", {})
    assert name.text == "POTTER Maria"
    assert name.confidence >= 0.9


def test_a_firm_above_an_address_is_no_name() -> None:
    assert [kind for _, kind, _ in told("Bluestem Roofing LLC\n400 Boston Ave\nTulsa, OK 74103\n")] == ["postal_address"]


def test_a_couple_above_an_address_is_two_names_and_the_second_lives_with_the_first() -> None:
    found = told("John & Mary Smith\n13 Bank St\nTulsa, OK 74103\n\nDear Mr and Mrs Smith\n")
    people = {name: record for name, kind, record in found if kind == "name"}
    assert people["Mary Smith"] == f"{people['John Smith']}/spouse"
    assert next(record for _, kind, record in found if kind == "postal_address") == people["John Smith"]


def test_a_letter_to_mr_and_mrs_goes_to_the_two_it_names() -> None:
    found = told(
        "Mr & Mrs Cook\n59 Beech Road\nYork\nYO1 7HH\n\nDear Mr and Mrs Cook\nWe act for Eric Cook (born 05 April 1977) and "
        "Eleanor Cook (born 17 March 1944).\n\nYours sincerely\n\nJonathan P Barraclough\n"
    )
    people = {name: record for name, kind, record in found if kind == "name" and " " in name}
    assert people["Eleanor Cook"] == f"{people['Eric Cook']}/spouse"
    days = {name: record for name, kind, record in found if kind == "dob"}
    assert days == {"1977-04-05": people["Eric Cook"], "1944-03-17": people["Eleanor Cook"]}
    assert next(record for _, kind, record in found if kind == "postal_address") == people["Eric Cook"]


def test_what_a_letter_says_of_its_reader_is_his_who_stands_above_the_address() -> None:
    found = told(
        "Madame Simone Blanchette\n832, rue des Érables\nQuébec (QC)  G1R 4P5\n\nMadame,\n\nVotre numéro d'assurance maladie TREM 5803 1512 "
        "figure au dossier.\n\nVeuillez agréer, Madame, nos salutations distinguées.\n\nJean Lachance\n"
    )
    people = {name: record for name, kind, record in found if kind == "name"}
    assert next(record for _, kind, record in found if kind == "ca_health_card") == people["Simone Blanchette"]


def test_where_only_the_writer_is_spoken_of_a_number_is_the_writers() -> None:
    mail = (
        "From: Maureen Butler <mb@example.com>\nTo: Sarah Crosse <sc@example.org>\n\nDear Sarah\n\nMy NI number is SG 42 29 51 B. "
        "Santander sort code 09-01-28.{}\n\nKind regards\nMaureen\n"
    )
    owner = {kind: record for _, kind, record in told(mail.format(""))}
    assert owner["uk_bank_account"] == owner["uk_nino"] == "from"
    hers = {name: record for name, _, record in told(mail.format(" My mother Ann Lee moved in. Her NI number is EH 59 84 93 C."))}
    assert hers["EH598493C"] != "from"


def test_her_number_is_hers_though_the_writer_asks() -> None:
    found = told(
        "From: Richard Wong <rw@example.com>\nTo: Office <o@example.org>\n\nHello,\n\nMy social is 948-18-2050.\nMy mother Lisa moved in "
        "with us, can I claim her? Her social is 950-39-5053.\n\nThanks,\nRichard Wong\n"
    )
    owner = {name: record for name, _, record in found}
    assert owner["948182050"] == "from"
    assert owner["950395053"] == owner["Lisa"] != "from"


def test_a_second_surname_left_out_is_the_same_person() -> None:
    found = told(
        "From: Fernando Tolosa <ft@example.com>\nTo: info@example.org\n\nMi DNI es 44171763X.\n\nUn saludo,\nFernando Tolosa Pacheco\n"
    )
    assert {record for name, kind, record in found if kind == "name"} == {"from"}


def test_a_paper_above_its_address_is_nobody() -> None:
    found = text_spans("The Harbor Gazette\n12 Dock Road, Portland, ME 04101\n\nThis month: the season begins\n", {})
    assert [span.kind for span in found] == ["postal_address"]
