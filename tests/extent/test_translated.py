"""Labels in other scripts than the Latin: names, days of birth and telephones behind them are told, in texts as in tables."""

from __future__ import annotations

import pytest

from stanch import datafile
from stanch.extent import translated
from stanch.extent.headings import claims
from stanch.extent.scanning import raw_spans, records_of

FORMS = {
    "姓名：王小明\n出生日期：1981年4月12日\n电话：138 0555 0143\n": ("王小明", "1981-04-12"),
    "氏名： 山田 太郎\n生年月日： 1981年4月12日\n電話番号： 090-5550-0143\n": ("山田 太郎", "1981-04-12"),
    "성명: 김민준\n생년월일: 1981년 4월 12일\n전화번호: 010-5550-0143\n": ("김민준", "1981-04-12"),
    "ФИО: Соколов Андрей Викторович\nДата рождения: 12.04.1981\nТелефон: +7 912 555-01-43\n": ("Соколов Андрей Викторович", "1981-04-12"),
    "Ονοματεπώνυμο: Γεώργιος Παπαδόπουλος\nΗμερομηνία γέννησης: 12.04.1981\nΤηλέφωνο: 694 123 4567\n": (
        "Γεώργιος Παπαδόπουλος",
        "1981-04-12",
    ),
    "الاسم: محمد أحمد الحسن\nتاريخ الميلاد: 12.04.1981\nالهاتف: +20 10 5550 0143\n": ("محمد أحمد الحسن", "1981-04-12"),
}


@pytest.mark.parametrize("text", FORMS, ids=lambda text: text.partition("：" if "：" in text else ":")[0])
def test_a_form_in_another_script_is_one_persons(text: str) -> None:
    spans = raw_spans(text, {})
    told = {span.kind: span for span in spans}
    name, born = FORMS[text]
    assert (told["name"].text, told["dob"].normal) == (name, born)
    assert "phone" in told
    assert len(set(records_of(text, spans, {}))) == 1


def test_every_meaning_is_a_header() -> None:
    languages = datafile.read(translated.FILE, translated.Languages).languages
    assert not [english for meanings in languages.values() for english in meanings if not claims(english)[0]]


def test_a_remark_in_brackets_and_capitals_do_not_matter() -> None:
    assert translated.meant("ДАТА РОЖДЕНИЯ (дд.мм.гггг)") == "date of birth"
    assert translated.meant("氏名（漢字）") == "full name"
    assert not translated.meant("Nom")
    assert not translated.meant("Название")
