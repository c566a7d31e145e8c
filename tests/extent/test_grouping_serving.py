"""In a note about one person what is of health is that person's, whoever was named last."""

import pytest
from tests.extent.whose import whose


def test_the_illness_is_not_the_doctors_nor_the_number_the_key_workers() -> None:
    told = whose(
        "Care plan\nResident: Cedric Pemberton\nThe GP, Dr. Wells, visits on Tuesdays.\nHe has dementia and takes donepezil 10 mg at night. Key worker: Imogen Beaumont.\n"
        "SSN on file: 943-16-6523.\n"
    )
    assert told["943-16-6523"] == told["dementia"] == "Cedric Pemberton"


@pytest.mark.parametrize(
    ("text", "value", "person"),
    [
        ("Amy Brand was seen by Dr. Lyle Porter. She can be called on 212-555-0144.\n", "212-555-0144", "Amy Brand"),
        ("Frau Dr. Jana Roth hat Herrn Ulf Bader untersucht. Er wohnt in der Lindenstraße 5, 50674 Köln.\n", "Lindenstraße 5, 50674 Köln", "Ulf Bader"),
        ("Therapist Joy Marsh notes that Carl Webb suffers from depression.\n", "depression", "Carl Webb"),
    ],
)  # fmt: skip
def test_what_follows_a_treatment_is_of_who_was_treated(text: str, value: str, person: str) -> None:
    assert whose(text)[value] == person


def test_a_doctors_own_home_stays_his() -> None:
    assert whose("Dr. Omar Haddad lives at 3 Palm Court, Tampa, FL 33602.\n")["3 Palm Court, Tampa, FL 33602"] == "Omar Haddad"
