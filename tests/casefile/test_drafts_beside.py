"""Drafts are made beside those that stand: others write meanwhile, and what stands changes all at once or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from stanch.casefile import Case, beside, decide
from stanch.casefile.check import faults
from stanch.records import Notice

FIRST = [
    Notice(f"letter-p{number}", "letter", "individuals", "US-CA", (), "en", "en/individual", person=f"p{number}") for number in range(7)
]
SECOND = [replace(one, jurisdiction="US-NY") for one in FIRST[:5]]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LOT", 2)


def waiting(case: Case) -> int:
    from stanch.casefile.models import DraftedRow

    return DraftedRow.objects.using(case.alias).count()


def test_what_is_put_one_after_another_stands_in_its_order_and_nothing_waits(case: Case) -> None:
    case.store.put(Notice, iter(FIRST))
    assert case.store.get(Notice) == FIRST
    case.store.put(Notice, iter(SECOND))
    assert case.store.get(Notice) == SECOND
    assert waiting(case) == 0
    assert list(faults(case)) == []


def test_others_write_and_read_while_drafts_are_made(case: Case) -> None:
    from django.db import connections

    case.store.put(Notice, iter(FIRST))

    def somebody_decides() -> list[Notice]:
        try:
            decide.write(case, "Doubt", {"a doubt": "settled"}, verdict="settled", by="counsel", grounds="read", action="settle doubts")
            return case.store.get(Notice)
        finally:
            connections.close_all()

    def slowly() -> Iterator[Notice]:
        with ThreadPoolExecutor(1) as others:
            for one in SECOND:
                assert others.submit(somebody_decides).result(timeout=120) == FIRST, "what stood before is read until all are made"
                yield one

    case.store.put(Notice, slowly())
    assert case.store.get(Notice) == SECOND
    assert len([one for one in case.journal.entries() if one.action == "settle doubts"]) == len(SECOND)


def test_drafting_that_fails_leaves_what_stood_and_nothing_beside(case: Case) -> None:
    case.store.put(Notice, iter(FIRST))

    def breaks_off() -> Iterator[Notice]:
        yield from SECOND
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        case.store.put(Notice, breaks_off())
    assert case.store.get(Notice) == FIRST
    assert waiting(case) == 0


def test_what_a_killed_run_left_never_stands(case: Case) -> None:
    from stanch.casefile.models import DraftedRow

    DraftedRow.objects.using(case.alias).create(
        place=0, identity="letter-x", record="{}", form="letter", jurisdiction="", recipient="", person="x"
    )
    case.store.put(Notice, iter(FIRST))
    assert case.store.get(Notice) == FIRST
    assert waiting(case) == 0


def test_the_same_drafts_again_leave_no_trace(case: Case) -> None:
    case.store.put(Notice, iter(FIRST))
    before = case.journal.head()
    case.store.put(Notice, iter(FIRST))
    assert case.journal.head() == before
    assert waiting(case) == 0


def test_only_kinds_with_a_table_beside_their_own_wait_there() -> None:
    from stanch.casefile.kinds import TABLES
    from stanch.casefile.models import DraftedRow
    from stanch.records import Person

    assert beside.model_of(TABLES[Notice]) is DraftedRow
    with pytest.raises(LookupError):
        beside.model_of(TABLES[Person])
