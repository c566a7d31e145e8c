"""Faults of data files are told with their place, in words."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from stanch import datafile
from stanch.errors import BrokenDataFile
from stanch.extent import detector
from stanch.extent.detector import Detector


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"incident:\n  discovered: 2026-13-45\n", ":2:15: 2026-13-45 is no date"),
        (b"name: \xff\xfe\n", ":1:1: is no UTF-8 text: byte 7"),
        (b"org: [\n", ":2:1: "),
    ],
)
def test_a_fault_is_told_with_its_place(content: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_bytes(content)
    with pytest.raises(BrokenDataFile) as raised:
        datafile.load(file)
    assert f"{file}{told}" in str(raised.value)


def test_a_file_that_is_not_there_is_told_without_its_path_twice(tmp_path: Path) -> None:
    with pytest.raises(BrokenDataFile) as raised:
        datafile.load(tmp_path / "facts.yaml")
    assert raised.value.what == f"{tmp_path / 'facts.yaml'}:1:1: cannot be read: No such file or directory"


def test_days_and_moments_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("day: 2026-10-01\nmoment: 2026-10-01T12:30:00Z\n")
    read = datafile.load(tmp_path / "x.yaml")
    assert (read["day"].year, read["moment"].hour) == (2026, 12)


def test_quick_reading_takes_what_libyaml_refuses() -> None:
    assert datafile.from_text("a: [AB:CD, 12:30:45]") == {"a": ["AB:CD", "12:30:45"]}
    assert datafile.from_text("a: [yes, NO, true, 2026-01-01]")["a"][:3] == ["yes", "NO", True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: \x01", "x:1:4: the character '\\x01' may not stand in YAML"),
        ("a: 1\na: 2", "x:2:1: found duplicate key"),
        ("a: {b: 1", "x:1:9: "),
        ("a: 2026-13-45", "x:1:1: month must be in 1..12"),
    ],
)
def test_quick_reading_tells_the_place(content: str, told: str) -> None:
    with pytest.raises(BrokenDataFile) as raised:
        datafile.from_text(content, "x")
    assert told in str(raised.value)


@dataclass(frozen=True)
class Small:
    """A file of two keys."""

    name: str
    many: int = 0


def with_places(path: Path, kind: type) -> object:
    return datafile.convert(datafile.load(path), kind, str(path))


@pytest.mark.parametrize("content", ["name: a\nmany: b\n", "nome: a\n", "name: a\nname: b\n", "name: [\n", "- a\n", ""])
def test_a_fault_is_told_with_its_place_though_files_are_read_without(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(content)
    told = []
    for read in (datafile.read, with_places):
        with pytest.raises(BrokenDataFile) as raised:
            read(tmp_path / "x.yaml", Small)
        told.append(str(raised.value))
    assert told[0] == told[1]


def test_reading_without_places_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("name: no\nmany: 0o17\n")
    assert datafile.read(tmp_path / "x.yaml", Small) == with_places(tmp_path / "x.yaml", Small) == Small("no", 15)
    for file in detector.files()[::12]:
        assert datafile.read(file, Detector) == with_places(file, Detector), file


@pytest.mark.parametrize("read", [datafile.load, datafile.load_quickly])
@pytest.mark.parametrize(
    "text",
    [
        "&a [*a]\n",
        "a: &a [x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: " + "[" * 3000 + "]" * 3000 + "\n",
    ],
    ids=["a list that holds itself", "eight times eight", "too deep"],
)
def test_a_file_that_stands_for_more_than_it_holds_is_refused(tmp_path, read, text):
    path = tmp_path / "hostile.yaml"
    path.write_text(text)
    with pytest.raises(BrokenDataFile, match=r":1:1: (names|lists)"):
        datafile.plain(read(path))


def test_names_that_repeat_a_list_once_are_read(tmp_path):
    path = tmp_path / "named.yaml"
    path.write_text("one: &listed [a, b]\ntwo: *listed\n")
    assert datafile.plain(datafile.load(path)) == {"one": ["a", "b"], "two": ["a", "b"]}
