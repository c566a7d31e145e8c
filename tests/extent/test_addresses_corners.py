"""The corner of two streets is one place."""

import pytest

from stanch.extent import addresses


@pytest.mark.parametrize("corner", ["the corner of 25 Harbour Street and King Forges", "the corner of Csabai kapu 39 and Mathias Pass"])
def test_a_corner_is_told_whole(corner: str) -> None:
    assert [span.text for span in addresses.find(f"Send it to {corner}, please.", ())] == [corner]


def test_a_corner_without_a_number_or_street_is_none() -> None:
    assert not addresses.find("He stood at the corner of Hope and Despair, as the poem says.", ())
