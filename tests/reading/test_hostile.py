"""A small part of what `benchmarks/hostile_files.py` does at length: nothing hostile ends a run, hides a file or leaves its folder."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
# The quick ones: the others take seconds to build.
CASES = (
    *(
        "traversal.zip",
        "traversal.tar",
        "laughs.xml",
        "outside.xml",
        "laughs.docx",
        "far.xlsx",
        "huge.png",
        "wide.png",
        "loop.tif",
        "pages.pdf",
    ),
    *(
        "outline.pdf",
        "forms.pdf",
        "mails.eml",
        "deep.zip",
        "deep.rtf",
        "deep.xml",
        "ole.doc",
        "ole.xls",
        "pg.dump",
        "empty.txt",
        "one.bin",
        "aliases.yaml",
    ),
)


@pytest.fixture
def hostile(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import hostile_cases
    import hostile_files

    yield hostile_files, hostile_cases
    for name in ("hostile_files", "hostile_cases"):
        sys.modules.pop(name, None)


def test_every_hostile_file_is_accounted_for(hostile, tmp_path, monkeypatch):
    files, cases = hostile
    monkeypatch.setattr(files, "CASES", {name: cases.CASES[name] for name in CASES})
    count = files.build(tmp_path / "in" / "set", 60, 7, None)
    failed, summary = files.run(tmp_path / "in" / "set", seconds=30.0, memory=2 << 30, workers=1)
    assert failed == []
    assert summary.startswith(f"{count} files")
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["set"]


def test_a_file_on_this_machine_is_never_read_through_an_entity(hostile, tmp_path):
    from stanch.reading import read_file

    path = tmp_path / "x.xml"
    secret = tmp_path / "secret"
    secret.write_text("not for the reader")
    path.write_bytes(hostile[1].outside().replace(b"/etc/passwd", str(secret).encode()))
    assert all("not for the reader" not in getattr(one, "text", "") for one in read_file(path, "x.xml", "x"))


def test_entities_do_not_multiply(hostile, tmp_path):
    from stanch.reading import read_file

    for name, content in (("x.xml", hostile[1].laughs()), ("x.docx", hostile[1].CASES["laughs.docx"]())):
        (tmp_path / name).write_bytes(content)
        assert sum(len(getattr(one, "text", "")) for one in read_file(tmp_path / name, name, "x")) < 100_000


def test_members_that_share_a_stream_are_refused_early(hostile, tmp_path):
    from stanch.reading import read_file

    (tmp_path / "o.zip").write_bytes(hostile[1].overlapping_bomb())
    found = list(read_file(tmp_path / "o.zip", "o.zip", "x"))
    assert found[-1].reason == "too_large"


def test_a_member_that_hangs_the_second_reader_costs_itself_only(hostile, tmp_path, monkeypatch):
    import asyncio

    import xberg

    from stanch.reading import read_file
    from stanch.reading.readers import second

    monkeypatch.setattr(second, "MEMBER_SECONDS", 0.1)
    monkeypatch.setattr(xberg, "extract", lambda _given: asyncio.sleep(30))
    path = tmp_path / "a.zip"
    path.write_bytes(hostile[1].zipped({"a.hwp": b"\x00\x01hangs" * 50, "b.txt": b"still read"}))
    found = list(read_file(path, "a.zip", "x"))
    assert "still read" in [getattr(one, "text", "") for one in found]
    assert [one.reason for one in found if hasattr(one, "reason")] == ["timed_out"]
