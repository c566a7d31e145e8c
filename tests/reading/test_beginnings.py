"""How files of the evidence begin: what is looked at, and what is not."""

from __future__ import annotations

import gzip
import importlib
import io
import tarfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from stanch.engine import Bench
from stanch.reading import beginnings
from stanch.records import Exhibit
from stanch.vault import Keys

LINE = "Mar  4 05:06:07 web1 sshd[1]: Failed password for ann from 203.0.113.9 port 4711 ssh2\n"


def exhibit(path: Path) -> Exhibit:
    return Exhibit(
        path.name,
        f"e/{path.name}",
        str(path),
        "evidence",
        path.name,
        "",
        path.stat().st_size,
        None,
        datetime(2026, 6, 1, tzinfo=UTC),
        "ann",
    )


def test_texts_streams_and_archives_begin_and_pictures_letters_and_what_has_no_time_do_not(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Keys(b"k" * 32), date(2026, 6, 1), workers=0)
    (tmp_path / "auth.log").write_text(LINE * 3)
    (tmp_path / "auth.log.1.gz").write_bytes(gzip.compress(LINE.encode() * 3))
    (tmp_path / "notes.txt").write_text("no time of day in it")
    (tmp_path / "letter.eml").write_text("Date: Fri, 15 May 2026 01:02:03\n\nat 10:30")
    (tmp_path / "empty.log").write_text("")
    (tmp_path / "Security.evtx").write_bytes(b"ElfFile\x00" + bytes(4088))
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as packed:
        packed.writestr("a/auth.log", LINE * 3)
        packed.writestr("b.bin", bytes(300))
    with tarfile.open(tmp_path / "logs.tar.gz", "w:gz") as tape:
        member = tarfile.TarInfo("var/auth.log")
        member.size = len(LINE)
        tape.addfile(member, io.BytesIO(LINE.encode()))
    found = {one.name: begun for one, begun in beginnings([exhibit(path) for path in tmp_path.iterdir()], bench=bench)}
    assert set(found) == {f"e/{name}" for name in ("auth.log", "auth.log.1.gz", "Security.evtx", "logs.zip", "logs.tar.gz")}
    assert found["e/Security.evtx"][0].is_events
    assert found["e/auth.log.1.gz"][0].text.startswith("Mar  4")
    assert [(one.locator, bool(one.text)) for one in found["e/logs.zip"]] == [
        ("e/logs.zip!/a/auth.log", True),
        ("e/logs.zip!/b.bin", False),
    ]
    assert [one.locator for one in found["e/logs.tar.gz"]] == ["e/logs.tar.gz!/var/auth.log"]


def test_workers_look_into_files_and_what_they_told_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives of criminals are unpacked nowhere else."""
    module = importlib.import_module("stanch.reading.beginnings")
    (tmp_path / "auth.log").write_text(LINE * 3)
    asked = [exhibit(tmp_path / "auth.log")]
    bench = Bench(tmp_path / "work", Keys(b"k" * 32), date(2026, 6, 1), workers=1)
    monkeypatch.setattr(module, "_begins", None)
    assert [begun[0].text[:6] for _, begun in beginnings(asked, bench=bench)] == ["Mar  4"]
    (tmp_path / "auth.log").unlink()
    assert [one.name for one, _ in beginnings(asked, bench=bench)] == ["e/auth.log"]


class Counting(io.BytesIO):
    """How much was read."""

    much = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.much += len(found)
        return found


def test_of_a_tape_no_more_is_unpacked_than_the_limit_to_come_to_the_next_member(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some megabytes may unpack to as many gigabytes."""
    module = importlib.import_module("stanch.reading.beginnings")
    monkeypatch.setattr(module, "UNPACKED", 1 << 16)
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as tape:
        for name, content in (("first.log", LINE.encode()), ("bomb.log", LINE.encode() + bytes(8 << 20)), ("behind.log", LINE.encode())):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tape.addfile(entry, io.BytesIO(content))
    stream = Counting(sink.getvalue())
    found = list(module._of_tar("logs.tar", stream))
    assert [one.locator for one in found] == ["logs.tar!/first.log", "logs.tar!/bomb.log"]
    assert stream.much < 4 << 20
