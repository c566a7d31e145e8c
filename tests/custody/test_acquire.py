"""Taking evidence: what a custodian would notice."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import blake3
import pytest

from stanch import custody
from stanch.custody import digest as digesting
from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.records import Evidence, Exhibit
from stanch.vault import random_keys

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

# Whoever opened a pipe would wait for ever, and whoever read the holes for hours.
AT_MOST_SECONDS = 60.0


def bench(tmp_path: Path, **more: object) -> Bench:
    return Bench(tmp_path / "work", random_keys(), date(2026, 11, 24), **more)  # type: ignore[arg-type]


def taken(tmp_path: Path, *paths: Path | str, **more: object) -> list[Exhibit]:
    evidence = [Evidence(os.fspath(path)) for path in paths]
    return custody.acquire(evidence, by="the responder", now=NOW, bench=bench(tmp_path, **more))


def by_name(exhibits: list[Exhibit]) -> dict[str, Exhibit]:
    return {exhibit.name: exhibit for exhibit in exhibits}


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    (folder / "hr").mkdir(parents=True)
    (folder / "hr" / "pay.csv").write_bytes(b"name,ssn\n")
    (folder / "note.txt").write_bytes(b"hello")
    return folder


def test_each_file_is_hashed_dated_and_signed(tmp_path: Path, share: Path) -> None:
    found = by_name(taken(tmp_path, share))
    assert list(found) == ["share/hr/pay.csv", "share/note.txt"]
    note = found["share/note.txt"]
    assert note.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert note.blake3 == blake3.blake3(b"hello").hexdigest()
    assert (note.size, note.form, note.acquired_by, note.acquired_at) == (5, "file", "the responder", NOW)
    assert note.modified_at is not None
    assert note.modified_at.tzinfo is not None


def test_nothing_about_the_original_changes(tmp_path: Path, share: Path) -> None:
    old = 1_500_000_000
    for path in (share / "note.txt", share / "hr" / "pay.csv"):
        os.utime(path, (old, old))
        path.chmod(0o400)
    before = {path: path.stat() for path in sorted(share.rglob("*")) if path.is_file()}
    taken(tmp_path, share)
    for path, status in before.items():
        now = path.stat()
        assert (now.st_mtime_ns, now.st_ctime_ns, now.st_mode, now.st_atime_ns) == (
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_mode,
            status.st_atime_ns,
        )


def test_ids_and_order_do_not_depend_on_workers_or_time(tmp_path: Path, share: Path) -> None:
    for number in range(40):
        (share / f"{number}.bin").write_bytes(os.urandom(64))
    one = taken(tmp_path, share, workers=1)
    four = taken(tmp_path, share, workers=4)
    assert [(exhibit.id, exhibit.name) for exhibit in one] == [(exhibit.id, exhibit.name) for exhibit in four]
    assert len({exhibit.id for exhibit in one}) == len(one) == 42


def test_links_are_noted_and_not_followed(tmp_path: Path, share: Path) -> None:
    secret = tmp_path / "elsewhere.txt"
    secret.write_text("not evidence")
    (share / "link").symlink_to(secret)
    (share / "loop").symlink_to(share)
    (share / "dead").symlink_to("gone")
    found = by_name(taken(tmp_path, share))
    assert {found[f"share/{name}"].form for name in ("link", "loop", "dead")} == {"symlink"}
    assert str(secret) in found["share/link"].note
    assert found["share/link"].sha256 == ""
    assert len(found) == 5


def test_a_link_that_was_itself_handed_in_is_followed(tmp_path: Path, share: Path) -> None:
    (tmp_path / "given").symlink_to(share)
    assert list(by_name(taken(tmp_path, tmp_path / "given"))) == ["given/hr/pay.csv", "given/note.txt"]


def test_pipes_and_sockets_are_never_opened(tmp_path: Path, share: Path) -> None:
    os.mkfifo(share / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(share)  # the address of a socket may have 108 bytes only
    try:
        listening.bind("socket")
    finally:
        os.chdir(here)
    started = time.monotonic()
    found = by_name(taken(tmp_path, share))
    listening.close()
    assert time.monotonic() - started < AT_MOST_SECONDS
    assert found["share/pipe"].form == found["share/socket"].form == "special"
    assert "named pipe" in found["share/pipe"].note


def test_a_sparse_file_is_hashed_and_said_to_be_sparse(tmp_path: Path, share: Path) -> None:
    with (share / "disk.img").open("wb") as stream:
        stream.truncate(5 << 20)
    image = by_name(taken(tmp_path, share))["share/disk.img"]
    if (share / "disk.img").stat().st_blocks * 512 >= 5 << 20:
        pytest.skip("this file system stores holes")
    assert (image.form, image.sha256) == ("sparse", hashlib.sha256(bytes(5 << 20)).hexdigest())
    assert "5242880" in image.note


def test_a_file_that_claims_terabytes_of_holes_does_not_stop_the_case(tmp_path: Path, share: Path) -> None:
    with (share / "bomb.img").open("wb") as stream:
        try:
            stream.truncate(1 << 42)
        except OSError:
            pytest.skip("this file system takes no such file")
    started = time.monotonic()
    bomb = by_name(taken(tmp_path, share))["share/bomb.img"]
    assert time.monotonic() - started < AT_MOST_SECONDS
    assert bomb.form == "unreadable"
    assert bomb.size == 1 << 42
    assert "holes" in bomb.note


def test_hostile_names_stay_apart_and_stay_below_their_folder(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "ev")
    (tmp_path / "ev" / "odd!").mkdir(parents=True)
    names = [b"$(reboot).pdf", b"..\\..\\x", b"b\xff.txt", b"b\\xff.txt", b"-rf", b"line\nbreak", b"\xe2\x80\xaegnp.exe", b"odd!/inside"]
    for name in names:
        with open(folder + b"/" + name, "wb") as stream:  # noqa: PTH123
            stream.write(name)
    exhibits = taken(tmp_path, tmp_path / "ev")
    assert len({exhibit.name for exhibit in exhibits}) == len(names)
    found = by_name(exhibits)
    assert found["ev/b\\xff.txt"].sha256 == hashlib.sha256(b"b\xff.txt").hexdigest()
    assert found["ev/b\\x5cxff.txt"].sha256 == hashlib.sha256(b"b\\xff.txt").hexdigest()
    assert not any("!/" in name for name in found), "a folder's name must not look like the way into a container"
    for exhibit in exhibits:
        exhibit.name.encode("utf-8")
        assert Path(exhibit.path).read_bytes()


def test_two_folders_of_one_name_stay_apart(tmp_path: Path, share: Path) -> None:
    other = tmp_path / "second" / "share"
    other.mkdir(parents=True)
    (other / "note.txt").write_text("another")
    third = tmp_path / "third" / "share~2"
    third.mkdir(parents=True)
    (third / "x").write_text("x")
    names = list(by_name(taken(tmp_path, share, third, other)))
    assert names == ["share/hr/pay.csv", "share/note.txt", "share~2/x", "share~3/note.txt"]


def test_the_same_folder_named_twice_is_taken_once(tmp_path: Path, share: Path) -> None:
    assert len(taken(tmp_path, share, f"{share}/../share")) == 2


def test_given_as_a_dot_the_folder_keeps_its_name(tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(share / "hr")
    assert list(by_name(taken(tmp_path, "."))) == ["hr/pay.csv"]
    assert list(by_name(taken(tmp_path, ".."))) == ["share/hr/pay.csv", "share/note.txt"]


def test_what_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="no such file"):
        taken(tmp_path, tmp_path / "missing")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user")
def test_without_permission_it_is_an_exhibit_with_the_reason(tmp_path: Path, share: Path) -> None:
    (share / "note.txt").chmod(0)
    (share / "hr").chmod(0)
    shared = tmp_path
    while shared != Path("/tmp") and shared != shared.parent:
        shared.chmod(0o755)
        shared = shared.parent
    script = (
        "import os; from datetime import *; from pathlib import Path\n"
        "from stanch import custody; from stanch.engine import Bench\n"
        "from stanch.vault import random_keys; from stanch.records import Evidence\n"
        "os.setuid(65534)\n"
        "bench = Bench(Path('/nonexistent'), random_keys(), date(2026, 1, 1))\n"
        f"found = custody.acquire([Evidence({str(share)!r})], by='x', now=datetime.now(UTC), bench=bench)\n"
        "print([(e.name, e.form, e.note) for e in found])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "[('share/hr', 'unreadable', 'Permission denied'), ('share/note.txt', 'unreadable', 'permission denied')]" in done.stdout, (
        done.stderr
    )


def test_a_log_that_grows_without_end_is_noted_and_ends(tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = share / "live.log"
    log.write_bytes(b"x" * 3000)
    real = digesting._feed

    def feed(descriptor: int, size: int, *hashes: object) -> int:
        with log.open("ab") as stream:
            stream.write(b"y" * 640)
        return real(descriptor, size, *hashes)  # type: ignore[arg-type]

    monkeypatch.setattr(digesting, "_feed", feed)
    live = by_name(taken(tmp_path, log))["live.log"]
    assert "changed while it was read, twice" in live.note
    assert live.size == 3640
    assert live.sha256 == hashlib.sha256(log.read_bytes()[: live.size]).hexdigest(), "the hash is of so many bytes from the start"


@pytest.mark.parametrize("size", [999, 1000, 1001, 5000])
def test_a_large_file_has_the_hashes_of_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(digesting, "LARGE", 1000)
    monkeypatch.setattr(digesting, "LARGE_PIECE", 300)
    content = bytes(at * 7 % 251 for at in range(size))
    (tmp_path / "large.bin").write_bytes(content)
    found = digesting.digest(str(tmp_path / "large.bin"))
    assert (found.sha256, found.blake3, found.size) == (hashlib.sha256(content).hexdigest(), blake3.blake3(content).hexdigest(), size)


def test_a_file_that_changed_once_is_read_again(tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = digesting._feed, []

    def feed(descriptor: int, size: int, *hashes: object) -> int:
        read = real(descriptor, size, *hashes)  # type: ignore[arg-type]
        if not calls:
            calls.append(1)
            (share / "note.txt").write_bytes(b"changed")
        return read

    monkeypatch.setattr(digesting, "_feed", feed)
    note = by_name(taken(tmp_path, share / "note.txt"))["note.txt"]
    assert note.sha256 == hashlib.sha256(b"changed").hexdigest()
    assert "read again" in note.note


def test_a_file_that_vanishes_before_it_is_read_is_noted(tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = digesting._open

    def gone(path: str) -> int:
        if path.endswith("note.txt"):
            Path(path).unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr(digesting, "_open", gone)
    note = by_name(taken(tmp_path, share))["share/note.txt"]
    assert (note.form, note.sha256) == ("unreadable", "")
    assert "vanished" in note.note


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not evidence")
    real = digesting._open

    def swapped(path: str) -> int:
        if path.endswith("note.txt") and not Path(path).is_symlink():
            Path(path).unlink()
            Path(path).symlink_to(secret)
        return real(path)

    monkeypatch.setattr(digesting, "_open", swapped)
    note = by_name(taken(tmp_path, share))["share/note.txt"]
    assert note.form == "unreadable"
    assert note.sha256 == ""


def test_a_folder_of_great_depth_is_walked(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    deep.mkdir()
    here = Path.cwd()
    os.chdir(deep)
    try:
        for _ in range(300):
            os.mkdir("d" * 20)  # noqa: PTH102 far beyond the longest path
            os.chdir("d" * 20)
        Path("bottom").write_text("x")
    finally:
        os.chdir(here)
    exhibits = taken(tmp_path, deep)
    assert len(exhibits) == 1
    assert exhibits[0].form == "unreadable", "a path longer than the system takes is told, not skipped"


def test_the_case_folder_inside_the_evidence_is_left_out_and_said_so(tmp_path: Path, share: Path) -> None:
    case = share / "case"
    (case / "parts").mkdir(parents=True)
    (case / "keys.json").write_text("{}")
    ours = Bench(case / "parts", random_keys(), date(2026, 11, 24))
    exhibits = custody.acquire([Evidence(str(share))], by="x", now=NOW, bench=ours)
    assert by_name(exhibits)["share/case"].note.startswith("Stanch's own")
    assert len(exhibits) == 3


def test_progress_is_told(tmp_path: Path, share: Path) -> None:
    told: list[tuple[int, int]] = []
    taken(tmp_path, share, progress=lambda _what, done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
