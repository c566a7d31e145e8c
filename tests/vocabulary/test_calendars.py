"""Days in the calendars of other peoples, by mark or by the month's name."""

from __future__ import annotations

import pytest

from stanch.vocabulary.calendars import parse, without_romans
from stanch.vocabulary.months import NAMES, month_in

ONE_DAY = [
    "26 Shevat 5740", "Shvat 26, 5740", 'כ"ו שבט תש"ם', "כ״ו בשבט ה׳תש״ם", "26 שבט 5740", "13 กุมภาพันธ์ 2523", "๑๓ ก.พ. ๒๕๒๓", "13 กุมภาพันธ์ 1980",
    "24 بهمن 1358", "۲۴ بهمن ۱۳۵۸", "24 Bahman 1358", "26 ربيع الأول 1400", "26 Rabi' al-awwal 1400", "٢٦ ربیع الاول ١٤٠٠ هـ", "Rabi I 26, 1400",
    "13 فبراير 1980", "١٣ شباط ١٩٨٠", "13 בפברואר 1980", "13 Φεβρουαρίου 1980", "13 फ़रवरी 1980", "ROC 69/2/13", "昭和55年2月13日",
]  # fmt: skip


@pytest.mark.parametrize("written", ONE_DAY)
def test_one_day_in_many_calendars(written):
    assert str(parse(written)) == "1980-02-13"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 Tishrei 5785", "2024-10-03"),
        ("1 Tishri 5740", "1979-09-22"),
        ("14 Adar II 5784", "2024-03-24"),
        ("14 Adar I 5784", "2024-02-23"),
        ("14 Adar 5783", "2023-03-07"),
        ("15 Nisan 5783", "2023-04-06"),
        ("29 Elul 5784", "2024-10-02"),
        ("30 Heshvan 5784", None),  # of 29 days in that year
        ("31 Tevet 5740", None),
        ("13 Bahman", None),
        ("1 Ramadan 1444", "2023-03-23"),
        ("1 Farvardin 1403", "2024-03-20"),
        ("13 Feb 1980", None),  # ours, which is read elsewhere
        ("12 High St", None),
    ],
)
def test_days_that_almanacs_tell(written, day):
    found = parse(written)
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("13.II.1980", "13 Feb 1980"),
        ("13 XII 80", "13 Dec 80"),
        ("7/IV/1980", "7 Apr 1980"),
        ("born 3 - IX - 1971 in Lublin", "born 3 Sep 1971 in Lublin"),
        ("13/02/1980", "13/02/1980"),
        ("Henry VIII 1547", "Henry VIII 1547"),
        ("l3/II/l980", "l3/II/l980"),  # a scanner's ones
    ],
)
def test_a_roman_number_is_a_month(written, read):
    assert without_romans(written) == read


def test_every_name_is_known_for_its_own_month():
    for calendar, months in NAMES.items():
        for number, names in enumerate(months, 1):
            for name in names.split(","):
                assert month_in(f"7 {name} 1400") == (calendar, number), name
