"""Where links lead, and what they carry."""

from __future__ import annotations

import pytest

from stanch.reading.readers.links import lines


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("mailto:a@example.com?subject=Ada%20Example&amp;body=SSN%20900-21-0001", ["subject: Ada Example", "body: SSN 900-21-0001"]),
        ("https://example.com/?q=one", []),
        ("https://example.com/a%20b", []),
        ("http://[broken/%20", ["http://[broken/ "]),
    ],
)
def test_values_behind_signs_of_percent_are_said_plainly(target: str, said: list[str]) -> None:
    first, *rest = lines(target)
    assert first.startswith("link: ")
    assert rest == said
