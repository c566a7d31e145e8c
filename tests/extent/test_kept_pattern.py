"""Patterns that are kept match as those that Python compiles, and a cache that is not whole costs time only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanch.extent import kept_at_start, kept_pattern
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


@pytest.fixture
def loading(cache: Path) -> Iterator[Path]:
    """As a worker loads; Python compiles for itself afterwards, whatever happened."""
    loaded_again()
    yield cache
    kept_at_start.end()


def loaded_again() -> None:
    """A further worker: nothing that was compiled in this process is remembered by `re`."""
    kept_at_start.end()
    re.purge()
    kept_at_start.begin()


def test_what_one_worker_has_compiled_the_next_one_reads(loading: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, told = r"(?P<name>Ann|Ben) (\w+)|\ud800", [((5, 16), ("Ann", "Example"), {"name": "Ann"})]
    assert said(re.compile(source)) == told
    assert re.compile(source, re.IGNORECASE).flags == re.IGNORECASE | re.UNICODE
    loaded_again()
    monkeypatch.setattr(kept_at_start, "taken_apart", lambda *_: pytest.fail("it is compiled anew"))
    assert said(re.compile(source)) == told
    assert re.compile(source, re.IGNORECASE).fullmatch("BEN miller")


@pytest.mark.parametrize("broken", [b"", b"\x00" * 90])
def test_without_a_whole_file_the_next_worker_compiles(broken: bytes, loading: Path) -> None:
    re.compile("(Ann) Example")
    kept_at_start.end()
    next(loading.glob("start-*.made")).write_bytes(broken)
    loaded_again()
    assert [match.span() for match in re.compile("(Ann) Example").finditer(TEXT)] == [(5, 16)]


def test_what_is_no_pattern_of_texts_is_left_to_python(loading: Path) -> None:
    with pytest.raises(re.error, match="unterminated"):
        re.compile("(a")
    assert re.compile(b"a+").fullmatch(b"aa")


def test_patterns_are_the_same_in_every_process() -> None:
    """A pattern whose words stood in another order each time was never found again, and the cache grew with every call."""
    code = (
        "from stanch.extent import addresses_grammar as a, licences as l, streets as s\n"
        "print(sorted(f'{m.__name__} {n} {getattr(v, \"pattern\", v)}' for m in (a, l, s) for n, v in vars(m).items()"
        " if isinstance(v, str) or hasattr(v, 'pattern')))"
    )
    told = [
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in "12"
    ]
    assert told[0] == told[1]
