"""Bounces as servers of all kinds write them, and what only looks like one. The texts are made up in each server's manner."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.notices.bounces import bounces_of

OURS = "<0123456789abcdef@example.com>"


def report(*parts: tuple[str, str], sender: str = "MAILER-DAEMON@mx.example.net", more: str = "") -> bytes:
    bodies = "".join(f"--B\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
    return (
        f"From: {sender}\nTo: bounces@example.com\nSubject: Undeliverable\n{more}MIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n{bodies}--B--\n'
    ).encode()


def plain(text: str, *, sender: str = "MAILER-DAEMON@mx.example.net", more: str = "") -> bytes:
    return f"From: {sender}\nTo: bounces@example.com\nSubject: failure notice\n{more}\n{text}\n".encode()


RETURNED = ("message/rfc822", f"From: privacy@example.com\nMessage-ID: {OURS}\nX-Piece: 0123456789ABCDEF\nSubject: Notice\n\nDear Ann,\n")
HEADERS = ("text/rfc822-headers", f"Message-ID: {OURS}\nSubject: Notice\n")
STATUS = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n"
COPY = f"--- Below this line is a copy of the message.\n\nReturn-Path: <bounces@example.com>\nMessage-ID: {OURS}\nSubject: Notice\n"

FORMS = {
    "postfix": report(("text/plain", "This is the mail system at host mx.example.net."), ("message/delivery-status", STATUS), RETURNED,
                      more="Auto-Submitted: auto-replied\n"),
    "exchange, Message-ID by what it refers to": report(
        ("text/html", "<p>Delivery has failed to these recipients</p>"), ("message/delivery-status", STATUS),
        sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net", more=f"In-Reply-To: {OURS}\n"),
    "gmail": report(("text/plain", "** Address not found **"), ("message/delivery-status", STATUS.replace("5.1.1", "5.1.1\nDiagnostic-Code: smtp; "
                    "550-5.1.1 The email account does not exist.\n 550 5.1.1 c-20si1 - gsmtp\nLast-Attempt-Date: Tue, 24 Nov 2026 02:00:00 -0800")),
                    HEADERS, more="X-Failed-Recipients: ann@example.com\n"),
    "french words": report(("text/plain; charset=utf-8", "Votre message n'a pas pu être remis."), ("message/delivery-status", STATUS), HEADERS,
                           sender="Système de messagerie <noreply@example.net>"),
    "a comment behind the action": report(("message/delivery-status", STATUS.replace("failed", "Failed (undeliverable)")), HEADERS),
    "smtputf8": report(("message/global-delivery-status", STATUS.replace("rfc822", "utf-8")), ("message/global-headers", f"Message-ID: {OURS}")),
    "given up after days with a status for now": report(("message/delivery-status", STATUS.replace("5.1.1", "4.4.7")), HEADERS),
    "a status part in base64": report(
        ("message/delivery-status\nContent-Transfer-Encoding: base64", base64.b64encode(STATUS.encode()).decode()), HEADERS),
    "the message in base64": report(("message/delivery-status", STATUS), (
        "message/rfc822\nContent-Transfer-Encoding: base64", base64.b64encode(RETURNED[1].encode()).decode())),
    "a status part flattened to text": plain(f"Sorry.\n\n{STATUS}\n{COPY}"),
    "qmail": plain("Hi. This is the qmail-send program at example.net.\nI'm afraid I wasn't able to deliver your message to the following "
                   f"addresses.\n\n<ann@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n{COPY}", more="Return-Path: <>\n"),
    "qmail, too long in the queue": plain(
        "<ann@example.com>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been "
        f"in the queue too long.\n\n{COPY}"),
    "exim without a status": plain(
        "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n  ann@example.com\n"
        f"    SMTP error from remote mail server after RCPT TO: 550 Unknown user\n\n------ This is a copy of the message ------\n\nMessage-ID: {OURS}\n",
        sender="Mail Delivery System <Mailer-Daemon@example.net>"),
    "html alone": plain(f"<html><body><b>550 5.1.1</b> user unknown<br>\n<pre>\nMessage-ID: {OURS.replace('<', '&lt;')}</pre></body></html>",
                        more=f"References: {OURS}\nContent-Type: text/html\n"),
    "words in UTF-16": (f"From: postmaster@example.net\nIn-Reply-To: {OURS}\nContent-Type: text/plain; charset=utf-16\n"
                        "Content-Transfer-Encoding: base64\n\n").encode() + base64.b64encode("Unzustellbar: 550 5.1.1".encode("utf-16")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_that_did_not_arrive(form: str) -> None:
    [found] = bounces_of(FORMS[form])
    assert found.is_final
    assert OURS in (found.message_id, f"<{found.piece.lower()}@example.com>")


FOR_NOW = {
    "delayed": report(("message/delivery-status", STATUS.replace("failed", "delayed").replace("5.1.1", "4.4.1")), HEADERS),
    "a warning in words": plain(
        f"THIS IS A WARNING MESSAGE ONLY.\nYou do not need to resend your message.\n451 4.4.1 no answer from host\n\n{COPY}"
    ),
    "delivered": report(("message/delivery-status", STATUS.replace("failed", "delivered").replace("5.1.1", "2.1.5")), HEADERS),
    "relayed to a server that tells no more": report(
        ("message/delivery-status", STATUS.replace("failed", "relayed").replace("5.1.1", "2.0.0")), HEADERS
    ),
}


@pytest.mark.parametrize("form", FOR_NOW)
def test_a_letter_that_may_still_arrive_or_did(form: str) -> None:
    [found] = bounces_of(FOR_NOW[form])
    assert not found.is_final


NO_BOUNCE = {
    "on holiday, with an empty sender": plain(
        "I am away until Monday. For section 5.1.1 ask Bob, 555-0100 ext 550 or 192.5.1.1.",
        sender="Ann Lee <ann@example.com>",
        more=f"Return-Path: <>\nAuto-Submitted: auto-replied\nIn-Reply-To: {OURS}\n",
    ),
    "on holiday, the letter quoted": plain(
        f"Ich bin im Urlaub.\n\n> Message-ID: {OURS}\n> Notice", sender="Ann <ann@example.com>", more="Return-Path: <>\n"
    ),
    "a question": plain("Is 5.1.1 my code? 550 dollars?", sender="ann@example.com", more=f"In-Reply-To: {OURS}\n"),
    "a complaint": report(
        ("text/plain", "This is an abuse report for a message received from 10.5.1.1"),
        ("message/feedback-report", "Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 5.1.1"),
        RETURNED,
        sender="postmaster@example.net",
    ),
    "a receipt": report(
        ("text/plain", "Your message was read."),
        ("message/disposition-notification", "Final-Recipient: rfc822; ann@example.com\nDisposition: manual-action; displayed"),
        RETURNED,
        sender="Ann <ann@example.com>",
    ),
    "of nothing that can be named": report(("message/delivery-status", STATUS)),
}


@pytest.mark.parametrize("form", NO_BOUNCE)
def test_what_only_looks_like_a_bounce(form: str) -> None:
    assert [one for one in bounces_of(NO_BOUNCE[form]) if one.is_final] == []


def test_a_bounce_tells_whom_it_is_about_each_recipient_for_itself() -> None:
    both = STATUS.replace("Action: failed\nStatus: 5.1.1", "Action: delivered\nStatus: 2.0.0") + (
        "\nOriginal-Recipient: rfc822;Archive@Example.com\nFinal-Recipient: rfc822; store@example.net\nAction: failed\nStatus: 5.2.2\n"
    )
    first, second = bounces_of(report(("message/delivery-status", both), HEADERS))
    assert (first.about, first.is_final) == (("ann@example.com",), False)
    assert (second.about, second.is_final) == (("archive@example.com", "store@example.net"), True)


def test_a_message_whose_identity_was_changed_on_the_way_is_known_by_its_piece() -> None:
    theirs = "Message-ID: <010001-theirs@email.example.net>\nX-Piece: 0123456789ABCDEF\n"
    [found] = bounces_of(report(("message/delivery-status", STATUS), ("text/rfc822-headers", theirs)))
    assert (found.message_id, found.piece) == ("<010001-theirs@email.example.net>", "0123456789ABCDEF")


def test_parts_in_parts_do_not_stop_the_reader() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(5000))
    assert bounces_of(b"From: mailer-daemon@example.net\n" + deep) == []
    assert bounces_of(b"From: mailer-daemon@example.net\n" + b"Content-Type: message/rfc822\n\n" * 5000) == []


@given(st.sampled_from(list(FORMS)), st.integers(0, 2000), st.binary(max_size=60))
def test_a_bounce_with_a_hole_in_it_breaks_nothing(form: str, at: int, instead: bytes) -> None:
    raw = FORMS[form]
    bounces_of(raw[:at] + instead + raw[at + len(instead) :])
