"""E-mail: addresses taken strictly, headers that nothing breaks out of, the server's file, bounces, the domain's records."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring, person

from stanch import notices
from stanch.errors import StanchError, WrongCall
from stanch.notices.bounces import bounces_of, read_bounces
from stanch.notices.domain_advice import check_domain
from stanch.notices.mail_address import mail_address
from stanch.notices.mail_message import compose
from stanch.notices.mail_server import MailServer, read_server
from stanch.notices.witness import in_log, in_mailbox

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SERVER = MailServer("smtp.example.com", "privacy@example.com", from_name="Brightwater")


def letter():
    one = person(email="ann@example.com", postal_address=None)
    return notices.draft(DUTIES, [one], FACTS, ATTACK, monitoring([one]), bench=bench())[0]


LETTER = letter()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        (" Ann.Lee+x@Example.COM ", "Ann.Lee+x@example.com"),
        ("ann@münchen.example", "ann@xn--mnchen-3ya.example"),
        ("用户@example.com", "用户@example.com"),
        *((bad, None) for bad in ("", "ann", "@example.com", "ann@", "ann@example", "a b@example.com", "ann@exa mple.com", "ann@10.0.0.1",
                                  "ann@example.com\r\nBcc: x@example.com", "ann,bob@example.com", "<ann@example.com>", "ann@-x.com", ".a@example.com",
                                  "a..b@example.com", "ann@example.com>", '"a"@example.com', "a" * 65 + "@example.com", "ann\u2028@example.com")),
    ],
)  # fmt: skip
def test_addresses(text, address):
    assert mail_address(text) == address


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nothing_in_a_letter_adds_a_header_or_a_recipient(name, org, day):
    one = replace(LETTER, fields=LETTER.fields | {"name": name, "org_name": org, "date_of_notice": day, "greeting": f"Dear {name}:"})
    sent = compose(one, "ABCDEF0123456789", "ann@example.com", SERVER, NOW)
    message = message_from_bytes(sent.content, policy=policy.default)
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Piece", "Content-Language", "MIME-Version", "Content-Type")
    }
    assert [one.addr_spec for one in message["To"].addresses] == ["ann@example.com"]
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert b"\n" not in sent.content.replace(b"\r\n", b"")
    assert max(map(len, sent.content.split(b"\r\n"))) <= 998


def test_the_same_piece_has_the_same_identity_and_bytes():
    first, second = (compose(LETTER, "ABCDEF0123456789", "ann@example.com", SERVER, NOW) for _ in range(2))
    assert (first.message_id, first.content) == (second.message_id, second.content)
    assert "ann" not in repr(first)


def write(tmp_path, mode=0o600, **settings):
    file = tmp_path / "mail.yaml"
    file.write_text(json.dumps({"host": "smtp.example.com", "from_address": "privacy@example.com", **settings}))
    file.chmod(mode)
    return file


def test_the_servers_file(tmp_path):
    assert read_server(write(tmp_path, username="u", password_env="MAIL"), {"MAIL": "secret"}).password == "secret"
    assert "secret" not in repr(read_server(write(tmp_path, username="u", password="secret")))
    with pytest.raises(WrongCall, match="read by others"):
        read_server(write(tmp_path, mode=0o644))
    with pytest.raises(WrongCall, match="not in the environment"):
        read_server(write(tmp_path, password_env="MAIL"), {})
    (tmp_path / "pw").write_text("secret\n")
    (tmp_path / "pw").chmod(0o640)
    with pytest.raises(WrongCall, match="read by others"):
        read_server(write(tmp_path, password_file="pw"))


@pytest.mark.parametrize(
    "settings",
    [
        {"security": "none"},
        {"from_address": "x"},
        {"archive_folder": "/var/mail"},
        {"per_minute": 0},
        {"hots": "x"},
        {"from_name": "a\nBcc: x"},
        {"host": "127.0.0.1", "security": "none", "username": "u"},
    ],
)
def test_a_server_that_would_leak_or_cannot_work_is_refused(tmp_path, settings):
    with pytest.raises(StanchError):
        read_server(write(tmp_path, **settings), {})


def bounce(action="failed", status="5.1.1", identity="<abc@example.com>", headers_only=True):
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: MAILER-DAEMON@mx.example.com\nTo: privacy@example.com\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nIt did not arrive.\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; ann@example.com\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such\n user here\n\n"
        f"--B\nContent-Type: {kind}\n\nMessage-ID: {identity}\nSubject: Notice of Data Breach\n\n--B--\n"
    ).encode()


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_bounce_says_which_message_and_why(headers_only):
    [found] = bounces_of(bounce(headers_only=headers_only))
    assert (found.message_id, found.action, found.status, found.is_final) == ("<abc@example.com>", "failed", "5.1.1", True)
    assert found.diagnostic == "smtp; 550 5.1.1 no such user here"


def test_a_delay_is_not_final_and_a_letter_is_no_bounce():
    assert not bounces_of(bounce("delayed", "4.4.1"))[0].is_final
    assert (
        bounces_of(
            b"From: ann@example.com\nSubject: 5.1.1\nMessage-ID: <x@y.example.com>\nIn-Reply-To: <abc@example.com>\n\nI have a question.\n"
        )
        == []
    )


def test_an_old_bounce_that_quotes_the_message():
    raw = b"From: postmaster@mx.example.com\nSubject: failure\n\nHost said: 550 5.7.1 refused\n\n> Message-ID: <abc@example.com>\n"
    assert [(one.message_id, one.status) for one in bounces_of(raw)] == [("<abc@example.com>", "5.7.1")]


@given(st.binary(max_size=2000))
def test_no_mail_breaks_the_reader(raw):
    bounces_of(bounce()[:900] + raw)


def test_mailboxes_of_all_forms(tmp_path):
    raw = bounce()
    (tmp_path / "one.eml").write_bytes(raw)
    (tmp_path / "box").write_bytes(b"From x Thu Jan  1 00:00:00 1970\n" + raw + b"\nFrom y Thu Jan  1 00:00:00 1970\n" + raw)
    for name in ("cur", "new", "tmp"):
        (tmp_path / "dir" / name).mkdir(parents=True)
    (tmp_path / "dir/new/1").write_bytes(raw)
    assert [len(list(read_bounces(path))) for path in (tmp_path / "one.eml", tmp_path / "box", tmp_path / "dir", tmp_path)] == [1, 2, 1, 1]
    with pytest.raises(WrongCall):
        list(read_bounces(tmp_path / "nowhere"))


def test_the_archive_and_the_log_prove_what_was_taken_over(tmp_path):
    (tmp_path / "box").write_bytes(
        b"From x\nSubject: a\nMessage-Id:\n <a@b.example.com>\n\nMessage-ID: <c@b.example.com>\n\nFrom y\nMessage-ID: <d@b.example.com>\n\n"
    )
    assert in_mailbox(tmp_path / "box", ["<a@b.example.com>", "<c@b.example.com>", "<d@b.example.com>"]) == {
        "<a@b.example.com>",
        "<d@b.example.com>",
    }
    lines = [
        "Nov 24 mx postfix/cleanup[1]: 4A: message-id=<a@b.example.com>",
        "Nov 24 mx postfix/cleanup[1]: 4B: message-id=<c@b.example.com>",
        "Nov 24 mx postfix/qmgr[1]: 4A: from=<p@example.com>, size=9, nrcpt=2 (queue active)",
    ]
    assert in_log(lines, ["<a@b.example.com>", "<c@b.example.com>"]) == {"<a@b.example.com>"}


def key(size):
    made = rsa.generate_private_key(public_exponent=65537, key_size=size).public_key()
    return base64.b64encode(made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


GOOD = ('"v=spf1 ip4:192.0.2.0/24 include:mail.example.net -all"', "v=DMARC1; p=reject; rua=mailto:d@example.com")


def grades(records, **more):
    return {(one.about, one.grade) for one in check_domain(records, **more)}


def test_a_domain_in_order():
    records = [*GOOD, f'"v=DKIM1; k=rsa; p={key(2048)[:200]}" "{key(2048)[200:]}"'.replace(key(2048), "")]
    records = [*GOOD, f"v=DKIM1; k=rsa; p={key(2048)}"]
    assert grades(records, sender_ip="192.0.2.7", include="mail.example.net") == {("SPF", "good"), ("DKIM", "good"), ("DMARC", "good")}


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        ([], ("SPF", "bad")),
        ([], ("DKIM", "bad")),
        ([], ("DMARC", "bad")),
        (["v=spf1 +all"], ("SPF", "bad")),
        (["v=spf1 -all", "v=spf1 -all"], ("SPF", "bad")),
        (["v=spf1 " + "include:a.example.com " * 11 + "-all"], ("SPF", "bad")),
        (["v=spf1 ?all"], ("SPF", "weak")),
        (["v=spf1 mx"], ("SPF", "weak")),
        (["v=DMARC1; p=none; rua=mailto:d@example.com"], ("DMARC", "weak")),
        (["v=DMARC1; p=maybe"], ("DMARC", "bad")),
        (["v=DMARC1; p=reject"], ("DMARC", "weak")),
        (["v=DKIM1; p="], ("DKIM", "bad")),
        (["v=DKIM1; p=!!!"], ("DKIM", "bad")),
        (["v=DKIM1; t=y; p=" + key(2048)], ("DKIM", "weak")),
        (["v=DKIM1; p=" + key(1024)], ("DKIM", "weak")),
    ],
)
def test_what_is_wrong_with_a_domain(records, finding):
    assert finding in grades(records)


def test_a_sender_that_the_record_does_not_name():
    assert ("SPF", "weak") in grades(["v=spf1 ip4:192.0.2.0/24 -all"], sender_ip="198.51.100.1")
    assert ("SPF", "bad") in grades(["v=spf1 -all"], include="mail.example.net")
    ed = base64.b64encode(ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    assert ("DKIM", "good") in grades([f"v=DKIM1; k=ed25519; p={ed}"])
