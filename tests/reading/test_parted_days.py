"""Records of fixed width whose days have signs between their parts: a field of their own among other figures."""

from __future__ import annotations

from stanch.reading.readers.flat_records import fields_of

PEOPLE = [
    ("ROMAN", "CATHY", "06", "1960-05-24", "985477708"),
    ("BARRON", "MATHEW", "39", "1984-11-23", "938141187"),
    ("DUKE", "BROOKE", "22", "1990-01-20", "945244061"),
    ("PATTERSON", "JONATHAN", "24", "1979-03-06", "964175022"),
    ("WHEELER", "ROBERT", "37", "1968-02-26", "919164322"),
    ("KENNEDY", "CLINTON", "36", "2000-02-26", "918197117"),
]


def test_a_day_stands_between_figures() -> None:
    lines = [f"{1000 + at}{last:<30}{first:<20}{years}{day}{number}     " for at, (last, first, years, day, number) in enumerate(PEOPLE)]
    fields = fields_of(lines)
    assert fields is not None
    assert [fields.cells(line)[1:] for line in lines] == [[*one] for one in PEOPLE]


def test_days_of_the_united_states_too() -> None:
    lines = [f"{last:<30}{first:<20}{number}{day[5:7]}/{day[8:]}/{day[:4]}{years}" for last, first, years, day, number in PEOPLE]
    fields = fields_of(lines)
    assert fields is not None
    assert fields.names == ["pos 1-30", "pos 31-50", "pos 51-59", "pos 60-69", "pos 70-71"]
