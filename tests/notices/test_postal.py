"""Addresses of many countries: each as its post reads it, and whole in the window of every envelope."""

import pypdfium2
import pytest
from tests.notices.case import bench

from stanch.notices.binding import Bindery
from stanch.notices.form import text_at
from stanch.notices.postal import LONGEST_LINE, country_name, postal_lines
from stanch.notices.press import letter_content, press
from stanch.notices.wording import fill
from stanch.records import Notice, PostalAddress

POINT = {"in": 72.0, "mm": 72 / 25.4}
# What the layouts call x, y, width, height: where the address may stand and is seen however the sheet slides.
SEEN = {
    "en/individual": (1 * 72, 2.17 * 72, 3.3 * 72, 0.9 * 72),
    "en/gdpr": tuple(one * POINT["mm"] for one in (25, 52, 78, 30)),
    "fr/gdpr": tuple(one * POINT["mm"] for one in (101, 56, 86, 22)),
}
PLACES = [
    (PostalAddress("12 Elm Street", "Fresno", "CA", "93701", "US"), ("12 Elm Street", "Fresno, CA 93701", "UNITED STATES")),
    (PostalAddress("80 Wellington Street", "Ottawa", "ON", "K1A 0B1", "CA"), ("80 Wellington Street", "Ottawa ON K1A 0B1", "CANADA")),
    (PostalAddress("6 Davey Street", "Hobart", "TAS", "7000", "AU"), ("6 Davey Street", "Hobart TAS 7000", "AUSTRALIA")),
    (PostalAddress("1 Queen Street", "Auckland", "", "1010", "NZ"), ("1 Queen Street", "Auckland 1010", "NEW ZEALAND")),
    (PostalAddress("4 Park Row", "Leeds", "", "LS1 5HD", "GB"), ("4 Park Row", "Leeds", "LS1 5HD", "UNITED KINGDOM")),
    (PostalAddress("5 Quay Street", "Galway", "Galway", "H91 XY12", "IE"), ("5 Quay Street", "Galway", "H91 XY12", "IRELAND")),
    (PostalAddress("Hauptstraße 12", "Köln", "NRW", "50667", "DE"), ("Hauptstraße 12", "50667 Köln", "GERMANY")),
    (PostalAddress("Ring 1", "Wien", "", "1010", "AT"), ("Ring 1", "1010 Wien", "AUSTRIA")),
    (PostalAddress("Seestrasse 3", "Zürich", "", "8002", "CH"), ("Seestrasse 3", "8002 Zürich", "SWITZERLAND")),
    (PostalAddress("14 rue des Lilas", "Lyon", "", "69003", "FR"), ("14 rue des Lilas", "69003 Lyon", "FRANCE")),
    (PostalAddress("Rue Neuve 1", "Bruxelles", "", "1000", "BE"), ("Rue Neuve 1", "1000 Bruxelles", "BELGIUM")),
    (PostalAddress("Damrak 1", "Amsterdam", "", "1012 LG", "NL"), ("Damrak 1", "1012 LG Amsterdam", "NETHERLANDS")),
    (PostalAddress("Calle Mayor 3", "Alcalá", "Madrid", "28801", "ES"), ("Calle Mayor 3", "28801 Alcalá Madrid", "SPAIN")),
    (PostalAddress("Rua Augusta 9", "Lisboa", "", "1100-053", "PT"), ("Rua Augusta 9", "1100-053 Lisboa", "PORTUGAL")),
    (PostalAddress("Via Roma 2", "Torino", "TO", "10121", "IT"), ("Via Roma 2", "10121 Torino TO", "ITALY")),
    (PostalAddress("ul. Długa 5", "Kraków", "", "31-146", "PL"), ("ul. Długa 5", "31-146 Kraków", "POLAND")),
    (PostalAddress("Storgatan 8", "Malmö", "", "211 41", "SE"), ("Storgatan 8", "211 41 Malmö", "SWEDEN")),
    (PostalAddress("Karl Johans gate 1", "Oslo", "", "0154", "NO"), ("Karl Johans gate 1", "0154 Oslo", "NORWAY")),
    (PostalAddress("Brīvības iela 1", "Rīga", "", "LV-1010", "LV"), ("Brīvības iela 1", "Rīga, LV-1010", "LATVIA")),
    (PostalAddress("vul. Khreshchatyk 1", "Kyiv", "", "01001", "UA"), ("vul. Khreshchatyk 1", "Kyiv", "01001", "UKRAINE")),
    (
        PostalAddress("Av. Paulista 1000", "São Paulo", "SP", "01310-100", "BR"),
        ("Av. Paulista 1000", "São Paulo-SP", "01310-100", "BRAZIL"),
    ),
    (PostalAddress("Calle 5 de Mayo 7", "Puebla", "PUE", "72000", "MX"), ("Calle 5 de Mayo 7", "72000 Puebla, PUE", "MEXICO")),
    (PostalAddress("Av. de Mayo 1", "Rosario", "Santa Fe", "2000", "AR"), ("Av. de Mayo 1", "2000 Rosario", "Santa Fe", "ARGENTINA")),
    (PostalAddress("MG Road 12", "Bengaluru", "Karnataka", "560001", "IN"), ("MG Road 12", "Bengaluru 560001", "Karnataka", "INDIA")),
    (PostalAddress("1-1 Chiyoda", "Chiyoda-ku", "Tokyo", "100-8111", "JP"), ("1-1 Chiyoda", "Chiyoda-ku, Tokyo 100-8111", "JAPAN")),
    (PostalAddress("10 Sejong-daero", "Jung-gu", "Seoul", "04519", "KR"), ("10 Sejong-daero", "Jung-gu", "Seoul 04519", "SOUTH KOREA")),
    (PostalAddress("88 Nanjing Road", "Shanghai", "Shanghai", "200001", "CN"), ("88 Nanjing Road", "Shanghai", "200001", "CHINA")),
    (PostalAddress("1 Orchard Road", "Singapore", "", "238801", "SG"), ("1 Orchard Road", "Singapore 238801", "SINGAPORE")),
    (PostalAddress("1 Nathan Road", "Tsim Sha Tsui", "Kowloon", "", "HK"), ("1 Nathan Road", "Tsim Sha Tsui", "Kowloon", "HONG KONG")),
    (PostalAddress("1 Long Street", "Cape Town", "", "8001", "ZA"), ("1 Long Street", "Cape Town", "8001", "SOUTH AFRICA")),
    (PostalAddress("Sheikh Zayed Road 1", "Dubai", "", "", "AE"), ("Sheikh Zayed Road 1", "Dubai", "UNITED ARAB EMIRATES")),
    (
        PostalAddress("1234, rue Sainte-Catherine Ouest, app. 5", "Montréal", "QC", "H3G 1P1", "CA"),
        ("1234, rue Sainte-Catherine Ouest", "app. 5", "Montréal QC H3G 1P1", "CANADA"),
    ),
    (
        PostalAddress("Via Giuseppe Garibaldi dei Mille, 12 bis, interno 4", "Torino", "TO", "10121", "IT"),
        ("Via Giuseppe Garibaldi dei Mille, 12 bis", "interno 4", "10121 Torino TO", "ITALY"),
    ),
    (
        PostalAddress("Strada Provinciale delle Colline Lunghe, 7", "Torino", "TO", "10121", "IT"),
        ("Strada Provinciale delle Colline Lunghe, 7", "10121 Torino TO", "ITALY"),
    ),
    (PostalAddress("6 High Street", "Montréal QC", "QC", "H2X 1Y4", "CA"), ("6 High Street", "Montréal QC H2X 1Y4", "CANADA")),
    (PostalAddress("6 High Street", "Jersey City, NJ", "NJ", "07302", "US"), ("6 High Street", "Jersey City, NJ 07302", "UNITED STATES")),
    (PostalAddress("Jaffa Street 1", "Jerusalem", "", "9414219", "IL"), ("Jaffa Street 1", "Jerusalem 9414219", "ISRAEL")),
]


