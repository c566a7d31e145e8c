"""The journal looked through at night and when asked: what is whole is said to be, and what was altered is told with its entry."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from the_breach import NOW

from stanch import casefile
from stanch.casefile import Case
from stanch.portal import nightly


def altered(case: Case) -> None:
    """As by somebody who has the database: the trigger away, an entry changed."""
    from django.db import connections

    with connections[case.alias].cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_no_update")
        cursor.execute("UPDATE casefile_journalrow SET actor = 'nobody' WHERE sequence = 2")


@pytest.fixture
def own(case: Case, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A case that may be harmed."""
    assert case
    with casefile.create(tmp_path / "own", passphrase="correct horse", org=None, by="x", now=NOW, clock=lambda: NOW) as made:
        made.journal.append("note", "something")
        yield made


def test_a_whole_chain_is_noted_and_an_altered_one_told(own: Case, capsys: pytest.CaptureFixture[str]) -> None:
    night = nightly.Nightly([own])
    night.look()
    assert capsys.readouterr().err == ""
    last = own.journal.entries()[-1]
    assert (last.action, last.details) == (nightly.NIGHT, '{"entries": 2, "faults": [], "more": 0}')
    altered(own)
    night.look()
    assert "entry 2 was altered" in capsys.readouterr().err
    assert "entry 2 was altered" in own.journal.entries()[-1].details


def test_the_page_looks_it_through_when_asked(owner, own: Case, case: Case) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import desk

    assert "The chain is whole" in owner.post("/journal").content.decode()
    assert "The chain is whole" not in owner.get("/journal").content.decode()
    desk.show(own)
    try:
        altered(own)
        assert "entry 2 was altered" in owner.post("/journal").content.decode()
    finally:
        desk.show(case)


@pytest.mark.parametrize(
    ("now", "then"),
    [((2026, 11, 24, 1, 59), (2026, 11, 24, 2)), ((2026, 11, 24, 2, 0), (2026, 11, 25, 2)), ((2026, 12, 31, 23, 0), (2027, 1, 1, 2))],
)
def test_the_next_night(now: tuple[int, ...], then: tuple[int, ...]) -> None:
    assert nightly.next_night(datetime(*now, tzinfo=UTC)) == datetime(*then, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_it_ends_when_the_portal_does(own: Case) -> None:
    night = nightly.Nightly([own])
    night.start()
    before = len(own.journal)
    night.end()
    assert len(own.journal) == before
