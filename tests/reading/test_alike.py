"""Identical files are read once and told in every place; near-identical ones form families."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from stanch import custody, reading
from stanch.engine.bench import Bench
from stanch.reading.likeness import fingerprint
from stanch.records import Evidence
from stanch.vault import user_keys

LETTER = " ".join(f"Dear {name}, we write to you about your account and the change of terms." for name in ("Ada", "Jo", "Bo", "Kim") * 8)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    (folder / "old").mkdir(parents=True)
    (folder / "a.txt").write_text(LETTER)
    (folder / "old" / "b.txt").write_text(LETTER)
    (folder / "c.txt").write_text(LETTER.replace("terms", "rates", 1))
    (folder / "d.txt").write_text(" ".join(f"word{one} other{one * 7}" for one in range(200)))
    (folder / "tool.exe").write_bytes(b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\x00\x00" + bytes(200))
    (folder / "old" / "tool.exe").write_bytes((folder / "tool.exe").read_bytes())
    return folder


def read(folder: Path, work: Path):
    bench = Bench(
        work=work, keys=user_keys(), as_of=date(2026, 1, 2), workers=0, moment=datetime(2026, 1, 2, tzinfo=UTC), settings={"ocr": "never"}
    )
    exhibits = custody.acquire([Evidence(str(folder))], by="", now=bench.now, bench=bench)
    return reading.read(exhibits, bench=bench)


def test_copies_are_told_in_every_place(share, tmp_path):
    result = read(share, tmp_path / "work")
    rows = {row["locator"]: row for table in result.units.tables() for row in table.to_pylist()}
    assert rows["share/a.txt"]["text"] == rows["share/old/b.txt"]["text"] == LETTER
    assert dict(rows["share/old/b.txt"]["properties"])["copy_of"] == "share/a.txt"
    assert rows["share/a.txt"]["exhibit"] != rows["share/old/b.txt"]["exhibit"]
    assert result.copies == 2


def test_near_copies_form_a_family(share, tmp_path):
    assert read(share, tmp_path / "work").families() == (("share/a.txt", "share/c.txt", "share/old/b.txt"),)


def test_programs_are_counted(share, tmp_path):
    result = read(share, tmp_path / "work")
    assert result.aside == 2
    assert {one.locator for one in result.unread} == {"share/tool.exe", "share/old/tool.exe"}


def test_a_short_text_is_like_no_other():
    assert fingerprint("Dear Ada, thank you.") is None
    assert (fingerprint(LETTER) ^ fingerprint(LETTER.replace("terms", "rates", 1))).bit_count() <= 3
