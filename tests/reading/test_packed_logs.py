"""Logs come in any packing and encoding; what of them cannot be read is told with how much was."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import py7zr
import pytest
import zstandard
from tests.reading.evtx_maker import CHUNK, event_log

from stanch import custody, reading
from stanch.cli.bench import temporary_bench
from stanch.reading import logs
from stanch.reading.logs import log_units
from stanch.records import Evidence, Unit, Unread

LINES = "".join(f"line {number} of a log\n" for number in range(500))
START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def read(path: Path, passwords: tuple[str, ...] = ()) -> tuple[dict[str, str], list[Unread]]:
    """Texts by locator, and what was not read."""
    texts: dict[str, str] = {}
    unread = []
    for found in log_units(path, path.name, "E1", passwords):
        if isinstance(found, Unit):
            texts[found.locator] = texts.get(found.locator, "") + found.text
        else:
            unread.append(found)
    return texts, unread


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def tarred(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as packed:
        for name, content in members.items():
            one = tarfile.TarInfo(name)
            one.size = len(content)
            packed.addfile(one, io.BytesIO(content))
    return sink.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return sink.getvalue()


def sevened(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with py7zr.SevenZipFile(sink, "w") as packed:
        for name, content in members.items():
            packed.writef(io.BytesIO(content), name)
    return sink.getvalue()


def security_log(count: int) -> bytes:
    return event_log(
        [
            (
                "PC1.example.com",
                4625,
                "Security",
                "Microsoft-Windows-Security-Auditing",
                START + timedelta(seconds=at),
                {"TargetUserName": f"ann{at}"},
            )
            for at in range(count)
        ]
    )


@pytest.mark.parametrize(
    "pack",
    [bytes, gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress],
    ids=["plain", "gzip", "bzip2", "xz", "zstd"],
)
def test_a_compressed_log_keeps_its_name(tmp_path, pack):
    assert read(written(tmp_path / "auth.log.1", pack(LINES.encode()))) == ({"auth.log.1": LINES}, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings_of_windows(tmp_path, encoding):
    texts, unread = read(written(tmp_path / "export.csv", LINES.replace("\n", "\r\n").encode(encoding)))
    assert texts["export.csv"].lstrip("\ufeff").replace("\r", "") == LINES
    assert not unread


@pytest.mark.parametrize("pack", [tarred, zipped, sevened], ids=["tar", "zip", "7z"])
@pytest.mark.parametrize("outer", [bytes, gzip.compress, lambda inner: zipped({"inner.bin": inner})], ids=["bare", "gzip", "zip"])
def test_archives_in_archives(tmp_path, pack, outer):
    content = outer(
        pack({"web/access.log": LINES.encode(), "web/old.log.gz": gzip.compress(LINES.encode()), "pc/Security.evtx": security_log(3)})
    )
    texts, unread = read(written(tmp_path / "logs.bin", content))
    by_end = {name.rpartition("!/")[2]: text for name, text in texts.items()}
    assert by_end["web/access.log"] == by_end["web/old.log.gz"] == LINES
    assert [json.loads(line)["TargetUserName"] for line in by_end["pc/Security.evtx"].splitlines()] == ["ann0", "ann1", "ann2"]
    assert not unread


def test_one_broken_member_costs_itself(tmp_path):
    whole = gzip.compress(LINES.encode() * 200)
    texts, unread = read(
        written(tmp_path / "logs.tar", tarred({"a.log.gz": whole[: len(whole) // 2], "../b.log": LINES.encode(), "c.log": b""}))
    )
    assert texts["logs.tar!/_/b.log"] == LINES
    assert [(one.locator, one.reason) for one in unread] == [("logs.tar!/a.log.gz", "damaged"), ("logs.tar!/c.log", "empty")]
    assert "characters were read" in unread[0].detail
    assert texts["logs.tar!/a.log.gz"].startswith("line 0 of a log\n")


def test_a_zip_under_a_password_is_told_and_opened_with_it(tmp_path):
    pytest.importorskip("py7zr")
    sink = io.BytesIO()
    with py7zr.SevenZipFile(sink, "w", password="practice") as packed:
        packed.writef(io.BytesIO(LINES.encode()), "a.log")
    path = written(tmp_path / "logs.7z", sink.getvalue())
    texts, unread = read(path)
    assert not texts
    assert [one.reason for one in unread] == ["encrypted"]
    assert read(path, ("wrong", "practice"))[0] == {"logs.7z!/a.log": LINES}


def test_what_is_no_log_is_told(tmp_path):
    texts, unread = read(
        written(tmp_path / "logs.zip", zipped({"x.pdf": b"%PDF-1.7 \n" + bytes(500), "x.bin": bytes(range(256)) * 40 + bytes(9000)}))
    )
    assert not texts
    assert [(one.locator, one.reason) for one in unread] == [("logs.zip!/x.pdf", "unsupported"), ("logs.zip!/x.bin", "unsupported")]


def test_a_bomb_ends_at_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "UNPACKED_FROM", 1 << 20)
    texts, unread = read(written(tmp_path / "bomb.gz", gzip.compress(b"0\n" * (8 << 20))))
    assert [one.reason for one in unread] == ["too_large"]
    assert sum(map(len, texts.values())) < 20 << 20


def test_event_log_in_order_with_the_names_that_rules_use(tmp_path):
    texts, unread = read(written(tmp_path / "Security.evtx", security_log(700)))
    records = [json.loads(line) for line in texts["Security.evtx"].splitlines()]
    assert [record["EventRecordID"] for record in records] == list(range(1, 701))
    first = {"EventID": 4625, "Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing", "Computer": "PC1.example.com"}
    assert first.items() <= records[0].items()
    assert records[0]["SystemTime"] == "2026-03-04T05:06:07.000000Z"
    assert not unread


def test_a_truncated_event_log_is_read_as_far_as_it_goes(tmp_path):
    whole = security_log(700)
    texts, unread = read(written(tmp_path / "Security.evtx", whole[: 4096 + CHUNK + CHUNK // 2]))
    read_so_far = len(texts["Security.evtx"].splitlines())
    assert 100 < read_so_far < 700
    assert [(one.reason, f"{read_so_far:,} events were read" in one.detail) for one in unread] == [("damaged", True)]
    assert f"of {len(whole):,} bytes" in unread[0].detail


def test_a_damaged_block_does_not_hide_the_next(tmp_path):
    whole = bytearray(security_log(700))
    blocks = (len(whole) - 4096) // CHUNK
    whole[4096 : 4096 + 200] = b"\xff" * 200
    texts, unread = read(written(tmp_path / "Security.evtx", bytes(whole)))
    last = json.loads(texts["Security.evtx"].splitlines()[-1])
    assert last["EventRecordID"] == 700
    assert blocks > 2
    assert "1 of its blocks are damaged" in unread[0].detail


def test_events_exported_as_xml(tmp_path):
    event = (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/><EventID>4624</EventID>"
        "<TimeCreated SystemTime='2026-03-04T05:06:07.1Z'/><EventRecordID>9</EventRecordID><Channel>Security</Channel><Computer>PC1</Computer>"
        "</System><EventData><Data Name='TargetUserName'>ann</Data><Data>loose</Data></EventData></Event>"
    )
    for name, text in (("bare.xml", event * 2), ("rooted.xml", f"<?xml version='1.0' encoding='utf-8'?><Events>{event * 2}</Events>")):
        texts, unread = read(written(tmp_path / name, text.encode()))
        records = [json.loads(line) for line in texts[name].splitlines()]
        assert len(records) == 2
        assert records[0]["TargetUserName"] == "ann"
        assert records[0]["Data"] == "loose"
        assert records[0]["EventID"] == 4624
        assert not unread
    texts, unread = read(written(tmp_path / "cut.xml", f"<Events>{event}{event[:200]}".encode()))
    assert len(texts["cut.xml"].splitlines()) == 1
    assert "1 events were read; the XML breaks off" in unread[0].detail


def test_entities_in_xml_are_not_followed(tmp_path):
    secret = written(tmp_path / "secret.txt", b"a secret")
    text = (
        f'<!DOCTYPE Events [<!ENTITY x SYSTEM "file://{secret}">]><Events xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Event><System>'
        "<EventID>1</EventID><Channel>&x;</Channel></System></Event></Events>"
    )
    texts, _ = read(written(tmp_path / "evil.xml", text.encode()))
    assert "a secret" not in "".join(texts.values())


def test_in_workers_the_unread_list_holds_what_logs_lost(tmp_path):
    written(tmp_path / "Security.evtx", security_log(700)[:100_000])
    written(tmp_path / "auth.log", LINES.encode())
    with temporary_bench(workers=1) as bench:
        exhibits = custody.acquire([Evidence(str(tmp_path), "log")], by="", now=bench.now, bench=bench)
        found = reading.read(exhibits, bench=bench)
        names = {name.rpartition("/")[2] for table in found.logs.tables(["locator"]) for name in table.column("locator").to_pylist()}
    assert names == {"Security.evtx", "auth.log"}
    assert [(one.locator.rpartition("/")[2], one.reason) for one in found.unread] == [("Security.evtx", "damaged")]


def test_stretches_of_a_large_log_hold_each_of_its_lines_once(tmp_path: Path) -> None:
    lines = [
        b"a first one \xc3\xa9",
        b"",
        b"x" * 70,
        b"of an old code page \xe9",
        b"\r",
        *(f"line {at}".encode() for at in range(40)),
        b"its last",
    ]
    content = b"\n".join(lines)
    for text in (content, content + b"\n", b"one line without an end" * 9, b"\xef\xbb\xbf" + content):
        path = written(tmp_path / "a.log", text)
        (whole,) = read(path)[0].values()
        for step in (1, 7, 64, 100, len(text)):
            found: list[Unit] = []
            for first in range(0, len(text), step):
                given = [one for one in log_units(path, "a.log", "E1", stretch=(first, first + step)) if isinstance(one, Unit)]
                assert all(one.start == 0 or text[one.start - 1 : one.start] == b"\n" for one in given)
                found += given
            assert "".join(one.text for one in found) == whole


@pytest.mark.parametrize("content", [gzip.compress(LINES.encode()), LINES.encode("utf-16"), zipped({"a.log": LINES.encode()}), b""])
def test_a_log_that_cannot_be_shared_is_given_whole_to_whoever_has_its_beginning(content: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a.log", content)
    whole = list(log_units(path, "a.log", "E1"))
    assert list(log_units(path, "a.log", "E1", stretch=(0, 10))) == whole
    assert list(log_units(path, "a.log", "E1", stretch=(10, 20))) == []


def test_a_line_longer_than_a_stretch_is_held_by_nobody_else(tmp_path: Path) -> None:
    path = written(tmp_path / "a.log", b"short\n" + b"x" * 5_000_000 + b"\nlast\n")
    found = [list(log_units(path, "a.log", "E1", stretch=(first, first + 500_000))) for first in range(0, 5_000_012, 500_000)]
    assert [sum(len(one.text) for one in stretch if isinstance(one, Unit)) for stretch in found] == [5_000_007, *[0] * 9, 5]


def test_a_large_log_is_read_by_several_workers_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stanch.reading.exhibits.STRETCH", 2000)
    path = written(tmp_path / "a.log", LINES.encode())
    with temporary_bench(workers=0) as bench:
        exhibits = custody.acquire([Evidence(str(path), "log")], by="", now=START, bench=bench)
        found = reading.read(exhibits, bench=bench)
        units = [row for table in found.logs.tables() for row in table.to_pylist()]
    assert len(units) == 5
    assert "".join(one["text"] for one in units) == LINES
    assert found.unread == ()
