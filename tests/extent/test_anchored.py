"""What is looked for only where it may begin is found as if it were looked for everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import addresses_grammar as grammar
from stanch.extent import anchored, names_inverted, names_lexemes, names_tokens
from stanch.extent import names_rules as rules

PIECES = (
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        ", ",
        ",",
        ". ",
        ": ",
        ":",
        " - ",
        " = ",
        "-",
        "|",
        ";",
        "(",
        ")",
        "*",
        "__",
        "@",
        "$",
        "#",
        "'s",
        "/",
        "’",
    ),
    *(
        "12",
        "7",
        "1/2",
        "10001",
        "4B",
        "²",
        "٣",
        "12a",
        "A",
        "b",
        "É",
        "ß",
        "Oak",
        "Street",
        "St",
        "Avenue",
        "Ave ",
        "N",
        "North",
        "Hwy",
        "State",
    ),
    *(
        "House",
        "Cottage",
        "Lane",
        "Rose ",
        "Park",
        "Co. Cork",
        "SW1A 1AA",
        "P.O. Box",
        "PO Box",
        "Box",
        "BOX",
        "Postfach",
        "RR",
        "HC 1 Box",
        "Apartado",
    ),
    *(
        "rue de",
        "Rue",
        "la ",
        "Paix",
        "bis",
        "Calle",
        "Via",
        "Gran Vía",
        "s/n",
        "Am",
        "An der",
        "Im",
        "Unter den",
        "Linden",
        "Haupt",
        "straße",
        "strasse",
    ),
    *(
        "str.",
        "weg",
        "Weg",
        "Platz",
        "gasse",
        "gata",
        "steenweg",
        "út",
        "Ring",
        "Address",
        "home address",
        "Adresse",
        "direccion",
        "Anschrift",
    ),
    *(
        "Name",
        "name",
        "Patient",
        "patient",
        "First ",
        "last ",
        "Ann",
        "Example",
        "Dr. ",
        "van ",
        "Jr",
        "(print)",
        "Nom",
        "Contact",
        "contact's",
    ),
    *("lives at ", "Moved to", "sent it to", "\u017fent to ", "addre\u017fs is ", "meet me at ", "2906", "18 ", "Salto"),
    *("Mr. ", "Mrs", "Ms ", "Prof", "Señora ", "Rep ", "\nDear ", "Hi ", "Hola", "From: ", "\nTo:", "Reply-To: ", "> Cc:"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
Found = Callable[[str], Iterator[re.Match[str]]]
WAYS: dict[str, tuple[re.Pattern[str], Found]] = {
    "street": (grammar.STREET.compiled(), lambda text: anchored.beginning(grammar.STREET, grammar.STREET_FIRST, text)),
    "street_eu": (grammar.STREET_EU, lambda text: anchored.beginning(grammar.STREET_EU, grammar.STREET_EU_FIRST, text)),
    "cued": (grammar.CUED.compiled(), lambda text: anchored.beginning(grammar.CUED, grammar.CUED_FIRST, text)),
    "cued by signs": (grammar.CUED.compiled(), lambda text: anchored.at_signs(grammar.CUED, grammar.CUED_SIGNS, text.lower(), text)),
    "american": (grammar.AMERICAN.compiled(), lambda text: anchored.beginning(grammar.AMERICAN, grammar.AMERICAN_FIRST, text)),
    "surname first": (
        names_inverted.INVERTED,
        lambda text: anchored.behind(names_inverted.INVERTED, names_inverted.BEGUN, names_inverted.JOINT, names_inverted.LONGEST, text),
    ),
    "plain": (grammar.PLAIN, lambda text: anchored.beginning(grammar.PLAIN, grammar.PLAIN_FIRST, text)),
    "germanic": (
        grammar.GERMANIC_END,
        lambda text: anchored.behind(grammar.GERMANIC_END, grammar.GERMANIC_WORD, grammar.GERMANIC_JOINT, grammar.GERMANIC_LONGEST, text),
    ),
    "title": (rules.TITLED, lambda text: anchored.beginning(rules.TITLED, rules.TITLE_FIRST, text)),
    "greeting": (rules.GREETED, lambda text: anchored.beginning(rules.GREETED, rules.LINE_FIRST, text, or_first=True)),
    "header": (rules.HEADER, lambda text: anchored.beginning(rules.HEADER, rules.LINE_FIRST, text, or_first=True)),
    "address label": (grammar.LABEL, lambda text: anchored.on_lines(grammar.LABEL, grammar.LABEL_BEGUN, grammar.LABEL_SIGN, text)),
    "name label": (rules.LABELLED, lambda text: anchored.on_lines(rules.LABELLED, rules.LABEL_BEGUN, rules.LABEL_SIGN, text)),
}


@pytest.mark.parametrize("way", sorted(WAYS))
@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_all_is_found_and_nothing_else(way: str, text: str) -> None:
    pattern, found = WAYS[way]
    text = text.encode("ascii", "ignore").decode() if way == "cued by signs" else text
    assert [(match.span(), match.groups()) for match in found(text)] == [(match.span(), match.groups()) for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("street", "Write to 12 Oak Street, or P.O. Box 7, or 5 rue de la Paix."),
        ("cued by signs", "He lives at Joaquin Suarez 2906, she moved to Am Ring 4; ADDRESS HERE IT IS: Rua Nova 7"),
        ("cued", "He lives at Joaquin Suarez 2906, she moved to Am Ring 4; ADDRESS HERE IT IS: Rua Nova 7"),
        ("street_eu", "Calle Mayor 5; Via Roma 12; Am Markt 3"),
        ("american", "8845 Deer Park Cedar Rapids IA 52411; 12 oak hill rd springfield il, 62701"),
        ("surname first", "FRANCIS, ASHLEY M\nDe la Cruz Jr., Maria; van der Berg,Anna"),
        ("plain", "at 12 Oak Hill, Springfield"),
        ("germanic", "Hauptstraße 12a, Lange Gasse 5 und Ringweg 7"),
        ("address label", "Tel: 1\nHome address: 12 Oak Hill Rd\nBilling Address:\t9 Elm"),
        ("title", "Dr. Ann Example, Señor Muster"),
        ("greeting", "Dear Ann,\nHi Ben!"),
        ("header", "From: Ann\n > To: Ben"),
        ("name label", "Room: 12\nPatient name:\n  Ann Example\nDoctor - Ben Sample, Nurse: Carla Muster"),
    ],
)
def test_these_hold_some(way: str, text: str) -> None:
    assert list(WAYS[way][1](text))


@settings(deadline=None)
@given(TEXTS, st.integers(0, 40), st.integers(0, 60))
def test_a_window_is_kept_to(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    found = anchored.on_lines(rules.LABELLED, rules.LABEL_BEGUN, rules.LABEL_SIGN, text, start, end)
    assert [match.span() for match in found] == [match.span() for match in rules.LABELLED.finditer(text, start, end)]
    found = anchored.beginning(rules.GREETED, rules.LINE_FIRST, text, start, end, or_first=True)
    assert [match.span() for match in found] == [match.span() for match in rules.GREETED.finditer(text, start, end)]


@settings(deadline=None)
@given(TEXTS)
def test_a_street_without_number_ends_as_its_sign_says(text: str) -> None:
    assert not list(grammar.STREET_UNNUMBERED.finditer(text)) or grammar.UNNUMBERED_END.search(text)


@settings(deadline=None, max_examples=300)
@given(TEXTS.map(lambda text: text.encode("ascii", "ignore").decode()))
def test_in_plain_letters_the_quicker_patterns_find_the_same(text: str) -> None:
    assert [match.span() for match in rules.PLAIN_PAIR.finditer(text)] == [match.span() for match in rules.PAIR.finditer(text)]


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.integers(0, 9))
def test_tokens_are_those_of_their_own_pattern(text: str, start: int) -> None:
    whole = re.compile(f"{names_tokens.WORD_TOKENS}|{names_tokens.SPACE_TOKENS}")
    tokens = names_lexemes.tokens_of(text, names_lexemes.Lexemes({"ann": 1}), start)
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == [match.span() for match in whole.finditer(text, start)]


def test_what_stands_small_elsewhere_is_told_whatever_follows() -> None:
    for text in ("Oak oak", "Oak, oak ", "oak Oak", "oak, Oak elm"):
        tokens = names_lexemes.tokens_of(text, names_lexemes.Lexemes({}))
        assert [text[at:end] for at, end, small in zip(tokens.starts, tokens.ends, tokens.small_elsewhere, strict=True) if small] == ["Oak"]
