"""Workers that are forks of a process which loaded what they need: killed, limited and closed off as those that load it themselves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
PROGRAM = [sys.executable, "-P", str(Path(__file__).parent / "forked_program.py")]


def told(what, folder):
    ran = subprocess.run([*PROGRAM, what, str(folder)], capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_only_the_culprit_is_lost_and_the_template_forks_another(tmp_path):
    seen = told("lose", tmp_path)
    assert seen["permitted"]
    assert not seen["before"], "only a program that says so is forked"
    assert seen["names"] == ["a", "b", "c", "d"]
    reasons = {name: (reason, detail) for name, reason, detail in seen["lost"]}
    assert {name: reason for name, (reason, _) in reasons.items()} == {
        "eat": "too_large", "segfault": "damaged", "kill": "damaged", "exit": "damaged", "raise": "damaged", "hang": "timed_out",
    }  # fmt: skip
    assert "SIGSEGV" in reasons["segfault"][1]
    assert "SIGKILL" in reasons["kill"][1]
    assert "exit status 3" in reasons["exit"][1]


def test_a_fork_has_what_a_worker_has_and_no_more(tmp_path):
    seen = told("look", tmp_path)
    rows = seen["rows"]
    assert len({row["pid"] for row in rows}) == 2
    assert {row["parent"] for row in rows} == {seen["template"]}
    assert all(row["leads"] and row["loaded"] and not row["sees"] for row in rows)
    assert len({row["random"] for row in rows}) == len(rows)
    for row in rows:
        assert row["core"] == [0, 0]
        assert row["mask"] == 0o077
        assert "" not in row["path"]
        assert all(row["open"][one] == "/dev/null" for one in "012")
        others = [place for name, place in row["open"].items() if name not in "012"]
        assert len([one for one in others if one.startswith("socket:")]) == 1, "its supervisor's, not another worker's nor the template's"
        assert all(one.startswith(("socket:", "/memfd:place", str(tmp_path / "trial"), "/proc/")) for one in others), others


def test_the_first_worker_does_not_wait_for_what_later_ones_need(tmp_path):
    one, two, three = told("more", tmp_path)["rows"]
    assert not one["more"]
    assert two["more"], "it is another fork, after that was loaded"
    assert three["pid"] == two["pid"] != one["pid"]


def test_two_forks_draw_other_keys_and_nonces(tmp_path):
    one, two = (Path(path).read_bytes() for path in told("seal", tmp_path)["paths"])
    assert len(one) == len(two)
    runs = [{part[at : at + 12] for at in range(len(part) - 11)} for part in (one, two)]
    assert not runs[0] & runs[1], "no nonce and nothing sealed is the same"


def test_where_what_was_loaded_started_a_thread_workers_load_themselves(tmp_path):
    seen = told("threads", tmp_path)
    assert seen["permitted"]
    assert {row["parent"] for row in seen["rows"]} == {seen["program"]}


def test_without_its_template_a_program_starts_workers_anew(tmp_path):
    seen = told("bereave", tmp_path)
    assert seen["names"] == ["a", "b"]
    assert not seen["lost"]


def test_a_killed_program_takes_its_template_and_workers_along(tmp_path):
    program = subprocess.Popen([*PROGRAM, "stay", str(tmp_path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(family := psutil.Process(program.pid).children(recursive=True)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
