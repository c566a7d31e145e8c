"""What the team is told arrives once, in its order, however often the other side is away or the program ends on the way."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, check, closing, team_outbox
from stanch.errors import WrongCall
from stanch.notices.team_post import Listener, News


class Room(BaseHTTPRequestHandler):
    """Answers as it is told to; keeps the number and title of each message that it took."""

    answers: ClassVar[list[int | str]] = []
    took: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.answers.pop(0) if self.answers else 200
        if answer in (200, "lost"):
            self.took.append((self.headers["X-Stanch-Message"], body.get("title") or body["text"].splitlines()[0]))
        if answer == "lost":  # it took the message, and its answer never arrives
            self.connection.close()
            return
        self.send_response(int(answer))
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Quiet."""


@pytest.fixture
def room() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Room)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Room.answers.clear()
    Room.took.clear()
    yield f"http://127.0.0.1:{server.server_port}/room"
    server.shutdown()
    server.server_close()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def case(folder: Path, clock: Clock) -> Iterator[Case]:
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=clock) as made:
        yield made


def told(case: Case, listeners: list[Listener], title: str) -> dict[str, int]:
    team_outbox.queue(case, listeners, News(title, ("1 clock",), case.clock()), by="it")
    return team_outbox.deliver(case, listeners, at_once=True)


def webhook(url: str, name: str = "ours") -> Listener:
    return Listener(name, "webhook", url)


def titles() -> list[str]:
    return [title for _, title in Room.took]


def test_what_is_not_taken_is_tried_again_after_a_rest_and_arrives_once_in_its_order(case: Case, clock: Clock, room: str) -> None:
    here = [webhook(room)]
    Room.answers[:] = [503, 503]
    assert told(case, here, "first") == {"ours": 0}
    (waits,) = team_outbox.waiting(case)
    assert (waits.tries, waits.reply, waits.next_try) == (1, "answered 503", NOW + timedelta(minutes=5))
    assert team_outbox.deliver(case, here) == {"ours": 0}, "it rests"
    assert Room.answers == [503]
    clock.now += timedelta(minutes=5)
    assert team_outbox.deliver(case, here) == {"ours": 0}
    assert team_outbox.next_try(case, here) == clock.now + timedelta(minutes=20)
    assert told(case, here, "second") == {"ours": 2}, "whoever tells the team anew waits for no rest"
    assert titles() == ["first", "second"]
    assert team_outbox.waiting(case) == []
    assert team_outbox.deliver(case, here) == {"ours": 0}
    entries = [(one.action, one.subject) for one in case.journal.entries() if "team" in one.action]
    assert entries == [("tell team", ""), ("tell team", ""), ("team was told", "ours"), ("team was told", "ours")]
    assert check.faults(case) == []


def test_one_that_is_away_keeps_nobody_else_waiting(case: Case, clock: Clock, room: str) -> None:
    both = [webhook("http://127.0.0.1:9/", "away"), webhook(room)]
    assert told(case, both, "x") == {"away": 0, "ours": 1}
    clock.now += timedelta(minutes=5)
    assert team_outbox.deliver(case, [webhook(room, "away"), webhook(room)]) == {"away": 1, "ours": 0}, "its address was mended"


def test_an_answer_that_is_lost_doubles_nothing(case: Case, clock: Clock, room: str) -> None:
    Room.answers[:] = ["lost", "lost"]
    both = [webhook(room), Listener("chat", "slack", room)]
    assert told(case, both, "x") == {"ours": 0, "chat": 0}
    clock.now += timedelta(hours=1)
    assert team_outbox.deliver(case, both) == {"ours": 1, "chat": 0}
    (first, second), (again, _) = Room.took[:2], Room.took[2]
    assert again == first[0], "who is given it again knows it by its number"
    assert second[1].startswith("x")
    (waits,) = team_outbox.waiting(case)
    assert (waits.listener, waits.in_doubt) == ("chat", True)
    assert "--again" in "; ".join(team_outbox.told_of(waits))
    assert told(case, both, "y") == {"ours": 1, "chat": 1}, "what is in doubt keeps later news from nobody"
    assert team_outbox.deliver(case, both, again=True) == {"ours": 0, "chat": 1}
    assert team_outbox.waiting(case) == []


def test_killed_on_the_way_nothing_is_lost(case: Case, clock: Clock, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [webhook(room), Listener("chat", "teams", room)]
    team_outbox.queue(case, both, News("x", (), NOW), by="it")
    with monkeypatch.context() as patched:
        patched.setattr(team_outbox, "post", lambda *_given, **_named: (_ for _ in ()).throw(KeyboardInterrupt))
        for one in both:
            with pytest.raises(KeyboardInterrupt):
                team_outbox.deliver(case, [one])
    clock.now += timedelta(hours=1)
    assert team_outbox.deliver(case, both) == {"ours": 1, "chat": 0}
    assert [one.in_doubt for one in team_outbox.waiting(case)] == [True]


def test_after_a_week_a_message_lapses_and_the_journal_says_so(case: Case, clock: Clock, room: str) -> None:
    Room.answers[:] = [500]
    told(case, [webhook(room)], "old")
    clock.now += timedelta(days=8)
    assert team_outbox.deliver(case, [webhook(room)]) == {"ours": 0}
    assert (team_outbox.waiting(case), titles()) == ([], [])
    assert [one.subject for one in case.journal.entries() if one.action == "news lapsed"] == ["ours"]


def test_nothing_is_told_of_a_closed_case(case: Case, room: str) -> None:
    Room.answers[:] = [500]
    told(case, [webhook(room)], "x")
    closing.close(case, by="the owner", grounds="over", now=NOW, despite_open=True)
    for call in (lambda: team_outbox.deliver(case, [webhook(room)]), lambda: told(case, [webhook(room)], "y")):
        with pytest.raises(WrongCall, match="is closed"):
            call()
    assert titles() == []
