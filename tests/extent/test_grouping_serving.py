"""In a note about one person what is of health is that person's, whoever was named last."""

from tests.extent.whose import whose


def test_the_illness_is_not_the_doctors_nor_the_number_the_key_workers() -> None:
    told = whose(
        "Care plan\nResident: Cedric Pemberton\nThe GP, Dr. Wells, visits on Tuesdays.\nHe has dementia and takes donepezil 10 mg at night. Key worker: Imogen Beaumont.\n"
        "SSN on file: 943-16-6523.\n"
    )
    assert told["943-16-6523"] == told["dementia"] == "Cedric Pemberton"
