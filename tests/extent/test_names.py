"""Names stand where they stand, to the letter, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.extent.growth import grows_with_the_text_only

from stanch.extent import names


def found(text: str, anchors: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [span.text for span in names.find(text, anchors, {})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please call Maria Gonzalez about the invoice.", "Maria Gonzalez"),
        ("Dear Mr. Thompson,\n\nThank you for your letter.", "Thompson"),
        ("Dear Dr. van der Berg:\n\nYour claim was received.", "van der Berg"),
        ("Patient Name: JOHN Q SMITH\nMRN: 12345", "JOHN Q SMITH"),
        ("Betreff: Herr Lindner, Dariusz, geb. am 10.11.1971, wohnhaft in Kassel", "Lindner, Dariusz"),
        ("como vendedora: DOÑA ZAIRA URRUTIA, mayor de edad, vecina de Madrid, con domicilio en Jaén", "ZAIRA URRUTIA"),
        ("como comprador: DON MARTÍN CARRERA, mayor de edad, vecino de Madrid, con domicilio en Jaén", "MARTÍN CARRERA"),
        ("Employee: Garcia, Ana M.\nDepartment: Payroll", "Garcia, Ana M."),
        ("Name: Sean O'Brien\nPhone: 555-0142", "Sean O'Brien"),
        ("Approved by Mary-Jane Watson on Monday.", "Mary-Jane Watson"),
        ("Name: Robert Miller Jr.\nCity: Austin", "Robert Miller Jr."),
        ("Name: Henry Walker III\nCity: Austin", "Henry Walker III"),
        ("Sincerely,\n\nBożena Kowalczyk\nOffice Manager", "Bożena Kowalczyk"),
        ("From: Jürgen Müller <jm@example.com>\nSubject: Rechnung", "Jürgen Müller"),
        ('To: "Chen, Wei" <wchen@example.com>\nSubject: Budget', "Chen, Wei"),
        ("We met with Ahmed al-Rashid at the office.", "Ahmed al-Rashid"),
        ("The applicant, Mr J. Kowalski, lives in Warsaw.", "J. Kowalski"),
    ],
)
def test_a_name_is_found_whole(text: str, expected: str) -> None:
    assert expected in found(text)


@pytest.mark.parametrize("text", ["I spoke with Laura Bennett's manager.", "I spoke with Laura Bennett’s manager."])
def test_the_possessive_is_no_part_of_the_name(text: str) -> None:
    assert found(text) == ["Laura Bennett"]


@pytest.mark.parametrize("title", ["Mr.", "Mrs", "Dr.", "Herr", "Judge"])
def test_the_title_is_no_part_of_the_name(title: str) -> None:
    assert found(f"Yesterday {title} David Hoffman signed the lease.") == ["David Hoffman"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,\n\nPlease find the invoice attached.",
        "Terms and Conditions\nPrivacy Policy\nHuman Resources\nAccounts Payable",
        "The office is closed on Monday, January 5 and on Good Friday.",
        "Restart the Application Server and check the Event Viewer.",
        "Order Number\tProduct Name\tUnit Price\tShip Date",
        "Total due: 45.00 USD. Will you pay? May I ask when?",
        "INVOICE\nTOTAL AMOUNT DUE\nPAYMENT TERMS NET 30",
        "Name: Acme Industries, LLC\nInvoice: 4711",
        "PPS No.: 9752328K\nIBAN: IE64AIBK36124314006890\nHome address: 5 Oak Street, Galway",
    ],
)
def test_what_is_no_name_is_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "class TypedArray(Buffer):\n    pass",
        "value = S.NegativeInfinity if x else S.ComplexInfinity",
        "coeff = K.zero",
        "SKU: DK-866630995; EAN: 4597869444893",
        '  "value": "AWS::IAM::Role.Arn"',
        "(void *) PyArray_MultiIterNew,",
    ],
)
def test_words_of_a_program_are_no_names(text: str) -> None:
    assert found(text) == []


def test_scripts_in_lists_of_characters_are_nobody() -> None:
    text = (
        'BLOCKS = {\n    "Tai Tham": range(6688, 6832),\n    "Kayah Li": range(43264, 43312),\n    "Pau Cin Hau": range(72384, 72448),\n}\n'
    )
    assert names.find(text, (), {}) == []


def test_a_name_on_a_line_of_code_is_found_where_it_can_be_nothing_else() -> None:
    assert found('{"customer": {"full": "Maria Gonzalez", "active": true, "tags": []}};') == ["Maria Gonzalez"]


def test_a_surname_is_found_again_where_the_full_name_stood_before() -> None:
    text = "Katarzyna Zielinska joined in May. The bonus of Zielinska was paid late."
    assert found(text) == ["Katarzyna Zielinska", "Zielinska"]


def test_the_normal_form_is_in_natural_order() -> None:
    (span,) = names.find("Patient Name: Garcia, Ana M.\nMRN: 12345", (), {})
    assert span.normal == "Ana M. Garcia"


def test_a_label_is_kept_as_the_reason() -> None:
    (span,) = names.find("Tenant name: Olga Petrova\nUnit: 4", (), {})
    assert span.kind == "name"
    assert span.confidence > 0.8


def test_nothing_is_found_where_a_pattern_was_before() -> None:
    text = "Write to 12 Madison Lane, Austin, TX 78701 or to Grace Kelly Moore."
    assert found(text, ((9, 42),)) == ["Grace Kelly Moore"]


def test_the_order_of_anchors_does_not_matter() -> None:
    text = "Ana Lopez, 900-12-3456, ana@example.com, Tom Price, 901-12-3456"
    anchors = ((11, 22), (24, 39), (52, 63))
    assert names.find(text, anchors, {}) == names.find(text, tuple(reversed(anchors)), {})


_WORDS = st.sampled_from(
    [
        "Ana",
        "Lopez",
        "Mr.",
        "Dr",
        "van",
        "de",
        "O'Neil",
        "Name:",
        "SMITH",
        "J.",
        ",",
        "\n",
        "\t",
        "  ",
        "Inc.",
        "Dear",
        "the",
        "'s",
        "’",
        "(",
        '"',
        "-",
        "Jr.",
        "📎",
        "العربية",
        "From:",
        "<a@example.com>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=200))
@example("\ud800 Ana Lopez")
@example("İstanbul ẞ ŉ ǰ Mr. İpek")
def test_offsets_are_exact_and_spans_apart(text: str) -> None:
    spans = names.find(text, (), {})
    at = 0
    for span in spans:
        assert at <= span.start < span.end
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip()
        at = span.end


@pytest.mark.parametrize("piece", ["Word ", " ", "\n ", "Ab, ", "A. ", "Ana ", "Name: Ana Lee\n", "de la ", "Ana-", "O'"])
def test_time_grows_with_the_text_only(piece: str) -> None:
    # Eight times the text: well under the sixty-four times that a square would take.
    assert grows_with_the_text_only(lambda size: names.find(piece * (size // len(piece)), (), {}), 20_000, 160_000, most=24)


def test_the_lists_know_names() -> None:
    assert names.is_given_name("Maria") > names.is_given_name("Zbigniew") >= 0
    assert names.is_surname("Smith") > names.is_surname("Kowalczyk") > 0
    assert names.is_surname("invoice") == 0


def test_a_column_of_names_is_told_from_one_of_products() -> None:
    assert names.looks_like_names(["Ana Lopez", "Smith, John", "Wei Chen", "", "O'Neil, Sean"]) == 1
    assert names.looks_like_names(["Blue Chair", "Desk Lamp 40W", "Paper A4", "Stapler"]) < 0.3
    assert names.looks_like_names([]) == 0


def test_a_maiden_name_is_a_former_name_of_the_same_person() -> None:
    found = names.find("Full name: Martha J. Fowler\nMaiden name: Murray\n", (), {})
    assert [(span.kind, span.text) for span in found] == [("name", "Martha J. Fowler"), ("former_name", "Murray")]


@pytest.mark.parametrize(
    "text",
    [
        "HARPOON WITH BARB UP TO BAR\nHARPOON WITH BARB DOWN FROM BAR",
        "BANK\nKIM\nKINDLE\nKIWI",
        "It runs on Linux, Solaris and Mac OS X since 25 de Outubro de 2006.",
        "Programmatically, you may set the size.",
        "It is sent over\nSSL, you may rely on that.",
    ],
)
def test_things_and_rows_of_capitals_are_nobodys(text: str) -> None:
    assert names.find(text, (), {}) == []


def test_people_in_a_list_with_brackets_are_found() -> None:
    text = "Camilla Martin (Denmark) beat Wang Chen (China) 11-0 12-10; Susi Susanti (Indonesia) beat Rebecca Lee (Canada) 11-5."
    assert {"Camilla Martin", "Wang Chen", "Susi Susanti", "Rebecca Lee"} <= {span.text for span in names.find(text, (), {})}


def test_a_surname_that_is_a_word_is_found_again_inside_sentences() -> None:
    text = "Benjamin Winter paddled out alone. The judges gave Winter the points. In the end Winter lost."
    assert [span.text for span in names.find(text, (), {})].count("Winter") == 2


def test_somebody_called_at_the_beginning_is_found() -> None:
    assert [span.text for span in names.find("Nushin, can you send the form?", (), {})] == ["Nushin"]


@pytest.mark.parametrize(
    "street",
    ["Martin Luther King Jr Blvd", "Rosa Parks Ave", "Cesar Chavez Street", "Avenue Charles de Gaulle", "Ronald Reagan Airport"],
)
def test_what_is_called_after_somebody_is_nobody(street: str) -> None:
    assert names.find(f"{street}\n", (), {}) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Good morning, Austin. Please review the memo.", "Austin"),
        ("Hi, Madison!\nThe file is attached.", "Madison"),
        ("Hello Zelmira. The results are here.", "Zelmira"),
    ],
)
def test_who_is_greeted_is_somebody_also_behind_a_comma(text: str, name: str) -> None:
    assert [span.text for span in names.find(text, (), {})] == [name]
