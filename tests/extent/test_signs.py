"""A pattern is never missed because its sign was not there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extent.test_anchored import PIECES

from stanch.extent import marks, signs

# For each pattern a text in which it matches.
EXAMPLES = {
    "names_rules.TITLED": "spoke to Mrs. Ann Example today",
    "names_rules.GREETED": "Dear Ann,\nthank you",
    "names_rules.LABELLED": "Patient name: Ann Example\n",
    "names_rules.CALLED": "Nushin, can you call",
    "names_rules.DON_NAMED": "comparece Don Ángel Muestra, mayor de edad",
    "names_rules.MONSIEUR": "vu par M. Exemple dans la rue",
    "names_rules.DONE_BY": "the form was signed by Ann Example",
    "names_rules.WAS_BORN": "Pietro Esempio nato a Genova",
    "names_rules.BORN": " Müller, Änne, geb. am 1. Mai",
    "names_rules.CLOSED": "seen.\nKind regards,\nAnn Example\n",
    "names_rules.HEADER": "From: Ann Example <ann@example.com>\n",
    "names_inverted.INVERTED": "EXAMPLE, ANN M",
    "names_joined.TOGETHER": "M. et Mme TCHAKALOFF Dimitri et Solange",
    "names_shouted.SHOUTED": "verscheen HANNEKE VELDKAMP, geboren",
    "addresses_grammar.STREET": "at 12 Main Street, Springfield",
    "addresses_grammar.PLAIN": "7 Oak Verde, Springfield",
    "addresses_grammar.STREET_EU": "en Calle de Alcalá 12, Madrid",
    "addresses_grammar.GERMANIC_END": "wohnt Hauptstraße 12 in Ulm",
    "addresses_grammar.AMERICAN": "12 Deer Park Springfield IL 62704",
    "addresses_grammar.BEFORE_A_CODE": "Hlavná 45, 040 01 Košice",
    "addresses_grammar.STREET_UNNUMBERED": "Rose Cottage,\nKinsale",
    "addresses_grammar.LABEL": "Dirección: Plaza sin número",
    "addresses_by_country.COUNTRY_LINE": "Pilestredet 12\nOslo\nNorway",
    "addresses_grammar.CUED": "He lives at Joaquin Suarez 2906",
    "addresses_grammar.MILITARY": "PSC 12, Box 7\nAPO AE 09213",
    "addresses_grammar.CODE_BEHIND": "Luna, 4 31008 Pamplona",
    "addresses_city_first.SOUTHERN": "residente in 40122 Bologna (BO), Via Muestra n. 12",
    "addresses_city_first.FRENCH": "demeurant à LILLE (59800), 9, rue Basse",
    "declarants.BORN_CUE": "Ferrante Ludovica, nata a Milano",
    "addresses_capitals.BEGUN": "seen\nCALLE MAYOR 12\n28013 MADRID",
    "declarants.FIRST": "La sottoscritta Marta Rossi",
    "resumes.STEM": "Ann Example\nEXPERIENCE\n",
    "cards.NAMES": "DRIVER LICENSE\n1 EXAMPLE\n2 ANN MARIE\n",
    "next_of_kin.CALLED": "Person to notify: Eva Ray",
    "next_of_kin.EMERGENCY": "en cas d’urgence: Eva Ray",
    "next_of_kin.NAMED_AS": "lists Eva Ray as his emergency contact",
    "next_of_kin.GUARDIAN": "\nMother’s name: Eva Ray\n",
    "next_of_kin.CONTACT": "\nKontaktperson: Eva Ray\n",
    "next_of_kin.WITNESS": "\nTémoin 1: Eva Ray\n",
}
ODD = (
    "\u017f",
    "\u0131",
    "\u0130",
    "\u212a",
    "ſt",
    "Ἀ",
    "\u0660",
    "\u3000",
    "\u2028",
    "\x00",
    "ﬁ",
    "ǅ",
    "Ⅷ",
    "𐐀",
    "𝟘",
    "中",
    "ß",
    "ẞ",
    "ª",
    "½",
)
TEXTS = st.lists(st.sampled_from((*PIECES, *EXAMPLES.values(), *ODD)), max_size=14).map("".join)


@pytest.fixture(scope="module", autouse=True)
def _asked_much() -> Iterator[None]:
    """As in a process that has read much: the signs are used."""
    few, signs.FEW = signs.FEW, -1
    signs.of.cache_clear()
    yield
    signs.FEW = few


def pattern(name: str) -> re.Pattern[str]:
    module, _, attribute = name.partition(".")
    found = getattr(import_module(f"stanch.extent.{module}"), attribute)
    return found if isinstance(found, re.Pattern) else re.compile(found.pattern)


def test_every_pattern_has_an_example_which_bears_its_sign() -> None:
    assert EXAMPLES.keys() == {*signs.NAMES}
    for name, text in EXAMPLES.items():
        assert pattern(name).search(text), name
        assert name in signs.of(text), name


def test_prose_bears_no_sign() -> None:
    assert not signs.of("The pump makes a noise; as discussed, order 20481173 left at 14:20, version 4.2.1 of the tool is late.")


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_where_a_pattern_matches_its_sign_stands(text: str) -> None:
    assert {name for name in signs.NAMES if name not in signs.of(text) and pattern(name).search(text)} == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"(?i)kiss", "\u212ai\u017fS"),
        (r"(?i)tip", "T\u0130P"),
        (r"\d{4}", "\u0661\u0662\u0663\U0001d7ce"),
        (r"[^\W\d_]{3}", "\U00010400\U00010428\u4e2d"),
        (r"(?<![\w.])Dr[ ](?=\w)", "é-Dr \u00e9"),
        (r"(?<=\u3000)a+", "\u3000aa"),
        (r"(?m)^Name$", "a\nName"),
        (r"(?s:a.b)(?P<more>c|(?i:d)){2,}?", "a\nbcD"),
        (r"a(?>b*)[^b]", "abbbß"),
    ],
)
def test_odd_letters_and_what_stands_around_are_no_hindrance(source: str, text: str) -> None:
    assert re.search(source, text)
    assert _present(source, text)


def _present(source: str, text: str) -> bool:
    ready = signs.build({"one": (source, 0)}).opened()
    return bool(ready.always or signs.seen(text, ready))


def test_what_tells_nothing_is_looked_for_everywhere() -> None:
    for source in (r"(?=a)", r"a*", r"(a|b)c\1"):
        assert signs.build({"one": (source, 0), "two": ("x", 0)}).always == ("one",)


def test_before_anything_is_compiled_a_small_text_is_read_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(signs, "FEW", 100)
    monkeypatch.setattr(signs, "_asked", 0)
    assert signs.of("So few characters") == {*signs.NAMES}


def test_a_changed_pattern_or_a_torn_file_is_never_read_from_the_cache(tmp_path: Path) -> None:
    place = tmp_path / "signs-1.hs"
    marks.keep_body(place, b"1" * marks.DIGEST, b"content")
    assert bytes(marks.kept_body(place, b"1" * marks.DIGEST) or b"") == b"content"
    assert marks.kept_body(place, b"2" * marks.DIGEST) is None
    place.write_bytes(place.read_bytes()[:-1])
    assert marks.kept_body(place, b"1" * marks.DIGEST) is None
    # The fingerprint is of all code of the room, so also of whatever the patterns are put together from.
    room = Path(signs.__file__).parent
    used = {Path(module.__file__ or "") for name, module in sys.modules.items() if name.startswith("stanch.extent.") and module.__file__}
    assert {one for one in used if one.parent == room} <= {Path(path) for path, _ in marks.below(str(room), ".py")}
