"""What is called after somebody is nobody; a name goes on behind its particle."""

from __future__ import annotations

import pytest

from stanch.extent import names, names_abroad
from stanch.extent.scanning import text_spans


def told(text: str) -> list[str]:
    return [span.text for span in names.find(text, (), {})]


@pytest.mark.parametrize(
    "text",
    [
        "Se dejaron puestos el catéter uretral de Foley y la cistotomía.",
        "tras incisión de Mc Burney se identificó un plastrón",
        "positivo para Mycoplasma pneumoniae y citomegalovirus",
        "comenzó tratamiento con Clorambucil. Se practicó un control",
        "tratamiento adyuvante con Cisplatino y Gemcitabina",
        "ingresó en el Hospital Universitario Gregorio Marañón con fiebre",
        "fiebre de hasta 39°C. Niega tos y expectoración.",
        "C/ Gregorio Corrochano, 1. 45600 Talavera de la Reina",
        "Informe clínico del paciente: Varón de 30 años",
        "La filial cubre Guiné, Quénia, Tanzânia e Zâmbia",
        "Two words for Parkinson's disease and the Glasgow coma scale",
        "It is to force Huffman coding only; a running Adler-32 checksum",
        "List of Apache Cassandra servers; the path length of G. Cr and Lr is short",
        "| самому самой самим | самих | самой",
    ],
)
def test_nobody_is_found_where_things_are_called_after_people(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Médico: Noemí Ruiz del Río NºCol: 28 28 90172.", "Noemí Ruiz del Río"),
        ("Responsable clínico: Dr. Manuel Foley Gil. Hospital Ramón y Cajal.", "Manuel Foley Gil"),
        ("She works with Anna Murphy at the Hospital.", "Anna Murphy"),
        ("The patient Gustav von Schmoller was seen.", "Gustav von Schmoller"),
    ],
)
def test_somebody_is_still_found_whole(text: str, name: str) -> None:
    assert told(text) == [name]


def test_places_hold_no_common_given_name() -> None:
    assert {"tanzânia", "lisbona"} <= names_abroad.places()
    assert not {"jordan", "donna", "israel", "maria"} & names_abroad.places()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The SSN on file for Dominic is 912-70-5740; tax ID: 26-8258130", "Dominic"),
        ("Todd date of birth is 1968-12-09 and SSN is 912-70-5740.", "Todd"),
        ("El DNI de Marta es 12345678Z.", "Marta"),
        ("Please verify identity for John Price, passport V42507072.", "John Price"),
        ("Dr. Cindy Moe Apt. 117, 20 Oak Street, Reno, NV 89501", "Cindy Moe"),
        ("The number for Paris is (212) 555-0123", ""),
        ("The phone of support is (212) 555-0123", ""),
    ],
)
def test_whoever_a_number_is_said_to_be_of_is_found(text: str, name: str) -> None:
    assert "".join(span.text for span in text_spans(text, {}) if span.kind == "name") == name


def test_two_people_beside_each_other_stay_two() -> None:
    assert told("Vinieron Ana y Pérez; firmaron Luis García y Marta Suárez.") == ["Ana", "Pérez", "Luis García", "Marta Suárez"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The force is led by Lieutenant-General Maurice Baril, who spoke in Nairobi.", "Maurice Baril"),
        ("A bill of Congressmen Ron Dellums and others was read.", "Ron Dellums"),
        ("He asked Secretary-General Anna Keller for a word.", "Anna Keller"),
        ("Third-stringer Kerwin Bell, a draft choice of 1988, said so.", "Kerwin Bell"),
        ("The newcomers are striker Michael Olsen and defender David Tanner of Northern Rovers.", "David Tanner"),
    ],
)
def test_a_name_holds_no_rank_and_no_club(text: str, name: str) -> None:
    assert name in told(text)


def test_hyphens_within_given_names_stay() -> None:
    assert told("The soloist was Kyung-hwa Chung, said Jean-Luc Martin.") == ["Kyung-hwa Chung", "Jean-Luc Martin"]


@pytest.mark.parametrize("text", ["He left Sri Lanka for Kuala Lumpur.", "The teams of Costa Rica and Burkina Faso met in Addis Abeba."])
def test_countries_and_capitals_of_two_words_are_nobody(text: str) -> None:
    assert not told(text)
