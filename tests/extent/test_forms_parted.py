"""Forms whose parts stand apart: labels above values with empty lines between, parties by their role, letters with a few labels."""

from __future__ import annotations

import pytest
from tests.extent.test_labelled import told
from tests.extent.whose import whose

from stanch.extent import wrapped
from stanch.extent.scanning import text_spans


def test_labels_above_values_with_empty_lines_between_are_one_form() -> None:
    found = told(
        "Alunno\nCASTAGNARO Raffaele\n\nData di nascita\n16 ottobre 2012\n\nCellulare\n333 329 3411\n\nMadre\nLetizia Fabbrini\n\nCellulare\n333 329 3412\n"
    )
    child, mother = found["CASTAGNARO Raffaele"][1], found["Letizia Fabbrini"][1]
    assert found["16 ottobre 2012"][1] == found["333 329 3411"][1] == child != mother
    assert found["333 329 3412"][1] == mother


@pytest.mark.parametrize(
    ("label", "name"),
    [("Käufer", "BRINKMANN Rüdiger"), ("Acquéreur", "VASSEUR Fabrice"), ("Koper", "POSTMA Koen"), ("Heredero", "QUIROGA RUBIO Emilio")],
)
def test_a_party_is_named_behind_its_label(label: str, name: str) -> None:
    found = told(f"{label}: {name}\nE-Mail: a.b@example.com\nTel.: 020 7946 0012\n")
    assert found[name][0] == "name"
    assert found["a.b@example.com"][1] == found[name][1] is not None


def test_what_stands_below_the_mother_is_hers() -> None:
    found = told(
        "Student\nName: Emmett Dillard\nDate of birth: 02/03/2012\n\nMother: Imogen Dillard\nCell phone: 218-555-0101\nSSN: 900-12-3456\n\n"
        "Physician: Wesley Vickers\n"
    )
    assert found["218-555-0101"][1] == found["900-12-3456"][1] == found["Imogen Dillard"][1] != found["Emmett Dillard"][1]


def test_below_a_doctor_the_forms_own_person_goes_on() -> None:
    found = told("Patient: Emmett Dillard\nPhysician: Wesley Vickers\nDate of birth: 02/03/1972\nSSN: 900-12-3456\n")
    assert found["900-12-3456"][1] == found["02/03/1972"][1] == found["Emmett Dillard"][1]


def test_an_account_at_a_bank_is_the_forms_persons() -> None:
    found = told("Name: Tabitha Northcutt\nSSN: 958-28-3547\nBank account number: 4814076386\n")
    assert found["4814076386"][1] == found["Tabitha Northcutt"][1] is not None


def test_a_state_written_out_behind_the_town() -> None:
    found = told("Name: Lamar Vickers\nStreet: 2888 Bayberry Ct\nCity, State, ZIP: Paducah, Kentucky 42003\nSSN: 929-27-3869\n")
    assert [found[said][0] for said in ("Paducah", "Kentucky", "42003")] == ["city", "region", "postcode"]


def test_the_day_of_signing_is_nobodys_birthday() -> None:
    text = "Nachname: Behrens\nVorname: Kerstin\ngeboren am 22.08.1978\n\nDatum: 3. März 2026\nUnterschrift: Kerstin Behrens\n"
    assert [span.text for span in text_spans(text, {}) if span.kind == "dob"] == ["22.08.1978"]


def test_labels_in_a_letter_are_of_whom_it_greets() -> None:
    found = told(
        "Woonbeheer Oost B.V.\nIndustrieweg 22\n7417 AC Deventer\n\nde heer Wouter Hoekstra\nOude Gracht 152\n7201 DN Zutphen\n\n"
        "Geachte de heer Hoekstra,\n\nGeboortedatum: 01-02-1982\nBurgerservicenummer: 197910002\n"
        "Als partner verscheen Sjoerd Bastiaan Hoekstra, BSN 588834014, geboren 3 april 1960.\n\nMet vriendelijke groet,\n\nLiesbeth Bakhuis\n"
    )
    assert found["197910002"][1] == found["01-02-1982"][1] == found["Wouter Hoekstra"][1]
    assert found["588834014"][1] == found["3 april 1960"][1] == found["Sjoerd Bastiaan Hoekstra"][1] != found["Wouter Hoekstra"][1]


def test_a_bare_nome_with_all_of_a_name() -> None:
    assert told("Nome: Rui Tavares Bettencourt\nData de nascimento: 4 de agosto de 1989\n")["Rui Tavares Bettencourt"][0] == "name"


