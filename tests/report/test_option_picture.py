"""Names of deadlines that fall near each other are written beside each other, not over each other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanch.report.options import LINE, LONGEST_NAME, WIDTH, _apart, _short

NOW = datetime(2026, 10, 8, tzinfo=UTC)


@given(st.lists(st.integers(0, 400 * 24), min_size=1, max_size=12, unique=True))
def test_no_name_stands_over_another_and_none_before_its_day(hours: list[int]) -> None:
    dues = [{"due": (NOW + timedelta(hours=one)).isoformat(), "name": f"n{one}"} for one in sorted(hours)]
    placed = _apart(dues, [{"from": NOW.isoformat(), "to": (NOW + timedelta(days=30)).isoformat()}], NOW)
    assert [(one["due"], one["name"]) for one in placed] == [(one["due"], one["name"]) for one in dues]
    written = [datetime.fromisoformat(one["written"]) for one in placed]
    step = timedelta(hours=max(30 * 24, *hours)) * LINE / WIDTH
    assert all(right - left >= step - timedelta(milliseconds=1) for left, right in pairwise(written))
    assert all(one >= datetime.fromisoformat(due["due"]) for one, due in zip(written, dues, strict=True))


def test_a_name_ends_at_a_word() -> None:
    assert _short("Texas: the people affected") == "Texas: the people affected"
    short = _short("HIPAA (US health data): the US Department of Health and Human Services, Office for Civil Rights")
    assert len(short) <= LONGEST_NAME + 2
    assert short.endswith("the US Department of Health and …")
