"""What a word tells of one value of a list it tells of the others, and of nothing of another form."""

import pytest

from stanch.extent.scanning import raw_spans


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("nacieron el 17 de mayo de 1980, el 3 de abril de 1971 y el 1 de enero de 1990.", 3),
        ("Sie sind am 11.04.1962 bzw. 02.05.1955 geboren.", 2),
        ("was born on 01/02/1980 and 5 items were bought.", 1),
    ],
)
def test_as_many_days_as_there_are(text: str, days: int) -> None:
    assert sum(span.kind == "dob" for span in raw_spans(text, {})) == days