def test_signatures_with_initials_are_of_whom_the_text_names() -> None:
    found = told(
        "Isaura Lurdes Damião Vasconcelos, NIF 252929780, Fernanda Damião Vasconcelos, NIF 226531546.\n_______\nI. Damião Vasconcelos\n"
    )
    assert found["I. Damião Vasconcelos"][1] == found["Isaura Lurdes Damião Vasconcelos"][1]


@pytest.mark.parametrize(
    "address",
    [
        "Quinta do Vale, s/n, 2900-318 Setúbal",
        "Finca La Dehesa, s/n, 02001 Albacete",
        "Località Pian del Lago snc, 26100 Cremona",
        "Lieu-dit Les Granges, 58000 Nevers",
    ],
)
def test_places_whose_houses_have_no_number(address: str) -> None:
    assert [span.text for span in text_spans(f"Ana Ruiz Gil, {address}\n", {}) if span.kind == "postal_address"] == [address]


def test_a_sentence_goes_on_in_the_next_line() -> None:
    text = (
        "Le dossier concerne Yannick Ferrand (bailleur), né le 13/02/1960 et demeurant au 79\n"
        "bis, avenue Jean Jaurès, 70000 Vesoul (NIR 1 60 02 75 175 317 23). Il est joignable au 06\n39 98 66 22.\n"
    )
    found = told(text)
    assert found["79\nbis, avenue Jean Jaurès, 70000 Vesoul"][1] == found["06\n39 98 66 22"][1] == found["Yannick Ferrand"][1]


def test_lines_that_were_ended_on_purpose_stay_lines() -> None:
    text = (
        "2026-03-01 the clerk of the office was at the desk and wrote of 4711\n2026-03-02 the clerk of the office was at the desk and wrote\n"
        "Address: the house of the family Lee is at the end of Mill Lane at 12\nPhone: 218-555-0101\n\nShort line of the list\n13 Oak Street\n"
    )
    assert wrapped.unwrapped(text) == text


def test_a_telephone_number_goes_on_in_the_next_line() -> None:
    text = "Ann Lee rang about the appointment, please call her back at her office on (814)\n555-0152 after four.\n"
    assert wrapped.unwrapped(text) == text.replace("\n555", " 555")


def test_dots_lead_from_the_label_to_the_value() -> None:
    found = told(
        "Denunciante ............. Lourdes Figueroa Salvatierra\nDomicilio ............... Calle del Olmo, 41\nPoblación ............... Getafe\n"
        "Teléfono ................ 634 524 463\n"
    )
    assert found["634 524 463"][1] == found["Lourdes Figueroa Salvatierra"][1] == found["Getafe"][1] is not None


def test_a_column_for_each_with_empty_cells() -> None:
    found = told(
        "\tEmprunteur\tCo-emprunteur\nNom et prénom\tQuentin-Ouvrard, Étienne\tOuvrard, Odile\nDate de naissance\t01/03/1942\nTéléphone\t06 39 98 32 22\t06 39 98 93 09\n"
        "N° de sécurité sociale\t1 42 03 75 352 099 97\t2 90 04 75 336 381 43\n\nDossier suivi par: Dr Gaspard Saulnier\n"
    )
    first, second = found["Quentin-Ouvrard, Étienne"][1], found["Ouvrard, Odile"][1]
    assert found["01/03/1942"][1] == found["06 39 98 32 22"][1] == found["1 42 03 75 352 099 97"][1] == first is not None
    assert found["06 39 98 93 09"][1] == found["2 90 04 75 336 381 43"][1] == second is not None


def test_whoever_takes_in_the_post_is_not_who_lives_there() -> None:
    found = told("Inquilino: Rui Pinheiro, residente em c/o Isaura Tavares, Largo da Igreja 200, 2900-318 Setúbal, NIF 252929780.\n")
    assert (
        found["Largo da Igreja 200, 2900-318 Setúbal"][1] == found["252929780"][1] == found["Rui Pinheiro"][1] != found["Isaura Tavares"][1]
    )


def test_a_name_in_capitals_within_a_sentence() -> None:
    found = told("The witness, IMOGEN F. UNDERHILL, SSN 951-23-6419, was born on 02/02/1995. THE LEASE ENDS.\n")
    assert found["951-23-6419"][1] == found["02/02/1995"][1] == found["IMOGEN F. UNDERHILL"][1]


