"""The whole line where there is no network, and where there is no room: a machine that was cut off, a disk that is full."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.drilled import may, responded

sys.path.append(str(Path(__file__).parent.parent / "portal"))
import hasty


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A passphrase and the breach of thirty people, two of whom bear one name and are told apart by nothing that was written."""
    folder = tmp_path_factory.mktemp("hard")
    (folder / "key").write_text("a passphrase for practice only\n")
    (folder / "key").chmod(0o600)
    made = ["drill", "--people", "30", "--seed", "77", "--out", str(folder / "drill")]
    subprocess.run([*hasty.PROGRAM, *made], check=True, capture_output=True)
    return folder


def respond(home: Path, case: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """`stanch respond` on the breach, in the room that `before` makes."""
    drill, key = home / "drill", {"STANCH_KEY_FILE": str(home / "key")}
    call = ["respond", str(drill / "evidence"), "-C", str(case), "--facts", str(drill / "facts.yaml"), "--logs", str(drill / "logs")]
    return subprocess.run([*before, *hasty.PROGRAM, *call], env={**os.environ, **key}, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not may("-n"), reason="this machine lets nobody make a network of their own")
def test_the_whole_line_runs_where_there_is_no_network_interface(tmp_path_factory: pytest.TempPathFactory) -> None:
    done = responded(tmp_path_factory)
    assert re.findall(r"^ *(\w+):", (done / "interfaces").read_text(), re.MULTILINE) == ["lo"]
    assert "people are affected" in (done / "told").read_text()
    assert (done / "case" / "report" / "summary.pdf").exists()
    assert list((done / "case" / "report" / "letters").glob("*.pdf"))


@pytest.mark.skipif(not may("-m"), reason="this machine lets nobody mount a disk of their own")
def test_a_full_disk_is_told_and_loses_nothing(home: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    before = {path: path.read_bytes() for path in (home / "drill" / "evidence").rglob("*") if path.is_file()}
    # With room made, the same command goes on in the same case.
    script = 'mount -t tmpfs -o size=1800k none "$0" && { "$@"; echo "ended $?"; } && mount -o remount,size=400m "$0" && { "$@"; echo "ended $?"; }'
    done = respond(home, small / "case", "unshare", "-r", "-m", "sh", "-c", script, str(small))
    told = done.stdout + done.stderr
    assert "ended 3" in told, told[-2000:]
    assert "Free some room" in told
    assert "Traceback" not in told
    assert "ended 1" in told
    assert "29 people are affected" in told
    assert {path: path.read_bytes() for path in before} == before
