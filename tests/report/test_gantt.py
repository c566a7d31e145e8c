"""The plan as a drawing: well formed whatever somebody wrote, and in the right order of days."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.report.gantt import MOST, Bar, gantt

DAY = date(2026, 10, 8)
SVG = "{http://www.w3.org/2000/svg}"


def rects(drawn: str) -> list[ET.Element]:
    return ET.fromstring(drawn).findall(f"{SVG}rect")[1:]  # noqa: S314 drawn by ourselves


def test_what_is_due_later_ends_further_to_the_right() -> None:
    bars = [Bar("a", DAY, DAY + timedelta(days=3)), Bar("b", DAY, DAY + timedelta(days=30), "late"), Bar("c", DAY, DAY, "done")]
    ends = [float(one.get("x", "")) + float(one.get("width", "")) for one in rects(gantt(bars, DAY))]
    assert ends[2] < ends[0] < ends[1]
    assert "(late)" in gantt(bars, DAY)


@given(
    st.lists(st.builds(Bar, st.text(max_size=80), st.dates(), st.dates(), st.sampled_from(["open", "late", "done"])), max_size=6),
    st.dates(date(1, 1, 2), date(9000, 1, 1)),
)
def test_whatever_somebody_wrote_it_is_well_formed_and_within_its_frame(bars: list[Bar], today: date) -> None:
    bars = [one for one in bars if one.ends < date.max and one.begins < date.max]
    drawn = gantt(bars, today)
    root = ET.fromstring(drawn)  # noqa: S314 drawn by ourselves
    assert not root.findall(f".//{SVG}script")
    for one in rects(drawn):
        assert 0 <= float(one.get("x", "")) <= float(root.get("width", ""))


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "</svg><img src=x onerror=alert(1)>", "a\x00\x1b[31m\u202e", "\ud800", "&lt;"]
)
def test_hostile_words_are_text(name: str) -> None:
    drawn = gantt([Bar(name, DAY, DAY)], DAY)
    assert "<script" not in drawn
    assert "<img" not in drawn
    drawn.encode()


def test_of_many_the_first_are_drawn() -> None:
    assert len(rects(gantt([Bar("x", DAY, DAY)] * 1000, DAY))) == MOST
