"""Each message once: whatever the server says, and whenever the sender dies. Against a real SMTP server on this machine."""

import csv
import mailbox
import socket
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from letters import choose, filled, notice, person

from stanch.casefile import Case, check, decide, gate, outbox, patience, pieces, returned
from stanch.errors import StanchError
from stanch.notices.courier import Answer, SmtpCourier
from stanch.notices.mail_server import MailServer
from stanch.records import Notice, Person

ARCHIVE = "archive@example.com"


class Server:
    """Counts what it accepts; refuses, delays or breaks off where a test says so; keeps the archive's copies."""

    def __init__(self, archive: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.messages: list[bytes] = []
        self.refused: set[str] = set()
        self.later: set[str] = set()
        self.archive = mailbox.Maildir(archive, create=True)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 the name is aiosmtpd's
        if address in self.refused:
            return "550 5.1.1 no such user"
        if address in self.later:
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.counts.update(one for one in envelope.rcpt_tos if one != ARCHIVE)
        self.messages.append(envelope.content)
        if ARCHIVE in envelope.rcpt_tos:
            self.archive.add(envelope.content)
        return "250 2.0.0 queued"


@contextmanager
def serving(folder: Path):
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    server = Server(folder)
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


@pytest.fixture
def running(tmp_path):
    with serving(tmp_path / "archive") as (server, port):
        settings = MailServer(
            "127.0.0.1", "privacy@example.com", port, "none", per_minute=60_000, archive=ARCHIVE, archive_folder=str(tmp_path / "archive"),
            settle_seconds=0.5,
        )  # fmt: skip
        yield server, settings


def send(case: Case, settings: MailServer, courier=None, **more):
    return outbox.send(case, courier or SmtpCourier(settings), settings, sleep=lambda _seconds: None, **more)


def later(case: Case, **passed: float) -> None:
    """The clock goes on."""
    now = case.clock() + timedelta(**passed)
    case.clock = lambda: now


def states(case: Case) -> Counter:
    return Counter(one.state for one in pieces.pieces(case))


def test_each_goes_out_once_and_a_second_run_sends_nothing(case: Case, running) -> None:
    server, settings = running
    people = filled(case, 5, form="email")
    assert pieces.queue_approved(case)["email"] == 5
    assert send(case, settings).sent == 5
    assert pieces.queue_approved(case)["email"] == 0
    assert send(case, settings).sent == 0
    assert server.counts == {one.email: 1 for one in people}
    assert states(case) == {"sent": 5}
    assert not list(pieces.event_faults(case))
    assert not check.faults(case)


def test_what_was_not_approved_or_changed_since_stays(case: Case, running) -> None:
    server, settings = running
    people = filled(case, 3, form="email")
    pieces.queue_approved(case)
    decide.hold_notice(case, "letter-p1", by="counsel", grounds="the police asked")
    changed = [notice(one, form="email", language="en", email="other@example.com" if one.id == "p2" else one.email) for one in people]
    case.store.put(Notice, changed)
    run = send(case, settings)
    assert (run.sent, run.skipped) == (1, 2)
    assert server.counts == {"ann0@example.com": 1}
    assert decide.release_notice(case, "letter-p1", by="counsel", grounds="the police agreed") == "approved"
    assert send(case, settings).sent == 1


def test_without_approval_or_with_the_switch_down_nothing_leaves(case: Case, running) -> None:
    server, settings = running
    filled(case, 2, form="email", approve=False)
    with pytest.raises(StanchError, match="no notice is approved"):
        send(case, settings)
    decide.approve_notices(case, ["letter-p0", "letter-p1"], by="counsel")
    pieces.queue_approved(case)
    gate.stop(case.folder)
    with pytest.raises(StanchError, match="sending is stopped"):
        send(case, settings)
    assert not server.counts
    assert gate.lift(case.folder)
    assert send(case, settings).sent == 2


def test_the_switch_works_in_the_middle_of_a_run(case: Case, running) -> None:
    server, settings = running
    filled(case, 6, form="email")
    pieces.queue_approved(case)
    run = send(case, settings, watch=lambda done, _of: gate.stop(case.folder) if done == 2 else None)
    assert run.sent == 2
    assert "stop switch" in run.ended
    last = case.journal.entries(newest_first=True, count=1)[0]
    assert (last.action, '"sent": 2' in last.details, "stop switch" in last.details) == ("send e-mails", True, True)
    assert sum(server.counts.values()) == 2
    assert states(case) == {"sent": 2, "queued": 4}


def test_refused_for_good_and_refused_for_now(case: Case, running) -> None:
    server, settings = running
    filled(case, 3, form="email")
    server.refused.add("ann0@example.com")
    server.later.add("ann1@example.com")
    pieces.queue_approved(case)
    run = send(case, settings)
    assert (run.sent, run.refused, run.later) == (1, 1, 1)
    server.later.clear()
    # What was put off rests first; trying again at once would only be put off again.
    assert (send(case, settings).resting, server.counts["ann1@example.com"]) == (1, 0)
    later(case, minutes=6)
    assert send(case, settings).sent == 1
    assert server.counts == {"ann1@example.com": 1, "ann2@example.com": 1}
    refused = next(pieces.pieces(case, state="refused"))
    assert "550 5.1.1" in refused.reply


class Killed(BaseException):
    """The machine goes down."""


class Dying:
    """A courier that dies before or after the server has taken over."""

    def __init__(self, inner: SmtpCourier, at: int, *, after: bool) -> None:
        self.inner, self.left, self.after = inner, at, after

    def give(self, message):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        answer = self.inner.give(message)
        if self.left == 0:
            raise Killed
        return answer

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize("after", [True, False])
def test_killed_with_a_message_in_the_air_no_one_gets_two_or_none(case: Case, running, after: bool) -> None:
    server, settings = running
    people = filled(case, 4, form="email")
    pieces.queue_approved(case)
    with pytest.raises(Killed):
        send(case, settings, Dying(SmtpCourier(settings), 2, after=after))
    assert states(case) == {"sent": 1, "sending": 1, "queued": 2}
    run = send(case, settings)
    assert run.settled == {"witnessed": int(after), "not_accepted": int(not after), "open": 0}
    assert server.counts == {one.email: 1 for one in people}
    assert states(case) == {"sent": 4}
    assert not check.faults(case)


def test_without_an_archive_a_doubt_stays_a_doubt_until_somebody_knows(case: Case, running, tmp_path) -> None:
    from dataclasses import replace

    server, settings = running
    settings = replace(settings, archive="", archive_folder="")
    filled(case, 3, form="email")
    pieces.queue_approved(case)
    with pytest.raises(Killed):
        send(case, settings, Dying(SmtpCourier(settings), 2, after=True))
    assert send(case, settings).settled["open"] == 1
    assert server.counts == {f"ann{number}@example.com": 1 for number in range(3)}
    doubt = next(pieces.pieces(case, state="in_doubt"))
    log = tmp_path / "mail.log"
    log.write_text(
        f"Nov 24 02:00:01 mx postfix/cleanup[81]: 4AB12C: message-id={doubt.message_id}\n"
        "Nov 24 02:00:01 mx postfix/qmgr[22]: 4AB12C: from=<privacy@example.com>, size=4821, nrcpt=1 (queue active)\n"
    )
    assert outbox.settle_doubts(case, SmtpCourier(settings), settings, logs=[log])["witnessed"] == 1
    assert states(case) == {"sent": 3}


def test_a_person_settles_a_doubt_with_grounds(case: Case, running) -> None:
    from dataclasses import replace

    server, settings = running
    settings = replace(settings, archive="", archive_folder="")
    filled(case, 1, form="email")
    pieces.queue_approved(case)
    with pytest.raises(Killed):
        send(case, settings, Dying(SmtpCourier(settings), 1, after=False))
    send(case, settings)
    doubt = next(pieces.pieces(case, state="in_doubt"))
    with pytest.raises(StanchError, match="grounds"):
        outbox.settle_by_person(case, doubt.id, accepted=False, by="it", grounds=" ", at=case.clock())
    outbox.settle_by_person(case, doubt.id, accepted=False, by="it", grounds="the provider's log has no such message", at=case.clock())
    assert send(case, settings).sent == 1
    assert server.counts == {"ann0@example.com": 1}


def test_a_connection_that_fails_before_the_end_is_no_doubt_and_ends_the_run(case: Case) -> None:
    filled(case, 20, form="email")
    pieces.queue_approved(case)
    nowhere = MailServer("127.0.0.1", "privacy@example.com", 9, "none", per_minute=60_000, timeout_seconds=1)
    run = send(case, nowhere)
    assert run.ended == "the mail server cannot be reached"
    assert run.later == patience.PATIENCE
    assert states(case) == {"queued": 20}


def test_an_answer_that_never_came_is_in_doubt(case: Case) -> None:
    class Mute:
        def give(self, _message):
            return Answer("unknown", "the connection ended before the answer came")

        def close(self) -> None:
            pass

    filled(case, 1, form="email")
    pieces.queue_approved(case)
    assert send(case, MailServer("127.0.0.1", "privacy@example.com"), Mute()).in_doubt == 1
    assert states(case) == {"in_doubt": 1}


def test_the_message_is_text_and_html_without_pictures_and_known_by_its_piece(case: Case, running) -> None:
    server, settings = running
    one = person(7, name='Łukasz "Zed" <b>, Żółć')
    case.store.put(Person, [one])
    case.store.put(Notice, [notice(one, form="email")])
    choose(case)
    decide.approve_notices(case, ["letter-p7"], by="counsel")
    pieces.queue_approved(case)
    send(case, settings)
    piece = next(pieces.pieces(case))
    message = message_from_bytes(server.messages[0], policy=policy.default)
    assert message["Message-ID"] == piece.message_id == f"<{piece.id.lower()}@example.com>"
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    html = message.get_body(("html",)).get_content()
    assert not any(word in html.casefold() for word in ("<img", "<script", "src=", "url("))
    assert message["List-Unsubscribe"] is None
    assert message["To"].addresses[0].addr_spec == "ann7@example.com"
    assert "What Happened" in message.get_body(("plain",)).get_content()


def test_an_altered_ledger_is_told(case: Case, running) -> None:
    from stanch.casefile.models import PieceEventRow, PieceRow

    _, settings = running
    filled(case, 2, form="email")
    pieces.queue_approved(case)
    send(case, settings)
    PieceEventRow.objects.using(case.alias).filter(what="sent").update(detail="250 other")
    assert any("are not what journal entry" in one for one in pieces.event_faults(case))
    PieceRow.objects.using(case.alias).update(state="returned")
    assert any("not what last happened" in one for one in pieces.event_faults(case))


def test_people_set_aside_get_nothing(case: Case, running) -> None:
    from stanch.casefile import ledger

    server, settings = running
    filled(case, 2, form="email")
    pieces.queue_approved(case)
    ledger.set_aside(case, "p0", by="counsel", grounds="told in person on the 20th")
    assert send(case, settings).sent == 1
    assert server.counts == {"ann1@example.com": 1}
    assert ledger.ledger(case).counts == {"sent_email": 1, "set_aside": 1}


def test_no_more_leave_than_the_server_is_to_get_a_minute(case: Case, running) -> None:
    from dataclasses import replace

    server, settings = running
    filled(case, 4, form="email")
    pieces.queue_approved(case)
    waited: list[float] = []
    outbox.send(case, SmtpCourier(settings), replace(settings, per_minute=30), sleep=waited.append)
    assert sum(server.counts.values()) == 4
    assert len(waited) == 3
    assert all(1 < seconds <= 6.1 for seconds in waited)  # nobody slept, so what is due adds up: about 2, 4 and 6 seconds


def test_a_limit_ends_a_run_and_the_next_goes_on(case: Case, running) -> None:
    server, settings = running
    filled(case, 5, form="email")
    pieces.queue_approved(case)
    first = send(case, settings, limit=2)
    assert (first.sent, first.ended) == (2, "2 were asked for")
    assert send(case, settings).sent == 3
    assert max(server.counts.values()) == 1


class Saying:
    """A courier that answers as told, and counts what it was given."""

    def __init__(self, *answers: Answer | StanchError) -> None:
        self.answers, self.given = list(answers), 0

    def give(self, _message):
        self.given += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, StanchError):
            raise answer
        return answer

    def close(self) -> None:
        pass