def test_family_names_of_three_forms_stay_with_them() -> None:
    found = told(
        "Nachname: Kirchhoff\nVorname: Jürgen\nMobil: 0171 3920086\n\nVorname: Mechthild\nNachname: Kirchhoff\nTelefon: 0171 3920079\n"
    )
    assert found["Mechthild"][1] == found["Kirchhoff"][1] == found["0171 3920079"][1] != found["Jürgen"][1]


def test_a_firms_own_account_is_nobodys_who_is_named_on_its_paper() -> None:
    found = told(
        "Weser Energie AG\nAm Wall 120\n28195 Bremen\n\nHerr Gernot Nolte\nGoethestraße 11\n37073 Göttingen\n\n"
        "Bitte überweisen Sie den Betrag auf unser Konto DE89 3704 0044 0532 0130 00.\n"
        "Weser Energie AG | Am Wall 120 | 28195 Bremen | Geschäftsführer: Petra Engel\n"
    )
    assert found["DE89 3704 0044 0532 0130 00"][1] not in {found["Gernot Nolte"][1], found["Petra Engel"][1]}
    assert found["Goethestraße 11\n37073 Göttingen"][1] == found["Gernot Nolte"][1]


def test_a_surname_that_two_bear_is_told_by_the_title() -> None:
    found = told("Frau Eva Dam und Herr Ernst Dam sind versichert.\n\nHerr Dam ist am 12.11.1980 geboren.\n")
    assert found["12.11.1980"][1] == found["Ernst Dam"][1] != found["Eva Dam"][1]


def test_columns_of_a_form_have_labels_of_their_own() -> None:
    found = told(
        "Patient: Elfriede Sommer\tSex: F\nDate of birth: 03/17/1940\tOrdering physician: Dr. Joachim Nolte\n"
        "Address: 12 Oak Street, Dayton, OH 45402\tCollected: 04/02/2026\nSSN: 900-12-3456\tPhone: 218-555-0101\n"
    )
    person = found["Elfriede Sommer"][1]
    assert {found[one][1] for one in ("03/17/1940", "900-12-3456", "218-555-0101", "12 Oak Street, Dayton, OH 45402")} == {person}
    assert found["Joachim Nolte"][1] != person


def test_labels_within_a_line_and_filled_blanks() -> None:
    found = told(
        "Name: ____Prescott, Winifred____ Date of Birth: __12/13/1976__\nAddress: ____37 Larkspur Way, Amarillo, TX 79106____\n"
        "Phone: __540-555-0159__ Emergency contact: ____Rosalind Jamison____ Phone: __541-555-0134__\n"
    )
    person = found["Prescott, Winifred"][1]
    assert found["12/13/1976"][1] == found["540-555-0159"][1] == person != found["541-555-0134"][1] == found["Rosalind Jamison"][1]


def test_a_group_of_a_tables_rows_has_a_line_of_its_own() -> None:
    found = told(
        "Pupil\tDate of birth\tAddress\tPhone\nClass 3A\nLangford, Otis\t06/19/2011\t73 Oak Street, Dayton, OH 45402\t540-555-0149\n"
        "Langford, Byron\t11/08/2012\nClass 4B\nStone, Corinne\t10/03/2014\t77 Oak Street, Dayton, OH 45402\t541-555-0147\n"
    )
    assert found["06/19/2011"][1] == found["Langford, Otis"][1] != found["11/08/2012"][1] == found["Langford, Byron"][1]
    assert found["10/03/2014"][1] == found["Stone, Corinne"][1] is not None


def test_a_town_ends_with_its_sentence() -> None:
    assert "84 place des Halles, 64000 Pau" in told("J'habite 84 place des Halles, 64000 Pau. Vous pouvez me joindre au 06 39 98 12 34.\n")


def test_a_person_below_a_prescriptions_heading_is_no_medicine() -> None:
    found = told("Prescription\nMr. Marcus Dunn\n58 Oak Terrace\nFresno, CA 93704\nDOB: 04/22/1957\n\nMetformin 500 mg\n")
    assert found["Marcus Dunn"][0] == "name"
    assert found["04/22/1957"][1] == found["Marcus Dunn"][1]


def test_boxes_below_a_parents_name_tell_how_to_reach_the_parent() -> None:
    found = whose(
        "Pupil's name\nRalph Edwards\nDate of birth\n02/21/2015\nName of parent/guardian\nDennis Cowan\nPhone\n330-555-0177\nRelation\nFather\n"
        "E-mail\ndennis.cowan@example.com\n"
    )
    assert found["330-555-0177"] == found["dennis.cowan@example.com"] == "Dennis Cowan"
    assert found["02/21/2015"] == "Ralph Edwards"
