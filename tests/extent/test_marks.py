"""Marks of files follow their content, whatever is remembered of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stanch.extent import marks


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files that were written long ago."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "rules"
    (place / "us").mkdir(parents=True)
    (place / "__pycache__").mkdir()
    (place / "__pycache__/x.yaml").write_text("compiled")
    for name in ("a.yaml", "us/b.yaml"):
        (place / name).write_text(name)
    monkeypatch.setattr(marks, "SETTLED", 0)
    return place


def marked(folder: Path, also: bytes = b"") -> bytes:
    return marks.mark("rules", folder, marks.below(str(folder), ".yaml"), also)


def test_a_mark_is_the_contents_and_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = marked(folder)
    reads: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", lambda self, original=Path.read_bytes: reads.append(self) or original(self))
    assert marked(folder) == first
    assert [path.suffix for path in reads] == [".mark"]
    assert marked(folder, b"another version") != first


def test_every_change_is_seen(folder: Path) -> None:
    seen = [marked(folder)]
    (folder / "a.yaml").write_text("A.yaml")  # as long as before
    seen.append(marked(folder))
    (folder / "us/b.yaml").rename(folder / "us/c.yaml")
    seen.append(marked(folder))
    (folder / "us/c.yaml").unlink()
    seen.append(marked(folder))
    assert len(set(seen)) == 4


def test_a_file_that_was_only_touched_has_the_same_mark(folder: Path) -> None:
    first = marked(folder)
    os.utime(folder / "a.yaml", ns=(1, 1))
    assert marked(folder) == first


def test_what_was_written_just_now_is_not_relied_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "SETTLED", 3_600_000_000_000)
    marked(folder)
    assert not list((folder.parent / "cache").rglob("*.mark"))


def test_a_torn_memory_is_made_anew_and_a_missing_home_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = marked(folder)
    (kept,) = (folder.parent / "cache").rglob("*.mark")
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_bytes(b"x" * 10)
    assert marked(folder) == first
    monkeypatch.setattr(marks, "cache_folder", lambda: None)
    assert marked(folder) == first


def test_what_is_made_is_made_once_and_anew_for_another_fingerprint(folder: Path) -> None:
    made = iter(range(9))
    one, other = b"1" * marks.DIGEST, b"2" * marks.DIGEST
    assert not marks.is_cached("rows", one)
    assert [marks.cached("rows", key, int, lambda: next(made)) for key in (one, one, other, one)] == [0, 0, 1, 0]
    for kept in (folder.parent / "cache/stanch").glob("rows-3131*"):
        kept.write_bytes(kept.read_bytes()[:-1] + b"\x07")
    assert marks.cached("rows", one, int, lambda: next(made)) == 2, "a file that is not whole is none"