ANYWHERE = MailServer("127.0.0.1", "privacy@example.com", per_minute=60_000)


def test_put_off_again_and_again_it_is_given_up_and_a_person_may_let_it_go_anew(case: Case) -> None:
    filled(case, 1, form="email")
    pieces.queue_approved(case)
    greylisting = Saying(Answer("later", "451 4.7.1 greylisted"))
    for number in range(patience.TRIES):
        assert states(case) == {"queued": 1}, number
        send(case, ANYWHERE, greylisting)
        later(case, hours=5)
    assert (greylisting.given, states(case)) == (5, {"refused": 1})
    refused = next(pieces.pieces(case))
    assert refused.reply == "put off 5 times, at last with: 451 4.7.1 greylisted"
    outbox.settle_by_person(case, refused.id, accepted=False, by="it", grounds="the server's owner lets us in now", at=case.clock())
    assert send(case, ANYWHERE, Saying(Answer("accepted", "250"))).sent == 1
    assert not check.faults(case)


def test_a_connection_that_fails_is_no_try(case: Case) -> None:
    filled(case, 1, form="email")
    pieces.queue_approved(case)
    for _ in range(9):
        assert send(case, ANYWHERE, Saying(Answer("not_taken", "no connection"))).later == 1
    assert [one.tries for one in pieces.pieces(case)] == [0]
    assert send(case, ANYWHERE, Saying(Answer("accepted", "250"))).sent == 1