@pytest.mark.parametrize(("address", "lines"), PLACES, ids=lambda one: one.country if isinstance(one, PostalAddress) else "")
def test_an_address_is_written_as_its_post_reads_it(address, lines):
    abroad = "XX" if address.country != "XX" else "YY"
    assert postal_lines(address, abroad) == lines
    assert postal_lines(address, address.country) == lines[:-1], "at home nobody names the country"


def test_the_country_is_named_in_the_language_of_the_post_that_takes_the_letter():
    assert [country_name("DE", home) for home in ("US", "FR", "ES", "AT", "IT")] == [
        "GERMANY",
        "ALLEMAGNE",
        "ALEMANIA",
        "DEUTSCHLAND",
        "GERMANY",
    ]
    assert country_name("QQ", "US") == "QQ"


def test_nothing_of_a_long_address_is_left_out():
    long = PostalAddress(
        "Flat 4, " + "The Old Converted Corn Exchange and Granary Buildings " * 2, "Llanfairpwllgwyngyll", "", "LL61 5UJ", "GB"
    )
    lines = postal_lines(long, "US")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert "".join(lines).replace(" ", "").endswith("LlanfairpwllgwyngyllLL615UJUNITEDKINGDOM")
    assert "…" not in "".join(lines)


def _spread(pdf):
    """The box around all that stands in the upper third of the first page and below its letterhead: left, top, right, bottom."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    words, height = page.get_textpage(), page.get_height()
    boxes = [words.get_charbox(index) for index in range(words.count_chars()) if words.get_text_range(index, 1).strip()]
    inside = [
        (left, height - top, right, height - bottom) for left, bottom, right, top in boxes if 118 < height - top < 262 and right < 590
    ]
    document.close()
    return tuple(pick(box[at] for box in inside) for at, pick in enumerate((min, min, max, max)))


@pytest.mark.parametrize("place", SEEN)
def test_every_address_stands_whole_where_the_envelope_shows_it(place):
    text = text_at(place)
    filled = fill(text, ("opening/person",), text.example.fields)
    left, top, wide, high = SEEN[place]
    name = ["Wilhelmina-Maximiliane von und zu Guttenberg-Wolfe", "schlegelsteinhausen"]
    for address, _ in PLACES:
        lines = [*name, "Attn. W" + "W" * 40, *postal_lines(address, "XX")]
        content = letter_content(filled, language="en", sender=["Us"], address=lines, day="1 May", greeting="Dear", reference="r")
        box = _spread(press(place, content, bench().as_of))
        assert box[0] >= left - 1, address.country
        assert box[1] >= top - 1, address.country
        assert box[2] <= left + wide + 1, address.country
        assert box[3] <= top + high + 1, address.country


def test_a_long_line_is_folded_where_no_number_is_torn_from_its_street():
    long = "c/o Ann Roe, Building 7, Floor 12, Suite 1204-B, 14999 Massachusetts Avenue Northwest"
    lines = postal_lines(PostalAddress(long, "Fresno", "CA", "93701", "US"), "US")
    assert lines == ("c/o Ann Roe", "Building 7, Floor 12, Suite 1204-B", "14999 Massachusetts Avenue Northwest", "Fresno, CA 93701")


def test_many_lines_print_alike_alone_and_bound(tmp_path):
    text = text_at("en/individual")
    fields = {**text.example.fields, "voice": "person", "greeting": "Dear Ann:"}
    lines = (*(f"Line {number} of a long address" for number in range(6)), "SOUTH KOREA")
    letters = [
        Notice(f"letter-p{number}", "letter", "individuals", "", (), "en", "en/individual", fields=fields, sections=("opening/person",), person=f"p{number}", address=lines)
        for number in range(2)
    ]  # fmt: skip
    with Bindery(1) as bindery:
        bound = bindery.bind({"b": letters}, tmp_path, bench=bench())
    assert {one.pages for one in bound.values()} == {1}


@pytest.mark.parametrize(
    ("country", "held", "printed"),
    [
        ("CA", "J8X1A1", "J8X 1A1"),
        ("CA", "j8x 1a1", "J8X 1A1"),
        ("GB", "SW1A1AA", "SW1A 1AA"),
        ("GB", "LS11AA", "LS1 1AA"),
        ("IE", "H91XY12", "H91 XY12"),
        ("NL", "1012LG", "1012 LG"),
        ("SE", "21141", "211 41"),
        ("PL", "31146", "31-146"),
        ("US", "937011234", "93701-1234"),
        ("", "937011234", "93701-1234"),
        ("US", "93701", "93701"),
        ("DE", "50667", "50667"),
        ("CA", "unknown", "unknown"),
    ],
)
def test_a_code_is_printed_as_its_post_writes_it(country, held, printed):
    region = {"CA": "QC", "US": "CA", "": "CA"}.get(country, "")
    assert printed in " ".join(postal_lines(PostalAddress("1 Elm Street", "Fresno", region, held, country), "FR"))


def test_what_follows_a_word_longer_than_a_line_is_not_lost():
    from stanch.notices.postal import folded

    assert folded("A" * 60 + " Longlastname") == ["A" * 49 + "…", "Longlastname"]
    assert folded("Ann " + "B" * 60 + " Lee") == ["Ann", "B" * 49 + "…", "Lee"]
    assert folded("B" * 60) == ["B" * 49 + "…"]
    assert folded("") == [""]
    assert folded("word " * 20 + "end") == [
        "word word word word word word word word word word",
        "word word word word word word word word word word",
        "end",
    ]
