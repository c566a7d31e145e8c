"""Ruled lines of a scan: taken off before letters are looked for, and what they part are cells."""

import numpy as np
from PIL import Image

from stanch.reading.readers.ruled import Rule, Rules, Word, as_text, taken_off


def grid(across, down, slope=0.0):
    """A white page of 400 x 300 with lines of two pixels at these heights and places, and a letter's stroke."""
    page = np.full((300, 400), 255, dtype=np.uint8)
    for y in across:
        for x in range(20, 380):
            page[y + int(x * slope) : y + int(x * slope) + 2, x] = 0
    for x in down:
        page[across[0] : across[-1], x : x + 2] = 0
    page[150:170, 60:63] = 0
    return Image.fromarray(page)


def test_lines_are_taken_off_and_strokes_of_letters_stay():
    clean, rules = taken_off(grid((20, 120, 260), (20, 200, 378)))
    left = np.asarray(clean) < 128
    assert left.sum() == left[150:170, 60:63].sum() == 60
    assert [round(one.at) for one in rules.across] == [20, 120, 260]
    assert [round(one.at) for one in rules.down] == [20, 200, 378]


def test_a_page_laid_a_little_askew_has_the_same_cells():
    _, rules = taken_off(grid((20, 120, 260), (20, 200, 378), slope=0.008))
    assert [rules.cell(x, y) for x, y in ((60, 60), (300, 60), (60, 200), (300, 200))] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert rules.cell(60, 290) is None


def test_a_black_picture_is_no_line():
    page = np.full((300, 400), 255, dtype=np.uint8)
    page[50:250, 50:350] = 10
    clean, rules = taken_off(Image.fromarray(page))
    assert not rules.across
    assert not rules.down
    assert (np.asarray(clean) == page).all()


RULES = Rules(tuple(Rule(y, 0, 400) for y in (10, 50, 110)), tuple(Rule(x, 10, 110) for x in (0, 150, 250, 400)))


def word(left, top, text, line="1", height=12):
    return Word(left, top, 8 * len(text), height, ("1", "1", line), text)


def test_cells_of_a_row_are_one_line_with_its_empty_ones_whatever_their_order():
    heads = [word(5, 20, "Visitor"), word(155, 20, "Company"), word(255, 20, "Licence")]
    names = [word(5, 60, "Consuelo", "2"), word(5, 80, "Reyes", "3")]
    said = as_text([word(5, -20, "LOG", "0"), *heads, *names, word(255, 62, "R200-1144", "9"), word(5, 130, "End", "10")], RULES)
    assert said.split() == ["LOG", "Visitor", "Company", "Licence", "Consuelo", "Reyes", "R200-1144", "End"]
    assert "Visitor\tCompany\tLicence\nConsuelo Reyes\t\tR200-1144\n" in said


def test_boxes_of_a_form_are_blocks_of_their_lines():
    first = [
        word(5, 15, "Surname"),
        word(5, 30, "LEE"),
        word(155, 15, "Born"),
        word(155, 30, "1990"),
        word(255, 15, "Sex"),
        word(255, 30, "F"),
    ]
    second = [
        word(5, 60, "Street"),
        word(5, 80, "Oak"),
        word(155, 60, "Town"),
        word(155, 80, "Ulm"),
        word(255, 60, "Code"),
        word(255, 80, "1"),
    ]
    assert as_text([*first, *second], RULES).splitlines()[:4] == ["Surname", "LEE", "Born", "1990"]


def test_far_words_of_one_line_are_columns():
    assert as_text([word(0, 0, "Name"), word(200, 0, "Born")], Rules((), ())) == "Name   Born\n"


def test_lines_of_a_card_stand_together_though_each_is_a_paragraph_to_the_recogniser():
    said = ["APELLIDOS", "MONTESEIRIN VIDAL", "NOMBRE", "AURELIO"]
    lines = [Word(60, 40 + 48 * at, 200, 20, ("1", str(at), "1"), text) for at, text in enumerate(said)]
    assert as_text([*lines, Word(60, 40 + 48 * 6, 200, 20, ("2", "1", "1"), "VALIDO")], Rules((), ())) == "\n".join(said) + "\n\nVALIDO\n"
