"""Far pages of people by name: the same rows as counted from the beginning, in a file and on a server, for everybody and one residence."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime

import a_server
import pytest

from stanch import casefile
from stanch.casefile import Case, browse, keeping, server, stepping, sums
from stanch.records import Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def crowd(number: int) -> list[Person]:
    """Some have one name; every third lives nowhere that is known."""
    return [Person(f"p{one}", f"Name {one * 7919 % 97:03}", residence=(None, "US-TX", "US-CA")[one % 3]) for one in range(number)]


@pytest.fixture(scope="module", params=["sealed file", "server"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    patch = pytest.MonkeyPatch()
    with a_server.running() if request.param == "server" else nullcontext() as running:
        if running is not None:
            patch.setenv(server.VARIABLE, running.url)
        patch.setattr(stepping, "STEP", 60)
        patch.setattr(browse, "SIZE", 25)
        folder = tmp_path_factory.mktemp("steps") / "case"
        with casefile.create(folder, passphrase="correct horse", org=None, by="x", now=NOW, clock=lambda: NOW) as made:
            made.store.put(Person, crowd(400))
            yield made
    patch.undo()


@pytest.mark.parametrize("residence", ["", "US-TX", "unresolved", "US-NY"])
def test_every_page_is_what_counting_from_the_beginning_gives(case: Case, residence: str) -> None:
    keeping.forget(case)
    pages = range(1, browse.people(case, residence=residence).sheets + 1)
    counted = [[one.id for one in browse.people(case, residence=residence, number=page).rows] for page in pages]
    sums.bring_up_to_date(case)
    assert keeping.found(case, stepping.STEPS) is not None
    assert [[one.id for one in browse.people(case, residence=residence, number=page).rows] for page in pages] == counted
    flat = [one for page in counted for one in page]
    assert len(flat) == len(set(flat)) == sum(residence in ("", one.residence or "unresolved") for one in crowd(400))


def test_steps_of_another_list_are_not_gone_by(case: Case) -> None:
    sums.bring_up_to_date(case)
    case.store.put(Person, crowd(300))
    last = browse.people(case, number=12)
    assert (last.total, len(last.rows)) == (300, 25)
    assert [one.name for one in last.rows] == sorted(one.name for one in crowd(300))[-25:]
    case.store.put(Person, crowd(400))


def test_the_rows_of_a_page_are_fetched_by_their_places_alone(case: Case) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections[case.alias]) as asked:
        browse.people(case, residence="US-TX", total=1)
    (fetched,) = [one["sql"] for one in asked.captured_queries if '"record"' in one["sql"]]
    assert "residence" not in fetched.lower().partition(" from ")[2], "with the residence beside it SQLite walks everybody who lives there"
