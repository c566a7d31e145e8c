"""Headers in Chinese, Japanese and Korean."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.headings_east import in_english

CHINESE = {
    "姓名": ["王伟", "李娜", "张敏"],
    "出生日期": ["1980-01-02", "1981-02-03", "1982-03-04"],
    "手机号码": ["138 0013 8000", "138 0013 8001", "138 0013 8002"],
    "电子邮箱": ["a@example.com", "b@example.com", "c@example.com"],
}
KOREAN = {
    "이름": ["김민준", "이서연", "박지훈"],
    "휴대폰번호": ["010-1234-5678", "010-1234-5679", "010-1234-5680"],
    "보호자 이름": ["최수빈", "정하은", "강도윤"],
    "보호자 연락처": ["010-1234-5681", "010-1234-5682", "010-1234-5683"],
}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (CHINESE, [("name", ""), ("dob", ""), ("phone", ""), ("email", "")]),
        (KOREAN, [("name", ""), ("phone", ""), ("name", "guardian"), ("phone", "guardian")]),
    ],
)
def test_people_of_a_list_from_the_east_are_found(table: dict[str, list[str]], told: list[tuple[str, str]]) -> None:
    columns = decide(pa.table({name: pa.array(cells, pa.string()) for name, cells in table.items()}))
    assert [(one.detector.kind if one.detector else "", one.role) for one in columns] == told


def test_a_word_that_is_not_known_leaves_the_header_as_it_is() -> None:
    assert in_english("患者姓名") == "patient name"
    assert in_english("商品姓名") == "商品姓名"
