"""Two people at the same form: the second is told, whatever the form, on both databases; nothing is overwritten unseen."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages_forms import Form, every_form, forms_of
from the_breach import HOST, NOW, fill

from stanch import casefile
from stanch.casefile import Case, check, own, rulings, server
from stanch.records import OwnField

sys.path.insert(0, str(Path(__file__).parent.parent / "casefile"))
import a_server

# What a form carries of what it was made from.
MARKS = ("revision", "seen", "standing", "doubt", "item")
# These overwrite nothing: they add, or what they do is the same however often it is done, or was done already.
ADDS = {
    "/language": "a cookie of one's own browser",
    "/journal": "looks the chain through",
    "/report": "writes the papers anew from what stands",
    "/tasks add": "a task more",
    "/tasks": "a task that was ended is not ended again",
    "/fields define": "a field's definition, with its history",
    "/timeline": "an entry more",
    "/timeline withdraw": "an entry that was taken back is not taken back again",
    "/protection": "codes to those who have none",
    "/protection/calls": "a call more",
    "/evidence": "passwords more; one that is known stays known once",
    "/evidence/* whole": "a file more; the same file is gone on with",
    **{f"/tabletop/{name}": "practice, of which nothing in the case comes" for name in ("mailbox", "ransomware", "web_shop")},
    "/bring": "rows of a file, each known by its place",
    "/counsel": "a sheet that carries what each answer was made from",
    "/people/aside": "puts one on the list; who is on it cannot be put there again",
    "/people/decided": "takes one decision back, by its number",
    "/people/review walk": "asks for a walk",
    "/people/review family": "a family that is open as a whole, or is refused",
    "/notices/status stop": "stops what may be stopped already",
    "/notices/missing": "settles doubts that are open, or is refused",
    "/review/findings walk": "asks for a walk",
    "/review/second walk": "asks for a walk",
    "/review draw": "a sample where none is drawn, or is refused",
    "/notices/returns": "a second try where there is a newer address; what was queued is not queued again",
    "/notices/returns/*": "an address more; the earlier ones stay",
    "/notices/wording/*": "words that wait for a second person; others that wait are told to whoever answers",
    "/notices/wording/* back": "an earlier version that waits for a second person",
    "/settings/close reopen": "opens what is closed, or is refused",
    "/settings/destruction ask": "a request more; the words name the case and how many people it holds",
    "/settings/calendar make": "a link of one's own more",
    "/tokens make": "a token of one's own more",
}


@pytest.fixture(scope="module", params=["sealed file", "server"])
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[object, Case]]:
    """The owner's browser on a case of its own, on either database."""
    from django.test import Client

    from stanch.portal import desk, settings
    from stanch.portal.gate import door
    from stanch.portal.work import Worker

    settings.configure()
    patch, folder, standing = pytest.MonkeyPatch(), tmp_path_factory.mktemp("two") / "case", dict(desk._desks)
    patch.setattr(Worker, "start", lambda *_given, **_named: None)
    with a_server.running() if request.param == "server" else open(os.devnull) as running:  # noqa: PTH123 nothing to run
        if request.param == "server":
            patch.setenv(server.VARIABLE, running.url)  # type: ignore[union-attr]
        with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as case:
            fill(case)
            own.define(case, [OwnField("board_told", "The board was told", "text", (), "", "")], by="x")
            own.add_task(case, "Ask the vendor", by="x")
            desk.show(case)
            client = Client(HTTP_HOST=HOST)
            client.get(door.new_link())
            yield client, case
            assert check.faults(case) == []
    patch.undo()
    desk._desks.clear()
    desk._desks.update(standing)


def test_every_form_carries_what_it_was_made_from_or_overwrites_nothing(browser: tuple[object, Case]) -> None:
    forms = every_form(browser[0])
    assert len(forms) >= 20
    bare = {name: form.page for name, form in forms.items() if not any(one in MARKS or one.startswith("seen-") for one in form.hidden)}
    assert set(bare) <= set(ADDS), {name: page for name, page in bare.items() if name not in ADDS}


def first(client: object, page: str, wanted: str) -> Form:
    return next(one for one in forms_of(client, page) if wanted in one.hidden or wanted in one.choices or wanted in one.texts)


# A page, a field that its form has, and what two people who have it open would send.
EDITS = [
    ("/duties/US-CA/ag", "verdict", {"verdict": "confirmed", "grounds": "it is ours"}, {"verdict": "declined", "grounds": "it is not"}),
    ("/notices/letter-p1", "verdict", {"verdict": "held", "grounds": "the police asked"}, {"verdict": "held", "grounds": "we wait"}),
    ("/notices/letter-p1", "verdict", {"verdict": "released", "grounds": "they agreed"}, {"verdict": "held", "grounds": "not yet"}),
    ("/actions", "action", {"proof": "ticket 7"}, {"proof": "ticket 8"}),
    ("/actions", "step", {"verdict": "taken", "note": "Max, by the console"}, {"verdict": "taken", "note": "Eva"}),
    ("/intake/org.name", "answer", {"answer": "Acme", "confirmed": "yes"}, {"answer": "Beta", "confirmed": "yes"}),
    ("/notices/facts/toll_free", "value-all", {"value-all": "1-800-555-0100"}, {"value-all": "1-800-555-0199"}),
    ("/notices/options", "standing", {"grounds": "the law leaves no other"}, {"grounds": "cheaper"}),
    ("/fields", "key", {"do": "fill", "value": "yes"}, {"do": "fill", "value": "no"}),
    ("/people/p1", "other", {"verdict": "apart", "other": "p2", "grounds": "two"}, {"verdict": "one", "other": "p2", "grounds": "one"}),
]


@pytest.mark.parametrize(("page", "of", "ann", "ben"), EDITS, ids=[f"{one[0]} {one[3]}" for one in EDITS])
def test_of_two_who_send_the_same_form_the_second_is_told(
    browser: tuple[object, Case], page: str, of: str, ann: dict[str, str], ben: dict[str, str]
) -> None:
    client, case = browser
    form = first(client, page, of)
    at = form.action
    assert client.post(at, form.sent(**ann)).status_code in (200, 302)  # type: ignore[attr-defined]
    before = len(case.journal)
    told = client.post(at, form.sent(**ben))  # type: ignore[attr-defined]
    assert told.status_code == 409, told.content.decode()[:2000]
    assert len(case.journal) == before, "nothing of the second was kept"
    # Whoever looks again and still wants to, may.
    again = first(client, page, of)
    assert again.hidden != form.hidden


def test_a_form_sent_twice_by_a_finger_that_slipped_decides_once(browser: tuple[object, Case]) -> None:
    client, case = browser
    form = first(client, "/duties/US-CA/none", "verdict")
    sent = form.sent(verdict="confirmed", grounds="once")
    answers = [client.post("/duties/US-CA/none", sent).status_code for _ in range(2)]  # type: ignore[attr-defined]
    assert answers == [302, 409]
    assert sum(one.subject == "US-CA/none" for one in case.journal.entries()) == 1
    assert rulings.standing(case.alias) is not None
