"""Values written letter by letter into the boxes of a form."""

from tests.reading.test_page_columns import page, read


def letters(value, x, y, width=14):
    return [(x + width * place, y, sign) for place, sign in enumerate(value) if sign != " "]


def test_a_number_in_boxes_is_one_value(tmp_path):
    text = read(tmp_path, page((60, 700, "Name: Ann Lee"), (60, 680, "SSN"), *letters("912-44-1101", 100, 680)))
    assert "912-44-1101" in text


def test_an_empty_box_is_a_space(tmp_path):
    text = read(tmp_path, page((60, 700, "Surname"), *letters("VAN DYKE", 120, 700)))
    assert "VAN DYKE" in text


def test_scales_marks_and_columns_stay(tmp_path):
    lines = [*letters("123456789", 100, 700), *letters("YNYYNYN", 100, 680), *letters("3914275", 100, 660, width=40)]
    text = read(
        tmp_path, page((60, 720, "Please rate our service from one to nine and tick below whatever applies to your household"), *lines)
    )
    assert "123456789" not in text
    assert "YNYYNYN" not in text
    assert "3914275" not in text
