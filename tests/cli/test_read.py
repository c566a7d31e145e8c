"""`stanch read`: what is in files, as plain files of one's own."""

import os
from pathlib import Path

import pytest

from stanch.cli.main import run


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def test_names_that_leave_no_room_for_an_ending_are_shortened_and_stay_apart(share: Path, tmp_path: Path) -> None:
    for last in "ab":
        (share / ("x" * 250 + last + ".txt")).write_text(f"this is {last}")
    assert run(["read", str(share), "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
    files = sorted((tmp_path / "out/share").iterdir())
    assert sorted(file.read_text() for file in files) == ["this is a\n", "this is b\n"]
    assert all(len(os.fsencode(file.name)) <= 255 for file in files)


def test_a_second_run_tells_each_fault_once_and_files_are_for_their_owner_alone(share: Path, tmp_path: Path) -> None:
    (share / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (share / "a.txt").write_text("hello")
    for _ in range(2):
        assert run(["read", str(share), "--out", str(tmp_path / "out"), "--workers", "1"]) == 1
    status = tmp_path / "out/share/broken.pdf.status"
    assert len(status.read_text().splitlines()) == 1
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "out/share").iterdir())
