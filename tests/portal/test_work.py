"""The work beside the pages can be stopped, goes on where it was, and is not forgotten when the portal ends."""

import threading
from collections.abc import Iterator

import hasty
import pytest

from stanch.casefile import Case, handing, walking
from stanch.engine import crew
from stanch.engine.template import Template
from stanch.portal import work
from stanch.portal.work import Worker
from stanch.records import Person

WORKERS = 2  # of a walk, at the most at once


class Walks:
    """The line's own walk is tried elsewhere: this one begins, and walks until it is let go."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.on_the_way, self.may_end = threading.Event(), threading.Event()

    def walk(self, _case, bench, *, watch, first):  # type: ignore[no-untyped-def]
        assert watch
        self.began.append(first)
        self.on_the_way.set()
        while not self.may_end.wait(0.002):
            bench.beat()


@pytest.fixture
def walks(case, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walks]:  # type: ignore[no-untyped-def]
    made = Walks()
    monkeypatch.setattr(walking, "walk", made.walk)
    walking.set_pending(case, "")
    yield made
    made.may_end.set()
    walking.set_pending(case, "")


def under_way(walks: Walks, worker: Worker, case, first: work.First) -> None:  # type: ignore[no-untyped-def]
    walks.on_the_way.clear()
    worker.start(case, by="Ann", first=first)
    assert walks.on_the_way.wait(hasty.PATIENCE_SECONDS)


def test_what_walks_can_be_stopped_and_goes_on_from_the_same_step(case, walks: Walks) -> None:  # type: ignore[no-untyped-def]
    worker, before = Worker(), len(case.journal)
    under_way(walks, worker, case, "custody")
    worker.stop(case, by="Ben")
    worker.stop(case, by="Cy")
    worker.wait()
    assert (worker.progress().state, worker.progress().by) == ("stopped", "Ben")
    assert [(one.action, one.actor) for one in case.journal.entries(start=before)] == [("stop work", "Ben")]
    following = Worker()
    following.resume(case)
    assert walks.began == ["custody"], "what a person stopped waits for a person"
    assert (following.progress().state, following.progress().by) == ("stopped", "Ben"), "and the next portal says so"
    again = Worker()
    walks.may_end.set()
    again.start(case, by="Ann", first="law")
    again.wait()
    assert walks.began == ["custody", "custody"], "what is left of it is not passed over by a smaller walk"
    assert (again.progress().state, walking.pending(case)) == ("done", ("", ""))


def test_the_end_of_the_portal_cuts_a_long_walk_off_and_the_next_one_goes_on_by_itself(case, walks: Walks) -> None:  # type: ignore[no-untyped-def]
    worker = Worker()
    under_way(walks, worker, case, "people")
    worker.wait(0.01)
    assert (worker.progress().state, worker.progress().by) == ("stopped", work.CUT)
    following = Worker()
    walks.may_end.set()
    following.resume(case)
    following.wait()
    assert walks.began == ["people", "people"]
    following.resume(case)
    assert len(walks.began) == 2, "what came to its end is not walked again"


def test_the_page_stops_it_and_says_so_on_every_page(owner, case, walks: Walks, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    worker = Worker()
    monkeypatch.setattr(work.worker, "_of", {"": worker})
    under_way(walks, worker, case, "law")
    assert 'name="do" value="stop"' in owner.get("/work").content.decode()
    assert owner.post("/work", {"do": "stop"}).status_code == 302
    worker.wait()
    page = owner.get("/work").content.decode()
    assert "It was stopped by" in page
    assert ">Go on</button>" in page
    assert "was stopped before its end" in owner.get("/duties").content.decode()


CUSTOMERS = b"name,ssn,email\nAda Example,900-11-1001,ada@example.com\nBen Sample,900-11-1002,ben@example.com\n"
LOG = b'198.51.100.7 - - [23/Nov/2026:07:00:00 +0000] "GET /login HTTP/1.1" 200 12\n'


def test_a_walk_keeps_its_workers_from_step_to_step_and_none_stays_when_it_is_over(own_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a second to load what it needs: not once for each step, while somebody waits for the page."""
    started: list[crew.Member] = []

    class Counted(crew.Member):
        def __init__(self, template: Template | None = None) -> None:
            super().__init__(template)
            started.append(self)

    monkeypatch.setattr(crew, "Member", Counted)
    for name, role, content in (("customers.csv", "evidence", CUSTOMERS), ("access.log", "log", LOG)):
        coming = handing.begin(own_case, name, size=len(content), role=role, by="the owner")
        handing.add(own_case, coming.id, content, at=0)
        handing.finish(own_case, coming.id)
    worker = Worker()
    worker.start(own_case, by="the owner", first="custody")
    worker.wait()
    assert (worker.progress().state, worker.progress().fault) == ("done", "")
    assert len(own_case.store.get(Person)) == 2
    assert 1 <= len(started) <= WORKERS
    assert all(one.process.poll() is not None for one in started)
