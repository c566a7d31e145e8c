"""Every kind of log as it comes from a machine that was attacked: all of it is accounted for, and nothing of it steers a screen."""

import json
import os
from pathlib import Path

import hostile_logs
import pytest

from stanch.cause import mapping
from stanch.cli.main import run


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Torn, mixed, reversed and overlapping logs of every kind, with terminal codes and HTML in them."""
    folder = tmp_path_factory.mktemp("logs")
    assert len(hostile_logs.write(folder)) > 7 * len(mapping.mappings())
    return folder


def test_every_file_is_read_or_told_and_overlaps_count_once(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["cause", os.fspath(logs), "--json", "--workers", "1"])
    told = capsys.readouterr()
    assert status in (0, 1), told.err
    sources = {Path(one["file"].partition("!")[0]).name: one for one in json.loads(told.out)["sources"]}
    for file in logs.iterdir():
        assert file.name in sources or file.name in told.err, f"{file.name} is nowhere"
    for file in logs.glob("*-torn-gz.log.gz"):
        assert f"{file.name}: not read: damaged" in told.err
    seen = {name.partition("-")[0]: 0 for name in sources}
    for name, one in sources.items():
        seen[name.partition("-")[0]] += one["events"]
    assert [kind for kind, events in seen.items() if not events and not kind.startswith("web_error")] == []
    for name, b in sources.items():
        if name.endswith("-export-b.log"):
            a = sources[name.replace("-b.", "-a.")]
            assert (a["events"] + a["duplicates"] + a["unparsed"]) == (b["events"] + b["duplicates"] + b["unparsed"])
    assert all(one["unparsed"] or "example" not in name for name, one in sources.items() if name.endswith("-signs.log"))


def test_what_stands_in_logs_steers_no_screen(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cause", *map(os.fspath, sorted(logs.glob("*-signs.log"))), "--workers", "1"]) in (0, 1)
    told = capsys.readouterr()
    assert "web1-signs.log" in told.out + told.err
    assert not {"\x1b", "\x07", "\u202e"} & set(told.out + told.err)


def test_a_line_of_many_megabytes_costs_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, text = next((name, text) for name, text in hostile_logs.texts() if name == "sshd1")
    log = tmp_path / f"{name}.log"
    log.write_bytes(text.encode() + b"A" * (24 << 20) + b"\n" + text.encode())
    assert run(["cause", os.fspath(log), "--json", "--workers", "1"]) == 0
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert source["events"] == 2 * len(text.splitlines())
    assert source["unparsed"] >= 1
