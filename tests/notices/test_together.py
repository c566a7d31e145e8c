"""Letters drafted by several processes: the same, in the same order, as by one; a process that dies tells what stands."""

import multiprocessing
import os
import pickle
from datetime import date

import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring, person

from stanch.errors import StanchError
from stanch.notices import _desk, adopt, together
from stanch.notices.letters import draft_letters
from stanch.records import Earlier, Wording


def desk():
    # A child whose guardian is in another share, somebody with two letters, one without an address, one who is owed nothing.
    people = [
        person("p1", minor=True, guardian="p6", postal_address=None),
        person("p2", residence="US-MA"),
        person("p3", residence="EU-IE"),
        person("p4", residence="US-CA", postal_address=None),
        person("p5", residence="NZ"),
        person("p6", name="Rosa Lee"),
    ]
    made = _desk(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())
    made.earlier = {name: Earlier(name, date(2026, 11, 3), ()) for name in ("letter-p2", "letter-p6")}
    return made


@pytest.fixture
def forked(monkeypatch):
    """Processes that bring along what stands here, so that they need not read the texts anew."""
    context = multiprocessing.get_context("fork")
    monkeypatch.setattr(together, "get_context", lambda _how: context)


@pytest.mark.usefixtures("forked")
def test_many_processes_draft_what_one_drafts_in_the_order_of_the_people():
    adopt([Wording("en/individual", 1, {"what_happened/heading": "What Happened"})])
    case = pickle.loads(pickle.dumps(desk()))  # noqa: S301 made here: what a process that brings nothing along is sent
    alone = list(draft_letters(case))
    assert alone[0].address, "the child's letter goes to the guardian"
    assert any("@" in one.text_id for one in alone), "as counsel worded it"
    assert [one.id for one in alone if "told_before" in one.fields] == ["letter-p2", "letter-p6"], "told of less before"
    assert list(together.draft_together(desk(), 2, share=2, few=0)) == alone
    adopt([])


def fall(_share):
    os._exit(1)


@pytest.mark.usefixtures("forked")
def test_a_process_that_dies_stops_the_drafting_with_what_to_do(monkeypatch):
    monkeypatch.setattr(together, "_written", fall)
    with pytest.raises(StanchError, match="died"):
        list(together.draft_together(desk(), 2, share=2, few=0))
