"""Exporting: the bag verifies with the public library, and holds what was taken or nothing."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import bagit
import pytest

from stanch import custody
from stanch.engine import Bench
from stanch.errors import StanchError, WrongCall
from stanch.records import Evidence, Exhibit
from stanch.vault import random_keys

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    for name in (b"CON.txt", b"a.txt", b"A.txt", b"$(reboot).pdf", b"b\xff.txt", b"per%20cent\r\n.txt"):
        with open(os.fsencode(folder) + b"/" + name, "wb") as stream:  # noqa: PTH123
            stream.write(name)
    (folder / "link").symlink_to("a.txt")
    return folder


@pytest.fixture
def exhibits(tmp_path: Path, share: Path) -> list[Exhibit]:
    work = Bench(tmp_path / "work", random_keys(), date(2026, 11, 24))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "auth.log").write_text("x")
    return custody.acquire([Evidence(str(share)), Evidence(str(tmp_path / "logs"), "log")], by="x", now=NOW, bench=work)


def test_the_bag_verifies_and_holds_every_byte(tmp_path: Path, exhibits: list[Exhibit]) -> None:
    exported = custody.export(exhibits, tmp_path / "bag", fields={"Source-Organization": "Acme\nFake-Label: x"}, now=NOW)
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["Source-Organization"] == "Acme Fake-Label: x"
    assert bag.info["Bagging-Date"] == "2026-11-24"
    assert set(bag.algorithms) == {"sha256", "sha512"}
    lines = [json.loads(line) for line in (tmp_path / "bag" / "exhibits.jsonl").read_text().splitlines()]
    assert exported.files == 7
    assert exported.left_out == (("share/link", "link to a.txt; not followed"),)
    assert {line["payload"] for line in lines if line["name"] == "share/link"} == {None}
    for line in lines:
        if line["payload"]:
            original = next(exhibit.path for exhibit in exhibits if exhibit.id == line["id"])
            assert (tmp_path / "bag" / line["payload"]).read_bytes() == Path(original).read_bytes()
            assert line["blake3"]
    payloads = [line["payload"].casefold() for line in lines if line["payload"]]
    assert len(set(payloads)) == len(payloads), "names must stay apart where upper and lower case are one"
    assert str(tmp_path) not in (tmp_path / "bag" / "exhibits.jsonl").read_text(), "the custodian's own paths stay here"


def test_one_changed_byte_breaks_the_bag(tmp_path: Path, exhibits: list[Exhibit]) -> None:
    custody.export(exhibits, tmp_path / "bag", fields={}, now=NOW)
    for name in ("data/evidence/share/A.txt", "exhibits.jsonl", "bag-info.txt"):
        path = tmp_path / "bag" / name
        content = path.read_bytes()
        path.write_bytes(content[:-2] + b"~" + content[-1:])
        assert not bagit.Bag(str(tmp_path / "bag")).is_valid(), name
        path.write_bytes(content)
    assert bagit.Bag(str(tmp_path / "bag")).is_valid()


def test_altered_evidence_is_never_exported(tmp_path: Path, share: Path, exhibits: list[Exhibit]) -> None:
    (share / "a.txt").write_bytes(b"other")
    with pytest.raises(StanchError, match="not what was taken"):
        custody.export(exhibits, tmp_path / "bag", fields={}, now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logs", "share"], "no half bag is left"


def test_nothing_is_overwritten(tmp_path: Path, exhibits: list[Exhibit]) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(WrongCall, match="something already"):
        custody.export(exhibits, tmp_path / "bag", fields={}, now=NOW)
