"""Forms whose labels are drawn before all values."""

from tests.reading.test_page_columns import page, read

LABELS = ("NAME", "BIRTH DATE", "SSN", "PHONE")


def test_values_stand_behind_their_labels(tmp_path):
    values = ("Ann Lee", "04/05/1980", "912-44-1101", "212-555-0144")
    labels = [(50, 700 - 22 * at, said) for at, said in enumerate(LABELS)]
    text = read(tmp_path, page(*labels, *((220, 700 - 22 * at, said) for at, said in enumerate(values))))
    assert text.split("\n")[:4] == [f"{label}   {value}" for label, value in zip(LABELS, values, strict=True)]


def test_columns_of_prose_and_addresses_stay(tmp_path):
    left = ("We thank you for the trust", "that you have put in our", "house for all these years", "and look forward to more")
    right = ("In the year 2024 we have", "opened 3 offices and two", "more are planned in 2025", "for the north and the west")
    lines = [(50, 700 - 14 * at, said) for at, said in enumerate(left)] + [(320, 700 - 14 * at, said) for at, said in enumerate(right)]
    seller = [(50, 600, "Ann Lee"), (50, 586, "12 Elm St"), (50, 572, "Reno, NV 89501")]
    buyer = [(320, 600, "Bob Ray"), (320, 586, "7 Oak Ave"), (320, 572, "Reno, NV 89502")]
    text = read(tmp_path, page(*lines, *seller, *buyer))
    assert "that you have put in our   opened" not in text
    assert "12 Elm St   7 Oak Ave" not in text
