"""Addresses go from house number (or box) to postcode or country, across lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extent.growth import grows_with_the_text_only

from stanch.extent import addresses, addresses_alone

ADDRESSES = [
    ("12 Oak Street, Springfield, IL 62704", "12 Oak Street | Springfield | IL | 62704 | "),
    (
        "1200 N. Martin Luther King Jr. Blvd NW, Apt 4B\nAustin, TX 78701-1234\nUSA",
        "1200 N. Martin Luther King Jr. Blvd NW, Apt 4B | Austin | TX | 78701-1234 | USA",
    ),
    ("45 Pine Ln\nUnit 3\nMiami FL 33101", "45 Pine Ln, Unit 3 | Miami | FL | 33101 | "),
    ("123 MAIN ST\nANYTOWN, CA 90210", "123 MAIN ST | ANYTOWN | CA | 90210 | "),
    ("P.O. Box 1234, Reno, NV 89501", "P.O. Box 1234 | Reno | NV | 89501 | "),
    ("12345 Highway 50 East, Dayton, Nevada 89403", "12345 Highway 50 East | Dayton | NV | 89403 | "),
    ("100 Queen St W, Toronto, ON M5H 2N2", "100 Queen St W | Toronto | ON | M5H 2N2 | Canada"),
    ("22 Patrick Street\nCork\nT12 W8XY\nIreland", "22 Patrick Street | Cork |  | T12 W8XY | Ireland"),
    ("Rose Cottage, Main Street, Kinsale, Co. Cork", "Rose Cottage, Main Street | Kinsale | Co. Cork |  | Ireland"),
    ("24 Grafton Street, Dublin 2", "24 Grafton Street | Dublin 2 |  |  | Ireland"),
    ("Hauptstraße 12a, 10115 Berlin, Deutschland", "Hauptstraße 12a | Berlin |  | 10115 | Deutschland"),
    ("Musterstr. 5\n80331 München", "Musterstr. 5 | München |  | 80331 | "),
    ("Unter den Linden 77, 10117 Berlin", "Unter den Linden 77 | Berlin |  | 10117 | "),
    ("12 rue de la Paix, 75002 Paris", "12 rue de la Paix | Paris |  | 75002 | "),
    ("Calle Mayor 12, 3º B, 28013 Madrid", "Calle Mayor 12, 3º B | Madrid |  | 28013 | "),
    ("Via Roma, 5, 20121 Milano (MI)", "Via Roma, 5 | Milano | MI | 20121 | "),
    ("Kerkstraat 10-2\n1017 GC Amsterdam", "Kerkstraat 10-2 | Amsterdam |  | 1017 GC | "),
    ("Karl Johans gate 22, 0026 Oslo", "Karl Johans gate 22 | Oslo |  | 0026 | "),
    ("Chaussée de Wavre 1015, 1160 Bruxelles", "Chaussée de Wavre 1015 | Bruxelles |  | 1160 | "),
    ("ul. Marszałkowska 10/12 m. 5, 00-590 Warszawa", "ul. Marszałkowska 10/12 m. 5 | Warszawa |  | 00-590 | "),
    ("os. Piastów 23/7, 31-624 Kraków", "os. Piastów 23/7 | Kraków |  | 31-624 | "),
    ("Rua Augusta 274, 2.º Esq., 1100-053 Lisboa", "Rua Augusta 274, 2.º Esq. | Lisboa |  | 1100-053 | "),
    ("Mariahilfer Straße 88/2/14, 1070 Wien", "Mariahilfer Straße 88/2/14 | Wien |  | 1070 | "),
    ("25 RUE DES LILAS, 31000 TOULOUSE CEDEX 4", "25 RUE DES LILAS | TOULOUSE CEDEX 4 |  | 31000 | "),
    ("8 RUE DE L'EGLISE 67000 STRASBOURG", "8 RUE DE L'EGLISE | STRASBOURG |  | 67000 | "),
    (
        "Flat 12, Wellington House, 88 Harbour Road, Bristol BS1 4QA",
        "Flat 12, Wellington House, 88 Harbour Road | Bristol |  | BS1 4QA | United Kingdom",
    ),
    (
        "Rua das Flores, 123, apto 45, Jardim Paulista, São Paulo - SP, 01415-000",
        "Rua das Flores, 123, apto 45, Jardim Paulista | São Paulo | SP | 01415-000 | ",
    ),
    ("12A Tui Street, Mount Eden, Auckland 1024", "12A Tui Street, Mount Eden | Auckland |  | 1024 | "),
]


@pytest.mark.parametrize(("address", "normal"), ADDRESSES)
def test_an_address_is_found_whole(address: str, normal: str) -> None:
    text = f"Jane Doe\n{address}\n\nDear Ms. Doe,"
    (span,) = addresses.find(text, ())
    assert (span.text, span.normal) == (address, normal)
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("address", [address for address, _ in ADDRESSES if "\n" not in address])
def test_an_address_is_found_in_a_sentence(address: str) -> None:
    assert [span.text for span in addresses.find(f"She lives at {address}.", ())] == [address]


def test_a_flat_before_the_number_belongs_to_the_address() -> None:
    (span,) = addresses.find("to Flat 2, 14 Baker Street, London NW1 6XE please", ())
    assert span.text == "Flat 2, 14 Baker Street, London NW1 6XE"
    assert span.normal.split(" | ")[1:] == ["London", "", "NW1 6XE", "United Kingdom"]


@pytest.mark.parametrize("name", ["Liam Hall", "Ana Maria Villa"])
def test_whoever_is_called_as_houses_are_is_no_house(name: str) -> None:
    (span,) = addresses.find(f"{name}\n3460 Oak Ave, Unit C, Chicago, IL 60640\nDear {name},", ())
    assert span.text == "3460 Oak Ave, Unit C, Chicago, IL 60640"


@pytest.mark.parametrize("house", ["Victoria House", "Albert Hall,", "Old Mill Cottage"])
def test_a_house_that_is_called_after_somebody_belongs_to_the_address(house: str) -> None:
    (span,) = addresses.find(f"Ann Lee\n{house}\n12 High Street\nLeeds LS1 4AP\n", ())
    assert span.text.startswith(house)


def test_a_street_line_alone_is_an_address() -> None:
    assert [span.text for span in addresses.find("Deliver to 5 Elm Avenue today.", ())] == ["5 Elm Avenue"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 Park Street was closed.",
        "There are 3 ways and 2 courts.",
        "See chapter 12 The Long Way home.",
        "Invoice 4711 of 12 March 2024",
        "Version 2.0 Court of Appeal",
        "the number of bytes via the RFC 1870 extension, installed via PEP 660",
        "The implementation is based on Theorem 2.2 in the book.",
        "We sold 12 chairs in Berlin.",
    ],
)
def test_numbers_beside_words_are_no_addresses(text: str) -> None:
    assert addresses.find(text, ()) == []


_PIECES = st.sampled_from(
    [
        "12",
        "Oak",
        "Street",
        "St",
        "Apt 4",
        ",",
        "\n",
        "Austin",
        "TX",
        "78701",
        "P.O. Box 7",
        "Hauptstraße",
        "Co. Cork",
        "SW1A 1AA",
        "the",
        "Calle",
        "Address:",
        "é",
        "📎",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=200))
def test_offsets_are_exact_and_spans_apart(text: str) -> None:
    at = 0
    for span in addresses.find(text, ()):
        assert at <= span.start < span.end
        assert text[span.start : span.end] == span.text
        assert span.normal.count(" | ") == 4
        at = span.end


@pytest.mark.parametrize(
    "piece",
    [
        "123 ",
        " ",
        "\t ",
        "12 Main ",
        "Ab, ",
        "Box 12, ",
        "12 Ab\n",
        "256 x-ascii 221.6           104.5\n",
        "Rose House, ",
        "Calle de la ",
        "X",
    ],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    # Eight times the text: well under the sixty-four times that a square would take.
    assert grows_with_the_text_only(lambda size: addresses.find(piece * (size // len(piece)), ()), 10_000, 80_000, most=24)


def test_a_column_of_addresses_is_told_from_one_of_notes() -> None:
    assert addresses.looks_like_addresses(["12 Oak Street, Reno, NV 89501", "5 Elm Ave", "P.O. Box 12, Reno, NV 89501"]) == 1
    assert addresses.looks_like_addresses(["called twice", "pays on 12 March", "VIP"]) == 0


def test_a_former_address_is_less_sure_than_the_one_beside_it() -> None:
    text = "The new address is 12 Main St, Boston, MA 02138, the old one was 7 Second Dr Apt 17, Atlanta, GA 30314."
    new, old = addresses.find(text, ())
    assert (new.context, old.context) == (None, "former address")
    assert new.confidence > old.confidence


@pytest.mark.parametrize(
    "address",
    [
        "60 ORVILLE DR FLOWERY BRANCH GA 30542-5314",
        "8845 Deer Park Cedar Rapids IA 52411",
        "350 W. Hubbard St. 200, Chicago, IL 60654",
        "1850 Green Bay Road Highland Park, IL 60035",
        "501 n main st # 2 beaver dam ky 42320-8961",
        "PSC 5420, Box 2708\nAPO AA 33879",
        "Unit 8524 Box 0979\nDPO AA 56712",
        "269 Stensås terrasse 38\n Suite 621\n Arendal\n Norway",
        "39 Laugarvegur 77 Apt. 787 Reykjavík Benin",
        "2224 Trenerys gate 232\nApt. 342\nTrondheim\nNorway 64389",
    ],
)
def test_addresses_without_commas_of_the_forces_and_from_abroad_are_found_whole(address: str) -> None:
    assert address in [span.text for span in addresses.find(f"Please send it to {address} as soon as you can.", ())]


@pytest.mark.parametrize("text", ["He lives at Joaquin Suarez 2906.", "The office is at Pod Floriánem 1677."])
def test_a_house_number_behind_words_is_an_address_where_the_sentence_says_so(text: str) -> None:
    assert len(addresses.find(text, ())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "During 1971, the firm invested heavily in new machines.",
        "Spring 2019 was warm.",
        "In 2019 the board moved to Austin, TX 78701 and stayed.",
        "Some 500 people from the north moved to Austin, TX 78701",
        "The meeting is on March 12.",
        "see page 4 of Annex 12",
        "On May 12, 2019 Nancy left",
        "Table 3, 1200 Patients were seen",
        "Nature 521, 2015 London",
        "Build 7, 20190 Errors",
    ],
)
def test_years_seasons_and_sentences_are_no_addresses(text: str) -> None:
    assert not addresses.find(text, ())


@pytest.mark.parametrize("piece", ["1 A ", "12 Main ", "lives at Ab ", "1 a, ", "9 Ab\n", "Unit 1 ", "Ab de 12/3, 1234 Ab "])
def test_time_of_the_new_shapes_grows_with_the_text_only(piece: str) -> None:
    assert grows_with_the_text_only(lambda size: addresses.find(piece * (size // len(piece)), ()), 5_000, 40_000, most=40)


@pytest.mark.parametrize(
    "text",
    [
        "21 AVENUE DE PINTO\n59800 LILLE",
        "21 BIS RUE DE L'ÉGLISE\n59800 LILLE",
        "CALLE MAYOR 12, 3º B\n28013 MADRID",
        "AVDA. DE LA CONSTITUCIÓN 12\n41004 SEVILLA",
        "PIAZZA GARIBALDI, 3\n70122 BARI (BA)",
        "HAUPTSTRASSE 12\n28195 BREMEN",
        "AM MARKT 3\n28195 BREMEN",
        "DORPSSTRAAT 4\n3511 AB UTRECHT",
        "RUA DAS FLORES 12\n4050-262 PORTO",
        "21 Avenue Foch\n59800 Lille",
        "demeurant à LILLE (59800), 589, rue de Colas, de nationalité française",
    ],
)
def test_addresses_in_capitals_and_as_notaries_write_them(text: str) -> None:
    (found,) = addresses.find(text, ())
    assert found.text in text
    assert any(code in found.normal for code in ("59800", "28013", "41004", "70122", "28195", "3511 AB", "4050-262"))


def test_lines_of_capitals_with_numbers_are_no_address_without_a_street() -> None:
    assert not addresses.find("WEIGHT IN KG\nPLATZ 3\nPAID VIA CARD 12\n", ())


@pytest.mark.parametrize(
    "text",
    ["SHIPMENT\n12 OF 30\nWEIGHT 4711\n", "1 OF 2 PALLETS\nNET WEIGHT 10115\n", "4 SETS IN BOX\nGROSS 12045 KG", "12 Sets\nWeight 4711"],
)
def test_a_count_above_a_weight_is_no_address(text: str) -> None:
    assert addresses.find(text, ()) == []


@pytest.mark.parametrize(
    "address",
    [
        "Nádor utca 22., 1051 Budapest",
        "87 Rue Joseph Vernet Apt. 849, 84000 Avignon",
        "Hugo de Grootlaan 177, 3314 AG Dordrecht",
    ],
)
def test_ends_and_beginnings_of_addresses_abroad(address: str) -> None:
    assert [span.text for span in addresses.find(f"He lives at {address}.\n", ())] == [address]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        # USPS Publication 28: quadrants, two words for a street, routes, units with a letter apart, a ZIP code without a state.
        ("at 16 Q Street N.W. Ste. 9, now", "16 Q Street N.W. Ste. 9 |  |  |  | "),
        ("35 Elm Street, NE Suite 20 Atlanta, GA 30303", "35 Elm Street, NE Suite 20 | Atlanta | GA | 30303 | "),
        ("Address: 114 LINCOLN PLAZA WEST\nThanks", "114 LINCOLN PLAZA WEST |  |  |  | "),
        ("lives at 6 Garden Circle Drive, Evanston, 60208", "6 Garden Circle Drive | Evanston |  | 60208 | "),
        ("278 RIVER PKWY EAST DR STE 2", "278 RIVER PKWY EAST DR STE 2 |  |  |  | "),
        ("254 NE LOOP 99", "254 NE LOOP 99 |  |  |  | "),
        ("366 Mercer County Rd 12, now", "366 Mercer County Rd 12 |  |  |  | "),
        ("21 E. Oak St. Apt. 20 C", "21 E. Oak St. Apt. 20 C |  |  |  | "),
        ("40 MILL ST # APT 7B SALEM 97301", "40 MILL ST # APT 7B | SALEM |  | 97301 | "),
        ("982-B MILL TURNPIKE", "982-B MILL TURNPIKE |  |  |  | "),
        ("42 Water Street Newport, Rhode Island 02840 United States", "42 Water Street | Newport | RI | 02840 | United States"),
        # A second line behind the first; a sentence that says an address follows; the dot of a sentence.
        (
            "to 18 Oak Drive Rose Points\n Apt. 35\n Albany\n New Zealand 7987.",
            "18 Oak Drive Rose Points, Apt. 35 | Albany |  | 7987 | New Zealand",
        ),
        ("He is registered at 3991 Miller Fort.", "3991 Miller Fort |  |  |  | "),
        ("We met at 72 Charles Road. Then", "72 Charles Road |  |  |  | "),
        ("ship it to 3510 ul. Polna 33 Apt. 4\nBeerze", "3510 ul. Polna 33 Apt. 4 |  |  |  | "),
        # Correos: floor, door, kilometre, no number, `E-` before the code, the label behind the town.
        ("Domicilio: Calle de la Luna, 34, 1 C.\nLocalidad", "Calle de la Luna, 34, 1 C |  |  |  | "),
        ("Calle Luna 18, 4E.", "Calle Luna 18, 4E |  |  |  | "),
        ("C/ Sol, 94, 2, 1.\n", "C/ Sol, 94, 2, 1 |  |  |  | "),
        ("C/. Sol, 13, 6.º B 33012 Oviedo", "C/. Sol, 13, 6.º B | Oviedo |  | 33012 | "),
        ("Av. Sol, 8-5º dcha. 47006 Valladolid\n", "Av. Sol, 8-5º dcha. | Valladolid |  | 47006 | "),
        ("Calle Sol nº 15, Portal 2, Piso 1ºD.", "Calle Sol nº 15, Portal 2, Piso 1ºD |  |  |  | "),
        ("Ctra. de Burgos, km 9,100. 28034 Madrid. Fax: 1", "Ctra. de Burgos, km 9,100 | Madrid |  | 28034 | "),
        ("Avda. Pío XII, 36 31008 Pamplona Tfno 9", "Avda. Pío XII, 36 | Pamplona |  | 31008 | "),
        ("Avenida Luna, 21 E-46009 Valencia E-mail: a", "Avenida Luna, 21 | Valencia |  | 46009 | "),
        ("Diego de Luna, 62 E-28006 Madrid.", "Diego de Luna, 62 | Madrid |  | 28006 | "),
        # Poste Italiane: the province behind the town. Magyar Posta: a small word in a street's name.
        ("Via Roma 3, 00184 Roma RM, Italia", "Via Roma 3 | Roma | RM | 00184 | Italia"),
        ("a ház: Nagy fejedelem útja 62", "Nagy fejedelem útja 62 |  |  |  | "),
    ],
)
def test_an_address_begins_and_ends_as_a_letter_needs_it(text: str, normal: str) -> None:
    assert [span.normal for span in addresses.find(text, ())] == [normal]


@pytest.mark.parametrize("text", ["Customer 10234 Hauptstraße 5, 80331 München", "4711 Hauptstraße 5, 80331 München"])
def test_a_number_beside_a_street_is_no_part_of_it_without_a_sign(text: str) -> None:
    assert addresses.find(text, ())[0].normal.startswith("Hauptstraße 5 |")


@pytest.mark.parametrize(
    ("prefix", "is_one"), [("", False), ("Farm", False), ("Farm\n", False), ("Liam Hall\n", True), ("Victoria House\n", False)]
)
def test_what_stands_before_a_house_is_a_person_only_of_two_words_or_more(prefix: str, is_one: bool) -> None:
    assert addresses_alone.is_person(prefix) is is_one


@pytest.mark.parametrize(
    "text", ["ACM TOMS Vol. 12 Issue 3, Sept. 1986, p. 265\n", "Vol. 7 No. 2, March 1999\n", "Bd. 12 Heft 3, Berlin 1986\n"]
)
def test_an_issue_of_a_journal_is_no_house(text: str) -> None:
    assert addresses.find(text, []) == []
