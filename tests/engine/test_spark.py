"""The same work on a Spark session of this machine: same parts, same losses, and a fault is told in words."""

import json
import os
import shutil
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine_tasks import SCHEMA, work
from test_engine import SCHEMAS, bench, names

from stanch.cli.main import run as stanch
from stanch.engine import chunk as chunks
from stanch.engine import run, spark
from stanch.errors import StanchError, WrongCall

needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or not shutil.which("java"), reason="the extra stanch[spark] (pyspark) and Java 17 are not installed"
)


@pytest.fixture(scope="module", autouse=True)
def _findable():
    """The cluster's Python imports the tasks of these tests too."""
    kept = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), kept]))
    yield
    spark._stop()
    os.environ.pop("PYTHONPATH")
    if kept:
        os.environ["PYTHONPATH"] = kept


def go(folder, given, *, engine="spark", seconds=30.0, progress=None):
    inputs = [{"name": one} if isinstance(one, str) else one for one in given]
    at = replace(bench(folder, seconds=seconds), engine=engine)
    if progress:
        at = replace(at, progress=progress)
    return run(work, inputs, SCHEMAS, step="trial", version="1", bench=at)


@needs_spark
def test_parts_and_losses_are_those_of_the_local_engine(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "COUNT", 3)
    given = ["a", "both1", "kill", "b", "raise", "c", "evidence", "both2", "d", "exit"]
    told = []
    on_spark = go(tmp_path / "spark", given, progress=lambda *what: told.append(what))
    here = go(tmp_path / "local", given, engine="local")
    assert names(on_spark) == names(here) == ["a", "both1", "b", "c", "both2", "d"]
    assert on_spark.lost == here.lost
    assert {lost.input["name"] for lost in on_spark.lost} == {"kill", "raise", "evidence", "exit"}
    for output in SCHEMAS:
        assert [path.name for path in on_spark.parts[output].paths] == [path.name for path in here.parts[output].paths]
    assert told[-1] == ("trial", len(given), len(given))


@needs_spark
def test_what_hangs_is_lost_alone(tmp_path):
    result = go(tmp_path, ["a", "hang", "b"], seconds=2.0)
    assert names(result) == ["a", "b"]
    assert [(lost.input["name"], lost.reason) for lost in result.lost] == [("hang", "timed_out")]


@needs_spark
def test_a_second_run_does_nothing(tmp_path):
    mark = tmp_path / "mark"
    given = [{"name": name, "mark": str(mark)} for name in "abc"]
    go(tmp_path / "w", given)
    assert sorted(mark.read_text().split()) == ["a", "b", "c"]
    assert names(go(tmp_path / "w", given)) == ["a", "b", "c"]
    assert names(go(tmp_path / "w", given, engine="local")) == ["a", "b", "c"]
    assert len(mark.read_text().split()) == 3


@needs_spark
def test_a_machine_that_cannot_write_is_told(tmp_path):
    folder = tmp_path / "w"
    (folder / "trial").mkdir(parents=True)
    with pytest.raises(StanchError, match="could not be written"):
        go(folder, [{"name": "wrong"}])


def test_parts_written_elsewhere_are_told(tmp_path):
    at = bench(tmp_path)
    (tmp_path / "trial").mkdir()
    waiting = chunks.cut(work, [{"name": "a"}], "1", tmp_path / "trial", at)
    with pytest.raises(StanchError, match="somewhere else"):
        spark._check_shared(waiting, at)


def test_a_chunk_that_is_done_is_not_done_again(tmp_path):
    mark = tmp_path / "mark"
    (tmp_path / "trial").mkdir()
    (chunk,) = chunks.cut(work, [{"name": "a", "mark": str(mark)}], "1", tmp_path / "trial", bench(tmp_path))
    order = spark.Order("engine_tasks", "work", {"rows": SCHEMA}, "trial", bench(tmp_path, seconds=30.0))
    sys.path.insert(0, str(Path(__file__).parent))
    assert [spark.do_chunk(order, chunk) for _ in range(2)] == ["", ""]
    assert mark.read_text().split() == ["a"]
    while spark._kept:
        spark._kept.pop().dismiss()


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(WrongCall, match="not installed") as told:
        spark.check()
    assert "stanch[spark]" in told.value.do
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(spark.shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(WrongCall, match="Java 17"):
        spark.check()


@needs_spark
def test_scan_and_people_find_the_same_on_a_cluster(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Patient Maria Lopez, SSN 900-1{number}-4321, maria{number}@example.com\n")
    lines = [json.dumps({"id": n, "text": f"SSN 900-1{n}-4321"}) for n in range(3)]
    (tmp_path / "set.jsonl").write_text("\n".join([*lines, "no json"]))
    rows = "".join(
        f"{n},{('Ana,Ruiz', 'Bo,Miller', 'Carl,Okafor')[n % 3]},{n % 3}@example.com,19{70 + n % 3}-02-1{n % 3}\n" for n in range(9)
    )
    (tmp_path / "table.csv").write_text("id,first_name,last_name,email,dob\n" + rows)
    found = {}
    for engine in ("local", "spark"):
        kept = [tmp_path / f"{engine}.jsonl", tmp_path / f"{engine}.csv", tmp_path / f"{engine}.spans"]
        spans = ["scan", str(tmp_path / "set.jsonl"), "--format", "spans", "--engine", engine, "--out", str(kept[2])]
        assert stanch(spans) == 1  # a line that is no document
        assert stanch(["scan", str(folder), "--engine", engine, "--format", "jsonl", "--out", str(kept[0])]) == 0
        assert stanch(["people", str(tmp_path / "table.csv"), "--engine", engine, "--out", str(kept[1])]) == 0
        found[engine] = [path.read_text() for path in kept]
    assert found["spark"] == found["local"]
    assert "us_ssn" in found["spark"][0]
    assert found["spark"][2].count('"SSN"') == 3
    assert len({line.split(",")[1] for line in found["spark"][1].splitlines()[1:]}) == 3
