"""Makes every case that stands in a data file a test with its own name, and lets the workers of a run share what they compile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.quick_cases import quick
from tests.rule_files import OfRules, collected

# Loading and making records makes many objects and no circles: looked through less often than Python would, as the program itself does.
SELDOM = (50_000, 20, 20)
PLACE = pytest.StashKey[int]()


@pytest.fixture(scope="session", autouse=True)
def _quick_cases() -> Iterator[None]:
    with quick():
        yield


def pytest_collection() -> None:
    """Gather the tests without a collector of garbage: there is none among them, and it would look through them over and over."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Set the tests aside for good, and collect again what each leaves behind."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a data file whose folder has a prover."""
    return collected(file_path, parent)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Each worker of a run begins in another part of a folder: what one has compiled there, the others find made."""
    report = yield
    told = getattr(collector.config, "workerinput", None)
    if told and isinstance(collector, pytest.Directory) and report.passed:
        for place, node in enumerate(report.result):
            node.stash[PLACE] = place
        first = len(report.result) * int(told["workerid"].removeprefix("gw")) // told["workercount"]
        report.result = [*report.result[first:], *report.result[:first]]
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what was gathered in the order that is everybody's."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: [node.stash.get(PLACE, 0) for node in item.listchain()])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run the cases of a data file: they have nothing to set up and leave nothing behind, and of nothing no worker need report."""
    if not isinstance(item, OfRules):
        return None
    told = item.ihook
    told.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=(KeyboardInterrupt, pytest.exit.Exception))
    told.pytest_runtest_logreport(report=told.pytest_runtest_makereport(item=item, call=call))
    told.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