def test_a_server_that_is_full_ends_the_run_and_one_that_refuses_all_refuses_nobody(case: Case) -> None:
    filled(case, 20, form="email")
    pieces.queue_approved(case)
    full = Saying(Answer("later", "452 4.3.1 insufficient storage"))
    assert send(case, ANYWHERE, full).ended == "the mail server cannot be reached"
    assert full.given == patience.PATIENCE
    later(case, hours=5)
    spam = Saying(*(Answer("refused", f"554 5.7.1 rejected as spam, see log 4F{number}0AB77C1") for number in range(20)))
    run = send(case, ANYWHERE, spam)
    assert run.ended.startswith("the mail server refuses everybody alike (554 5.7.1 rejected as spam")
    assert (run.refused, run.later, states(case)) == (0, patience.PATIENCE, {"queued": 20})
    assert not check.faults(case)
    # Addresses that do not exist may stand in a row: that is no sign of anything else.
    gone = send(case, ANYWHERE, Saying(Answer("refused", "550 5.1.1 no such user")))
    assert (gone.refused, gone.ended) == (20 - gone.resting, "")


def test_a_server_that_lets_nobody_send_leaves_no_doubt_and_writes_nothing_twice(case: Case) -> None:
    filled(case, 3, form="email")
    pieces.queue_approved(case)
    courier = Saying(Answer("accepted", "250"), StanchError("the mail server does not let you send (550 5.7.1 quota)"))
    with pytest.raises(StanchError, match="does not let you send"):
        send(case, ANYWHERE, courier)
    assert states(case) == {"sent": 1, "queued": 2}
    told = [[one.what for one in pieces.events(case, piece.id)] for piece in pieces.pieces(case)]
    assert told == [["queued", "intent", "sent"], ["queued", "intent", "not_taken"], ["queued"]]
    assert send(case, ANYWHERE, Saying(Answer("accepted", "250"))).sent == 2
    assert not check.faults(case)


