"""A member on which a reader hangs, grows or dies costs itself, not the archive it is in."""

import io
import tarfile
import zipfile
from datetime import UTC, date, datetime

import planted
import pytest

from stanch import custody, reading
from stanch.engine import Bench, Limits
from stanch.reading import exhibits as room
from stanch.reading.watch import Watch, stops_of
from stanch.records import Evidence
from stanch.vault import Keys

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "read_exhibit", planted.read_planted)

    def go(path, seconds=2.0, memory=700 << 20):
        bench = Bench(tmp_path / "work", Keys(b"k" * 32), date(2026, 11, 24), workers=1, limits=Limits(seconds, memory), moment=NOW)
        bench.work.mkdir(exist_ok=True)
        result = reading.read(custody.acquire([Evidence(str(path))], by="x", now=NOW, bench=bench), bench=bench)
        rows = [row for table in result.units.tables() for row in table.to_pylist()]
        return {row["locator"]: row["text"] for row in rows if ("listing", "members") not in row["properties"]}, {
            one.locator: one for one in result.unread
        }

    return go


def packed(members):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


@pytest.mark.parametrize(("word", "reason"), [("HANG", "timed_out"), ("EARLY", "timed_out"), ("GROW", "too_large"), ("DIE", "damaged")])
def test_only_the_member_is_lost(tmp_path, read, word, reason):
    inner = packed({"x.txt": "before", "bad.txt": f"{word} and some more words", "y.txt": "behind"})
    path = tmp_path / "share.zip"
    path.write_bytes(packed({"first.txt": "the first one", "in.zip": inner, "last.txt": "the last one"}))
    texts, unread = read(path, seconds=2.0 if reason == "timed_out" else 60.0)
    good = {"first.txt": "the first one", "in.zip!/x.txt": "before", "in.zip!/y.txt": "behind", "last.txt": "the last one"}
    for name, content in good.items():
        assert content in texts[f"share.zip!/{name}"]
    assert set(unread) == {"share.zip!/in.zip!/bad.txt"}
    assert unread["share.zip!/in.zip!/bad.txt"].reason == reason
    # What it had given, or what the next reader makes of it, is there.
    assert word in texts["share.zip!/in.zip!/bad.txt"]


def test_several_members_and_files_beside_them(tmp_path, read):
    folder = tmp_path / "share"
    folder.mkdir()
    with tarfile.open(folder / "a.tar", "w") as archive:
        for number in range(8):
            content = (f"HANG {number}" if number in (1, 4, 7) else f"word {number}").encode()
            member = tarfile.TarInfo(f"{number}.txt")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    (folder / "b.txt").write_text("beside")
    (folder / "c.txt").write_text("DIE")
    texts, unread = read(folder, seconds=3.0)
    assert {name for name in texts if "a.tar" in name} == {f"share/a.tar!/{number}.txt" for number in range(8)}
    assert "beside" in texts["share/b.txt"]
    assert {(name, one.reason) for name, one in unread.items()} == {
        *((f"share/a.tar!/{number}.txt", "timed_out") for number in (1, 4, 7)), ("share/c.txt", "damaged")
    }  # fmt: skip


def test_the_engine_gives_up_on_an_exhibit_that_is_nothing_but_traps(tmp_path, read, monkeypatch):
    from stanch.engine import chunk

    monkeypatch.setattr(chunk, "MOST_STUCK", 3)
    path = tmp_path / "share.zip"
    path.write_bytes(packed({"good.txt": "before", **{f"{number}.txt": "DIE" for number in range(6)}}))
    texts, unread = read(path)
    assert "before" in texts["share.zip!/good.txt"]
    assert set(unread) == {"share.zip!/0.txt", "share.zip!/1.txt", "share.zip!/2.txt", "share.zip"}
    assert "what follows was not read" in unread["share.zip"].detail


def test_a_place_that_is_not_met_again_is_told_all_the_same():
    watch = Watch(stops=stops_of([{"at": "mark:0:3", "reason": "timed_out", "detail": "not finished", "last": False}]))
    assert list(watch.followed(lambda: iter("abcdef"), "elsewhere", 0, 1)) == list("abcdef")
    assert [(one.reason, "not come to again" in one.detail) for one in watch.missed()] == [("timed_out", True)]
