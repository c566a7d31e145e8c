"""Workers that hang, eat, crash or are killed cost the input they were on, nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine_tasks import SCHEMA, many, work

from stanch.engine import Bench, Limits, run, worker
from stanch.engine import chunk as chunks
from stanch.errors import StanchError
from stanch.vault import Keys

SCHEMAS = {"rows": SCHEMA, "others": SCHEMA}
KEYS = Keys(b"k" * 32)


def bench(folder, workers=2, seconds=2.0, memory=600 << 20):
    return Bench(work=folder, keys=KEYS, as_of=date(2026, 1, 1), workers=workers, limits=Limits(seconds, memory))


def names(result, output="rows"):
    return [name for table in result.parts[output].tables() for name in table.column("name").to_pylist()]


def go(folder, given, **how):
    inputs = [{"name": one} if isinstance(one, str) else one for one in given]
    return run(work, inputs, SCHEMAS, step="trial", version="1", bench=bench(folder, **how))


def test_order_is_that_of_the_inputs_whatever_the_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "COUNT", 3)
    given = [f"{'both' if n % 3 else 'one'}{n}" for n in range(20)]
    found = [go(tmp_path / str(workers), given, workers=workers) for workers in (0, 1, 2, 4)]
    assert names(found[0]) == given
    for other in found[1:]:
        for output in SCHEMAS:
            assert list(other.parts[output].tables()) == list(found[0].parts[output].tables())
            assert [path.name for path in other.parts[output].paths] == [path.name for path in found[0].parts[output].paths]


@pytest.mark.parametrize(
    ("bad", "reason", "word"),
    [("hang", "timed_out", "2 seconds"), ("eat", "too_large", "memory"), ("segfault", "damaged", "SIGSEGV"), ("kill", "damaged", "SIGKILL"),
     ("exit", "damaged", "exit status 3"), ("raise", "damaged", "ValueError"), ("absent", "damaged", "FileNotFoundError"), ("evidence", "encrypted", "wants a password")],
)  # fmt: skip
def test_only_the_culprit_is_lost(tmp_path, bad, reason, word):
    # Only what hangs is to meet the limit of time, however slow the machine.
    result = go(tmp_path, ["a", bad, "b", "c"], workers=1, seconds=2.0 if bad == "hang" else 60.0)
    assert names(result) == ["a", "b", "c"]
    (lost,) = result.lost
    assert (lost.input["name"], lost.reason) == (bad, reason)
    assert word in lost.detail
    assert "987" not in lost.detail


def test_a_second_run_does_nothing_and_remembers_losses(tmp_path):
    mark = tmp_path / "mark"
    given = [{"name": "a", "mark": str(mark)}, {"name": "exit"}, {"name": "b", "mark": str(mark)}]
    first = go(tmp_path / "w", given)
    written = mark.read_text()
    second = go(tmp_path / "w", given)
    assert mark.read_text() == written
    assert second.lost == first.lost
    assert names(second) == names(first) == ["a", "b"]


def test_other_inputs_leave_nothing_of_the_former_behind(tmp_path):
    go(tmp_path, ["a", "b"])
    result = go(tmp_path, ["c"])
    assert names(result) == ["c"]
    assert {path.name.split(".")[0] for path in (tmp_path / "trial").iterdir()} == {result.parts["rows"].paths[0].name.split(".")[0]}


def test_killed_program_goes_on_and_leaves_no_orphans(tmp_path):
    given = [{"name": "exit"}, *[{"name": "slow", "weight": 9 << 20, "mark": str(tmp_path / "mark"), "n": n} for n in range(12)]]
    (tmp_path / "given.json").write_text(json.dumps(given))
    script = (
        f"import sys, json; sys.path.insert(0, {str(Path(__file__).parent)!r}); sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        f"from test_engine import go; from pathlib import Path\n"
        f"go(Path({str(tmp_path / 'w')!r}), json.load(open({str(tmp_path / 'given.json')!r})))"
    )
    program = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 30
    while not (tmp_path / "mark").exists() or len((tmp_path / "mark").read_text().split()) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    workers = psutil.Process(program.pid).children(recursive=True)
    assert workers
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    _, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive
    before = len((tmp_path / "mark").read_text().split())
    result = go(tmp_path / "w", given)
    assert names(result) == ["slow"] * 12
    assert [lost.input["name"] for lost in result.lost] == ["exit"]
    assert len((tmp_path / "mark").read_text().split()) - before < 12
    assert not list((tmp_path / "w").rglob("*.partial"))


def test_keys_are_on_no_command_line(tmp_path, monkeypatch):
    seen = []
    from stanch.engine import crew

    original = subprocess.Popen

    def watched(command, **how):
        seen.append((command, how.get("env")))
        return original(command, **how)

    monkeypatch.setattr(crew.subprocess, "Popen", watched)
    go(tmp_path, ["a"])
    assert seen
    assert all(KEYS.master.decode() not in " ".join([*command, *(env or {}).values()]) for command, env in seen)


def test_a_fault_of_writing_is_told_and_not_blamed_on_the_evidence(tmp_path):
    with pytest.raises(StanchError, match="could not be written"):
        go(tmp_path, ["a", "wrong"])


def test_whoever_ends_it_waits_for_no_input_and_what_is_done_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "COUNT", 1)
    done = []

    def beat():
        if done and done[-1]:
            raise KeyboardInterrupt

    at = replace(bench(tmp_path, workers=1, seconds=600.0), progress=lambda _what, so_far, _of: done.append(so_far), beat=beat)
    with pytest.raises(KeyboardInterrupt):
        run(work, [{"name": "a"}, {"name": "hang"}], SCHEMAS, step="trial", version="1", bench=at)
    running = [one for one in psutil.Process().children(recursive=True) if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    assert not any("stanch.engine.worker" in one.cmdline() for one in running)  # multiprocessing leaves a process of its own
    done.clear()
    go(tmp_path, ["a"], workers=0)
    assert list((tmp_path / "trial").glob("*.parquet"))


@pytest.mark.parametrize("workers", [0, 1])
def test_row_groups_written_while_the_task_goes_on_are_whole_and_in_order(tmp_path, workers):
    given = [{"name": one} for one in ("a", "raise", "b")]
    result = run(many, given, {"rows": SCHEMA}, step="trial", version="1", bench=bench(tmp_path, workers, seconds=60.0))
    tables = list(result.parts["rows"].tables())
    assert [one["size"].to_pylist() for one in tables] == [list(range(at, at + 8_000)) for at in range(0, 40_000, 8_000)] * 3
    assert names(result) == ["a"] * 40_000 + ["raise"] * 40_000 + ["b"] * 40_000, "what it yielded before it raised stays"
    assert [one.input["name"] for one in result.lost] == ["raise"]


def test_a_fault_of_writing_beside_the_task_is_told_too(tmp_path, monkeypatch):
    written = []

    def full(sink, _held):
        written.append(sink)
        raise OSError("no space left")

    monkeypatch.setattr(worker._Sink, "_write", full)
    with pytest.raises(OSError, match="no space left"):
        run(many, [{"name": "a"}], {"rows": SCHEMA}, step="trial", version="1", bench=bench(tmp_path, 0))
    assert len(written) < 5, "at the next row group, not at the end"
    assert not list((tmp_path / "trial").glob("*"))
