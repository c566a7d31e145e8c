"""Workers that stay: one serves several steps; the dead and the fat are not kept; what cannot be loaded early is no harm."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine_tasks import SCHEMA, work

from stanch.engine import Bench, Limits, run, supervisor
from stanch.engine import crew as crews
from stanch.engine.crew import Crew
from stanch.vault import Keys


@pytest.fixture
def called(monkeypatch):
    """The worker processes that were started."""
    made = []

    class Watched(crews.Member):
        def __init__(self, template=None):
            super().__init__(template)
            made.append(self)

    monkeypatch.setattr(crews, "Member", Watched)
    return made


def names(bench, step, given):
    inputs = [{"name": name} for name in given]
    result = run(work, inputs, {"rows": SCHEMA, "others": SCHEMA}, step=step, version="1", bench=bench)
    return [name for table in result.parts["rows"].tables() for name in table.column("name").to_pylist()]


def bench_of(folder, crew):
    return Bench(work=folder, keys=Keys(b"k" * 32), as_of=date(2026, 1, 1), workers=1, limits=Limits(5.0, 600 << 20), crew=crew)


def test_one_worker_serves_two_steps_and_ends_with_the_crew(tmp_path, called):
    with Crew() as crew:
        crew.call(["stanch.engine.worker", "stanch.nowhere", "stanch.engine.worker:nothing"])
        bench = bench_of(tmp_path, crew)
        assert names(bench, "one", ["a", "b"]) == ["a", "b"]
        assert names(bench, "two", ["c"]) == ["c"]
        assert len(called) == 1
        assert called[0].process.poll() is None
    assert called[0].process.poll() is not None


def test_a_worker_that_was_lost_is_replaced(tmp_path, called):
    with Crew() as crew:
        bench = bench_of(tmp_path, crew)
        assert names(bench, "one", ["a", "kill", "b"]) == ["a", "b"]
        called[-1].process.kill()
        called[-1].process.wait()
        assert names(bench, "two", ["c"]) == ["c"]
    assert len(called) == 3
    assert all(one.process.poll() is not None for one in called)


def test_a_worker_that_holds_much_is_not_kept(tmp_path, called, monkeypatch):
    monkeypatch.setattr(supervisor, "STAYS_BELOW", 1 << 20)
    with Crew() as crew:
        bench = bench_of(tmp_path, crew)
        names(bench, "one", ["a"])
        assert called[0].process.poll() is not None
        names(bench, "two", ["b"])
    assert len(called) == 2


def test_a_worker_is_not_given_another_limit_than_its_own(tmp_path, called):
    with Crew() as crew:
        bench = bench_of(tmp_path, crew)
        names(bench, "one", ["a"])
        names(replace(bench, limits=Limits(5.0, 700 << 20)), "two", ["b"])
    assert len(called) == 2
