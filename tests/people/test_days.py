"""Days of birth in all orders, figures, languages and calendars."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.people import days
from stanch.people.days import parse, reader

SEVENTH_OF_MARCH = [
    "1980-03-07", "1980-3-7", "1980/03/07", "1980.03.07", "19800307", "1980-03-07T00:00:00Z", "1980-03-07 00:00:00", "03/07/1980", "3/7/80",
    "03-07-1980", "03.07.1980", "03071980", "19800307.0", "1.9800307E+07", "29287", "29287.0", "7 March 1980", "March 7, 1980", "7th March 1980",
    "Mar 7 1980", "7 mars 1980", "7 de marzo de 1980", "7. März 1980", "7 марта 1980", "7 marca 1980", "1980年3月7日", "1980년 3월 7일",
    "昭和55年3月7日", "S55.3.7", "民國69年3月7日", "7/3/2523 BE", "๗/๓/๒๕๒๓ พ.ศ.", "03/07/2523", "1400/04/19 AH", "1358/12/16 SH", "١٩٨٠/٠٣/٠٧", "１９８０－０３－０７",
    "07-Mar-80", "7 mars 80", "Mar 7, 80", "|980-O3-07", "O3/07/l980",
]  # fmt: skip


@pytest.mark.parametrize("written", SEVENTH_OF_MARCH)
def test_one_day_however_written(written):
    found = parse(written, is_day_first=False, latest=2026)
    # The arithmetical lunar calendar may be a day off; the Persian day is the sixth.
    assert found is not None
    assert (found.year, found.month) == (1980, 3)
    assert found.day in ((7,) if "H" not in written else (6, 7))


@pytest.mark.parametrize(
    "written",
    ["", "unknown", "1980", "13/13/1980", "31/02/1980", "07/22/9964", "99999999", "1400/04/19", "20991231", "昭和99年13月7日", "AH"],
)
def test_what_is_no_day_is_nothing(written):
    assert parse(written, is_day_first=False, latest=2026) is None


def test_the_column_shows_its_order():
    read = reader(["25/12/1980", "03/04/1981"], latest=2026)
    assert read("03/04/1981") == "1981-04-03"


@given(
    st.dates(date(1000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["{0:04}-{1:02}-{2:02}", "{0:04}-{2:02}-{1:02}", "{1:02}/{2:02}/{0}", "{2}.{1}.{0}", "{2:02}-{1}-{0}", "{2:02}-{1:02}/{0}"]
    ),
    st.booleans(),
)
def test_the_short_way_for_plain_figures_reads_what_the_long_way_reads(day, form, is_day_first):
    written = form.format(day.year, day.month, day.day)
    short = parse(written, is_day_first=is_day_first, latest=2026)
    plain, days.PLAIN = days.PLAIN, days.SCIENTIFIC
    try:
        assert parse(written, is_day_first=is_day_first, latest=2026) == short
    finally:
        days.PLAIN = plain
