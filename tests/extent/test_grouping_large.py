"""A cell or a line may hold thousands of values: grouping them takes as many steps as there are values, not their square."""

from __future__ import annotations

import pytest

from stanch.extent.grouping import Sheet, group
from stanch.extent.span import Span

ONE = "12 Oak Street, Springfield, IL 62704"


@pytest.mark.parametrize("between", ["; ", ", ", "\n"])
def test_many_addresses_of_one_cell_are_looked_at_a_few_times_each(between: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"many": 0}
    is_name = Sheet.is_name

    def counted(sheet: Sheet, number: int) -> bool:
        asked["many"] += 1
        return is_name(sheet, number)

    monkeypatch.setattr(Sheet, "is_name", counted)
    steps = []
    for many in (60, 240):
        asked["many"] = 0
        step = len(ONE) + len(between)
        spans = [Span("postal_address", at * step, at * step + len(ONE), ONE, 0.97, "addresses") for at in range(many)]
        assert group(between.join([ONE] * many), spans, {}) == [None] * many, "nobody is named"
        steps.append(asked["many"])
    assert steps[1] < 6 * steps[0]
