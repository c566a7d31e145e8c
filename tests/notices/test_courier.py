"""The connection: encrypted and checked, or refused; and how far a message came is told exactly."""

import datetime as dt
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from stanch.errors import StanchError
from stanch.notices.courier import SmtpCourier
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import MailServer

MESSAGE = Outgoing("<a@example.com>", "privacy@example.com", "ann@example.com", b"Subject: x\r\n\r\n.hidden dot\r\nend\r\n")


class Keeping:
    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the name is aiosmtpd's
        self.kept.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@contextmanager
def serving(**more):
    keeping = Keeping()
    controller = Controller(keeping, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield keeping, controller.port
    finally:
        controller.stop()


def test_over_starttls_to_a_server_that_proves_itself(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with serving(tls_context=context, require_starttls=True) as (keeping, port):
        trusting = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "starttls", ca_file=str(certificate / "cert.pem")))
        assert trusting.give(MESSAGE).outcome == "accepted"
        trusting.close()
        assert keeping.kept == [MESSAGE.content]
        wary = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "starttls"))
        with pytest.raises(StanchError, match="no safe connection"):
            wary.give(MESSAGE)
        assert len(keeping.kept) == 1


def test_a_server_without_starttls_gets_nothing():
    with serving() as (keeping, port):
        with pytest.raises(StanchError, match="offers no encryption"):
            SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "starttls")).give(MESSAGE)
        assert keeping.kept == []


@contextmanager
def scripted(answers: list[bytes], *, dies_after: bytes):
    """A server that answers as told, and hangs up once it has read `dies_after`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            link, _ = listening.accept()
            with link, suppress(OSError):
                link.sendall(b"220 ready\r\n")
                seen, left = b"", list(answers)
                while True:
                    part = link.recv(65536)
                    if not part:
                        return
                    seen += part
                    if dies_after in seen:
                        return
                    if left:
                        link.sendall(left.pop(0))
                    else:
                        link.shutdown(socket.SHUT_WR)  # nothing more is said, and the other side need not wait for it

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield port
        thread.join(5)


OK = b"250 OK\r\n"


@pytest.mark.parametrize(
    ("answers", "dies_after", "outcome"),
    [
        ([OK], b"MAIL", "not_taken"),
        ([OK, OK, OK], b"DATA", "not_taken"),
        ([OK, OK, OK, b"354 go\r\n"], b"\r\n.\r\n", "unknown"),
        ([OK, OK, b"550 5.1.1 no such user\r\n", OK], b"QUIT", "refused"),
        ([OK, OK, b"451 later\r\n", OK], b"QUIT", "later"),
        ([OK, b"421 busy\r\n"], b"QUIT", "later"),
        # A yes before the message is no yes to the message: a server out of step has nothing.
        ([OK, OK, b"252 cannot say\r\n", OK], b"QUIT", "later"),
        ([OK, OK, OK, OK], b"QUIT", "later"),
        ([OK, OK, OK, b"450 4.2.0 greylisted, try in 5 minutes\r\n", OK], b"QUIT", "later"),
        ([OK, OK, OK, b"no number\r\n", OK], b"QUIT", "later"),
        # It hangs up after its refusal: the refusal stands.
        ([OK, OK, b"550 5.1.1 no such user\r\n"], b"RSET", "refused"),
        # After the last byte only a number of 2, 4 or 5 says who has the message.
        ([OK, OK, OK, b"354 go\r\n", b"451 4.7.1 greylisted\r\n"], b"QUIT", "later"),
        ([OK, OK, OK, b"354 go\r\n", b"421 4.3.2 shutting down\r\n"], b"QUIT", "later"),
        ([OK, OK, OK, b"354 go\r\n", b"554 5.7.1 looks like spam\r\n"], b"QUIT", "refused"),
        ([OK, OK, OK, b"354 go\r\n", b"all well\r\n"], b"QUIT", "unknown"),
        ([OK, OK, OK, b"354 go\r\n", b"354 more\r\n"], b"QUIT", "unknown"),
    ],
)
def test_how_far_a_message_came_is_told_exactly(answers, dies_after, outcome):
    with scripted(answers, dies_after=dies_after) as port:
        courier = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "none", timeout_seconds=5))
        assert courier.give(MESSAGE).outcome == outcome
        courier.close()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([OK, b"550 5.7.1 sender not allowed\r\n", OK], "does not let you send"),
        ([OK, b"530 5.7.0 Must issue a STARTTLS command first\r\n", OK], "does not let you send"),
        ([OK, OK, b"530 5.7.1 Authentication required\r\n", OK], "does not let you send"),
    ],
)
def test_what_is_held_against_the_sender_is_nobodys_refusal(answers, words):
    with scripted(answers, dies_after=b"QUIT") as port:
        courier = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "none", timeout_seconds=5))
        with pytest.raises(StanchError, match=words):
            courier.give(MESSAGE)
        courier.close()


def test_a_server_that_turns_away_at_the_door_is_told_with_its_words():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def turn_away() -> None:
            link, _ = listening.accept()
            with link:
                link.sendall(b"554 5.7.1 your address is on a list\r\n")

        thread = threading.Thread(target=turn_away, daemon=True)
        thread.start()
        answer = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", listening.getsockname()[1], "none", timeout_seconds=5)).give(
            MESSAGE
        )
        thread.join(5)
    assert (answer.outcome, answer.reply) == ("not_taken", "no connection: 554 5.7.1 your address is on a list")


def test_a_server_that_looks_long_through_a_message_is_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def slow() -> None:
            link, _ = listening.accept()
            with link:
                link.sendall(b"220 ready\r\n")
                for answer in (OK, OK, OK, b"354 go\r\n"):
                    link.recv(65536)
                    link.sendall(answer)
                seen = b""
                while not seen.endswith(b"\r\n.\r\n"):
                    seen += link.recv(65536)
                time.sleep(1.0)
                link.sendall(b"250 2.0.0 taken\r\n")
                link.recv(65536)

        thread = threading.Thread(target=slow, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        server = MailServer("127.0.0.1", "privacy@example.com", port, "none", timeout_seconds=0.5, answer_seconds=10)
        assert SmtpCourier(server).give(MESSAGE).outcome == "accepted"
        thread.join(5)
