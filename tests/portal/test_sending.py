"""Sending from the browser: what was approved, once each, through the server that the operator named; stopped, held and by two people."""

import contextlib
from collections.abc import Iterator

import pytest
from the_breach import HOST, NOW

from stanch import casefile
from stanch.casefile import Case, decide, gate, lettering, weighing
from stanch.notices.courier import Answer
from stanch.notices.mail_server import MailServer
from stanch.portal import desk, rights, sending
from stanch.portal.rights import visitor
from stanch.records import Duty, Notice, Person, PostalAddress, Said

SERVER = MailServer("mail.example.com", "privacy@example.com", per_minute=60_000)


class Courier:
    """Takes every message, and does what a test says after some of them."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.after = lambda: None

    def give(self, message) -> Answer:  # type: ignore[no-untyped-def]
        self.taken.append(message.recipient if hasattr(message, "recipient") else str(message))
        self.after()
        return Answer("accepted", "250 OK")

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def sender(case: Case, tmp_path) -> Iterator[Case]:  # type: ignore[no-untyped-def]
    """Another case on the desk, with ten approved e-mails; afterwards the first one again."""
    with casefile.create(tmp_path / "case", passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        people = [
            Person(
                f"p{n}",
                f"Ann {n} Lee",
                email=f"ann{n}@example.com",
                elements=("name",),
                postal_address=PostalAddress(f"{n} Elm Street", "Portland", "ME", "04101", "US"),
            )
            for n in range(10)
        ]
        made.store.put(Person, people)
        made.store.put(
            Duty,
            [Duty("US-ME/individuals", "US-ME", "individuals", True, None, None, ("email",), "", (), "cite", "residents", "individuals")],
        )
        made.store.put(
            Notice,
            [
                Notice(
                    f"n{one.id}",
                    "email",
                    "individuals",
                    "US-ME",
                    ("US-ME/individuals",),
                    "en",
                    "en/individual",
                    {"name": one.name},
                    person=one.id,
                    email=one.email,
                )
                for one in people
            ],
        )
        decide.write(
            made, weighing.CHOICE, {weighing.SUBJECT: "minimum"}, verdict="minimum", by="counsel", grounds="the laws", action="choose"
        )
        decide.approve_notices(made, [f"np{n}" for n in range(10)], by="counsel")
        desk.show(made)
        sending._senders.clear()
        yield made
        sending.wait()
        sending._senders.clear()
        sending.allow(sending.Means())
        desk.show(case)


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Courier:
    made = Courier()
    monkeypatch.setattr(sending, "courier_of", lambda _server: made)
    monkeypatch.setattr("stanch.casefile.outbox.compose", lambda _notice, piece, address, _server, _now: _message(piece, address))
    return made


def _message(piece: str, address: str):  # type: ignore[no-untyped-def]
    from types import SimpleNamespace

    return SimpleNamespace(message_id=f"<{piece}@example.com>", digest="d", recipient=address, sender="privacy@example.com")


@pytest.fixture
def browser(sender: Case):  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal.gate import door

    made = Client(HTTP_HOST=HOST)
    made.get(door.new_link())
    sending.allow(sending.Means(server=SERVER))
    return made


def seen(case: Case) -> dict[str, str]:
    return {"seen": sending.waiting(case).mark}


def test_each_goes_once_and_the_page_tells_what_became_of_it(browser, sender: Case, courier: Courier) -> None:  # type: ignore[no-untyped-def]
    assert "through mail.example.com as privacy@example.com" in browser.get("/notices/send").content.decode()
    assert browser.post("/notices/send", seen(sender)).status_code == 302
    sending.wait()
    assert sorted(courier.taken) == sorted(f"ann{n}@example.com" for n in range(10))
    text = browser.get("/notices/send").content.decode()
    assert "E-mails sent" in text
    assert browser.post("/notices/send", seen(sender)).status_code == 400
    sending.wait()
    assert len(courier.taken) == 10
    told = [(entry.action, entry.actor) for entry in sender.journal.entries() if "send" in entry.action]
    assert ("order sending", "the owner") in told
    assert any(action == "send e-mails" for action, _ in told)


def test_nothing_leaves_where_the_operator_gave_no_means(browser, sender: Case, courier: Courier) -> None:  # type: ignore[no-untyped-def]
    sending.allow(sending.Means())
    assert "stanch serve -C CASE --send" in browser.get("/notices/send").content.decode()
    assert browser.post("/notices/send", seen(sender)).status_code == 400
    assert courier.taken == []


def test_the_stop_switch_ends_it_before_the_next_message(browser, sender: Case, courier: Courier) -> None:  # type: ignore[no-untyped-def]
    def stop() -> None:
        if len(courier.taken) == 4:
            gate.stop(sender.folder)

    courier.after = stop
    browser.post("/notices/send", seen(sender))
    sending.wait()
    assert len(courier.taken) == 4
    assert "stopped by the stop switch" in browser.get("/notices/send").content.decode()
    refused = browser.post("/notices/send", seen(sender))
    assert refused.status_code == 409
    assert "sending is stopped" in refused.content.decode()
    gate.lift(sender.folder)
    courier.after = lambda: None
    browser.post("/notices/send", seen(sender))
    sending.wait()
    assert sorted(courier.taken) == sorted(f"ann{n}@example.com" for n in range(10))


def test_a_run_that_the_end_of_the_portal_cuts_off_goes_on_with_the_rest(browser, sender: Case, courier: Courier) -> None:  # type: ignore[no-untyped-def]
    courier.after = lambda: sending.ENDING.add(sender.alias) if len(courier.taken) == 3 else None
    browser.post("/notices/send", seen(sender))
    sending.wait()
    sending.ENDING.clear()
    assert len(courier.taken) == 3
    courier.after = lambda: None
    sending._senders.clear()  # as after a new start
    browser.post("/notices/send", seen(sender))
    sending.wait()
    assert sorted(courier.taken) == sorted(f"ann{n}@example.com" for n in range(10))


def test_what_changed_since_it_was_seen_is_not_sent(browser, sender: Case, courier: Courier) -> None:  # type: ignore[no-untyped-def]
    before = seen(sender)
    decide.hold_notice(sender, "np3", by="counsel", grounds="the police ask")
    assert browser.post("/notices/send", before).status_code == 409
    assert courier.taken == []
    browser.post("/notices/send", seen(sender))
    sending.wait()
    assert "ann3@example.com" not in courier.taken
    assert len(courier.taken) == 9


def test_where_two_people_are_needed_one_asks_and_another_confirms(
    browser, sender: Case, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    lettering.state(sender, [Said("two_person", "yes")], by="the owner")
    assert browser.post("/notices/send", seen(sender)).status_code == 302
    sending.wait()
    assert courier.taken == []
    again = browser.post("/notices/send", seen(sender))
    assert again.status_code == 400
    assert "another person must confirm" in again.content.decode()
    monkeypatch.setattr(rights, "alone", lambda _name: visitor("the counsel", "counsel"))
    assert "the owner has asked for it" in browser.get("/notices/send").content.decode()
    browser.post("/notices/send", seen(sender))
    sending.wait()
    assert len(courier.taken) == 10


@pytest.mark.parametrize("role", ["responder", "communicator", "auditor"])
def test_who_may_not_send_sends_nothing(browser, sender: Case, courier: Courier, monkeypatch: pytest.MonkeyPatch, role: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, role))
    assert "Send this now" not in browser.get("/notices/send").content.decode()
    assert browser.post("/notices/send", seen(sender)).status_code == 403
    assert courier.taken == []


def test_letters_go_into_the_folder_of_the_print_house(browser, sender: Case, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    called = []
    monkeypatch.setattr("stanch.casefile.printing.hand_over", lambda _case, place, **_more: called.append(place) or [])
    sending.allow(sending.Means(print_house=tmp_path / "letters"))
    with contextlib.suppress(StopIteration):
        browser.post("/notices/send", seen(sender))
    sending.wait()
    assert called == [tmp_path / "letters" / "case"]
