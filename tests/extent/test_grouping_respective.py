"""The first of a list of values is of the first one named, the second of the second."""

import pytest
from tests.extent.whose import whose


@pytest.mark.parametrize(
    "text",
    [
        "Payments to Ann Lee and Bob Ray (SSNs 900-12-3456 and 901-22-3457 respectively) were approved.",
        "The SSNs of Ann Lee and Bob Ray are 900-12-3456 and 901-22-3457.",
        "The parents, Ann Lee and Bob Ray, are members. Their SSNs are 900-12-3456 and 901-22-3457 respectively.",
    ],
)
def test_values_in_the_order_of_names(text: str) -> None:
    assert whose(text) == {"900-12-3456": "Ann Lee", "901-22-3457": "Bob Ray"}


def test_days_of_three_in_a_language_of_its_own() -> None:
    text = "Odile Chevallier, Huguette Monnier et Fabrice Perrin sont nés respectivement les 13/11/1945, 11/09/1946 et 23/03/1961."
    assert whose(text) == {"13/11/1945": "Odile Chevallier", "11/09/1946": "Huguette Monnier", "23/03/1961": "Fabrice Perrin"}


def test_two_values_of_one_of_three_tell_nothing_of_order() -> None:
    told = whose("Ann Lee, Bob Ray and Eva Stone met. Numbers on file: SSNs 900-12-3456 and 901-22-3457.")
    assert told["900-12-3456"] is None or told["900-12-3456"] == told["901-22-3457"]
