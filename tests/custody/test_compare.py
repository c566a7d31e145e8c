"""Verifying: every kind of difference is told, and nothing else."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from stanch import custody
from stanch.custody import Difference
from stanch.engine import Bench
from stanch.records import Evidence, Exhibit
from stanch.vault import random_keys

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / name).write_text(name)
    (folder / "link").symlink_to("a")
    os.mkfifo(folder / "pipe")
    return folder


def taken(share: Path) -> list[Exhibit]:
    work = Bench(share.parent / "work", random_keys(), date(2026, 11, 24))
    return custody.acquire([Evidence(str(share))], by="x", now=NOW, bench=work)


def differences(exhibits: list[Exhibit], share: Path) -> list[tuple[str, str]]:
    found = custody.verify(exhibits, evidence=[Evidence(str(share))])
    assert all(isinstance(one, Difference) for one in found)
    return [(one.kind, one.name) for one in found]


def test_untouched_evidence_has_no_difference(share: Path) -> None:
    assert differences(taken(share), share) == []


def test_a_new_time_alone_is_no_difference(share: Path) -> None:
    exhibits = taken(share)
    os.utime(share / "a", (1, 1))
    assert differences(exhibits, share) == []


def test_changed_missing_and_new_are_told(share: Path) -> None:
    exhibits = taken(share)
    status = (share / "a").stat()
    (share / "a").write_text("A")
    os.utime(share / "a", ns=(status.st_atime_ns, status.st_mtime_ns))
    (share / "b").unlink()
    (share / "d").write_text("d")
    assert differences(exhibits, share) == [("changed", "share/a"), ("missing", "share/b"), ("new", "share/d")]


def test_a_link_that_leads_elsewhere_and_a_file_that_became_one_are_changed(share: Path) -> None:
    exhibits = taken(share)
    (share / "link").unlink()
    (share / "link").symlink_to("b")
    (share / "c").unlink()
    (share / "c").symlink_to("a")
    assert differences(exhibits, share) == [("changed", "share/c"), ("changed", "share/link")]


def test_a_file_that_became_a_folder_is_missing_as_a_file(share: Path) -> None:
    exhibits = taken(share)
    (share / "c").unlink()
    (share / "c").mkdir()
    (share / "c" / "inside").write_text("x")
    assert differences(exhibits, share) == [("missing", "share/c"), ("new", "share/c/inside")]


def test_when_the_folder_is_gone_everything_is_missing(share: Path) -> None:
    exhibits = taken(share)
    share.rename(share.parent / "moved")
    assert [kind for kind, _ in differences(exhibits, share)] == ["missing"] * len(exhibits)
