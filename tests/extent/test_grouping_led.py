"""Whose child somebody is says nothing of whose the day of birth behind it is."""

import pytest
from tests.extent.whose import whose


@pytest.mark.parametrize(
    ("text", "day", "child"),
    [
        ("Wendell Brooks, child of Keisha Brooks and Odessa Vickers, born 05/13/2014.", "05/13/2014", "Wendell Brooks"),
        ("Lena Albers, Tochter des Hans Albers und der Eva Albers, geboren am 13.05.2014.", "13.05.2014", "Lena Albers"),
        ("Ana Gil Rey, hija de Luis Gil y de Eva Rey, nacida el 13/05/2014.", "13/05/2014", "Ana Gil Rey"),
    ],
)
def test_born_behind_the_parents_is_the_child(text: str, day: str, child: str) -> None:
    assert whose(text)[day] == child