def test_an_interrupted_run_writes_the_answer_before_it_once(case: Case) -> None:
    class Interrupted(Saying):
        def give(self, message):
            if self.given:
                raise KeyboardInterrupt
            return super().give(message)

    filled(case, 2, form="email")
    pieces.queue_approved(case)
    with pytest.raises(KeyboardInterrupt):
        send(case, ANYWHERE, Interrupted(Answer("accepted", "250")))
    assert [[one.what for one in pieces.events(case, piece.id)] for piece in pieces.pieces(case)] == [
        ["queued", "intent", "sent"],
        ["queued", "intent"],
    ]


def test_held_stays_held_when_the_letter_changes_and_a_changed_one_is_not_approved_by_letting_it_go(case: Case) -> None:
    people = filled(case, 1, form="email")
    pieces.queue_approved(case)
    decide.hold_notice(case, "letter-p0", by="counsel", grounds="the police asked")
    changed = notice(people[0], form="email", language="en", email="other@example.com")
    case.store.put(Notice, [changed])
    assert case.store.get(Notice)[0].status == "held"
    with pytest.raises(StanchError, match="held back"):
        decide.approve_notices(case, ["letter-p0"], by="counsel")
    courier = Saying(Answer("accepted", "250"))
    assert decide.release_notice(case, "letter-p0", by="counsel", grounds="the police agreed") == "draft"
    with pytest.raises(StanchError, match="no notice is approved"):
        send(case, ANYWHERE, courier)
    assert courier.given == 0


