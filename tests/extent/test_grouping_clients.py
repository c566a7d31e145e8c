"""What is said of `our client` is of whom the letter is written for, not of the other side."""

import pytest
from tests.extent.whose import whose


@pytest.mark.parametrize(
    ("text", "account"),
    [
        (
            (
                "We act for Mr. Ann Lee.\nThe other driver, Bob Ray, was insured. His date of birth is 01/02/1980.\n"
                "Please pay to our client's account 5123456789."
            ),
            "5123456789",
        ),
        (
            (
                "Wir zeigen an, dass wir Herrn Detlef Lee vertreten.\nUnfallgegner war Eva Kern. Sie ist am 01.02.1980 geboren.\n"
                "Bitte überweisen Sie auf das Konto unseres Mandanten DE89 3704 0044 0532 0130 00."
            ),
            "DE89 3704 0044 0532 0130 00",
        ),
    ],
)
def test_our_clients_account_is_the_clients(text: str, account: str) -> None:
    assert str(whose(text)[account]).endswith("Lee")
