"""The connection: encrypted and checked, or refused; and how far a message came is told exactly."""

import datetime as dt
import socket
import ssl
import threading
from contextlib import contextmanager
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
        assert SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "starttls")).give(MESSAGE).outcome == "not_taken"
        assert keeping.kept == []


@contextmanager
def scripted(answers: list[bytes], *, dies_after: bytes):
    """A server that answers as told, and hangs up once it has read `dies_after`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            link, _ = listening.accept()
            with link:
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
    ],
)
def test_how_far_a_message_came_is_told_exactly(answers, dies_after, outcome):
    with scripted(answers, dies_after=dies_after) as port:
        courier = SmtpCourier(MailServer("127.0.0.1", "privacy@example.com", port, "none", timeout_seconds=5))
        assert courier.give(MESSAGE).outcome == outcome
        courier.close()
