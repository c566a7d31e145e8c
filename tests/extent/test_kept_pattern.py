"""Patterns that are kept match as those that Python compiles, and a cache that is not whole costs time only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stanch.extent import kept_pattern
from stanch.extent.addresses_grammar import STREET
from stanch.extent.anchored import Later
from stanch.extent.names_rules import GREETED

TEXT = "Dear Ann Example,\n12 Oak Street, Springfield IL 62704\nHi Ben, 350 Fifth Avenue Apt 4B, New York, NY 10118\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "stanch"


def said(pattern: re.Pattern[str]) -> list[tuple[tuple[int, int], tuple[str | None, ...], dict[str, str | None]]]:
    return [(match.span(), match.groups(), match.groupdict()) for match in pattern.finditer(TEXT)]


@pytest.mark.parametrize("source", [STREET.pattern, GREETED.pattern, r"(?i)\b(?P<what>oak|fifth)\b" + "|never" * 100])
def test_a_kept_pattern_is_the_pattern(source: str, cache: Path) -> None:
    plain = re.compile(source)
    made, again = kept_pattern.compiled(source), kept_pattern.compiled(source)
    assert len(list(cache.glob("shape-*.made"))) == 1
    for one in (made, again):
        assert (one.pattern, one.flags, one.groups, dict(one.groupindex)) == (
            plain.pattern,
            plain.flags,
            plain.groups,
            dict(plain.groupindex),
        )
        assert said(one) == said(plain)


def test_short_patterns_are_not_kept(cache: Path) -> None:
    assert kept_pattern.compiled("a+").fullmatch("aaa")
    assert not cache.exists()


@pytest.mark.parametrize("broken", [b"", b"\x00" * 90, b"other"])
def test_a_torn_file_is_made_anew(broken: bytes, cache: Path) -> None:
    kept_pattern.compiled(STREET.pattern)
    next(cache.glob("shape-*.made")).write_bytes(broken)
    assert said(kept_pattern.compiled(STREET.pattern)) == said(re.compile(STREET.pattern))


def test_another_python_compiles_as_usual(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(_source: str) -> kept_pattern.Kept:
        return kept_pattern.Kept(0, b"\xfa\x00\x00\x00" * 8, 1, {}, [None, None])

    monkeypatch.setattr(kept_pattern, "taken_apart", changed)
    assert said(Later(STREET.pattern).compiled()) == said(re.compile(STREET.pattern))
