"""A server of the case's rows that is killed: each kind of write is told as not done and can be sent again, or was told as saved and is there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages_forms import forms_of
from the_breach import HOST, NOW, fill

from stanch import casefile
from stanch.casefile import Case, check, own, server
from stanch.records import OwnField

sys.path.insert(0, str(Path(__file__).parent.parent / "casefile"))
import a_server

Killed = tuple[object, Case, a_server.Server]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """The owner's browser, a case on a server, and the server, which may be killed."""
    from django.test import Client

    from stanch.portal import desk, settings
    from stanch.portal.gate import door
    from stanch.portal.work import Worker

    settings.configure()
    patch, folder, standing = pytest.MonkeyPatch(), tmp_path_factory.mktemp("killed") / "case", dict(desk._desks)
    patch.setattr(Worker, "start", lambda *_given, **_named: None)
    with a_server.running() as running:
        patch.setenv(server.VARIABLE, running.url)
        with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as case:
            fill(case)
            own.define(case, [OwnField("board_told", "The board was told", "text", (), "", "")], by="x")
            desk.show(case)
            client = Client(HTTP_HOST=HOST, raise_request_exception=False)
            client.get(door.new_link())
            yield client, case, running
    patch.undo()
    desk._desks.clear()
    desk._desks.update(standing)


# A page, a field by which its form is known, and what is written with it.
WRITES = [
    ("/duties/US-CA/ag", "verdict", {"verdict": "confirmed", "grounds": "it is ours"}),
    ("/notices/letter-p1", "verdict", {"verdict": "held", "grounds": "the police asked"}),
    ("/actions", "action", {"proof": "ticket 7"}),
    ("/intake/org.name", "answer", {"answer": "Acme", "confirmed": "yes"}),
    ("/notices/facts/toll_free", "value-all", {"value-all": "1-800-555-0100"}),
    ("/notices/options", "standing", {"grounds": "the law leaves no other"}),
    ("/notices/status", "do", {"do": "stop", "grounds": "a wrong name"}),
    ("/fields", "key", {"do": "fill", "value": "yes"}),
    ("/tasks", "text", {"do": "add", "text": "Ask the vendor", "blocks": ""}),
    ("/timeline", "text", {"text": "The lights went out"}),
    ("/people/p1", "other", {"verdict": "apart", "other": "p2", "grounds": "two"}),
    ("/protection/calls", "topic", {"topic": "other", "note": "asked what happened", "reference": ""}),
]


def started_again(case: Case, running: a_server.Server) -> None:
    """The server, and a connection of this thread that is not the broken one: Django's test client leaves that open, a portal does not."""
    from django.db import connections

    running.start()
    connections[case.alias].close()


@pytest.mark.parametrize(("page", "of", "written"), WRITES, ids=[one[0] for one in WRITES])
def test_a_write_is_told_as_not_done_or_is_there(killed: Killed, page: str, of: str, written: dict[str, str]) -> None:
    client, case, running = killed
    form = next(one for one in forms_of(client, page) if of in {**one.hidden, **one.texts, **one.choices})
    before = len(case.journal)
    running.kill()
    assert client.get(page).headers["Refresh"] == "30", "whoever only looked need not press anything when it is back"
    told = client.post(form.action, form.sent(**written))  # type: ignore[attr-defined]
    assert told.status_code == 503
    assert "Refresh" not in told.headers, "nothing is sent twice by itself"
    assert b"What was saved before is kept" in told.content
    started_again(case, running)
    assert len(case.journal) == before, "what was told as not done is not done in part"
    answer = client.post(form.action, form.sent(**written))  # type: ignore[attr-defined]
    assert answer.status_code in (200, 302), answer.content.decode()[:1500]
    running.kill()
    started_again(case, running)
    assert len(case.journal) > before, "what was told as saved is there"
    assert client.get(page).status_code == 200  # type: ignore[attr-defined]


def test_after_all_that_nothing_is_amiss(killed: Killed) -> None:
    assert check.faults(killed[1]) == []
