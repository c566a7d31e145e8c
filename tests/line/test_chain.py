"""The line is a chain: each step's inputs are made before it, by people or by an earlier step."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import stanch
from stanch.engine import Bench, Parts
from stanch.line import BULK, FROM_PEOPLE, LINE, MemoryStore, walk
from stanch.records import Evidence, Facts, Incident, Organisation, Unread
from stanch.vault import random_keys

ROOMS = [step.name for step in LINE]
# What `line` calls in each room, with the names of arguments it gives by name.
CALLED = {
    "custody": ("acquire", {"by", "now", "bench"}),
    "reading": ("read", {"bench"}),
    "cause": ("reconstruct", {"bench"}),
    "extent": ("scan", {"bench"}),
    "people": ("consolidate", {"bench"}),
    "law": ("assess", set()),
    "protection": ("offer", set()),
    "notices": ("draft", {"bench"}),
    "recovery": ("plan", set()),
}


def test_each_input_is_made_by_an_earlier_step_or_comes_from_people():
    made = set(FROM_PEOPLE)
    for step in LINE:
        assert set(step.takes) <= made, step.name
        made |= set(step.gives)


def test_nothing_flows_back():
    taken: set[type] = set()
    for step in LINE:
        # Unread is a list that several steps add to, and no step takes.
        assert not (set(step.gives) & taken), step.name
        assert Unread not in step.takes
        taken |= set(step.takes)
    assert not {Evidence, Facts} & {kind for step in LINE for kind in step.gives}


def test_bulk_rows_are_those_that_rooms_make():
    assert set(BULK) <= {kind for step in LINE for kind in step.gives}


def test_steps_have_names_and_questions_of_their_own():
    assert len(set(ROOMS)) == len(LINE) == len({step.question for step in LINE})
    assert all(step.question.endswith("?") for step in LINE)


def test_logs_are_read_again_for_what_is_said_of_the_incident_alone(tmp_path: Path) -> None:
    store, keys = MemoryStore(), random_keys()
    bench = Bench(work=tmp_path, keys=keys, as_of=date(2026, 11, 1), workers=0)
    for name in ("units", "logs"):
        store.put_parts(name, Parts((), keys))
    done = []
    for known in (Facts(), Facts(org=Organisation(name="Acme")), Facts(incident=Incident(kind="ransomware"))):
        store.put(Facts, [known])
        done.append(walk(store, bench, only=("cause",)))
    assert done == [["cause"], [], ["cause"]]


def test_what_was_found_stays_readable_until_the_new_is_recorded(tmp_path: Path) -> None:
    """A page that is looked at while evidence is searched anew reads the findings of before."""

    class Watched(MemoryStore):
        def put_parts(self, name: str, parts: Parts) -> None:
            before = self.get_parts(name)
            readable.append(sum(before.rows() for before in (before,) if before))
            super().put_parts(name, parts)

    readable: list[int] = []
    given = tmp_path / "given"
    given.mkdir()
    (given / "a.csv").write_text("Name,SSN\nAda Example,900-12-3456\n")
    store = Watched()
    store.put(Evidence, [Evidence(str(given), "evidence")])
    bench = Bench(work=tmp_path / "work", keys=random_keys(), as_of=date(2026, 11, 24), workers=0, settings={"by": "it"})
    walk(store, bench, only=("custody", "reading", "extent"))
    before = [path for name in ("units", "findings") for path in store.get_parts(name).paths]
    (given / "a.csv").write_text("Name,SSN\nBo Example,900-12-3457\n")
    readable.clear()
    walk(store, bench, only=("custody", "reading", "extent"))
    assert readable[0] == 1, "units"
    assert readable[-1] >= 2, "findings"
    assert not [path for path in before if path.exists()], "nothing of before stays"


@pytest.mark.parametrize("room", ROOMS)
def test_the_function_that_the_line_calls_is_exported(room):
    name, given = CALLED[room]
    package = importlib.import_module(f"stanch.{room}")
    assert name in package.__all__
    parameters = inspect.signature(getattr(package, name)).parameters
    assert given <= set(parameters)


def test_every_step_is_a_room():
    packages = {one.name for one in pkgutil.iter_modules(stanch.__path__) if one.ispkg}
    assert set(ROOMS) <= packages


@pytest.mark.parametrize("room", ["drill", "report", *ROOMS])
def test_everything_a_room_exports_exists(room):
    package = importlib.import_module(f"stanch.{room}")
    for name in package.__all__:
        assert getattr(package, name) is not None


HEAVY = {"django", "splink", "duckdb", "hyperscan", "typst", "pypdfium2", "pikepdf", "openpyxl", "xberg", "rapidocr", "vl_convert", "sigma"}


@pytest.mark.parametrize("call", [["--help"], ["law", "list"], ["scan", "--help"], ["respond", "--help"]])
def test_a_quick_call_loads_none_of_the_heavy_libraries(call):
    code = (
        "import sys; from stanch.cli.main import run; run(sys.argv[1:]);"
        f"print('LOADED', sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("LOADED []")