def test_who_has_a_mailbox_alone_that_bounced_is_exported_and_written_to_at_a_newer_one(case: Case, running, tmp_path) -> None:
    server, settings = running
    filled(case, 3, form="email")
    pieces.queue_approved(case)
    send(case, settings)
    for one in pieces.pieces(case):
        pieces.change(case, one.id, "bounced", detail="5.1.1", source="test", reply="5.1.1", settled_at=case.clock())
    assert returned.export_addresses(case, tmp_path / "lost.csv") == 3
    with (tmp_path / "lost.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    old = [row["email"] for row in rows]
    assert all(old)
    (tmp_path / "found.csv").write_text(
        "reference,street,city,state,postcode,country,email,status\n"
        f"{rows[0]['reference']},,,,,,newer@example.com,found\n{rows[1]['reference']},9 New Road,Bangor,ME,04401,US,x@example.com,found\n"
        f"{rows[2]['reference']},,,,,,{old[2]},unchanged\n"
    )
    assert returned.take_addresses(case, tmp_path / "found.csv", "a skip trace").counts == {"newer addresses": 2}
    assert returned.again(case) == {"second attempts": 2, "no newer address": 1}
    send(case, settings)
    assert server.counts["newer@example.com"] == 1
    assert {(one.channel, one.state) for one in pieces.pieces(case, attempt=2)} == {("email", "sent"), ("mail", "queued")}
    assert not check.faults(case)


def test_a_mailbox_is_no_newer_address_for_whom_the_law_gives_a_letter(case: Case, tmp_path) -> None:
    filled(case, 1)
    (tmp_path / "found.csv").write_text(f"reference,street,city,postcode,email\n{returned.reference(case, 'p0')},,,,newer@example.com\n")
    assert returned.take_addresses(case, tmp_path / "found.csv", "a skip trace").counts == {"newer addresses": 0}


def test_a_full_archive_brings_nobodys_letter_back_and_a_changed_identity_hides_none(case: Case, running, tmp_path) -> None:
    _, settings = running
    filled(case, 2, form="email")
    pieces.queue_approved(case)
    send(case, settings)
    first, second = pieces.pieces(case)
    told = "From: MAILER-DAEMON@mx.example.net\nSubject: x\nContent-Type: multipart/report; boundary=B\n\n"
    status = "--B\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {}\nAction: failed\nStatus: 5.2.2\n"
    head = "\n--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\nX-Piece: {}\n--B--\n"
    (tmp_path / "back").mkdir()
    (tmp_path / "back/1.eml").write_text(told + status.format(ARCHIVE) + head.format(first.message_id, first.id))
    (tmp_path / "back/2.eml").write_text(told + status.format("someone@example.net") + head.format("<other@example.net>", second.id))
    taken = returned.take_bounces(case, tmp_path / "back")
    assert dict(taken.counts) == {"of the archive's copy: look after its mailbox": 1, "bounced": 1}
    assert states(case) == {"sent": 1, "bounced": 1}
